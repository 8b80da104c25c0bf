"""The page, the tenant and the baseline: which of them to mend, what departs, and what somebody answers for."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
import yaml

from support.content import NOW, miniature, sound, subject_for
from support.published import MINIATURE, published
from support.records import Case, cases
from tenantbook.advice import advice_in_words, departs
from tenantbook.compare import Against, check_page, departures, joined, waiver_findings, what_mends
from tenantbook.content.library import Library
from tenantbook.model.policy import Recommendation
from tenantbook.model.snapshot import Snapshot, Target, Value
from tenantbook.model.verdict import Departure, Expected, Mends, Origin, Severity, Waiver, WaiverFinding
from tenantbook.waivers import agreed

FILES = miniature(MINIATURE)
TODAY = NOW.date()


def library_with(advice: Case, waivers: Case | None = None, facts: str = "") -> Library:
    baseline = yaml.safe_dump({"recommendations": advice}) if advice else "recommendations: {}\n"
    client = FILES["clients/plain.yml"] + (yaml.safe_dump({"waivers": waivers}) if waivers else "")
    policy = FILES["facts/pass.yml"].replace("facts:\n", f"facts:\n{facts}")
    return sound({**FILES, "baseline.yml": baseline, "clients/plain.yml": client, "facts/pass.yml": policy})


def advice(**way: object) -> Case:
    return {**way, "why": "So it is."}


def waiver(until: date | str, **more: object) -> Case:
    return {"reason": "The night shift has no helpdesk.", "owner": "Jo Smith", "until": str(until), **more}


def snapshot(library: Library, **facts: Value) -> Snapshot:
    named = {name.replace("__", "."): value for name, value in facts.items()}
    return subject_for(library, "plain", named).snapshot


def of(case: Case) -> Library:
    given = {way: case[way] for way in ("value", "range", "one_of") if way in case}
    only = {"value": case["only"]} if "only" in case else {}
    waived = {"pass.lifetime": waiver(case["waived"], **only)} if "waived" in case else None
    return library_with({"pass.lifetime": advice(**given)} if given else {}, waived)


def page_for(lifetime: int) -> tuple[Expected, str]:
    """Return a page that prints a lifetime, and no recommendation."""
    library = library_with({})
    return published(library, subject_for(library, "plain", {"pass.lifetime": lifetime}), "end-user/use-pass.md")


@pytest.mark.parametrize("case", [pytest.param(case, id=case["name"]) for case in cases("mends")])
def test_each_cell_of_the_table_says_what_to_mend(case: Case) -> None:
    library = of(case)
    expected, page = page_for(case["page"])
    now = snapshot(library, pass__lifetime=case["tenant"])

    checked = check_page(expected, page, Against.of(library, now, NOW))
    found = joined(departures(library, "plain", now, TODAY), [checked])

    assert (case["verdict"], {case["mends"]} if "mends" in case else set()) == (
        checked.verdict,
        {finding.mends for finding in checked.findings},
    )
    assert [case["departure"]] * (case["departure"] is not None) == [each.mends for each in found]


def test_the_table_has_a_case_for_every_answer() -> None:
    def answers() -> Iterator[Mends]:
        for page_departs in (True, False):
            for tenant_departs in (True, False):
                for waived in (True, False):
                    yield what_mends(page_departs=page_departs, tenant_departs=tenant_departs, waived=waived)

    assert {case["mends"] for case in cases("mends") if "mends" in case} == set(answers()) == set(Mends)


def test_a_finding_says_what_is_recommended_in_the_page_s_language() -> None:
    library = library_with({"pass.lifetime": advice(range=[60, 480])})
    expected, page = page_for(90)

    checked = check_page(expected, page, Against.of(library, snapshot(library, pass__lifetime=10), NOW))

    assert {"1 hour to 8 hours"} == {finding.recommended for finding in checked.findings}


def test_a_departure_says_everything_in_words() -> None:
    library = library_with(
        {"pass.once": advice(value=True), "pass.lifetime": {**advice(value=60), "severity": "error"}}
    )

    found = departures(library, "plain", snapshot(library, pass__lifetime=480, pass__once=True), TODAY)

    line = library.sources["baseline.yml"].splitlines().index("  pass.lifetime:") + 1
    origin = Origin("kb_src/baseline.yml", line)
    assert found == (
        Departure("pass.lifetime", "Lifetime", "8 hours", "1 hour", "So it is.", Severity.ERROR, origin=origin),
    )


def test_a_tenant_that_is_as_recommended_departs_from_nothing() -> None:
    library = library_with({"pass.once": advice(value=True), "pass.included": advice(value=["everyone"])})

    assert departures(library, "plain", snapshot(library, pass__once=True), TODAY) == ()


def test_a_fact_that_was_not_read_is_no_departure() -> None:
    library = library_with({"pass.lifetime": advice(value=60)}, {"pass.lifetime": waiver(TODAY - timedelta(days=9))})
    unread = Snapshot("plain", "", "", NOW, (), {})

    assert (
        departures(library, "plain", unread, TODAY),
        waiver_findings(library, "plain", unread, TODAY),
    ) == ((), ())


PILOTS = (Target(group="Pilots"),)


@pytest.mark.parametrize(
    ("fact", "way", "value", "departing", "words"),
    [
        ("pass.lifetime", {"value": 60}, 60, False, "1 hour"),
        ("pass.lifetime", {"value": 60}, 61, True, "1 hour"),
        ("pass.lifetime", {"range": (60, 90)}, 59, True, "1 hour to 1 hour 30 minutes"),
        ("pass.lifetime", {"range": (60, 90)}, 60, False, "1 hour to 1 hour 30 minutes"),
        ("pass.lifetime", {"one_of": (60, 90, 480)}, 480, False, "1 hour, 1 hour 30 minutes or 8 hours"),
        ("pass.lifetime", {"one_of": (60, 480)}, 90, True, "1 hour or 8 hours"),
        ("pass.once", {"value": True}, False, True, "yes"),
        ("pass.once", {"value": False}, False, False, "no"),
        ("pass.included", {"value": ("everyone",)}, PILOTS, True, "everyone"),
        ("pass.included", {"value": ("everyone",)}, (*PILOTS, Target(everyone=True)), False, "everyone"),
        ("pass.included", {"one_of": (("everyone",), ())}, (), False, "everyone or nobody"),
    ],
)
def test_a_recommendation_is_met_or_not_and_has_words(
    fact: str, way: Case, value: Value, *, departing: bool, words: str
) -> None:
    library = library_with({})
    given, entry, spoken = Recommendation(**way, why="So it is."), library.facts[fact], library.languages["en"]

    assert departing is departs(given, entry, value)
    assert words == advice_in_words(given, entry, spoken.locale, spoken.words)


DEPARTING = {"pass.lifetime": advice(value=60)}
WAIVER = Waiver("The night shift has no helpdesk.", "Jo Smith", TODAY)


def test_a_waiver_makes_a_departure_a_note_until_its_day_is_over() -> None:
    library = library_with(DEPARTING, {"pass.lifetime": waiver(TODAY)})
    now = snapshot(library, pass__lifetime=480)

    (waived,) = departures(library, "plain", now, TODAY)
    (expired,) = departures(library, "plain", now, TODAY + timedelta(days=1))

    assert (waived.waiver, waived.expired, waived.waived, waived.severity) == (WAIVER, False, True, Severity.NOTE)
    assert (expired.waiver, expired.expired, expired.waived, expired.severity) == (
        WAIVER,
        True,
        False,
        Severity.WARNING,
    )


def test_a_waiver_of_one_value_waives_no_other() -> None:
    library = library_with(DEPARTING, {"pass.lifetime": waiver(TODAY, value=480)})

    for value, found in ((480, WAIVER), (481, None)):
        (departure,) = departures(library, "plain", snapshot(library, pass__lifetime=value), TODAY)
        assert (departure.waiver, departure.waived) == (found, found is not None)


@pytest.mark.parametrize(
    ("days", "value", "more", "advised", "says", "severity"),
    [
        (31, 480, {}, DEPARTING, None, None),
        (30, 480, {}, DEPARTING, None, None),
        (29, 480, {}, DEPARTING, "the waiver ends on 22 Dec 2026", Severity.NOTE),
        (0, 480, {}, DEPARTING, "the waiver ends on 23 Nov 2026", Severity.NOTE),
        (-1, 480, {}, DEPARTING, "the waiver ended on 22 Nov 2026", Severity.WARNING),
        (99, 60, {}, DEPARTING, "the tenant has what is recommended; the waiver can be removed", Severity.NOTE),
        (-1, 60, {}, DEPARTING, "the tenant has what is recommended; the waiver can be removed", Severity.NOTE),
        (99, 480, {}, {}, "nothing is recommended for it; the waiver can be removed", Severity.NOTE),
        (
            99, 480, {"value": 90}, DEPARTING,
            "the tenant has another value than the one that is waived; the waiver can be removed", Severity.NOTE,
        ),
    ],
)  # fmt: skip
def test_a_waiver_that_needs_a_look_is_told(
    days: int, value: int, more: Case, advised: Case, says: str | None, severity: Severity | None
) -> None:
    until = TODAY + timedelta(days=days)
    library = library_with(advised, {"pass.lifetime": waiver(until, **more)})
    line = library.sources["clients/plain.yml"].splitlines().index("  pass.lifetime:") + 1
    origin = Origin("kb_src/clients/plain.yml", line)

    found = waiver_findings(library, "plain", snapshot(library, pass__lifetime=value), TODAY)

    told = Waiver(WAIVER.reason, WAIVER.owner, until)
    expected = WaiverFinding("pass.lifetime", says, severity, told, origin) if says and severity else None
    assert (() if expected is None else (expected,)) == found


def test_a_page_says_until_when_something_is_agreed_and_never_whether_that_is_past() -> None:
    library = library_with(DEPARTING, {"pass.lifetime": waiver("2020-03-31")})

    says = agreed(library, library.clients["plain"], "pass.lifetime", 480, "en")

    assert says == f"Agreed until 31 March 2020 ({WAIVER.owner}): {WAIVER.reason}"


def test_what_is_not_waived_is_not_said_to_be_agreed() -> None:
    library = library_with(DEPARTING, {"pass.lifetime": waiver(TODAY, value=480)})

    assert agreed(library, library.clients["plain"], "pass.lifetime", 90, "en") == ""
    assert agreed(library, library.clients["plain"], "pass.once", value=True, language="en") == ""
