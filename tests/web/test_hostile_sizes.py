"""Every reader of what comes from outside, put through every shape that made one slow: time grows as size does."""

from collections.abc import Callable, Mapping
from time import process_time

import pytest

from tenantbook.claims.html import events, read_html
from tenantbook.drafts.markup import paragraphed, read_elements
from tenantbook.plan.lines import lines_of, own_content
from tenantbook.published.links import links_in
from tenantbook.published.text import title_of
from tenantbook.publishers.marking import mark_of
from tenantbook.publishers.plain_html import plain_html
from tenantbook.publishers.wordpress.envelope import is_whole, mark_in
from tenantbook.record import BEGIN, UnreadableRecordError, digest_of, printed_values, read_record, scan_values
from tenantbook.record.text import folded_text
from tenantbook.web.html import attributes, tokens

RECORD = '<!-- tenantbook:record {"v":1} 00 -->'

#: A piece that is repeated, and what stands around all of them.
SHAPES: Mapping[str, tuple[str, str, str]] = {
    "tags that never close": (BEGIN, "<a ", RECORD),
    "tags with an open quote": (BEGIN, '<a href="', RECORD),
    "tags with many attributes": (f"{BEGIN}<p ", "a=b ", f">{RECORD}"),
    "tags with many quotes": (f"{BEGIN}<p ", "\"' ", f">{RECORD}"),
    "nested elements": (BEGIN, "<div><b><li>", RECORD),
    "ends without beginnings": (BEGIN, "</p></ul></b>", RECORD),
    "open scripts": (BEGIN, "<script>x", RECORD),
    "scripts in other letters": (BEGIN, "<sCript></Script>", RECORD),
    "open comments": (BEGIN, "<!-- x", RECORD),
    "half a comment's end": (f"{BEGIN}<!--", "-- >", RECORD),
    "marks upon marks": ("", BEGIN, RECORD),
    "records upon records": (BEGIN, RECORD, ""),
    "our own comments half made": (BEGIN, "<!-- tenantbook:article a/", RECORD),
    "declarations": (BEGIN, "<!x", RECORD),
    "references": (BEGIN, "&#38;&amp;&notit;", RECORD),
    "spaces": (f"{BEGIN}<p", " \n\t", f">{RECORD}"),
    "values": (BEGIN, '<span class="tb-fact" data-fact="a">b</span>', RECORD),
    "labels of tabs": (f'{BEGIN}<div class="tabbed-labels"><label>', "<b>x</b>", RECORD),
    "links": (BEGIN, '<a href="x">y</a>', RECORD),
    "one long word": (BEGIN, "x", RECORD),
    "less-than signs": (BEGIN, "<", RECORD),
    "brackets": (BEGIN, "[x [/", RECORD),
    "blank lines": (BEGIN, "\n\n", RECORD),
    "rows": (f"{BEGIN}<table>", "<tr><td>a<td>b", RECORD),
}


def _all(reads: Callable[[str], object]) -> Callable[[str], object]:
    def run(html: str) -> object:
        try:
            return reads(html)
        except UnreadableRecordError as error:
            return error

    return run


READERS: Mapping[str, Callable[[str], object]] = {
    "tokens": lambda html: [attributes(token.rest) for token in tokens(html)],
    "events": lambda html: list(events(html)),
    "blocks for claims": read_html,
    "words of a record": folded_text,
    "record": _all(read_record),
    "digest": _all(digest_of),
    "printed values": printed_values,
    "scanned values": scan_values,
    "lines to compare": lines_of,
    "own content": own_content,
    "plain HTML": lambda html: plain_html(html, "A title"),
    "elements of a post": lambda html: read_elements(paragraphed(html)),
    "links": lambda html: list(links_in(html, "https://kb.example.com/a/")),
    "title": title_of,
    "mark of a post": mark_in,
    "wholeness of a post": lambda html: is_whole(html, exactly=False),
    "mark of an article": lambda html: mark_of("A title", html),
}

#: Repetitions of a piece, and how many times more in the second measurement.
SMALL, TIMES = 1_000, 8
#: Linear is `TIMES`; quadratic would be its square, 64.
MOST = 3 * TIMES
#: Less than this many seconds of the processor says nothing about growth.
LEAST = 0.02


def seconds(reads: Callable[[str], object], text: str) -> float:
    """Return the least time of the processor, of three, that reading takes: other programs don't count."""
    taken = []
    for _ in range(3):
        begun = process_time()
        reads(text)
        taken.append(process_time() - begun)
    return min(taken)


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("reader", READERS)
def test_reading_takes_time_in_proportion_to_what_is_read(reader: str, shape: str) -> None:
    before, piece, after = SHAPES[shape]
    small, large = (seconds(READERS[reader], before + piece * many + after) for many in (SMALL, SMALL * TIMES))

    assert large < max(LEAST, MOST * small)
