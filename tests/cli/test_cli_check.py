"""`check`: what the built pages say against what the tenants do, page by page."""

import json
import re
from collections.abc import Callable
from html import escape, unescape
from typing import Any

import pytest
from estates import Estate, durations, live, tree

from support import report_readers as readers
from tenantbook.demo.admin import change_policy
from tenantbook.demo.standin import StandIn
from tenantbook.demo.standin_faults import Fault
from tenantbook.demo.tenants import DEMO_TENANTS
from tenantbook.disk import read_text, write_text
from tenantbook.record import BEGIN

pytestmark = pytest.mark.socket

IDS = {tenant.client: tenant.id for tenant in DEMO_TENANTS}
DENTAL, LEGAL, FJORD = "northwind-dental", "harbour-legal", "fjord-logistics"
PAGE = "end-user/use-pass.html"


def _json(estate: Estate, *arguments: str) -> tuple[int, dict[str, Any]]:
    done = estate.run("check", "--format", "json", *arguments)
    return done.exit_code, json.loads(done.stdout)


def _pages(report: dict[str, Any]) -> list[dict[str, Any]]:
    """Return every page of a report, with its client."""
    return [{**page, "client": client["client"]} for client in report["clients"] for page in client["pages"]]


def _verdicts(report: dict[str, Any]) -> dict[str, str]:
    """Return every verdict but ok, by client, surface and page."""
    return {
        f"{page['client']}/{page['surface']}/{page['page']}": page["verdict"]
        for page in _pages(report)
        if page["verdict"] != "ok"
    }


def test_fresh_sites_are_all_right(estate: Estate) -> None:
    done = estate.run("check", "--no-log")
    lines = done.stdout.splitlines()
    assert (done.exit_code, lines[1:-1]) == (0, ["7 clients are all right: 168 pages"])
    assert lines[0].startswith("waived until 31 Dec 2030 by Ingrid Dahl, Fjord Logistics: Maximum lifetime is 30 days")
    head = "168 pages of 7 clients, read from the built sites, checked against live policy"
    assert re.fullmatch(rf"{head}, \d\d \w{{3}} \d{{4}} \d\d:\d\d UTC: 168 ok; 1 waived", lines[-1])


def test_fresh_sites_match_the_snapshots_they_were_built_from(estate: Estate) -> None:
    done = estate.run("check", "--against", "snapshots", AZURE_CLIENT_SECRET=None)
    assert (done.exit_code, "checked against the last snapshots" in done.stdout) == (0, True)


def test_checking_changes_nothing_but_the_log_the_estate_page_and_the_badges(built: Estate) -> None:
    before = tree(built.root)
    built.run("check")
    after = tree(built.root)
    noted = {name for name in {*before, *after} if before.get(name) != after.get(name)}
    badges = {name for name in noted if name.endswith("/client/assets/checked.svg")}
    assert {name.rpartition("/")[0] for name in noted - badges} == {"build", "build/badges", "build/estate", "history"}
    assert len(badges) == 3


def test_a_clients_site_shows_when_its_guides_were_found_true_and_is_not_built_again_for_that(built: Estate) -> None:
    built.run("build", "--client", DENTAL, "--jobs", "1")
    page = built.page(DENTAL, "client", "index.html")
    before = built.page(DENTAL, "client", "assets/checked.svg")
    built.run("check")
    after = built.page(DENTAL, "client", "assets/checked.svg")
    assert ('src="assets/checked.svg"' in page, "not checked yet" in before) == (True, True)
    assert re.search(r"<title>Northwind Dental: checked against your policy on \d\d \w{3} \d{4}</title>", after)
    assert built.run("build", "--client", DENTAL).stdout.startswith("0 sites built")
    assert not (built.site(DENTAL, "internal") / "assets/checked.svg").exists()


