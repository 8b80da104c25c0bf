"""A record is input like any other: whatever stands in it, the page is never taken for all right by mistake."""

import json

import pytest

from support.content import NOW, subject_for
from support.published import published, small_library
from support.records import Case, cases, record_in, resealed, with_changes, with_record
from tenantbook.compare import Against, check_page
from tenantbook.model.snapshot import Target, Value
from tenantbook.model.verdict import Checked, Verdict

LIBRARY = small_library()
FACTS: dict[str, Value] = {"pass.lifetime": 480, "pass.included": (Target(group="Pilots"), Target(group="Board"))}
PLAIN = subject_for(LIBRARY, "plain", FACTS)
EXPECTED, PAGE = published(LIBRARY, PLAIN, "helpdesk/make-pass.md")
DAMAGED = "the page's record is damaged"


def judged(page: str) -> Checked:
    return check_page(EXPECTED, page, Against.of(LIBRARY, PLAIN.snapshot, NOW))


def of(case: Case) -> str:
    return with_record(PAGE, case["text"]) if "text" in case else with_changes(PAGE, case["with"])


@pytest.mark.parametrize("case", [pytest.param(case, id=case["name"]) for case in cases("records")])
def test_a_record_is_not_taken_at_its_word(case: Case) -> None:
    checked = judged(resealed(of(case)))

    assert (case["verdict"], case.get("facts", [])) == (
        checked.verdict,
        list(dict.fromkeys(finding.fact for finding in checked.findings)),
    )
    assert case["says"] == checked.reason or checked.reason.endswith(f" {case['says']}")


@pytest.mark.parametrize("case", [pytest.param(case, id=case["name"]) for case in cases("records")])
def test_without_a_seal_of_its_own_no_record_is_believed(case: Case) -> None:
    assert judged(of(case)).verdict in (Verdict.EDITED, Verdict.UNKNOWN)


def facts(many: int) -> str:
    plain = record_in(PAGE)
    return json.dumps({**plain, "facts": {**plain["facts"], **{f"more.f{n}": n for n in range(many - 4)}}})


def test_a_record_holds_so_many_facts_and_no_more() -> None:
    assert Verdict.DRIFT is judged(resealed(with_record(PAGE, facts(500)))).verdict
    assert told(facts(501)) == (Verdict.UNKNOWN, DAMAGED)


def told(record: str) -> tuple[Verdict, str]:
    checked = judged(resealed(with_record(PAGE, record)))
    return checked.verdict, checked.reason


@pytest.mark.parametrize("depth", [30, 900, 30_000])
@pytest.mark.parametrize("brackets", [("[", "]"), ('{"a":', "}")])
def test_nothing_nested_deeply_is_believed_or_breaks_the_check(depth: int, brackets: tuple[str, str]) -> None:
    opening, closing = brackets
    depth = min(depth, 60_000 // (len(opening) + 1))
    nested = json.dumps({**record_in(PAGE), "facts": "HERE"}).replace(
        '"HERE"', f'{{"a.b":{opening * depth}1{closing * depth}}}'
    )

    assert told(nested) == (Verdict.UNKNOWN, DAMAGED)


def test_a_huge_record_is_not_even_parsed() -> None:
    huge = json.dumps({**record_in(PAGE), "language": "x" * 70_000})

    assert told(huge) == (Verdict.UNKNOWN, "the page's record is larger than 64 kB")


def test_a_number_of_thousands_of_digits_is_no_fact() -> None:
    long = json.dumps({**record_in(PAGE), "facts": "HERE"}).replace('"HERE"', f'{{"pass.lifetime":{"9" * 5000}}}')

    assert told(long) == (Verdict.UNKNOWN, DAMAGED)


def test_halves_of_characters_break_nothing() -> None:
    assert judged(PAGE.replace("What to do", "What to do \ud83d")).verdict is Verdict.EDITED
    assert judged(resealed(PAGE.replace("What to do", "What to do \ud83d"))).verdict is Verdict.OK


@pytest.mark.parametrize("read", ["0001-01-01T00:00:00+23:59", "9999-12-31T23:59:59-23:59", "0001-01-01"])
def test_days_at_the_ends_of_the_calendar_break_nothing(read: str) -> None:
    page = resealed(with_changes(PAGE, {"read": read, "fresh": 3650}))

    assert judged(page).verdict in (Verdict.STALE, Verdict.UNKNOWN)


@pytest.mark.parametrize("read", ["0001-01-01T00:00:00+23:59", "9999-12-31T23:59:59-23:59"])
def test_a_time_that_no_clock_shows_in_utc_is_no_time(read: str) -> None:
    assert judged(resealed(with_changes(PAGE, {"read": read}))).reason == DAMAGED
    assert judged(with_changes(PAGE, {"read": read})).reason == DAMAGED
