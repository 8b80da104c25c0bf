"""The words of a page, folded so that what publishing systems do to typography makes no difference."""

import re
from html.parser import HTMLParser

#: What is written in many ways, in one. Typographers turn the right side into the left one, each in its own manner.
_FOLDS = {
    '"': "“”„‟«»″‶",
    "'": "‘’‚‛‹›′‵`´",
    "-": "‐‑‒–—―−",
    " ": "\u00a0\u2002\u2003\u2007\u2009\u202f\u3000",
    "": "\u00ad\u200b\u2060\ufeff",
    "x": "×",
    "...": "…",
    "(tm)": "™",
    "(c)": "©",
    "(r)": "®",
}
_TABLE = str.maketrans({character: plain for plain, many in _FOLDS.items() for character in many})
_RUNS = (
    (re.compile(r"-+"), "-"),
    (re.compile(r"''"), '"'),
    (re.compile(r"\s+"), " "),
    (re.compile(r"\bWordpress\b"), "WordPress"),
)

#: Elements within a line of text: where one begins or ends, no word does. All others part words.
_INLINE = frozenset(
    "a abbr acronym b bdi bdo big cite code data del dfn em font i ins kbd label mark q s samp small span strike strong"
    " sub sup time tt u var wbr".split()
)

#: Elements whose text nobody reads.
_UNREAD = frozenset({"script", "style", "template"})


def folded_text(html: str) -> str:
    """Return the text of HTML, with the target of each link where it begins, folded."""
    reader = _TextReader()
    reader.feed(html)
    reader.close()
    text = "".join(reader.found).translate(_TABLE)
    for pattern, plain in _RUNS:
        text = pattern.sub(plain, text)
    return text.strip()


class _TextReader(HTMLParser):
    """Collects text, the addresses of links and pictures, and a space for each edge of a block."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []
        self._unread = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._edge(tag)
        self._unread += tag in _UNREAD
        for name, value in attrs:
            if name in ("href", "src", "action"):
                self.found.append(f"\x01{(value or '').strip()}\x02")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        self._unread -= tag in _UNREAD

    def handle_endtag(self, tag: str) -> None:
        self._edge(tag)
        self._unread = max(0, self._unread - (tag in _UNREAD))

    def handle_data(self, data: str) -> None:
        if not self._unread:
            self.found.append(data)

    def _edge(self, tag: str) -> None:
        if tag not in _INLINE:
            self.found.append(" ")
