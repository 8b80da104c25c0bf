"""The record that a page carries: written, sealed, read back, and never guessed at when it is damaged."""

import re
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from support.content import NOW, subject_for
from support.published import published, small_library
from tenantbook.model.edition import Record
from tenantbook.model.snapshot import Target
from tenantbook.pages.fill import escape
from tenantbook.record import (
    BEGIN,
    UnreadableRecordError,
    digest_of,
    printed_values,
    read_record,
    record_line,
    seal,
    write_record,
)

LIBRARY = small_library()
FACTS = {"pass.included": (Target(group="Pilots <b>"),), "pass.lifetime": 90}
PAGE = published(LIBRARY, subject_for(LIBRARY, "plain", FACTS), "helpdesk/make-pass.md")[1]


def carrying(record: str, content: str = "<p>Hello.</p>") -> str:
    return (
        f'{BEGIN}\n{content}\n<div class="tb-record" hidden data-search-exclude data-record="{escape(record)}"></div>\n'
    )


texts = st.text(st.characters(exclude_categories=["Cs", "Cc", "Co", "Cn"]), max_size=12)
plain = st.booleans() | st.integers() | texts | st.lists(st.dictionaries(st.just("group"), texts, min_size=1))
records = st.builds(
    Record,
    page=texts,
    client=texts,
    audience=texts,
    language=texts,
    read=st.none() | st.datetimes(timezones=st.just(UTC)),
    facts=st.dictionaries(texts, plain, max_size=4),
)


@given(records)
def test_a_record_is_read_back_as_it_was_written(record: Record) -> None:
    assert record == read_record(carrying(write_record(record)))


@given(records)
def test_a_sealed_record_carries_the_digest_of_its_page(record: Record) -> None:
    page = seal(carrying(write_record(record)))

    found = read_record(page)
    assert found is not None
    assert digest_of(page) == found.digest
    assert page == seal(page)


def test_a_built_page_carries_the_record_that_was_composed() -> None:
    found = read_record(PAGE)

    assert found is not None
    assert (
        found.page,
        found.client,
        found.audience,
        found.language,
        found.read,
    ) == ("make-pass", "plain", "helpdesk", "en", NOW)
    assert found.facts == {
        "pass.enabled": True,
        "pass.included": [{"group": "Pilots <b>"}],
        "pass.lifetime": 90,
        "pass.once": False,
    }
    assert PAGE.splitlines()[record_line(PAGE) - 1].startswith('<div class="tb-record"')


def test_every_value_is_found_with_its_line_and_its_sentence() -> None:
    values = printed_values(PAGE)

    (message,) = [each for each in values if each.sentence.startswith("Hello,")]
    assert (message.fact, message.says) == ("pass.lifetime", "1 hour 30 minutes")
    assert "your pass from Plain Ltd works for 1 hour 30 minutes." in message.sentence
    for value in values:
        assert f'data-fact="{value.fact}"' in PAGE.splitlines()[value.line - 1]
    assert "members of Pilots <b>" in [each.says for each in values]


@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_line_ends_do_not_break_a_seal(line_end: str) -> None:
    page = PAGE.replace("\n", line_end)

    found = read_record(page)
    assert found is not None
    assert found.digest == digest_of(page)


@pytest.mark.parametrize(
    "change",
    [
        lambda page: page.replace("1 hour 30 minutes", "2 hours", 1),
        lambda page: page.replace("Hello,", "Hello!"),
        lambda page: page.replace("&#58;90", "&#58;91"),
        lambda page: page.replace("<p>", "<p >", 1),
    ],
)
def test_any_change_breaks_the_seal(change: object) -> None:
    page = change(PAGE)  # type: ignore[operator]
    assert page != PAGE

    found = read_record(page)
    assert found is not None
    assert found.digest != digest_of(page)


def test_what_stands_outside_the_marks_is_the_site_generators_and_may_change() -> None:
    page = PAGE.replace("<!doctype html>", "<!doctype html><title>New</title>").replace("</body>", "<p>Foot</p></body>")

    assert digest_of(PAGE) == digest_of(page)


def test_a_page_without_a_record_has_none_and_is_not_sealed() -> None:
    assert None is read_record("<p>Search</p>")
    assert seal("<p>Search</p>") == "<p>Search</p>"


@pytest.mark.parametrize(
    ("page", "says"),
    [
        (carrying("{"), "damaged"),
        (carrying("[]"), "version None"),
        (carrying("7"), "version None"),
        (carrying('{"v":2}'), "the record is of version 2, this tenantbook reads 1; update it"),
        (carrying('{"v":1}'), "damaged"),
        (carrying('{"v":1,"page":1,"client":"","audience":"","language":"","read":null,"facts":{}}'), "damaged"),
        (carrying('{"v":1,"page":"","client":"","audience":"","language":"","read":"x","facts":{}}'), "damaged"),
        (carrying('{"v":1,"page":"","client":"","audience":"","language":"","read":7,"facts":{}}'), "damaged"),
        (carrying('{"v":1,"page":"","client":"","audience":"","language":"","read":null,"facts":[1]}'), "damaged"),
        (carrying('{"v":1,"page":"","client":"","audience":"","language":"","read":null}'), "damaged"),
        ('<div class="tb-record" data-record="', "damaged"),
    ],
)
def test_a_record_that_cannot_be_read_says_why(page: str, says: str) -> None:
    with pytest.raises(UnreadableRecordError, match=re.escape(says)):
        read_record(page)


def test_half_a_page_is_damaged_or_without_a_record_but_never_sound() -> None:
    end = PAGE.index("</div>", PAGE.index("tb-record"))
    begin = PAGE.index('<div class="tb-record"')
    for cut in (begin + 10, begin + 30, begin + 80, end - 90, end - 2):
        page = PAGE[:cut]
        try:
            found = read_record(page)
        except UnreadableRecordError:
            continue
        assert found is None, cut


@pytest.mark.parametrize(
    "page", [PAGE.replace(BEGIN, ""), PAGE.replace(BEGIN, "") + BEGIN, PAGE.replace('class="tb-record"', "")]
)
def test_a_page_whose_marks_are_gone_has_no_digest(page: str) -> None:
    with pytest.raises(UnreadableRecordError):
        digest_of(page)


def test_a_time_without_a_zone_is_in_utc() -> None:
    record = '{"v":1,"page":"","client":"","audience":"","language":"","read":"2026-11-23T09:30:00","facts":{}}'

    found = read_record(carrying(record))
    assert found is not None
    assert datetime(2026, 11, 23, 9, 30, tzinfo=UTC) == found.read