@pytest.mark.parametrize("asked", [("--against", "snapshots"), ("--what-if", "tap.once=true"), ("build/sites",)])
def test_a_check_of_something_else_than_the_sites_as_they_are_leaves_nothing_behind(
    built: Estate, asked: tuple[str, ...]
) -> None:
    before = tree(built.root)
    places = [str(built.root / word) if word == "build/sites" else word for word in asked]
    built.run("check", *places)
    assert before == tree(built.root)


def test_drift_is_told_with_page_line_what_it_says_and_what_the_tenant_says(built: Estate, town: StandIn) -> None:
    change_policy(town.endpoint, town.ca_file, town.admin, IDS[DENTAL], {"maximumLifetimeInMinutes": 240})
    code, report = _json(built)
    assert (1, {DENTAL}) == (code, {page["client"] for page in _pages(report) if page["verdict"] != "ok"})
    drifted = {page["page"]: page for page in _pages(report) if page["verdict"] == "drift"}
    (finding,) = drifted[PAGE]["findings"]
    expected = {"fact": "tap.lifetime.maximum", "says": "8 hours", "tenant": "4 hours"}
    assert expected == {key: finding[key] for key in expected}
    line = read_text(built.site(DENTAL, "client") / PAGE).splitlines()[finding["line"] - 1]
    assert '<span class="tb-fact" data-fact="tap.lifetime.maximum">8 hours</span>' in line
    assert {"1 hour", "8 hours"} <= durations(finding["sentence"])
    assert f"tenantbook pull --client {DENTAL}, then tenantbook build --client {DENTAL}" == drifted[PAGE]["mend"]


def test_drift_in_words_names_fact_page_line_and_mend(built: Estate, town: StandIn) -> None:
    change_policy(town.endpoint, town.ca_file, town.admin, IDS[DENTAL], {"maximumLifetimeInMinutes": 240})
    done = built.run("check", "--client", DENTAL)
    assert done.exit_code == 1
    assert "drift: tap.lifetime.maximum: the page says 8 hours, the tenant says 4 hours" in done.stdout
    assert re.search(rf"    client/{PAGE}, line \d+, read .* UTC: “.*\[8 hours\]", done.stdout)
    assert "  mend: set tap.lifetime.maximum in the tenant to what is recommended (" in done.stdout


def test_every_page_that_prints_a_changed_value_is_named_and_no_other(built: Estate, town: StandIn) -> None:
    change_policy(town.endpoint, town.ca_file, town.admin, IDS[FJORD], {"defaultLength": 20})
    code, report = _json(built, "--client", FJORD)
    leaning = {
        f"{FJORD}/{surface}/{file.relative_to(built.site(FJORD, surface)).as_posix()}"
        for surface in ("client", "internal")
        for file in built.site(FJORD, surface).rglob("*.html")
        if "tap.length" in file.read_text("utf-8")
    }
    assert (1, dict.fromkeys(leaning, "drift")) == (code, _verdicts(report))


def test_a_page_that_prints_nothing_of_a_choice_but_was_written_for_it_drifts(built: Estate, town: StandIn) -> None:
    change_policy(town.endpoint, town.ca_file, town.admin, IDS[FJORD], {"isUsableOnce": True})
    code, report = _json(built, "--client", FJORD)
    found = next(page for page in _pages(report) if page["page"] == PAGE and page["surface"] == "client")
    assert (
        code,
        found["verdict"],
        found["findings"][0]["fact"],
        found["findings"][0]["sentence"],
    ) == (1, "drift", "tap.once", "")


def test_a_tenant_that_turns_passes_off_makes_every_page_about_them_drift(built: Estate, town: StandIn) -> None:
    change_policy(town.endpoint, town.ca_file, town.admin, IDS[DENTAL], {"state": "disabled"})
    code, report = _json(built, "--client", DENTAL)
    assert (1, {"drift"}) == (code, set(_verdicts(report).values()))
    assert f"{DENTAL}/client/index.html" in _verdicts(report)


