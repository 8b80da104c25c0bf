"""HTML of any shape: nothing is lost unsaid, and no text becomes a block, a tag or a shortcode."""

import re
from collections import Counter
from html import unescape

from any_html import any_html
from case_files import IMAGES, LINKS
from hostile_text import HOSTILE, page_with
from hypothesis import given
from hypothesis import strategies as st

from support.built import parsed
from tenantbook.blocks import Editor, as_blocks
from tenantbook.record import printed_values

#: What WordPress keeps for users who may not use all HTML, as far as pages need it.
KEPT = frozenset({
    *("a", "abbr", "b", "blockquote", "br", "code", "del", "details", "div", "em", "figcaption", "figure", "h2", "h3"),
    *("h4", "h5", "h6", "hr", "i", "img", "ins", "kbd", "li", "mark", "ol", "p", "pre", "q", "s", "samp", "small"),
    *("span", "strong", "sub", "summary", "sup", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "u", "ul"),
    *("bdo", "cite", "dfn", "var"),
})  # fmt: skip
ATTRIBUTES = frozenset({
    *("alt", "class", "data-align", "data-fact", "dir", "href", "id", "lang", "open", "src", "start", "style", "title"),
})  # fmt: skip
BLOCKS = frozenset({
    *("code", "details", "group", "heading", "image", "list", "list-item", "paragraph", "preformatted", "quote"),
    *("separator", "table"),
})  # fmt: skip

editors = st.sampled_from([Editor.of_version(*number) for number in ((6, 1), (6, 8), (7, 1))])


@given(html=any_html(), editor=editors)
def test_only_blocks_elements_and_attributes_that_every_user_may_send_are_written(html: str, editor: Editor) -> None:
    markup = as_blocks(html, images=IMAGES, links=LINKS, editor=editor).markup
    elements = [entry for entry in parsed(markup) if entry[0] == "<"]
    attributes = {name for _, _, said in elements for name, _ in said}  # type: ignore[attr-defined]

    assert set(re.findall(r"<!-- /?wp:([\w-]+)", markup)) <= BLOCKS
    assert {entry[1] for entry in elements} <= KEPT
    assert attributes <= ATTRIBUTES


@given(html=any_html())
def test_a_letter_that_is_lost_is_told(html: str) -> None:
    found = as_blocks(f"<div>{html}</div>", images=IMAGES, links=LINKS)
    said = letters(unescape(re.sub(r"<(script|svg)>.*?</\1>|<!--.*?-->|<[^<>]*>", "", html, flags=re.DOTALL)))
    shown = letters(unescape(re.sub(r"<!--.*?-->|<[^<>]*>", "", found.markup, flags=re.DOTALL)))

    assert not said - shown or any("left out" in problem for problem in found.problems)


def letters(text: str) -> Counter[str]:
    return Counter(letter for letter in text if letter.isascii() and letter.isalnum())


@given(value=st.sampled_from(HOSTILE) | st.text(max_size=40), editor=editors)
def test_a_value_is_never_markup(value: str, editor: Editor) -> None:
    """A page has the same blocks and the same links whatever a value says, but for code with brackets."""
    plain, hostile = (
        as_blocks(page_with(said), images=IMAGES, links=LINKS, editor=editor).markup for said in ("x", f"x{value}")
    )

    assert re.findall(r"<!-- /?wp:[\w-]+", plain) == re.findall(
        r"<!-- /?wp:[\w-]+", hostile.replace("wp:preformatted", "wp:code")
    )
    assert [entry[1] for entry in parsed(plain) if entry[0] != "text"] == [
        entry[1] for entry in parsed(hostile) if entry[0] != "text"
    ]
    assert re.search(r"\[[^<>&/\[\]\x00-\x20=]", hostile) is None


@given(value=st.sampled_from(HOSTILE) | st.text(st.characters(codec="utf-8", exclude_categories=["C"]), max_size=40))
def test_a_value_is_printed_as_it_is(value: str) -> None:
    html = page_with(value)
    markup = as_blocks(html, images=IMAGES, links=LINKS).markup

    assert [printed.says for printed in printed_values(html)] == [printed.says for printed in printed_values(markup)]


@given(html=any_html())
def test_what_was_written_once_is_written_the_same_again(html: str) -> None:
    first, again = (as_blocks(html, images=IMAGES, links=LINKS) for _ in range(2))

    assert first == again
