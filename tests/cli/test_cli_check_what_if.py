"""`check --what-if`: which pages would be out of date under a policy that nobody has set yet."""

import json
from typing import Any

import pytest
from estates import Estate, durations

DENTAL, LEGAL, FJORD = "northwind-dental", "harbour-legal", "fjord-logistics"
PAGE = "end-user/use-pass.html"


def _json(estate: Estate, *arguments: str) -> tuple[int, dict[str, Any]]:
    done = estate.run("check", "--format", "json", *arguments, AZURE_CLIENT_SECRET=None)
    return done.exit_code, json.loads(done.stdout)


def _drifting(report: dict[str, Any]) -> dict[str, list[str]]:
    return {
        client["client"]: sorted(page["page"] for page in client["pages"] if page["verdict"] == "drift")
        for client in report["clients"]
    }


def test_a_shorter_lifetime_is_told_for_every_page_that_prints_it(built: Estate) -> None:
    code, report = _json(built, "--what-if", "tap.lifetime.maximum=4h", "--client", DENTAL)
    (client,) = report["clients"]
    page = next(page for page in client["pages"] if page["page"] == PAGE)
    (finding,) = page["findings"]
    assert (code, finding["says"], finding["tenant"]) == (1, "8 hours", "4 hours")
    assert "8 hours" in durations(finding["sentence"])
    assert report["against"] == "the last snapshots, if tap.lifetime.maximum were 4 hours"


def test_what_would_change_nothing_leaves_with_0(built: Estate) -> None:
    code, report = _json(built, "--what-if", "tap.lifetime.maximum=480 min", "--client", DENTAL)
    assert (code, _drifting(report)) == (0, {DENTAL: []})


def test_whose_pages_say_so_already_is_not_told(built: Estate) -> None:
    code, report = _json(built, "--what-if", "tap.once=yes")
    drifting = _drifting(report)
    assert (code, drifting[LEGAL], len(drifting[DENTAL]) > 15) == (1, [], True)


def test_a_policy_that_microsoft_would_refuse_leaves_its_client_out_with_the_reason(built: Estate) -> None:
    done = built.run("check", "--what-if", "tap.lifetime.maximum=45m", AZURE_CLIENT_SECRET=None)
    told = "left out: Microsoft would refuse such a policy: the minimum lifetime is longer than the maximum"
    assert (done.exit_code, f"{DENTAL}: {told}" in done.stderr, f"{LEGAL}: {told}" in done.stderr) == (1, True, False)
    alone = built.run("check", "--what-if", "tap.lifetime.maximum=45m", "--client", DENTAL, AZURE_CLIENT_SECRET=None)
    assert alone.exit_code == 2


@pytest.mark.parametrize(
    ("supposed", "says"),
    [
        ("tap.lifetime.maximun=4h", "did you mean 'tap.lifetime.maximum'?"),
        ("tap.lifetime.maximum", "write FACT=VALUE"),
        ("tap.lifetime.maximum=soon", "is no length of time"),
        ("tap.lifetime.maximum=1h30", "is no length of time"),
        ("tap.lifetime.maximum=5 minutes", "outside what the platform allows"),
        ("tap.once=perhaps", "expected true or false"),
        ("tap.length=eight", "expected a whole number"),
    ],
)
def test_what_cannot_be_supposed_is_a_mistake_of_usage(built: Estate, supposed: str, says: str) -> None:
    done = built.run("check", "--what-if", supposed)
    assert (done.exit_code, says in done.stderr) == (2, True)


def test_two_mistakes_are_told_at_once(built: Estate) -> None:
    done = built.run("check", "--what-if", "tap.lifetime.maximun=4h", "--what-if", "tap.length=eight")
    assert ("tap.lifetime.maximun" in done.stderr, "tap.length" in done.stderr) == (True, True)


@pytest.mark.parametrize(
    ("supposed", "words"),
    [
        ("tap.lifetime.maximum=1h30m", "1 hour 30 minutes"),
        ("tap.lifetime.maximum=2 days", "2 days"),
        ("tap.lifetime.maximum=90", "1 hour 30 minutes"),
        ("tap.enabled=off", "off"),
        ("tap.length=12", "12 characters"),
        ("tap.included=Pilots, Front desk", "members of Pilots and Front desk"),
        ("tap.excluded=nobody", "nobody"),
    ],
)
def test_a_value_may_be_written_as_people_write_it(built: Estate, supposed: str, words: str) -> None:
    _, report = _json(built, "--what-if", supposed, "--client", DENTAL)
    assert report["against"].endswith(f"{supposed.partition('=')[0]} were {words}")


def test_a_difference_shows_how_each_page_would_read(built: Estate) -> None:
    done = built.run("check", "--what-if", "tap.once=true", "--diff", "--client", DENTAL, AZURE_CLIENT_SECRET=None)
    lines = done.stdout.splitlines()
    pages = {line.split()[1] for line in lines if line.startswith("--- ")}
    assert (done.exit_code, f"{DENTAL}/client/end-user/use-pass.md" in pages) == (1, True)
    assert [line for line in lines if line.startswith("-") and "reusable" in line.casefold()] != []
    assert [line for line in lines if line.startswith("+") and "reusable" in line.casefold()] == []


def test_a_client_that_was_never_pulled_cannot_be_supposed_about(built: Estate) -> None:
    built.snapshot(FJORD).unlink()
    code, _ = _json(built, "--what-if", "tap.once=true", "--client", FJORD)
    assert code == 3


def test_a_difference_without_a_snapshot_to_start_from_could_not_be_found_out(built: Estate) -> None:
    built.snapshot(FJORD).unlink()
    same = ("--what-if", "tap.lifetime.maximum=8h", "--diff", "--client", DENTAL)
    assert built.run("check", *same).exit_code == 0
    done = built.run("check", *same, "--client", FJORD)
    assert (done.exit_code, f"{FJORD}: left out: not pulled yet" in done.stderr) == (3, True)


def test_a_difference_that_cannot_be_written_or_is_of_no_build_is_a_mistake_of_usage(built: Estate) -> None:
    asked = ("check", "--what-if", "tap.once=true", "--diff", "--client", DENTAL)
    done = built.run(*asked, "--output", str(built.snapshot(DENTAL) / "report.diff"))
    assert (done.exit_code, "the report can't be written to" in done.stderr) == (2, True)
    done = built.run(*asked, str(built.site(DENTAL, "client")))
    assert (done.exit_code, "leave out PLACE" in done.stderr) == (2, True)


def test_supposing_changes_no_snapshot(built: Estate) -> None:
    before = built.snapshot(DENTAL).read_bytes()
    _json(built, "--what-if", "tap.once=true")
    assert built.snapshot(DENTAL).read_bytes() == before