def test_the_json_report_has_these_keys(built: Estate, town: StandIn) -> None:
    change_policy(town.endpoint, town.ca_file, town.admin, IDS[DENTAL], {"maximumLifetimeInMinutes": 240})
    _, report = _json(built, "--client", DENTAL)
    assert (
        list(report),
        report["version"],
        report["against"],
    ) == (["version", "checked", "against", "source", "counts", "clients", "prose"], 2, "live policy")
    assert readers.REPORT.is_valid(report)
    assert len(_pages(report)) == sum(report["counts"]["pages"].values())
    assert [client["name"] for client in report["clients"]] == ["Northwind Dental"]


def _with_record(html: str, **changes: object) -> str:
    """Return a page whose record says something else, well formed as before."""
    start = html.index('data-record="') + len('data-record="')
    end = html.index('"', start)
    record = json.loads(unescape(html[start:end]))
    return html[:start] + escape(json.dumps({**record, **changes})) + html[end:]


EDITS: dict[str, Callable[[str], str]] = {
    "a number": lambda html: html.replace(">8 hours<", ">9 hours<"),
    "a word": lambda html: html.replace("</h1>", " today</h1>"),
    "a script": lambda html: html.replace(BEGIN, f"{BEGIN}<script>1</script>"),
    "the record": lambda html: _with_record(html, facts={"tap.lifetime.maximum": 540}),
    "a number and the record": lambda html: _with_record(html.replace(">8 hours<", ">9 hours<"), facts={}),
    "the seal": lambda html: html.replace('data-digest="', 'data-digest="0'),
    "the record taken off": lambda html: re.sub(r'<div class="tb-record".*?</div>', "", html),
    "the seal taken off": lambda html: re.sub(r' data-digest="\w+"', "", html),
}


@pytest.mark.parametrize("what", EDITS)
def test_a_page_edited_by_hand_is_told_as_edited(built: Estate, what: str) -> None:
    file = built.site(DENTAL, "client") / PAGE
    changed = EDITS[what](read_text(file))
    assert write_text(file, changed)
    code, report = _json(built, "--client", DENTAL)
    assert (1, {f"{DENTAL}/client/{PAGE}": "edited"}) == (code, _verdicts(report))


def test_another_clients_page_in_a_clients_site_is_told_without_a_name(built: Estate) -> None:
    write_text(built.site(DENTAL, "client") / PAGE, built.page(LEGAL, "client", PAGE))
    code, report = _json(built, "--client", DENTAL)
    (found,) = [page for page in _pages(report) if page["verdict"] != "ok"]
    assert (
        code,
        found["verdict"],
        found["reason"],
    ) == (1, "edited", "the record is that of use-pass (end-user) for another client")


def test_a_deleted_page_is_missing(built: Estate) -> None:
    (built.site(DENTAL, "client") / PAGE).unlink()
    done = built.run("check", "--client", DENTAL)
    assert (done.exit_code, "missing: the page should be published and is not" in done.stdout) == (1, True)
    assert f"    client/{PAGE}" in done.stdout
    assert f"  mend: tenantbook build --client {DENTAL}\n" in done.stdout


UNREADABLE: dict[str, tuple[Callable[[str], str], str]] = {
    "nothing of ours": (lambda html: "<p>Under construction</p>", "the page carries no record"),
    "a newer version": (lambda html: _with_record(html, v=2), "the record is of version 2, this tenantbook reads 1"),
    "half a record": (
        lambda html: re.sub(r'(data-record="[^"]{40})[^"]*', r"\1", html),
        "the page's record is damaged",
    ),
    "no beginning": (lambda html: html.replace(BEGIN, ""), "the page's marks are gone"),
}


@pytest.mark.parametrize("what", UNREADABLE)
def test_a_page_whose_record_cannot_be_read_is_unknown(built: Estate, what: str) -> None:
    file = built.site(DENTAL, "client") / PAGE
    change, says = UNREADABLE[what]
    assert write_text(file, change(read_text(file)))
    code, report = _json(built, "--client", DENTAL)
    (found,) = [page for page in _pages(report) if page["verdict"] != "ok"]
    assert (code, found["verdict"], says in found["reason"]) == (3, "unknown", True)


