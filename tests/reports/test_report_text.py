"""The report for people: worst first, each change once, and nothing unknown that looks all right."""

from dataclasses import replace
from datetime import date

from sample import EMPTY, READ, SAMPLE, WHEN, estate

from tenantbook.model.claim import Claim, Prose, Truth
from tenantbook.model.verdict import (
    Checked,
    ClientChecked,
    Departure,
    Finding,
    Inspection,
    Severity,
    Verdict,
    Waiver,
)
from tenantbook.reports.text import as_text, plain_text


def checked(verdict: Verdict, page: str = "a.html", client: str = "acme", **more: object) -> Checked:
    return Checked(client, "client", page, verdict, **more)  # type: ignore[arg-type]


def drift(page: str, *findings: Finding) -> Checked:
    return checked(
        Verdict.DRIFT, page, reason="the policy has changed", mend="tenantbook pull", read=READ, findings=findings
    )


def inspected(*pages: Checked, prose: tuple[Prose, ...] = (), departures: tuple[Departure, ...] = ()) -> Inspection:
    names = dict.fromkeys(page.client for page in pages)
    clients = tuple(
        ClientChecked(name, "", tuple(page for page in pages if page.client == name), departures) for name in names
    )
    return Inspection(WHEN, "live policy", "", clients, prose)


PRINTED = Finding(7, "tap.lifetime.maximum", "8 hours", "1 hour", "The code can be used for 8 hours from its start.")
DECIDED = Finding(9, "tap.once", "no", "yes")
AT = "23 Nov 2026 03:15 UTC"
DEPARTURE = Departure("tap.length", "Length", "8", "12", "short codes are guessed")


def text(inspection: Inspection) -> list[str]:
    return plain_text(inspection).splitlines()


def test_a_change_is_told_once_and_then_every_place_that_shows_the_old_value() -> None:
    pages = (drift("a.html", PRINTED), checked(Verdict.OK, "c.html"), drift("b.html", PRINTED, DECIDED))

    assert text(inspected(*pages)) == [
        "acme: 2 drift, 1 ok",
        "  error: drift: tap.lifetime.maximum: the page says 8 hours, the tenant says 1 hour; mend the page",
        "    client/a.html, line 7, read 12 Nov 2026 03:15 UTC: “The code can be used for [8 hours] from its start.”",
        "    client/b.html, line 7, read 12 Nov 2026 03:15 UTC: “The code can be used for [8 hours] from its start.”",
        "  error: drift: tap.once: the page says no, the tenant says yes; mend the page",
        "    client/b.html, line 9, read 12 Nov 2026 03:15 UTC: written for the old value",
        "  mend: tenantbook pull",
        "3 pages of 1 client checked against live policy, 23 Nov 2026 03:15 UTC: 2 drift, 1 ok",
    ]


def test_pages_with_the_same_trouble_are_told_together_and_worst_first() -> None:
    assert text(
        inspected(
            checked(Verdict.UNKNOWN, client="beta", reason="the tenant gave no consent"),
            checked(Verdict.MISSING, "b.html", reason="it is not there", mend="tenantbook build"),
            checked(Verdict.MISSING, "a.html", reason="it is not there", mend="tenantbook build"),
            checked(Verdict.STALE, "d.html", reason="it is old", severity=Severity.NOTE),
            checked(Verdict.EDITED, "c.html", reason="the page has been changed", mend="tenantbook build"),
        )
    ) == [
        "acme: 1 edited, 2 missing, 1 stale",
        "  error: edited: the page has been changed",
        "    client/c.html",
        "  error: missing: it is not there",
        "    client/a.html",
        "    client/b.html",
        "  note: stale: it is old",
        "    client/d.html",
        "  mend: tenantbook build",
        "beta: 1 unknown",
        "  unknown: the tenant gave no consent",
        "    client/a.html",
        f"5 pages of 2 clients checked against live policy, {AT}: 1 edited, 2 missing, 1 stale, 1 unknown",
    ]


def test_a_client_whose_pages_all_share_one_trouble_is_told_in_a_line() -> None:
    pages = [checked(Verdict.UNKNOWN, page, reason="the tenant gave no consent") for page in ("a.html", "b.html")]

    assert text(inspected(*pages))[:-1] == [
        "acme: 2 unknown",
        "  unknown: the tenant gave no consent",
        "    all 2 pages",
    ]


def test_a_drifting_page_that_does_not_say_what_differs_is_told_all_the_same() -> None:
    assert "  error: drift: the policy has changed" in text(inspected(drift("a.html")))


