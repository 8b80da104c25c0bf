"""Tables, as WordPress's block for them saves them."""

import re
from collections.abc import Iterator

from lxml.html import HtmlElement

from tenantbook.blocks.delimited import block, class_list, custom
from tenantbook.blocks.inline import rich_text
from tenantbook.blocks.page import Page
from tenantbook.blocks.tree import Node, children, is_inline, own_classes, tag_of

_ALIGNED = re.compile(r"text-align:\s*(left|center|right)")


def write_table(element: HtmlElement, page: Page) -> Iterator[str]:
    """Yield a table: its head, its rows, its foot."""
    parts = {name: _rows(element, name, page) for name in ("thead", "tbody", "tfoot")}
    html = "".join(f"<{name}>{''.join(rows)}</{name}>" for name, rows in parts.items() if rows)
    named = [*own_classes(element), *_around(element)]
    if html:
        caption = _caption(element, page)
        html = f"<figure{class_list('wp-block-table', *named)}><table>{html}</table>{caption}</figure>"
        yield block("table", html, hasFixedLayout=False if page.editor.tables_fixed else None, className=custom(named))


def _around(element: HtmlElement) -> list[str]:
    """Return the classes of a box that holds the table and nothing else."""
    box = element.getparent()
    alone = box is not None and tag_of(box) == "div" and len(box) == 1
    return own_classes(box) if alone and box is not None else []


def _caption(element: HtmlElement, page: Page) -> str:
    said = next((rich_text(children(found), page) for found in element.iterchildren("caption")), "")
    return f'<figcaption class="wp-element-caption">{said}</figcaption>' if said else ""


def _rows(table: HtmlElement, part: str, page: Page) -> list[str]:
    rows = [row for found in table.iterchildren(part) for row in found.iterchildren("tr")]
    if part == "tbody":
        rows += table.iterchildren("tr")
    cells = ("".join(_cell(cell, page) for cell in row.iterchildren("td", "th")) for row in rows)
    return [f"<tr>{row}</tr>" for row in cells if row]


def _cell(cell: HtmlElement, page: Page) -> str:
    if any(cell.get(name, "1") != "1" for name in ("colspan", "rowspan")):
        page.tell("a cell of a table spans several, which not every WordPress keeps; it is a single cell now")
    tag, aligned = tag_of(cell), _ALIGNED.search(cell.get("style") or "")
    side = f' class="has-text-align-{aligned[1]}" data-align="{aligned[1]}"' if aligned else ""
    return f"<{tag}{side}>{'<br>'.join(filter(None, (rich_text(line, page) for line in _lines(cell, page))))}</{tag}>"


def _lines(element: HtmlElement, page: Page) -> Iterator[list[Node]]:
    """Yield what a cell says, each block in it as a line: a cell holds no blocks."""
    line: list[Node] = []
    for node in children(element):
        if isinstance(node, str) or is_inline(node):
            line.append(node)
            continue
        yield line
        line = []
        if tag_of(node) not in ("p", "div", "li", "dt", "dd"):
            page.tell(
                f"<{tag_of(node)}> stands in a table, where WordPress keeps single lines; its text stands in lines"
            )
        yield from _lines(node, page)
    yield line
