"""HTML, whole pages and fragments as WordPress renders them, read into blocks."""

import re
from collections.abc import Iterator
from html import unescape

from tenantbook.claims.blocks import Block, Link, Outline, Text
from tenantbook.web.html import Kind, tokens

_HREF = re.compile(r"""(?<![\w-])href\s*+=\s*+(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""", re.IGNORECASE)
_SKIPPED = frozenset({"script", "style", "template", "svg", "noscript", "textarea", "select", "iframe", "math"})
_CHROME = frozenset({"nav", "footer", "aside", "form", "button"})
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_LISTS = frozenset({"ul", "ol", "dl"})
_BLOCKS = frozenset(_HEADINGS) | {
    *("p", "div", "section", "article", "main", "header", "body", "html", "head", "title", "pre", "hr", "address"),
    *("blockquote", "figure", "figcaption", "details", "summary", "fieldset", "ul", "ol", "dl", "li", "dt", "dd"),
    *("table", "thead", "tbody", "tfoot", "caption", "tr", "td", "th"),
}


def read_html(text: str, title: str = "") -> tuple[str, list[Block]]:
    """Return a page's title and its blocks. A `title` that is given wins over the page's own."""
    reader = _Reader(title)
    for tag, rest, words, line in events(text):
        if tag:
            reader.tag(tag, rest, line)
        else:
            reader.words(unescape(words), line)
    reader.finish()
    return reader.outline.title, reader.outline.blocks


def html_into(outline: Outline, text: str, line: int) -> None:
    """Read HTML that stands in another text, from `line` on."""
    reader = _Reader("", outline)
    for tag, rest, words, below in events(text):
        if tag:
            reader.tag(tag, rest, line + below - 1)
        else:
            reader.words(unescape(words), line + below - 1)
    reader.finish()


def events(text: str) -> Iterator[tuple[str, str, str, int]]:
    """Yield tags (`p`, `/p`, with what follows their name) and words, each with its line.

    What stands within `script` and its like is left out; their tags are told.
    """
    line, place = 1, 0
    for token in tokens(text, _SKIPPED):
        line += text.count("\n", place, token.start)
        place = token.start
        if token.kind is Kind.TEXT:
            yield "", "", text[token.start : token.end], line
        elif token.kind in (Kind.START, Kind.END):
            yield f"{'/' * (token.kind is Kind.END)}{token.name}", token.rest, "", line


class _Reader:
    """Turns tags and words into blocks."""

    def __init__(self, title: str, outline: Outline | None = None) -> None:
        self.outline = outline or Outline(title)
        self._kind = "text"
        self._level = 0
        self._link: tuple[str, int, int] | None = None
        self._chrome = 0
        self._head: list[str] = []
        self._row: list[Text] | None = None
        self._cell: Text | None = None

    @property
    def _text(self) -> Text:
        return self._cell if self._cell is not None else self.outline.text

    def tag(self, tag: str, rest: str, line: int) -> None:
        """Take a tag: `p` opens, `/p` closes."""
        name = tag.removeprefix("/")
        if name in _CHROME:
            self._chrome = max(0, self._chrome + (-1 if tag.startswith("/") else 1))
        elif name == "a":
            self._take_link(tag, rest, line)
        elif name == "br":
            self._text.end_sentence()
        elif name in ("table", "tr", "td", "th"):
            self._take_table(tag)
        elif name in _BLOCKS and self._cell is None:
            self._take_block(tag, name)

    def words(self, words: str, line: int) -> None:
        """Take words between tags."""
        if not self._chrome:
            self._text.add(words, line)

    def finish(self) -> None:
        """End what is still open."""
        self._end_row()
        self._end_block()

    def _take_block(self, tag: str, name: str) -> None:
        if name == "title" and tag.startswith("/"):
            words = self.outline.discard()
            self.outline.title = self.outline.title or words
            return
        self._end_block()
        if name in _LISTS:
            (self.outline.close_list if tag.startswith("/") else self.outline.open_list)()
        if not tag.startswith("/"):
            self._kind = {"pre": "code", "li": "item"}.get(name, "text")
            self._level = _HEADINGS.get(name, 0)

    def _end_block(self) -> None:
        self.outline.close("heading" if self._level else self._kind, self._level)
        self._kind, self._level = "text", 0

    def _take_link(self, tag: str, rest: str, line: int) -> None:
        if self._link:
            target, mark, began = self._link
            self._text.links.append(Link(self._text.since(mark), target, began))
            self._link = None
        if tag == "a" and (found := _HREF.search(rest)):
            target = unescape(found[1] or found[2] or found[3] or "").strip()
            self._link = (target, self._text.mark(), line)

    def _take_table(self, tag: str) -> None:
        match tag:
            case "table":
                self._end_block()
                self._head = []
            case "tr":
                self._end_row()
                self._row = []
            case "td" | "th" if self._row is not None:
                self._cell = Text()
                self._row.append(self._cell)
            case "/td" | "/th":
                self._cell = None
            case "/tr" | "/table":
                self._end_row()

    def _end_row(self) -> None:
        row, self._row, self._cell = self._row, None, None
        if not row:
            return
        if not self._head:
            self._head = [cell.whole() for cell in row]
        self.outline.add_row(self._head, row)
