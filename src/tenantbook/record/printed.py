"""The values that a page prints, each in an element that names its fact."""

import re
from dataclasses import dataclass
from html import unescape
from html.parser import HTMLParser

#: Elements that hold a sentence or a cell: what a finding quotes.
_BLOCKS = frozenset({"p", "li", "td", "th", "h1", "h2", "h3", "pre", "dd", "dt", "blockquote"})

#: A value's element as the engine writes it.
_VALUE = re.compile(r'<span class="tb-fact" data-fact="([^"&<>]+)">([^<]*)</span>')


@dataclass(frozen=True, slots=True)
class Printed:
    """A value as a page shows it: its fact, its words, the line (from 1) and the sentence around it."""

    fact: str
    says: str
    line: int
    sentence: str


def scan_values(html: str) -> frozenset[tuple[str, str]] | None:
    """Return each value that a page prints, once, as fact and words, without parsing the page.

    It may hold more than `printed_values`, such as values in comments, and never less. None where the page names
    facts in a form that the engine doesn't write: only parsing can tell then.
    """
    found = _VALUE.findall(html)
    # Attribute names are told apart by ASCII letters alone, so lowering bytes is lowering enough.
    if len(found) != html.encode(errors="surrogatepass").lower().count(b"data-fact"):
        return None
    return frozenset((fact, unescape(says) if "&" in says else says) for fact, says in set(found))


def printed_values(html: str) -> list[Printed]:
    """Return every value that a page prints in an element that names its fact, in order."""
    reader = _ValueReader()
    reader.feed(html)
    reader.close()
    return reader.printed


class _ValueReader(HTMLParser):
    """Notes the text of each fact's element and of the block around it."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.printed: list[Printed] = []
        self._waiting: list[tuple[str, str, int]] = []
        self._fact: tuple[str, int] | None = None
        self._says = ""
        self._block = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _BLOCKS:
            self._flush()
        fact = dict(attrs).get("data-fact")
        if fact and tag == "span":
            self._fact, self._says = (fact, self.getpos()[0]), ""

    def handle_endtag(self, tag: str) -> None:
        if tag == "span" and self._fact:
            self._waiting.append((self._fact[0], self._says, self._fact[1]))
            self._fact = None
        if tag in _BLOCKS:
            self._flush()

    def handle_data(self, data: str) -> None:
        self._block += data
        if self._fact:
            self._says += data

    def close(self) -> None:
        super().close()
        self._flush()

    def _flush(self) -> None:
        sentence = " ".join(self._block.split())
        self.printed += [Printed(fact, says, line, sentence) for fact, says, line in self._waiting]
        self._waiting, self._block = [], ""
