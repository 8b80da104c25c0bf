"""Markdown read into blocks, each word with its line in the source."""

import re
from collections.abc import Sequence

from markdown_it import MarkdownIt
from markdown_it.token import Token

from tenantbook.claims.blocks import Block, Link, Outline, Text
from tenantbook.claims.html import html_into

_FRONT = re.compile(r"\A---[ \t]*\n(.*?\n)(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
_TITLE = re.compile(r"^title:[ \t]*[\"']?(.*?)[\"']?[ \t]*$", re.MULTILINE)
_BOX = re.compile(r"^([ \t]*)(?:!!!|\?\?\?\+?|===\+?)[ \t]+([^\n\"]*)(?:\"([^\n\"]*)\")?[ \t]*$")


def read_markdown(text: str, title: str = "") -> tuple[str, list[Block]]:
    """Return a page's title and its blocks. A `title` that is given wins over the page's own."""
    plain, own = _without_front_matter(text)
    outline = Outline(title or own)
    _Walk(outline).take(_PARSER.parse(_without_boxes(plain)))
    return outline.title, outline.blocks


_PARSER = MarkdownIt("commonmark").enable("table")


def _without_front_matter(text: str) -> tuple[str, str]:
    """Return a text whose front matter is empty lines, and the title that it gives."""
    found = _FRONT.match(text)
    if not found:
        return text, ""
    title = _TITLE.search(found[1])
    return "\n" * found.group().count("\n") + text[found.end() :], title[1] if title else ""


def _without_boxes(text: str) -> str:
    """Return a text in which what `!!! note` and `=== "Tab"` indent stands at their own margin, line for line."""
    lines: list[str] = []
    margins: list[int] = []
    for line in text.split("\n"):
        depth = len(line) - len(line.lstrip())
        while margins and line.strip() and depth < margins[-1]:
            margins.pop()
        box = _BOX.match(line)
        shift = 4 * len(margins)
        lines.append(_headline(box, shift) if box else line[min(shift, depth) :])
        if box:
            margins.append(depth + 4)
    return "\n".join(lines)


def _headline(box: re.Match[str], shift: int) -> str:
    """Return a box's title as a line of its own, which two spaces at its end make it."""
    return f"{box[1][shift:]}**{box[3]}**  " if box[3] else ""


class _Walk:
    """Goes through the parser's tokens and fills an outline."""

    def __init__(self, outline: Outline) -> None:
        self._outline = outline
        self._item = 0
        self._head: list[str] = []
        self._row: list[Text] = []
        self._in_cell = False

    def take(self, tokens: Sequence[Token]) -> None:
        """Take the tokens of a whole document."""
        level = 0
        line = 1
        for token in tokens:
            line = token.map[0] + 1 if token.map else line
            match token.type:
                case "heading_open":
                    level = int(token.tag[1])
                case "inline" if self._in_cell:
                    self._row[-1] = _inline(token, line)
                case "inline":
                    self._outline.text.join(_inline(token, line))
                    self._outline.close(self._kind(level), level)
                    level = 0
                case "fence" | "code_block":
                    self._outline.text.add(token.content, line + (token.type == "fence"))
                    self._outline.close("code")
                case "html_block":
                    html_into(self._outline, token.content, line)
                case _:
                    self._structure(token.type)

    def _kind(self, level: int) -> str:
        return "heading" if level else "item" if self._item else "text"

    def _structure(self, kind: str) -> None:
        match kind:
            case "bullet_list_open" | "ordered_list_open":
                self._item += 1
                self._outline.open_list()
            case "bullet_list_close" | "ordered_list_close":
                self._item -= 1
                self._outline.close_list()
            case "table_open":
                self._head = []
            case "tr_open":
                self._row = []
            case "th_open" | "td_open":
                self._row.append(Text())
                self._in_cell = True
            case "th_close" | "td_close":
                self._in_cell = False
            case "tr_close":
                self._head = self._head or [cell.whole() for cell in self._row]
                self._outline.add_row(self._head, self._row)


def _inline(token: Token, line: int) -> Text:
    """Return the words of a paragraph without its markup."""
    text = Text()
    open_link: tuple[str, int, int] | None = None
    for child in token.children or ():
        match child.type:
            case "text" | "code_inline":
                text.add(child.content, line)
            case "softbreak":
                text.add("\n", line)
                line += 1
            case "hardbreak":
                text.end_sentence()
                line += 1
            case "html_inline" if child.content[:3].lower() == "<br":
                text.end_sentence()
            case "link_open":
                open_link = (str(child.attrGet("href") or ""), text.mark(), line)
            case "link_close" if open_link:
                target, mark, began = open_link
                text.links.append(Link(text.since(mark), target, began))
    return text
