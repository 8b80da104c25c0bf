"""Waivers that have ended, end soon or waive nothing: told once, in every form, and counted like all else."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from junitparser import JUnitXml
from sample import WHEN

from support import report_readers as readers
from tenantbook.model.verdict import (
    Checked,
    ClientChecked,
    Departure,
    Inspection,
    Origin,
    Severity,
    Verdict,
    Waiver,
    WaiverFinding,
)
from tenantbook.reports.annotations import as_annotations
from tenantbook.reports.diff import as_diff
from tenantbook.reports.junit import as_junit
from tenantbook.reports.machine import as_json
from tenantbook.reports.markdown import as_markdown
from tenantbook.reports.outcome import fails, has_unknowns, summary, worst
from tenantbook.reports.sarif import as_sarif
from tenantbook.reports.text import plain_text

WAIVER = Waiver("old tills", "Ann Lee", date(2026, 10, 31))
THERE = Origin("kb_src/clients/acme.yml", 9)
ENDED = WaiverFinding("tap.length", "the waiver ended on 31 Oct 2026", Severity.WARNING, WAIVER, THERE)
ENDS = WaiverFinding("tap.length", "the waiver ends on 30 Nov 2026", Severity.NOTE, WAIVER, THERE)
IDLE = WaiverFinding(
    "tap.once", "nothing is recommended for it; the waiver can be removed", Severity.NOTE, WAIVER, THERE
)
EXPIRED = Departure("tap.length", "Length", "8", "12", "", Severity.NOTE, WAIVER, expired=True)
WAIVED = replace(EXPIRED, expired=False)
OK = Checked("acme", "client", "a.html", Verdict.OK)

FORMS = [plain_text, as_json, as_junit, as_sarif, as_annotations, as_markdown]


def inspected(*waivers: WaiverFinding, departures: tuple[Departure, ...] = ()) -> Inspection:
    return Inspection(WHEN, "live policy", "", (ClientChecked("acme", "Acme", (OK,), departures, WHEN, waivers),))


def text(inspection: Inspection) -> list[str]:
    return plain_text(inspection).splitlines()[:-1]


def results(inspection: Inspection) -> list[tuple[str, str]]:
    return [(each["ruleId"], each["level"]) for each in readers.sarif(as_sarif(inspection))["results"]]


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("finding", [ENDED, ENDS, IDLE], ids=["ended", "ends", "idle"])
def test_every_form_tells_of_a_waiver_whose_it_is_and_why(
    form: Callable[[Inspection], str], finding: WaiverFinding
) -> None:
    told = form(inspected(finding))

    assert [word for word in (finding.fact, finding.says, "Ann Lee", "old tills") if word not in told] == []


def test_a_waiver_is_told_in_a_line_with_its_place() -> None:
    assert text(inspected(ENDED, IDLE)) == [
        "Acme (acme): 1 ok; 1 expired waiver, 1 waiver note",
        (
            "  warning: expired waiver: tap.length: the waiver ended on 31 Oct 2026 (Ann Lee: old tills) "
            "[kb_src/clients/acme.yml:9]"
        ),
        (
            "  note: waiver: tap.once: nothing is recommended for it; the waiver can be removed (Ann Lee: old tills) "
            "[kb_src/clients/acme.yml:9]"
        ),
    ]


def test_a_waiver_that_has_ended_is_told_once_with_its_departure_and_matters_as_the_worse_of_the_two() -> None:
    assert text(inspected(ENDED, departures=(EXPIRED,))) == [
        "Acme (acme): 1 ok; 1 expired waiver",
        (
            "  warning: expired waiver: Length (tap.length): the tenant has 8, recommended is 12; the waiver ended on "
            "31 Oct 2026 (Ann Lee: old tills); mend the tenant [kb_src/clients/acme.yml:9]"
        ),
    ]


def test_a_departure_that_is_worse_than_its_ended_waiver_stays_so() -> None:
    departure = replace(EXPIRED, severity=Severity.ERROR)

    assert results(inspected(ENDED, departures=(departure,))) == [("expired-waiver/tap.length", "error")]


@pytest.mark.parametrize("form", FORMS)
def test_no_form_tells_twice_that_a_waiver_has_ended(form: Callable[[Inspection], str]) -> None:
    assert form(inspected(ENDED, departures=(EXPIRED,))) == form(
        inspected(departures=(replace(EXPIRED, severity=Severity.WARNING, origin=THERE),))
    )


def test_a_waiver_that_ends_soon_is_told_beside_the_departure_that_it_waives() -> None:
    found = inspected(ENDS, departures=(WAIVED,))

    assert results(found) == [("waiver/tap.length", "note")]
    assert readers.report(as_json(found))["counts"]["departures"] == {"open": 0, "expired": 0, "waived": 1}


def test_an_ended_waiver_keeps_its_alert_whether_or_not_its_departure_is_handed_in() -> None:
    alone, both = (
        readers.sarif(as_sarif(found))["results"][0]["partialFingerprints"]
        for found in (inspected(ENDED), inspected(ENDED, departures=(EXPIRED,)))
    )

    assert alone == both


@pytest.mark.parametrize(
    ("finding", "failing", "verdict"),
    [
        (ENDED, [Severity.WARNING, Severity.NOTE], Verdict.DRIFT),
        (ENDS, [Severity.NOTE], Verdict.STALE),
        (IDLE, [Severity.NOTE], Verdict.STALE),
    ],
    ids=["ended", "ends", "idle"],
)
def test_a_waiver_counts_as_much_as_it_matters(
    finding: WaiverFinding, failing: list[Severity], verdict: Verdict
) -> None:
    found = inspected(finding)

    assert [severity for severity in Severity if fails(found, severity)] == failing
    assert (worst(found), has_unknowns(found)) == (verdict, False)


def test_in_junit_an_ended_waiver_fails_and_a_note_passes_with_its_words() -> None:
    (suite,) = JUnitXml.fromstring(as_junit(inspected(ENDED, IDLE)).encode())
    _, ended, idle = suite

    assert [type(result).__name__ for result in ended.result] == ["Failure"]
    assert (ended.classname, ended.name, idle.name) == ("acme.waivers", "tap.length", "tap.once")
    assert (idle.is_passed, idle.system_out) == (
        True,
        (
            "note: waiver: tap.once: nothing is recommended for it; the waiver can be removed (Ann Lee: old tills)\n"
            "content: kb_src/clients/acme.yml:9"
        ),
    )


def test_in_markdown_a_waiver_is_a_row_of_its_client() -> None:
    row = "| **note** | waiver: tap.length: the waiver ends on 30 Nov 2026 (Ann Lee: old tills) |  |"

    assert row in as_markdown(inspected(ENDS)).splitlines()


def test_a_diff_only_counts_them() -> None:
    assert as_diff(inspected(ENDED, IDLE)).splitlines()[-1] == (
        "# of the policies: 1 expired waiver, 1 waiver note: see --format text"
    )
    assert "waived" not in as_diff(inspected(departures=(WAIVED,)))


def test_a_summary_of_waived_departures_says_no_more_than_that() -> None:
    head = "1 page of 1 client checked against live policy, 23 Nov 2026 03:15 UTC: 1 ok"

    assert summary(inspected(departures=(WAIVED,))) == f"{head}; 1 waived"
    assert summary(inspected(ENDS, departures=(WAIVED,))) == f"{head}; 1 waiver note, 1 waived"
