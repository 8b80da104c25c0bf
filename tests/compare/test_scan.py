"""The quick way of reading a page's values never says that all is well where the slow one would not."""

import re

from hypothesis import event, given
from hypothesis import strategies as st

from support.content import NOW, subject_for
from support.published import published, small_library
from tenantbook.compare import Against
from tenantbook.compare.page import _misprinted, _mistake
from tenantbook.model.edition import Record
from tenantbook.model.snapshot import Target
from tenantbook.record import printed_values, scan_values

LIBRARY = small_library()
FACTS = {"pass.included": (Target(group="Pilots <b> & \u201cBoard\u201d"),), "pass.lifetime": 90}
PLAIN = subject_for(LIBRARY, "plain", FACTS)
PAGE = published(LIBRARY, PLAIN, "helpdesk/make-pass.md")[1]
AGAINST = Against.of(LIBRARY, PLAIN.snapshot, NOW)

#: What HTML is made of, and what makes it hard to read: pieces of values' elements, whole and broken.
PIECES = st.sampled_from([
    '<span class="tb-fact" data-fact="a.b">8 hours</span>',
    '<span class="tb-fact" data-fact="a.b">9 hours</span>',
    '<span class="tb-fact" data-fact="c.d">&lt;b&gt; &amp; &#56;</span>',
    '<span class="tb-fact" data-fact="a.b">',
    '<span class="tb-fact" data-fact="">',
    '<SPAN DATA-FACT="a.b">', "<span data-fact='a.b'>", "<span data-fact=a.b>", "<span  class=x data-fact = a.b >",
    '<div data-fact="a.b">', '<span data-fact="a.b" data-fact="c.d">', '<span title="', "data-fact",
    "</span>", "</SPAN >", "<span>", "<b>", "</b>", "<p>", "</p>", "<p title='", '<p title="', '">', "'>", "<", ">",
    '"', "'", "&", "&amp", "&#", "<!--", "-->", "--!>", "<![CDATA[", "]]>", "<?", "<!x", "</",
    "<script>", "</script>", "<style>", "</style>", "<title>", "</title>", "<textarea>", "</textarea>",
    "8 hours", "9", " ", "\n", "\r", "\0", "\u212a", "\u017f", "\ud83d",
])  # fmt: skip


@given(st.lists(PIECES, max_size=12).map("".join))
def test_the_quick_way_holds_all_that_the_slow_one_finds_or_says_that_it_does_not_know(html: str) -> None:
    quick = scan_values(html)
    slow = {(printed.fact, printed.says) for printed in printed_values(html)}

    event("quick" if quick is not None else "not known")
    assert quick is None or slow <= quick


@given(st.integers(0, len(PAGE)), st.integers(0, 30), st.lists(PIECES, max_size=3).map("".join))
def test_so_it_does_on_a_page_with_a_stretch_replaced(start: int, length: int, by: str) -> None:
    html = PAGE[:start] + by + PAGE[start + length :]
    quick = scan_values(html)

    assert quick is None or {(printed.fact, printed.says) for printed in printed_values(html)} <= quick


@given(st.lists(PIECES, max_size=12).map("".join))
def test_a_page_is_judged_as_if_only_the_slow_way_were_there(html: str) -> None:
    record = Record("", "", "", "en", None, {"pass.lifetime": 480, "pass.once": True})
    page = html.replace("a.b", "pass.lifetime").replace("c.d", "pass.once")
    slow = (
        f"line {printed.line} {mistake}"
        for printed in printed_values(page)
        if (mistake := _mistake(record, printed.fact, printed.says, AGAINST))
    )

    assert next(slow, "") == _misprinted(record, page, AGAINST)


def test_on_a_page_as_it_was_built_both_find_the_same() -> None:
    slow = {(printed.fact, printed.says) for printed in printed_values(PAGE)}

    assert slow == scan_values(PAGE)
    assert ("pass.included", "members of Pilots <b> & \u201cBoard\u201d") in slow


def test_a_page_that_names_facts_in_another_form_is_left_to_the_slow_way() -> None:
    assert None is scan_values(PAGE.replace('class="tb-fact"', 'class="tb-fact bold"', 1))
    assert None is scan_values(re.sub("data-fact", "Data-Fact", PAGE, count=1))
