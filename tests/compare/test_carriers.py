"""The record as a comment, for places that rewrite HTML: read as well, and sealed by the text alone."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC

import pytest
from hypothesis import given
from hypothesis import strategies as st

from support.content import NOW, subject_for
from support.published import published, small_library
from tenantbook.compare import Against, check_page
from tenantbook.model.edition import Record
from tenantbook.model.snapshot import Target, Value
from tenantbook.model.verdict import Checked, Verdict
from tenantbook.record import (
    BEGIN,
    RECORD_ELEMENT,
    EditedRecordError,
    UnreadableRecordError,
    digest_of,
    read_record,
    record_comment,
    record_line,
    seal_text,
    text_digest,
)

LIBRARY = small_library()
FACTS: dict[str, Value] = {"pass.lifetime": 480, "pass.included": (Target(group="Pilots -- & <Board> -->"),)}
PLAIN = subject_for(LIBRARY, "plain", FACTS)
EXPECTED, BUILT = published(LIBRARY, PLAIN, "helpdesk/make-pass.md")
RECORD = read_record(BUILT)
assert RECORD


def content_of(page: str) -> str:
    found = RECORD_ELEMENT.search(page)
    assert found
    return page[page.index(BEGIN) + len(BEGIN) : found.start()]


#: The page as a publisher would hand it over.
GIVEN = seal_text(content_of(BUILT), replace(RECORD, digest=""))


def around(page: str) -> str:
    return f"<!doctype html><html><body><header>Menu</header><article>{page}</article><footer>Foot</footer></body>"


PAGE = around(GIVEN)


def judged(page: str) -> Checked:
    return check_page(EXPECTED, page, Against.of(LIBRARY, PLAIN.snapshot, NOW))


texts = st.text(st.characters(exclude_categories=["Cs", "Cc", "Co", "Cn"]), max_size=12) | st.sampled_from(
    ["--", "-->", "--->", "<!--", "&amp;", "]]>", "\\", '"', "{", "}", "a--b---c-"]
)
plain = st.booleans() | st.integers() | texts | st.lists(st.dictionaries(st.just("group"), texts, min_size=1))
records = st.builds(
    Record,
    page=texts,
    client=texts,
    audience=texts,
    language=texts,
    read=st.none() | st.datetimes(timezones=st.just(UTC)),
    facts=st.dictionaries(texts, plain, max_size=4),
    fresh=st.none() | st.integers(1, 3650),
)


@given(records)
def test_a_record_in_a_comment_is_read_back_as_it_was_written(record: Record) -> None:
    page = seal_text("<p>Hello.</p>", record)
    found = read_record(page)

    assert found is not None
    assert replace(record, digest=text_digest(page)) == found


@given(records)
def test_nothing_in_a_record_ends_its_comment_or_is_markup(record: Record) -> None:
    inside = record_comment(record, "0" * 64).removeprefix("<!--").removesuffix("-->")

    assert not re.search(r"--|[<>&]", inside)


def test_a_page_with_its_record_in_a_comment_is_judged_like_any_other() -> None:
    assert (judged(PAGE).verdict, judged(PAGE).read) == (Verdict.OK, NOW)
    assert PAGE.splitlines()[record_line(PAGE) - 1].startswith("<!-- tenantbook:record {")

    changed = replace(PLAIN.snapshot, facts={**PLAIN.snapshot.facts, "pass.lifetime": 90})
    drift = check_page(EXPECTED, PAGE, Against.of(LIBRARY, changed, NOW))
    assert (Verdict.DRIFT, {("8 hours", "1 hour 30 minutes")}) == (
        drift.verdict,
        {(finding.says, finding.tenant) for finding in drift.findings},
    )


#: What WordPress and its like do to what they are given.
REWRITES: dict[str, Callable[[str], str]] = {
    "paragraphs around bare text": lambda page: page.replace("<div", "<p></p>\n<div").replace("</h2>", "</h2>\n\n"),
    "closed single tags": lambda page: re.sub(r"<(br|hr|input)([^>]*?)/?>", r"<\1\2 />", page),
    "curly quotes": lambda page: _in_text(page, lambda text: text.replace('"', "\u201d").replace("'", "\u2019")),
    "german quotes": lambda page: _in_text(page, lambda text: text.replace('"', "\u201e")),
    "dashes": lambda page: _in_text(page, lambda text: text.replace(" - ", " \u2013 ").replace("--", "\u2014")),
    "dashes as references": lambda page: _in_text(page, lambda text: text.replace("-", "&#8211;")),
    "ellipses and fixed spaces": lambda page: _in_text(
        page, lambda text: text.replace("...", "…").replace(" ", "\u00a0")
    ),
    "white space": lambda page: re.sub(r">\s+<", ">\n\n\t<", page).replace("\n", "\r\n"),
    "attributes": lambda page: page.replace("<a ", '<a rel="noopener" target="_blank" ').replace(
        "<table", '<table class="wp"'
    ),
    "ampersands in links": lambda page: page.replace("&amp;", "&#038;"),
    "the theme around it": lambda page: page.replace("Menu", "Other menu").replace("Foot", "\u00a9 2031"),
    "a spelling of its own": lambda page: page.replace("Wordpress", "WordPress"),
}


def _in_text(page: str, change: Callable[[str], str]) -> str:
    """Return a page with its texts changed: not its elements, nor its comments."""
    return re.sub(r"(<!--.*?-->|<[^>]*>)|([^<]+)", lambda found: found[1] or change(found[2]), page, flags=re.DOTALL)


@pytest.mark.parametrize("what", REWRITES)
def test_what_a_publishing_system_does_to_typography_breaks_no_seal(what: str) -> None:
    more = """<hr><p>It's "fine" -- isn't it? 9 - 5... in Wordpress a\nb <a href="/x?a=1&amp;b=2">c</a></p>"""
    page = REWRITES[what](around(seal_text(content_of(BUILT) + more, RECORD)))

    found = read_record(page)
    assert found is not None
    assert found.digest == text_digest(page) == digest_of(page)


CHANGES: dict[str, Callable[[str], str]] = {
    "a number": lambda page: page.replace("8 hours</span>", "9 hours</span>", 1),
    "a word": lambda page: page.replace("What to do", "What not to do"),
    "two words made one": lambda page: page.replace("What to do", "Whatto do"),
    "a link": lambda page: page.replace("https://desk.example.com", "https://evil.example.com"),
    "a script": lambda page: page.replace("</h2>", "</h2><script>steal()</script>", 1),
    "a script from elsewhere": lambda page: page.replace("</h2>", '</h2><script src="//evil.example"></script>', 1),
    "a frame": lambda page: page.replace("</h2>", '</h2><iframe src="//evil.example"></iframe>', 1),
    "a picture": lambda page: page.replace("</h2>", '</h2><img src="x.png">', 1),
    "a form": lambda page: page.replace("</h2>", '</h2><form action="//evil.example"></form>', 1),
    "the record": lambda page: page.replace('"pass.lifetime":480', '"pass.lifetime":600'),
    "a digest of its own": lambda page: re.sub(r"[0-9a-f]{64} -->", f"{'0' * 64} -->", page),
    "no digest": lambda page: re.sub(r"[0-9a-f]{64} -->", "-->", page),
    "two records": lambda page: re.sub(r"(<!-- tenantbook:record .*?-->)", r"\1\1", page),
    "both kinds of record": lambda page: page + BUILT,
    "no record": lambda page: re.sub(r"<!-- tenantbook:record .*?-->", "", page),
}


@pytest.mark.parametrize("what", CHANGES)
def test_what_was_changed_by_hand_is_edited(what: str) -> None:
    page = CHANGES[what](PAGE)
    assert page != PAGE

    assert Verdict.EDITED is judged(page).verdict


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda page: page.replace(BEGIN, ""), "the page's marks are gone or out of order"),
        (lambda page: page.replace("}}", "}"), "the page's record is damaged"),
        (lambda page: page[: page.index("tenantbook:record {") + 40], "the page's record is damaged"),
        (lambda page: page.replace("tenantbook:record {", "tenantbook:record  {"), "the page's record is damaged"),
        (
            lambda page: page.replace('{"v":1', '{"v":3'),
            "the record is of version 3, this tenantbook reads 1; update it",
        ),
        (lambda page: re.sub("<!--.*?-->", "", page), "the page carries no record"),
    ],
)
def test_what_cannot_be_read_is_unknown(change: Callable[[str], str], says: str) -> None:
    assert (Verdict.UNKNOWN, says) == (judged(change(PAGE)).verdict, judged(change(PAGE)).reason)


def test_errors_of_pages_that_were_changed_are_told_apart_from_those_that_cannot_be_read() -> None:
    with pytest.raises(EditedRecordError):
        read_record(f"{BEGIN}<p>Hello.</p>")
    with pytest.raises(UnreadableRecordError, match="marks are gone"):
        text_digest("<p>Hello.</p>")
