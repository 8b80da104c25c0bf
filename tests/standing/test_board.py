"""The estate page and the badges on disk, and what `tenantbook status` says of the log."""

import json
import re
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from estates import PROJECT, Estate, new_estate, tree

from tenantbook import board, history
from tenantbook.cli.gather import read_library
from tenantbook.content.library import Library
from tenantbook.disk import write_text
from tenantbook.model.verdict import Checked, ClientChecked, Inspection, Verdict
from tenantbook.standing.row import Standing, standing_of

TODAY = datetime.now(UTC)

CLIENTS = {
    "acme": "name: Acme Dental\ntenant: 00000000-0000-4000-8000-000000000001\n",
    "bolt": "name: Bolt & Söhne\ntenant: 00000000-0000-4000-8000-000000000002\n",
}


@pytest.fixture
def town(tmp_path: Path) -> Estate:
    """Two clients, and no check yet."""
    return new_estate(tmp_path / "estate", {}, CLIENTS)


def run_of(days_ago: int = 0, **verdicts: Verdict) -> Inspection:
    clients = [
        ClientChecked(client, client, (Checked(client, "client", "a.html", verdict, "no consent"),), (), TODAY)
        for client, verdict in verdicts.items()
    ]
    return Inspection(TODAY - timedelta(days=days_ago), "live policy", "build/sites", tuple(clients))


def library_of(estate: Estate) -> Library:
    library, problems = read_library(estate.workspace)
    assert problems == []
    return library


def checked(estate: Estate, inspection: Inspection, *, whole: bool = True) -> Standing:
    """Do what the check does when it ends: note the run, and write what hangs on the wall."""
    library, workspace = library_of(estate), estate.workspace
    log = history.append(workspace, inspection, whole=whole)
    sites = board.sites_of(workspace, library)
    standing = standing_of(log, board.names_of(library), TODAY, inspection=inspection, sites=sites)
    board.write(board.estate_folder(workspace), standing, library.provider)
    board.write_badges(workspace, standing)
    return standing


def test_the_page_stands_with_all_it_needs_and_its_lists(town: Estate) -> None:
    checked(town, run_of(acme=Verdict.OK, bolt=Verdict.DRIFT))
    folder = town.workspace.build / "estate"
    assert sorted(tree(folder)) == ["estate.css", "estate.csv", "estate.js", "estate.json", "index.html"]
    page = (folder / "index.html").read_text("utf-8")
    assert ("1 of 2 clients true" in page, "Bolt &amp; Söhne" in page) == (True, True)
    assert {
        each["client"]: each["standing"] for each in json.loads((folder / "estate.json").read_bytes())["clients"]
    } == {"acme": "right", "bolt": "out-of-date"}


def test_writing_the_same_again_touches_nothing(town: Estate) -> None:
    standing = checked(town, run_of(acme=Verdict.OK, bolt=Verdict.DRIFT))
    folder = town.workspace.build / "estate"
    write_text(folder / "notes.txt", "ours")
    before = {file: file.stat().st_mtime_ns for file in folder.iterdir()}
    board.write(folder, standing, library_of(town).provider)
    assert before == {file: file.stat().st_mtime_ns for file in folder.iterdir()}


def test_a_client_has_links_to_the_sites_that_are_built_and_to_no_others(town: Estate) -> None:
    write_text(town.site("acme", "internal") / "index.html", "<p>Acme</p>")
    checked(town, run_of(acme=Verdict.OK, bolt=Verdict.OK))
    page = (town.workspace.build / "estate/index.html").read_text("utf-8")
    assert re.findall('href="([^"]*sites[^"]*)"', page) == ["../sites/acme/internal/index.html"]


def test_each_client_has_a_badge_of_its_own_and_those_of_strangers_go(town: Estate) -> None:
    write_text(town.workspace.build / "badges/gone.svg", "<svg/>")
    checked(town, run_of(acme=Verdict.OK, bolt=Verdict.UNKNOWN))
    badges = {file.name: file.read_text("utf-8") for file in (town.workspace.build / "badges").iterdir()}
    assert sorted(badges) == ["acme.svg", "bolt.svg"]
    said = ("checked against your policy" in badges["acme.svg"], "could not be checked" in badges["bolt.svg"])
    assert said == (True, True)


def test_a_run_for_one_client_leaves_the_other_badges_as_they_are(town: Estate) -> None:
    checked(town, run_of(acme=Verdict.OK, bolt=Verdict.OK))
    before = (town.workspace.build / "badges/bolt.svg").read_text("utf-8")
    checked(town, run_of(acme=Verdict.DRIFT), whole=False)
    badges = town.workspace.build / "badges"
    assert ("out of date" in (badges / "acme.svg").read_text("utf-8"), before) == (
        True,
        (badges / "bolt.svg").read_text("utf-8"),
    )


