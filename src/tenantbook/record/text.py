"""The words of a page, folded so that what publishing systems do to typography makes no difference."""

import re
from collections.abc import Iterator
from html import unescape

from tenantbook.web.html import Kind, attributes, tokens

#: What is written in many ways, in one. Typographers turn the right side into the left one, each in its own manner.
_FOLDS = {
    '"': "\u201c\u201d\u201e\u201f\u00ab\u00bb\u2033\u2036",  # curly, low and angled quotes, double primes
    "'": "\u2018\u2019\u201a\u201b\u2039\u203a\u2032\u2035`\u00b4",  # their single kin, accents
    "-": "\u2010\u2011\u2012\u2013\u2014\u2015\u2212",  # hyphens and dashes
    " ": "\u00a0\u2002\u2003\u2007\u2009\u202f\u3000",  # spaces of any width
    "": "\u00ad\u200b\u2060\ufeff",  # what is not seen at all
    "x": "\u00d7",  # times
    "...": "\u2026",
    "(tm)": "\u2122",
    "(c)": "\u00a9",
    "(r)": "\u00ae",
}
_TABLE = str.maketrans({character: plain for plain, many in _FOLDS.items() for character in many})
_RUNS = (
    (re.compile(r"-+"), "-"),
    (re.compile(r"''"), '"'),
    (re.compile(r"\s+"), " "),
    (re.compile(r"\bWordpress\b"), "WordPress"),
)

#: Elements within a line of text: where one begins or ends, no word does. All others part words.
_INLINE = frozenset({
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em", "font", "i",
    "ins", "kbd", "label", "mark", "q", "s", "samp", "small", "span", "strike", "strong", "sub", "sup",
    "time", "tt", "u", "var", "wbr",
})  # fmt: skip


#: Attributes that lead somewhere, or load something.
_ADDRESSES = frozenset({"href", "src", "action"})


def folded_text(html: str) -> str:
    """Return the text of HTML, with the target of each link where it begins, folded."""
    text = "".join(_pieces(html)).translate(_TABLE)
    for pattern, plain in _RUNS:
        text = pattern.sub(plain, text)
    return text.strip()


def _pieces(html: str) -> Iterator[str]:
    """Yield text, scripts included, the addresses of what is linked or loaded, and a space for each block's edge."""
    for token in tokens(html):
        if token.kind is Kind.TEXT:
            yield unescape(html[token.start : token.end])
        elif token.kind is Kind.RAW:
            yield html[token.start : token.end]
        elif token.kind in (Kind.START, Kind.END):
            if token.name not in _INLINE:
                yield " "
            if token.kind is Kind.START and "=" in token.rest:
                held = attributes(token.rest).items()
                yield from (f"\x01{value.strip()}\x02" for name, value in held if name in _ADDRESSES)
