"""What an inspection comes to: findings, unknowns, the worst, and what makes a run fail."""

from dataclasses import replace
from datetime import date

import pytest
from sample import EMPTY, SAMPLE, WHEN

from tenantbook.model.claim import Claim, Prose, Truth
from tenantbook.model.verdict import Checked, ClientChecked, Departure, Finding, Inspection, Severity, Verdict, Waiver
from tenantbook.reports.outcome import fails, has_findings, has_unknowns, summary, worst

DEPARTURE = Departure("tap.length", "Length", "8", "12", "", Severity.WARNING)
WAIVER = Waiver("old tills", "Ann Lee", date(2027, 3, 31))


def page(verdict: Verdict, client: str = "acme", **more: object) -> Checked:
    return Checked(client, "client", "a.html", verdict, **more)  # type: ignore[arg-type]


def inspected(*pages: Checked, departures: tuple[Departure, ...] = (), prose: tuple[Prose, ...] = ()) -> Inspection:
    return Inspection(WHEN, "live policy", "", (ClientChecked("acme", "Acme", pages, departures),), prose)


def claimed(truth: Truth) -> Inspection:
    prose = Prose("a.md", "", "", (Claim(1, "It lasts 8 hours.", "8 hours", "tap.lifetime.maximum", truth, ""),))
    return Inspection(WHEN, "live policy", "", (), (prose,))


def outcome(inspection: Inspection) -> tuple[bool, bool, Verdict]:
    return has_findings(inspection), has_unknowns(inspection), worst(inspection)


@pytest.mark.parametrize("verdict", Verdict)
def test_only_ok_is_neither_a_finding_nor_unknown(verdict: Verdict) -> None:
    assert outcome(inspected(page(verdict), page(Verdict.OK))) == (
        verdict not in (Verdict.OK, Verdict.UNKNOWN),
        verdict is Verdict.UNKNOWN,
        verdict,
    )


@pytest.mark.parametrize("verdict", [Verdict.DRIFT, Verdict.EDITED, Verdict.MISSING, Verdict.ORPHAN, Verdict.STALE])
def test_a_finding_is_worse_than_what_could_not_be_found_out(verdict: Verdict) -> None:
    assert worst(inspected(page(Verdict.UNKNOWN), page(verdict), page(Verdict.OK))) is verdict


def test_nothing_checked_could_not_be_found_out() -> None:
    assert outcome(EMPTY) == (False, True, Verdict.UNKNOWN)


def test_texts_that_claim_nothing_are_nothing_checked() -> None:
    silent = Prose("https://kb.example/", "Sign in", "")
    assert outcome(replace(EMPTY, prose=(silent, silent))) == (False, True, Verdict.UNKNOWN)
    assert outcome(inspected(page(Verdict.OK), prose=(silent,))) == (False, False, Verdict.OK)
    claims = claimed(Truth.HERE)
    assert outcome(replace(claims, prose=(*claims.prose, silent))) == (False, False, Verdict.OK)


def test_a_client_of_whom_nothing_was_checked_could_not_be_found_out() -> None:
    assert outcome(inspected()) == (False, True, Verdict.UNKNOWN)


@pytest.mark.parametrize(
    ("departure", "finding"),
    [
        (DEPARTURE, True),
        (replace(DEPARTURE, waiver=WAIVER), False),
        (replace(DEPARTURE, waiver=WAIVER, expired=True), True),
    ],
    ids=["unwaived", "waived", "expired"],
)
def test_a_departure_is_a_finding_unless_somebody_answers_for_it(departure: Departure, finding: bool) -> None:
    assert outcome(inspected(page(Verdict.OK), departures=(departure,))) == (
        finding,
        False,
        Verdict.DRIFT if finding else Verdict.OK,
    )


@pytest.mark.parametrize(
    ("truth", "expected"),
    [
        (Truth.EVERYWHERE, (False, False, Verdict.OK)),
        (Truth.HERE, (False, False, Verdict.OK)),
        (Truth.BY_DEFAULT, (True, False, Verdict.DRIFT)),
        (Truth.WRONG, (True, False, Verdict.DRIFT)),
        (Truth.UNSURE, (False, True, Verdict.UNKNOWN)),
    ],
)
def test_a_claim_counts_as_what_is_known_of_it(truth: Truth, expected: tuple[bool, bool, Verdict]) -> None:
    assert outcome(claimed(truth)) == expected


def test_a_text_that_could_not_be_read_is_unknown() -> None:
    assert outcome(replace(EMPTY, prose=(Prose("a.md", "", "", problem="it is no text"),))) == (
        False,
        True,
        Verdict.UNKNOWN,
    )


@pytest.mark.parametrize("fail_on", Severity)
@pytest.mark.parametrize("severity", Severity)
def test_a_run_fails_on_what_matters_at_least_as_much(severity: Severity, fail_on: Severity) -> None:
    finding = Finding(1, "tap.once", "no", "yes", severity=severity)
    order = list(Severity)
    enough = order.index(severity) <= order.index(fail_on)

    assert fails(inspected(page(Verdict.DRIFT, findings=(finding,))), fail_on) == enough
    assert fails(inspected(page(Verdict.STALE, severity=severity)), fail_on) == enough
    assert fails(inspected(page(Verdict.OK), departures=(replace(DEPARTURE, severity=severity),)), fail_on) == enough


def test_a_finding_of_which_nobody_said_how_much_it_matters_is_an_error() -> None:
    assert fails(inspected(page(Verdict.EDITED)), Severity.ERROR)


def test_a_finding_on_a_page_that_is_otherwise_right_still_counts() -> None:
    note = Finding(1, "tap.once", "no", "yes", severity=Severity.NOTE)

    assert has_findings(inspected(page(Verdict.OK, findings=(note,))))


def test_the_summary_counts_clients_pages_departures_and_claims() -> None:
    assert summary(SAMPLE) == (
        "8 pages of 4 clients, read from the built sites, checked against live policy, 23 Nov 2026 03:15 UTC: "
        "2 drift, 1 edited, 2 unknown, 3 ok; 1 departure, 1 expired waiver, 2 waiver notes, 1 waived; "
        "3 texts: 1 wrong, 1 can't tell, 1 true by default only, 1 true everywhere, 1 not read"
    )


def test_a_summary_without_departures_and_texts_is_short() -> None:
    assert (
        summary(inspected(page(Verdict.OK)))
        == "1 page of 1 client checked against live policy, 23 Nov 2026 03:15 UTC: 1 ok"
    )
