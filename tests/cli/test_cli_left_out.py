"""One client's mistake stops that client alone: the others are pulled, built, checked and published."""

import json
from pathlib import Path

import pytest
from estates import Estate

from tenantbook.cli.terminal import Exit, both
from tenantbook.demo.admin import change_policy
from tenantbook.demo.standin import StandIn
from tenantbook.demo.tenants import DEMO_TENANTS
from tenantbook.disk import read_text, write_text

SICK = "harbour-legal"
OTHERS = ("fjord-logistics", "northwind-dental")

IDS = {tenant.client: tenant.id for tenant in DEMO_TENANTS}

TARGET = """\
publisher: folder
clients: {clients}
status: publish
settings:
  address: build/published
"""


def harm(estate: Estate, how: str) -> None:
    file = estate.content(f"clients/{SICK}.yml")
    match how:
        case "an unknown key":
            write_text(file, f"{read_text(file)}fone: '1'\n")
        case "no YAML":
            write_text(file, "name: [")
        case "not UTF-8":
            file.write_bytes(b"name: \xff\xfe\n")
        case "a cloud without the policy":
            write_text(file, f"{read_text(file)}cloud: china\n")
        case "an unknown language":
            write_text(file, f"{read_text(file)}language: xx\n")


HARMS = ("an unknown key", "no YAML", "not UTF-8", "a cloud without the policy", "an unknown language")


@pytest.mark.parametrize("how", HARMS)
def test_the_others_are_pulled_built_and_checked(built: Estate, how: str) -> None:
    before = {file: file.read_bytes() for file in sorted(built.workspace.site(SICK, "client").rglob("*.html"))}
    snapshot = read_text(built.snapshot(SICK))
    harm(built, how)

    pulled, made, checked = built.run("pull"), built.run("build", "--jobs", "1"), built.run("check")

    for done in (pulled, made, checked):
        assert done.exit_code == Exit.LEFT_OUT, done.output
        assert f"{SICK}: left out: " in done.output
        assert f"clients/{SICK}.yml:" in done.output
    for client in OTHERS:
        assert f"{client}: unchanged" in pulled.output
    assert "2 clients are all right" in checked.output
    assert "1 client left out for mistakes in their files" in checked.output
    assert before
    assert {file: file.read_bytes() for file in before} == before
    assert read_text(built.snapshot(SICK)) == snapshot


def test_all_that_is_wrong_is_told_by_validate_and_stops_what_it_is_shared_by(built: Estate) -> None:
    harm(built, "an unknown key")
    assert built.run("validate").exit_code == Exit.FINDINGS

    write_text(built.workspace.content / "baseline.yml", "recommendations: 3\n")
    for verb in (("pull",), ("build",), ("check",), ("status",)):
        done = built.run(*verb)
        assert done.exit_code == Exit.USAGE, done.output
        assert "baseline.yml:1" in done.output


def test_drift_mistakes_and_what_could_not_be_found_out_are_told_apart(built: Estate, town: StandIn) -> None:
    harm(built, "an unknown key")
    change_policy(town.endpoint, town.ca_file, town.admin, IDS[OTHERS[0]], {"defaultLength": 20})

    drifted = built.run("check", "--format", "json")

    report = json.loads(drifted.stdout)
    (left_out,) = [client for client in report["clients"] if client["client"] == SICK]
    assert drifted.exit_code == Exit.SEVERAL, drifted.output
    assert [mistake["file"] for mistake in left_out["mistakes"]] == [f"kb_src/clients/{SICK}.yml"]
    assert left_out["pages"] == []
    assert built.run("check", "--client", OTHERS[0]).exit_code == Exit.FINDINGS
    assert built.run("check", "--client", OTHERS[1]).exit_code == Exit.ALL_RIGHT
    assert built.run("check", "--client", SICK).exit_code == Exit.LEFT_OUT


@pytest.mark.parametrize(
    ("codes", "told"),
    [
        ((0, 0), 0),
        ((1, 0), 1),
        ((3, 3), 3),
        ((4,), 4),
        ((1, 3), 5),
        ((1, 4), 5),
        ((3, 4), 5),
        ((2, 3), 2),
        ((), 0),
    ],
)
def test_a_mix_is_never_hidden(codes: tuple[int, ...], told: int) -> None:
    assert both(*map(Exit, codes)) == told


@pytest.mark.parametrize("clients", ["all", f"[{SICK}, {', '.join(OTHERS)}]"])
def test_nothing_of_a_client_who_is_left_out_is_taken_away_where_it_is_published(built: Estate, clients: str) -> None:
    write_text(built.workspace.content / "publish/portal.yml", TARGET.format(clients=clients))
    built.run("build", "--jobs", "1")
    first = built.run("publish", "portal", "--yes")
    assert first.exit_code == Exit.ALL_RIGHT, first.output
    place = built.root / "build/published"
    before = _files(place / SICK)
    harm(built, "an unknown key")

    again = built.run("publish", "portal", "--yes", "--allow-many")
    checked = built.run("check", str(place))

    assert again.exit_code == Exit.LEFT_OUT, again.output
    assert before
    assert _files(place / SICK) == before
    assert "orphan" not in checked.output
    assert "who is left out" in checked.output or "left out" in checked.output


def _files(folder: Path) -> dict[str, bytes]:
    files = (file for file in sorted(folder.rglob("*")) if file.is_file())
    return {file.relative_to(folder).as_posix(): file.read_bytes() for file in files}


def _tenant(text: str) -> str:
    return next(line for line in text.splitlines() if line.startswith("tenant:"))


def test_two_clients_with_one_tenant_are_both_left_out(built: Estate) -> None:
    file = built.content(f"clients/{SICK}.yml")
    text, other = read_text(file), read_text(built.content(f"clients/{OTHERS[0]}.yml"))
    write_text(file, text.replace(_tenant(text), _tenant(other)))

    done = built.run("pull")

    assert f"{SICK}: left out: " in done.output
    assert f"{OTHERS[0]}: left out: " in done.output
    assert f"{OTHERS[1]}: unchanged" in done.output


@pytest.mark.parametrize(("until", "paused"), [("2999-12-31", True), ("2020-01-31", False)])
def test_a_client_can_pause(built: Estate, until: str, paused: bool) -> None:
    file = built.content(f"clients/{SICK}.yml")
    write_text(file, f"{read_text(file)}paused: {{why: Moves to another provider, until: {until}}}\n")
    site = _files(built.workspace.site(SICK, "client"))

    pulled, made, checked = built.run("pull"), built.run("build", "--jobs", "1"), built.run("check")

    for done in (pulled, made, checked):
        assert done.exit_code == Exit.ALL_RIGHT, done.output
        assert (f"{SICK}: paused until {until}: Moves to another provider" in done.output) is paused
    assert (f"{SICK}: unchanged" in pulled.output) is not paused
    if paused:
        assert _files(built.workspace.site(SICK, "client")) == site
