"""`pull` over the socket: what it writes, what it says where it can't, and what it never says."""

import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from estates import Estate, client_file, live, new_estate, touched, tree

from tenantbook.cli.gather import read_library, snapshot_of
from tenantbook.demo.admin import change_policy
from tenantbook.demo.standin import StandIn
from tenantbook.demo.standin_faults import Fault
from tenantbook.demo.tenants import DEMO_TENANTS, DemoTenant, TapPolicy
from tenantbook.disk import read_text, write_text
from tenantbook.model.snapshot import Snapshot

pytestmark = pytest.mark.socket

IDS = {tenant.client: tenant.id for tenant in DEMO_TENANTS}
DENTAL, LEGAL, TRAVEL = "northwind-dental", "harbour-legal", "lantern-travel"


def _snapshot(estate: Estate, client: str) -> Snapshot:
    library, problems = read_library(estate.workspace)
    found = snapshot_of(estate.workspace, library, client)
    assert problems == []
    assert isinstance(found, Snapshot), found
    return found


def test_a_first_pull_writes_a_snapshot_of_every_tenant_that_answers(tmp_path: Path, town: StandIn) -> None:
    estate = new_estate(tmp_path / "estate", live(town))
    done = estate.run("pull")
    written = sorted(file.stem for file in estate.workspace.snapshots.iterdir())
    assert (3, sorted(set(IDS) - {TRAVEL})) == (done.exit_code, written)
    assert ("northwind-dental: read for the first time" in done.stdout, "6 of 7 tenants read" in done.stdout) == (
        True,
        True,
    )


def test_a_snapshot_holds_what_the_tenant_enforces(estate: Estate) -> None:
    facts = {client: _snapshot(estate, client).facts for client in estate.clients}
    expected = {
        tenant.client: (tenant.tap.enabled, tenant.tap.minimum, tenant.tap.maximum, tenant.tap.once, tenant.tap.length)
        for tenant in DEMO_TENANTS
    }
    names = ("tap.enabled", "tap.lifetime.minimum", "tap.lifetime.maximum", "tap.once", "tap.length")
    assert expected == {client: tuple(held[name] for name in names) for client, held in facts.items()}


def test_a_snapshot_names_groups_and_never_their_ids(estate: Estate) -> None:
    text = read_text(estate.snapshot("cedar-health"))
    assert (
        [name in text for name in ("Clinic staff", "Front desk", "Service accounts")],
        re.findall(r"0000000005\d\d", text),
    ) == ([True, True, True], [])


def test_one_changed_fact_is_one_changed_line_beside_the_time(pulled: Estate, town: StandIn) -> None:
    before = read_text(pulled.snapshot(DENTAL)).splitlines()
    change_policy(town.endpoint, town.ca_file, town.admin, IDS[DENTAL], {"maximumLifetimeInMinutes": 240})
    done = pulled.run("pull", "--client", DENTAL)
    after = read_text(pulled.snapshot(DENTAL)).splitlines()
    changed = [new for old, new in zip(before, after, strict=True) if old != new and not new.startswith("read:")]
    assert changed == ["  tap.lifetime.maximum: 240"]
    assert done.stdout == "northwind-dental: tap.lifetime.maximum: 8 hours → 4 hours\n1 of 1 tenant read\n"


def test_pulling_one_client_touches_no_other_snapshot(pulled: Estate) -> None:
    before = touched(pulled.workspace.snapshots)
    done = pulled.run("pull", "--client", DENTAL)
    after = touched(pulled.workspace.snapshots)
    changed = {name for name in after if before[name] != after[name]}
    assert (done.exit_code, changed - {f"{DENTAL}.yml"}) == (0, set())


def test_a_tenant_without_consent_keeps_its_snapshot_and_is_told_with_why_and_what_to_do(pulled: Estate) -> None:
    before = pulled.snapshot(TRAVEL).read_bytes()
    done = pulled.run("pull", "--client", TRAVEL)
    assert (3, before) == (done.exit_code, pulled.snapshot(TRAVEL).read_bytes())
    assert "lantern-travel: not read: Graph refuses /policies/authenticationMethodsPolicy" in done.stdout
    assert "what to do: An administrator of the tenant grants the application permissions" in done.stdout
    assert "Policy.Read.AuthenticationMethod, Organization.Read.All and GroupMember.Read.All" in done.stdout
    assert "0 of 1 tenant read" in done.stdout


def test_one_tenant_that_fails_stops_no_other(pulled: Estate) -> None:
    before = touched(pulled.workspace.snapshots)
    time.sleep(1.1)  # snapshots tell the second in which they were read
    done = pulled.run("pull")
    after = touched(pulled.workspace.snapshots)
    assert (3, [f"{TRAVEL}.yml"]) == (done.exit_code, [name for name in after if after[name] == before[name]])