def test_clients_come_by_how_much_their_worst_matters_and_the_unknown_after_them() -> None:
    noted = replace(DECIDED, severity=Severity.NOTE)
    found = inspected(
        checked(Verdict.OK, client="fine"),
        checked(Verdict.UNKNOWN, client="dark"),
        checked(Verdict.DRIFT, client="noted", findings=(noted,)),
        checked(Verdict.DRIFT, client="wrong", findings=(PRINTED,)),
    )
    heads = [line.partition(":")[0] for line in text(found)[:-1] if not line.startswith(" ")]

    assert heads == ["wrong", "noted", "dark", "fine"]


def test_a_thousand_clients_of_whom_three_drift_make_a_short_report() -> None:
    lines = text(estate(1_000, 3))

    assert lines[-2] == "997 clients are all right: 23,928 pages"
    assert len(lines) == 3 * 4 + 2


def test_who_is_all_right_alone_is_named() -> None:
    assert text(inspected(checked(Verdict.OK)))[0] == "acme: all right: 1 page"


def test_each_line_carries_the_tone_that_colours_it() -> None:
    pages = (drift("a.html", PRINTED), checked(Verdict.OK, "b.html"))

    assert [line.tone for line in as_text(inspected(*pages))] == ["bad", "bad", "plain", "plain", "bad"]


def test_the_value_in_a_sentence_is_a_part_of_its_own() -> None:
    parts = [part.text for line in as_text(inspected(drift("a.html", PRINTED))) for part in line.parts if part.marked]

    assert parts == ["[8 hours]"]


def test_a_departure_says_what_is_recommended_why_and_what_to_mend() -> None:
    head, departure, _ = text(inspected(checked(Verdict.OK), departures=(DEPARTURE,)))

    assert head == "acme: 1 ok; 1 departure"
    assert departure == (
        "  warning: departure: Length (tap.length): the tenant has 8, recommended is 12: short codes are guessed; "
        "mend the tenant"
    )


def test_a_waiver_names_its_owner_reason_and_end_once_for_all_who_have_it() -> None:
    waived = replace(DEPARTURE, waiver=Waiver("tills", "Ann Lee", date(2027, 3, 31)))
    pages = [checked(Verdict.OK, client=f"c{number}") for number in range(8)]

    assert text(inspected(*pages, departures=(waived,)))[:2] == [
        "waived until 31 Mar 2027 by Ann Lee: Length is 8, recommended is 12: tills [c0, c1, c2, c3, c4 and 3 more]",
        "8 clients are all right: 8 pages",
    ]


def test_an_expired_waiver_is_a_finding_that_says_whose_it_was() -> None:
    expired = replace(DEPARTURE, waiver=Waiver("old tills", "Ann Lee", date(2026, 3, 31)), expired=True)

    assert text(inspected(checked(Verdict.OK), departures=(expired,)))[1] == (
        "  warning: expired waiver: Length (tap.length): the tenant has 8, recommended is 12; "
        "the waiver ended on 31 Mar 2026 (Ann Lee: old tills); mend the tenant"
    )


def test_a_text_without_claims_has_nothing_to_check_and_is_never_ok() -> None:
    (line, last) = text(Inspection(WHEN, "live policy", "", (), (Prose("a.md", "A", ""),)))

    assert line == "nothing to check: 1 text (a.md)"
    assert " ok" not in last


def test_a_text_whose_claims_are_all_true_is_counted() -> None:
    claim = Claim(1, "It takes 8 characters.", "8 characters", "tap.length", Truth.HERE, "the policy says so")
    prose = (Prose("a.md", "A", "acme", (claim, claim)),)

    assert text(Inspection(WHEN, "live policy", "", (), prose))[0] == "every claim is true: 2 claims of 1 text (a.md)"


def test_a_client_of_whom_nothing_was_checked_is_unknown() -> None:
    found = Inspection(WHEN, "live policy", "", (ClientChecked("acme", "Acme", ()),))

    assert text(found)[:2] == ["Acme (acme): no pages", "  unknown: nothing was checked"]


def test_an_empty_report_says_what_was_checked_how_many_and_when() -> None:
    assert text(EMPTY) == [
        f"0 pages of 0 clients, read from the built sites, checked against live policy, {AT}: nothing to check"
    ]


def test_a_page_at_an_address_is_named_by_its_address() -> None:
    page = checked(Verdict.MISSING, "https://kb.example/use-pass")

    assert "    https://kb.example/use-pass" in text(inspected(page))


def test_no_form_of_the_sample_ends_a_line_with_a_space() -> None:
    assert [line for line in text(SAMPLE) if line != line.rstrip()] == []


def test_pages_of_which_no_client_is_known_have_a_heading_too() -> None:
    page = Checked("", "client", "https://kb.example/", Verdict.UNKNOWN, "the rest was not read")
    told = plain_text(replace(EMPTY, clients=(ClientChecked("", "", (page,)),)))
    assert told.startswith("of no known client: 1 unknown\n")
