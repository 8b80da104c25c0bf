"""Lists: ordered or not, one in another, and lists of terms."""

import re
from collections.abc import Iterable, Iterator, Sequence

from lxml.html import HtmlElement

from tenantbook.blocks.delimited import block, class_list, joined
from tenantbook.blocks.inline import rich_text
from tenantbook.blocks.page import Page
from tenantbook.blocks.plain import Inner, group, paragraph
from tenantbook.blocks.tree import Node, children, is_blank, is_inline, tag_of


def write_list(element: HtmlElement, page: Page, inner: Inner) -> Iterator[str]:
    """Yield a list with its items, each of which may hold lists and other blocks."""
    items = [_item(list(held), page, inner) for held in _items(element)]
    if not items:
        return
    ordered = tag_of(element) == "ol"
    start = _start(element) if ordered else None
    own = class_list("wp-block-list" if page.editor.lists_classed else "")
    began = "" if start is None else f' start="{start}"'
    tag = tag_of(element)
    html = f"<{tag}{began}{own}>{joined(items)}</{tag}>"
    yield block("list", html, ordered=True if ordered else None, start=start)


def _start(element: HtmlElement) -> int | None:
    said = element.get("start") or ""
    return int(said) if re.fullmatch(r"[0-9]{1,5}", said) and int(said) != 1 else None


def _items(element: HtmlElement) -> Iterator[Iterable[Node]]:
    """Yield what each item holds; what stands in a list outside any item is an item, too."""
    for node in children(element):
        if isinstance(node, HtmlElement) and tag_of(node) == "li":
            yield children(node)
        elif not is_blank(node):
            yield [node]


def _item(nodes: Sequence[Node], page: Page, inner: Inner) -> str:
    lines, rest = _split(nodes)
    html = "<br>".join(filter(None, (rich_text(line, page) for line in lines)))
    held = inner(rest)
    # The editor takes what parts an item's blocks for a part of the item's text, so there is at most one.
    return block("list-item", f"<li>{html}{group(held) if len(held) > 1 else joined(held)}</li>")


def _split(nodes: Sequence[Node]) -> tuple[list[list[Node]], list[Node]]:
    """Return the lines with which an item begins, and everything from its first other block on."""
    lines: list[list[Node]] = [[]]
    for place, node in enumerate(nodes):
        if tag_of(node) == "p":
            lines += [[node], []]
        elif is_inline(node):
            lines[-1].append(node)
        elif not is_blank(node):
            return lines, list(nodes[place:])
    return lines, []


def write_terms(element: HtmlElement, page: Page, inner: Inner) -> Iterator[str]:
    """Yield a list of terms: each term in bold, what it means below it. WordPress has no block for these."""
    for node in children(element):
        if isinstance(node, HtmlElement) and tag_of(node) == "dt":
            html = rich_text(children(node), page)
            yield from [paragraph(f"<strong>{html}</strong>")] if html else []
        elif isinstance(node, HtmlElement) and tag_of(node) == "dd":
            yield from inner(children(node))
        elif not is_blank(node):
            yield from inner([node])
