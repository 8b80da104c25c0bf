"""Every word that a reader of a post sees stands in its drafts, in a text or in a comment."""

import re
from collections import Counter
from collections.abc import Iterator
from html import unescape
from typing import Any

import lxml.html
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from support.imports import HTML, Import, huge
from tenantbook.content.document import Document, read_document
from tenantbook.drafts.draft import Imported, Went
from tenantbook.drafts.validated import text_of

_WORD = re.compile(r"[^\W_]+")
_UNSEEN = ("script", "style", "textarea", "select", "template", "noscript", "svg", "math")


def words(text: str) -> Counter[str]:
    return Counter(_WORD.findall(text.casefold()))


def seen_in(html: str) -> str:
    """Return what a reader sees, as another parser reads it."""
    tree = lxml.html.fragment_fromstring(html, create_parent="div")
    for unseen in tree.xpath("|".join(f"//{name}" for name in _UNSEEN) + "|//comment()"):
        unseen.drop_tree()
    return " ".join(tree.itertext())


def texts(data: Any) -> Iterator[str]:
    match data:
        case dict():
            for each in data.values():
                yield from texts(each)
        case list():
            for each in data:
                yield from texts(each)
        case str():
            yield data


def held_by(imported: Imported) -> str:
    """Return the words of all drafts: their texts as readers will see them, and their comments."""
    found: list[str] = []
    for draft in imported.drafts:
        file = text_of(draft)
        document = read_document(draft.file, file)
        assert isinstance(document, Document), (document, file)
        found += (unescape(text.replace("&#8203;", "")) for text in texts(document.data["parts"]))
        found += [draft.title]
        comments = (line.strip() for line in file.split("\n") if line.strip().startswith("#"))
        found += (line.removeprefix("#") for line in comments)
    return " ".join(found)


@pytest.mark.parametrize("name", HTML)
def test_every_word_stands_in_a_draft(imported: Import, name: str) -> None:
    missing = words(seen_in(HTML[name])) - words(held_by(imported(HTML[name])))

    assert missing == Counter()


@pytest.mark.parametrize("name", HTML)
def test_every_part_of_a_post_is_accounted_for_once(imported: Import, name: str) -> None:
    done = imported(HTML[name])

    accounted = " ".join(placed.words for placed in done.placed)
    missing = words(seen_in(HTML[name])) - words(accounted)
    assert (missing, {placed.went for placed in done.placed} <= set(Went)) == (Counter(), True)


def test_a_huge_article_is_imported_whole(imported: Import) -> None:
    done = imported(huge())

    assert words(seen_in(huge())) - words(held_by(done)) == Counter()


pieces = st.sampled_from(
    [
        *("<p>", "</p>", "<ol>", "</ol>", "<ul>", "</ul>", "<li>", "</li>", "<b>", "</b>", "<h2>", "</h2>", "<table>"),
        *("</table>", "<tr>", "<td>", "</td>", "<blockquote>", "</blockquote>", "<pre>", "</pre>", "<br>", "<div>"),
        *(
            "</div>",
            "<a href='https://x.example/'>",
            "</a>",
            "<hr>",
            "<img src='x' alt='alt text'>",
            "<code>",
            "</code>",
        ),
        *(
            "<dl>",
            "<dt>",
            "<dd>",
            "</dl>",
            "<figure>",
            "<figcaption>",
            "</figcaption>",
            "<strong>",
            "</strong>",
            "\n\n",
        ),
        *(
            " Open ",
            " one ",
            "8 hours",
            "{{ x }}",
            "{%",
            "*",
            "_",
            "# ",
            "- ",
            "1. ",
            "`",
            "&lt;p&gt;",
            "[x](y)",
            "TAP ",
        ),
    ]
)


@settings(max_examples=150, deadline=None)
@given(st.lists(pieces, max_size=40))
def test_whatever_the_markup_no_word_is_lost_and_every_draft_can_be_read(imported: Import, parts: list[str]) -> None:
    html = "".join(parts)
    written = re.sub(r"<[^<>]*>", " ", html)
    done = imported(f"{html} end")

    # What a browser shows is what stands between the tags, wherever the tags themselves are.
    missing = words(unescape(written)) - words(held_by(done))
    assert missing == Counter()