SOUND = {"minimumLifetimeInMinutes": 60, "maximumLifetimeInMinutes": 480, "defaultLifetimeInMinutes": 60}

UNSOUND = {
    "nulls": (Fault(tap=dict.fromkeys(SOUND)), "tap.lifetime.maximum: expected a whole number, found nothing"),
    "an unknown state": (Fault(tap={"state": "paused"}), "the state is neither enabled nor disabled"),
    "minimum above maximum": (
        Fault(tap={"minimumLifetimeInMinutes": 960}),
        "the minimum lifetime is longer than the maximum",
    ),
    "beyond the platform": (
        Fault(tap={"maximumLifetimeInMinutes": 99999}),
        "99999 is outside what the platform allows",
    ),
    "a number as text": (Fault(tap={"maximumLifetimeInMinutes": "480"}), "expected a whole number, found '480'"),
    "a flag as a number": (Fault(tap={"isUsableOnce": 1}), "tap.once: expected true or false, found 1"),
    "no targets": (Fault(tap={"includeTargets": None}), "tap.included: expected a list of targets"),
    "half a body": (Fault(truncate=True), "was not answered with JSON"),
    "a broken connection": (Fault(drop=True), "could not be reached, or the connection broke off"),
    "a list": (Fault(raw=b"[]"), "was not answered with a JSON object"),
    "nothing": (Fault(raw=b""), "was answered with nothing"),
    "not UTF-8": (Fault(raw=b'{"a": "\xff\xfe"}'), "was not answered with JSON"),
    "no such policy": (Fault(raw=b'{"authenticationMethodConfigurations": []}'), ""),
    "another tenant": (Fault(organisation_id=IDS[LEGAL]), ""),
}


@pytest.mark.parametrize("fault", UNSOUND)
def test_an_answer_that_is_no_sound_policy_is_told_and_the_snapshot_stays(
    pulled: Estate, town: StandIn, fault: str
) -> None:
    before = tree(pulled.workspace.snapshots)
    befallen, says = UNSOUND[fault]
    town.inject(IDS[DENTAL], befallen)
    done = pulled.run("pull", "--client", DENTAL)
    assert (3, before, "") == (done.exit_code, tree(pulled.workspace.snapshots), done.stderr)
    told = done.stdout.splitlines()
    assert told[0].startswith(f"{DENTAL}: not read: ")
    assert told[1].startswith("    what to do: ")
    assert says in told[0]


@pytest.mark.parametrize(
    "name",
    [
        "</script><b>{{ 7*7 }}",
        "[x](javascript:alert(1))",
        "a\x00b\x1b[31mred\r\nname: forged",
        "\u202edrowssap",
        "'\"&<",
        "x" * 9000,
    ],
)
def test_a_hostile_organisation_is_held_as_one_line_of_text(pulled: Estate, town: StandIn, name: str) -> None:
    town.inject(IDS[DENTAL], Fault(organisation=name))
    done = pulled.run("pull", "--client", DENTAL)
    lines = read_text(pulled.snapshot(DENTAL)).splitlines()
    held = _snapshot(pulled, DENTAL).organisation
    assert (done.exit_code, sum(line.startswith("organisation:") for line in lines)) == (0, 1)
    assert [character for character in held if not character.isprintable() and character != "\u202e"] == []
    assert re.sub(r"[\x00-\x1f]+", " ", name)[:256] == held
    assert "\x1b" not in done.stdout


def test_a_wrong_secret_is_told_with_what_to_do_and_never_repeated(pulled: Estate, town: StandIn) -> None:
    before = tree(pulled.workspace.snapshots)
    secret = "wrong-Secret~that.nobody_may-read"
    done = pulled.spawn("pull", AZURE_CLIENT_SECRET=secret)
    said = done.stdout + done.stderr
    assert (3, before) == (done.returncode, tree(pulled.workspace.snapshots))
    assert said.count("Entra does not accept the client secret (AADSTS7000215)") == 1
    assert "Set AZURE_CLIENT_SECRET to the secret's Value, not its Secret ID" in said
    assert [text for text in (secret, town.reader[1], "Traceback") if text in said] == []


def test_no_secret_stands_in_a_snapshot_or_anything_said(pulled: Estate, town: StandIn) -> None:
    done = pulled.run("pull")
    said = done.output + "".join(read_text(file) for file in pulled.workspace.snapshots.iterdir())
    assert (town.reader[1] in said, "eyJ" in said) == (False, False)


def test_an_expired_secret_is_told_as_expired(pulled: Estate, town: StandIn) -> None:
    done = pulled.run("pull", "--client", DENTAL, **live(town, town.lapsed))
    assert (done.exit_code, "The client secret has expired (AADSTS7000222)" in done.stdout) == (3, True)