def test_status_of_an_estate_that_is_right(town: Estate) -> None:
    history.append(town.workspace, run_of(1, acme=Verdict.OK, bolt=Verdict.OK), whole=True)
    done = town.run("status")
    assert (done.exit_code, len(done.stdout.splitlines())) == (0, 1)
    assert done.stdout.startswith("2 of 2 clients true; last check ")


def test_status_names_who_is_not_right_since_when_and_what_it_was_before(town: Estate) -> None:
    history.append(town.workspace, run_of(9, acme=Verdict.OK, bolt=Verdict.OK), whole=True)
    history.append(town.workspace, run_of(1, acme=Verdict.DRIFT, bolt=Verdict.OK), whole=True)
    done = town.run("status")
    (acme, total) = done.stdout.splitlines()
    assert (done.exit_code, acme.startswith("Acme Dental (acme): out of date since ")) == (1, True)
    assert ", 1 day; 1 drift; last checked " in acme
    assert ("was true from" in acme, "1 of 2 clients true; 1 out of date; last check" in total) == (True, True)


NOT_FOUND_OUT = {
    "nothing was ever checked": [],
    "a tenant could not be read": [run_of(1, acme=Verdict.OK, bolt=Verdict.UNKNOWN)],
    "one is wrong and one is not known": [run_of(1, acme=Verdict.DRIFT, bolt=Verdict.UNKNOWN)],
    "the last run left one out": [run_of(1, acme=Verdict.OK, bolt=Verdict.OK), run_of(acme=Verdict.OK)],
    "the last check is long ago": [run_of(9, acme=Verdict.OK, bolt=Verdict.OK)],
}


@pytest.mark.parametrize("what", NOT_FOUND_OUT)
def test_what_was_not_found_out_is_never_all_right(town: Estate, what: str) -> None:
    for inspection in NOT_FOUND_OUT[what]:
        history.append(town.workspace, inspection, whole=True)
    done = town.run("status")
    expected = 5 if what.startswith("one is wrong") else 3
    assert (expected, "2 of 2" in done.stdout) == (done.exit_code, False)


def test_status_as_json_and_as_csv_says_the_same_and_nothing_else(town: Estate) -> None:
    history.append(town.workspace, run_of(1, acme=Verdict.OK, bolt=Verdict.DRIFT), whole=True)
    as_json, as_csv = town.run("status", "--format", "json"), town.run("status", "--format", "csv")
    assert (
        {each["client"]: each["standing"] for each in json.loads(as_json.stdout)["clients"]},
        as_json.exit_code,
    ) == ({"acme": "right", "bolt": "out-of-date"}, 1)
    assert (as_csv.stdout.startswith('\ufeff"client","name"'), as_csv.exit_code) == (True, 1)


def test_status_can_be_asked_for_one_client(town: Estate) -> None:
    history.append(town.workspace, run_of(1, acme=Verdict.OK, bolt=Verdict.DRIFT), whole=True)
    assert tuple(town.run("status", "--client", name).exit_code for name in ("acme", "bolt", "akme")) == (0, 1, 2)


def test_status_tells_of_damage_without_disturbing_what_a_program_reads(town: Estate) -> None:
    history.append(town.workspace, run_of(1, acme=Verdict.OK, bolt=Verdict.OK), whole=True)
    with history.log_file(town.workspace).open("ab") as log:
        log.write(b'{"v":1,"run":2,')
    done = town.run("status", "--format", "json")
    assert "history/checks.jsonl:2: half a line" in done.stderr
    assert (done.exit_code, json.loads(done.stdout)["totals"]["right"]) == (0, 2)


def test_status_loads_neither_generator_nor_graph(town: Estate) -> None:
    heavy = ("mkdocs", "msgraph", "httpx", "azure", "aiohttp")
    code = f"import sys; from tenantbook.cli import status; print([name for name in {heavy} if name in sys.modules])"
    done = subprocess.run(
        [sys.executable, "-c", code],
        env=town.environment(TENANTBOOK_ROOT=str(town.root)),
        check=False,
        capture_output=True,
        text=True,
    )
    assert (done.stdout, done.stderr) == ("[]\n", "")


def test_what_the_page_is_made_of_is_shipped_with_the_package() -> None:
    folder = PROJECT / "src/tenantbook/standing/assets"
    assert sorted(file.name for file in folder.iterdir()) == ["estate.css", "estate.js", "index.html.j2"]