def test_a_page_that_is_no_text_is_unknown(built: Estate) -> None:
    file = built.site(DENTAL, "client") / PAGE
    file.unlink()
    file.write_bytes(b"\xff\xfe\x00")
    code, report = _json(built, "--client", DENTAL)
    assert (3, {f"{DENTAL}/client/{PAGE}": "unknown"}) == (code, _verdicts(report))


def test_values_read_too_long_ago_are_stale(estate: Estate) -> None:
    young, old = (estate.run("check", "--no-log", "--max-age", *asked) for asked in (["1"], ["0", "--client", DENTAL]))
    assert (young.exit_code, old.exit_code) == (0, 1)
    assert "24 stale" in old.stdout
    assert f"mend: tenantbook pull --client {DENTAL}, then tenantbook build --client {DENTAL}" in old.stdout


def test_a_tenant_that_cannot_be_read_is_unknown_and_never_all_right(built: Estate, town: StandIn) -> None:
    town.inject(IDS[LEGAL], Fault(truncate=True))
    code, report = _json(built)
    pages = [page for page in _pages(report) if page["client"] == LEGAL]
    assert (3, {"unknown"}, {"ok": 48, "unknown": 24}) == (
        code,
        {page["verdict"] for page in pages},
        {verdict: count for verdict, count in report["counts"]["pages"].items() if count},
    )
    assert all(page["reason"].startswith("the tenant could not be read: ") and page["mend"] for page in pages)


def test_what_could_not_be_found_out_does_not_hide_what_was(built: Estate, town: StandIn) -> None:
    town.inject(IDS[LEGAL], Fault(drop=True))
    change_policy(town.endpoint, town.ca_file, town.admin, IDS[DENTAL], {"maximumLifetimeInMinutes": 240})
    code, report = _json(built, "--client", LEGAL, "--client", DENTAL)
    assert (5, {"drift", "unknown"}) == (code, set(_verdicts(report).values()))


def test_a_wrong_secret_makes_everything_unknown(built: Estate) -> None:
    done = built.run("check", AZURE_CLIENT_SECRET="wrong")
    assert (done.exit_code, " ok" in done.stdout, "72 unknown" in done.stdout) == (3, False, True)


def test_a_client_that_was_never_built_misses_its_pages(built: Estate) -> None:
    for surface in ("client", "internal"):
        built.site(DENTAL, surface).rename(built.root / f"away-{surface}")
    done = built.run("check", "--client", DENTAL)
    assert (done.exit_code, f"({DENTAL}): 24 missing" in done.stdout) == (1, True)


def test_against_snapshots_a_client_without_one_is_unknown(built: Estate) -> None:
    built.snapshot(DENTAL).unlink()
    done = built.run("check", "--against", "snapshots", "--client", DENTAL)
    assert (done.exit_code, "not pulled yet" in done.stdout) == (3, True)


def test_an_estate_without_clients_is_not_all_right(bare: Estate, town: StandIn) -> None:
    done = bare.run("check", **live(town))
    assert (done.exit_code, "nothing to check" in done.stdout) == (3, True)


@pytest.mark.parametrize(
    "arguments",
    [
        ["--format", "xml"],
        *(["--max-age", days] for days in ("-1", "nan", "inf", "1e10")),
        ["--against", "hope"],
        ["--jobs", "0"],
    ],
)
def test_an_option_that_makes_no_sense_is_a_mistake_of_usage(estate: Estate, arguments: list[str]) -> None:
    done = estate.run("check", *arguments)
    assert (done.exit_code, arguments[0] in done.stderr) == (2, True)


def test_the_built_sites_of_a_removed_client_are_orphans_until_the_next_build(built: Estate) -> None:
    built.content(f"clients/{LEGAL}.yml").unlink()
    done = built.run("check", "--against", "snapshots")
    assert (done.exit_code, f"{LEGAL}: 24 orphan" in done.stdout) == (1, True)
    assert built.run("check", "--against", "snapshots", "--client", DENTAL).exit_code == 0