@pytest.mark.parametrize("verb", ["pull", "check"])
def test_every_variable_that_is_missing_is_named_at_once(pulled: Estate, verb: str) -> None:
    before = tree(pulled.root)
    done = pulled.run(verb, AZURE_CLIENT_ID=None, AZURE_CLIENT_SECRET=None, TENANTBOOK_LOOPBACK=None)
    named = [line.split()[0] for line in done.stderr.splitlines()]
    assert (2, ["AZURE_CLIENT_ID", "AZURE_CLIENT_SECRET", "TENANTBOOK_LOOPBACK_CA"], before) == (
        done.exit_code,
        named,
        tree(pulled.root),
    )


@pytest.mark.parametrize(
    "address", ["http://localhost:1", "https://graph.example.com", "https://localhost@example.com"]
)
def test_a_stand_in_that_is_not_on_this_machine_is_refused(pulled: Estate, address: str) -> None:
    done = pulled.run("pull", TENANTBOOK_LOOPBACK=address)
    assert (done.exit_code, "TENANTBOOK_LOOPBACK is not an address on this machine" in done.stderr) == (2, True)


@pytest.mark.parametrize("verb", ["pull", "build", "check", "serve"])
@pytest.mark.parametrize(
    ("client", "says"),
    [
        ("harbor-legal", "unknown client 'harbor-legal' (did you mean 'harbour-legal'?)"),
        ("../x", "unknown client '../x'"),
        ("../../../tmp/x", "unknown client '../../../tmp/x'"),
        ("/etc/passwd", "unknown client '/etc/passwd'"),
        ("", "unknown client ''"),
    ],
)
def test_a_client_that_nobody_knows_is_refused_and_nothing_is_written_anywhere(
    pulled: Estate, verb: str, client: str, says: str
) -> None:
    before = tree(pulled.root.parent)
    done = pulled.run(verb, "--client", client)
    assert (2, before) == (done.exit_code, tree(pulled.root.parent))
    assert says in done.stderr


def test_an_estate_without_clients_is_told_how_to_get_one(bare: Estate, town: StandIn) -> None:
    done = bare.run("pull", **live(town))
    assert (done.exit_code, "add kb_src/clients/<id>.yml" in done.stderr) == (2, True)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows sends Ctrl-C to the tests as well")
def test_an_interrupted_pull_keeps_what_it_has_read(tmp_path: Path, interruptible: None) -> None:
    quick, slow = (
        DemoTenant(name, f"00000000-0000-4000-8000-00000000060{last}", name.title(), TapPolicy())
        for last, name in enumerate(("quick", "slow"))
    )
    with StandIn((quick, slow)) as town:
        town.inject(slow.id, Fault(hang=60))
        clients = {tenant.client: client_file(tenant) for tenant in (quick, slow)}
        estate = new_estate(tmp_path / "estate", live(town), clients)
        with subprocess.Popen(
            estate.command("pull"),
            env=estate.environment(),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        ) as process:
            _wait_for(estate.snapshot("quick"))
            process.send_signal(signal.SIGINT)
            said, _ = process.communicate(timeout=30)
        assert list(tree(estate.workspace.snapshots)) == ["quick.yml"]
        assert _snapshot(estate, "quick").organisation == "Quick"
        assert (process.returncode != 0, "Traceback" in said) == (True, False), said


def _wait_for(file: Path) -> None:
    end = time.monotonic() + 30
    while not file.exists():
        assert time.monotonic() < end, f"{file} was never written"
        time.sleep(0.02)


def test_what_is_young_is_not_read_again(pulled: Estate, town: StandIn) -> None:
    old = pulled.snapshot("cedar-health")
    write_text(old, re.sub(r"read: .*", "read: '2020-01-01T00:00:00+00:00'", read_text(old)))
    pulled.snapshot("northwind-dental").unlink()
    write_text(pulled.snapshot("harbour-legal"), "half a f")

    done = pulled.run("pull", "--older-than", "2000d")

    read = sorted(line.partition(":")[0] for line in done.stdout.splitlines() if ": " in line)
    assert {"cedar-health", "northwind-dental", "harbour-legal"} <= set(read)
    assert "fjord-logistics" not in read
    assert "younger than that: not read again" in done.stdout


@pytest.mark.parametrize("time", ["12", "h", "-1h", "1w", "12 hours", "999999d"])
def test_a_time_that_is_none_is_refused(pulled: Estate, time: str) -> None:
    done = pulled.run("pull", "--older-than", time)
    assert (done.exit_code, "is no time; write one such as 90m, 12h or 2d" in done.output) == (2, True)


def test_one_cause_is_told_once(pulled: Estate) -> None:
    done = pulled.run("pull", AZURE_CLIENT_SECRET="wrong")
    assert (done.exit_code, done.output.count("does not accept the client secret")) == (3, 1)
    assert done.output.count("what to do:") == 1
