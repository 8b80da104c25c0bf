"""The values that a page prints, each in an element that names its fact."""

import re
from dataclasses import dataclass
from html import unescape

from tenantbook.web.html import Kind, attributes, tokens

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
    place, line = 0, 1
    for token in tokens(html):
        line += html.count("\n", place, token.start)
        place = token.start
        if token.kind is Kind.START:
            reader.start(token.name, token.rest, line)
        elif token.kind is Kind.END:
            reader.end(token.name)
        elif token.kind is Kind.TEXT:
            reader.text(unescape(html[token.start : token.end]))
    return reader.finish()


class _ValueReader:
    """Notes the text of each fact's element and of the block around it."""

    def __init__(self) -> None:
        self.printed: list[Printed] = []
        self._waiting: list[tuple[str, str, int]] = []
        self._fact: tuple[str, int] | None = None
        self._says = ""
        self._block: list[str] = []

    def start(self, tag: str, rest: str, line: int) -> None:
        """Take the tag that opens an element."""
        if tag in _BLOCKS:
            self._flush()
        if tag == "span" and (fact := attributes(rest).get("data-fact")):
            self._fact, self._says = (fact, line), ""

    def end(self, tag: str) -> None:
        """Take the tag that closes one."""
        if tag == "span" and self._fact:
            self._waiting.append((self._fact[0], self._says, self._fact[1]))
            self._fact = None
        if tag in _BLOCKS:
            self._flush()

    def text(self, words: str) -> None:
        """Take words between tags."""
        self._block.append(words)
        if self._fact:
            self._says += words

    def finish(self) -> list[Printed]:
        """Return all that was noted."""
        self._flush()
        return self.printed

    def _flush(self) -> None:
        sentence = " ".join("".join(self._block).split())
        self.printed += [Printed(fact, says, line, sentence) for fact, says, line in self._waiting]
        self._waiting, self._block = [], []
