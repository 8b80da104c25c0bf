"""The one reader of HTML: tags, words and comments in order, in time that grows as the text does."""

import re
from collections.abc import Iterator
from enum import StrEnum
from html import unescape
from typing import NamedTuple

#: A tag, a comment or a declaration. Python's own parser takes minutes for a page of unclosed tags; each part here
#: gives nothing back and stops at the next `<`, so that reading stays in proportion to the page.
_TAG = re.compile(
    r"""<!--(?P<comment>)|<(?P<end>/?)(?P<name>[A-Za-z][A-Za-z0-9:-]*+)"""
    r"""(?P<rest>(?:[^<>"']|"[^"<]*+"|'[^'<]*+')*+)>|<[!?/][^<>]*+>"""
)
#: An attribute: its name, and its value in quotes or bare.
_ATTRIBUTE = re.compile(r"""([^\s"'<>/=]+)(?:\s*+=\s*+(?:"([^"]*+)"|'([^']*+)'|([^\s"'<>=`]+)))?""")

#: What stands within these is no HTML, up to their own end.
SCRIPTS = frozenset({"script", "style"})

#: Elements that have no end.
VOID = frozenset({"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"})


class Kind(StrEnum):
    """What a token is."""

    START = "start"
    END = "end"
    TEXT = "text"
    #: What stands within a script or a style.
    RAW = "raw"
    COMMENT = "comment"


class Token(NamedTuple):
    """One piece of HTML, from `start` to `end` in its text; a tag's `name` in small letters, and what follows it."""

    kind: Kind
    start: int
    end: int
    name: str = ""
    rest: str = ""


def tokens(text: str, raw: frozenset[str] = SCRIPTS) -> Iterator[Token]:
    """Yield every token of a text in order; declarations are left out. `raw` names elements that hold no HTML."""
    place = 0
    while found := _TAG.search(text, place):
        start, end = found.span()
        if start > place:
            yield Token(Kind.TEXT, place, start)
        name = (found["name"] or "").lower()
        if found["comment"] is not None:
            end = _after(text, "-->", end)
            yield Token(Kind.COMMENT, start, end)
        elif name:
            yield Token(Kind.END if found["end"] else Kind.START, start, end, name, found["rest"])
            if name in raw and not found["end"]:
                closing = re.compile(rf"</{re.escape(name)}\b", re.IGNORECASE).search(text, end)
                inner = closing.start() if closing else len(text)
                yield Token(Kind.RAW, end, inner)
                end = inner
        place = end
    if place < len(text):
        yield Token(Kind.TEXT, place, len(text))


def attributes(rest: str) -> dict[str, str]:
    """Return the attributes of a tag from what follows its name: names in small letters, values as they are read.

    The first of two of one name counts, as in browsers; one without a value is empty.
    """
    found: dict[str, str] = {}
    for name, double, single, bare in _ATTRIBUTE.findall(rest):
        found.setdefault(name.lower(), unescape(double or single or bare))
    return found


def is_closed_at_once(token: Token) -> bool:
    """Tell whether a tag opens an element that has nothing within it: `<br>`, `<x/>`."""
    return token.name in VOID or token.rest.endswith("/")


def _after(text: str, closing: str, start: int) -> int:
    found = text.find(closing, start)
    return found + len(closing) if found >= 0 else len(text)
