"""Boxes: notices, what folds away, tabs, and boxes of our own."""

from collections.abc import Iterator

from lxml.html import HtmlElement

from tenantbook.blocks.delimited import Attribute, block, joined
from tenantbook.blocks.inline import rich_text
from tenantbook.blocks.page import Page, place_of
from tenantbook.blocks.plain import HIGHEST, Inner, group, heading, paragraph, placed_paragraph
from tenantbook.blocks.tree import Node, children, classes, has_class, own_classes, tag_of

_EDGE = {"spacing": {"padding": {"left": "1em"}}, "border": {"left": {"width": "4px", "style": "solid"}}}
_EDGE_IN_CSS = "border-left-style:solid;border-left-width:4px;padding-left:1em"

_TITLES = ("admonition-title", "tb-message-title")


def write_notice(element: HtmlElement, page: Page, inner: Inner) -> Iterator[str]:
    """Yield a notice: a group named by its kind, its title in bold."""
    kinds = [name for name in classes(element) if name.isascii() and name.isalpha() and name != "admonition"]
    yield from _titled(element, page, inner, ["tb-notice", *(f"tb-notice-{kind}" for kind in kinds)])


def _titled(element: HtmlElement, page: Page, inner: Inner, named: list[str]) -> Iterator[str]:
    title = next((node for node in children(element) if has_class(node, *_TITLES) or tag_of(node) == "summary"), None)
    said = rich_text(children(title), page) if isinstance(title, HtmlElement) else ""
    head = [paragraph(f"<strong>{said}</strong>", named=[f"{named[0]}-title"])] if said else []
    blocks = [*head, *inner(node for node in children(element) if node is not title)]
    if blocks:
        yield _edged(blocks, named, page)


def _edged(blocks: list[str], named: list[str], page: Page) -> str:
    """Return a group with an edge at its side, so that it stands out in every theme."""
    said: dict[str, Attribute] = {"className": " ".join(named), "style": _EDGE}
    order = ("className", "style") if page.editor.classes_first else ("style", "className")
    html = f'<div class="wp-block-group {said["className"]}" style="{_EDGE_IN_CSS}">{joined(blocks)}</div>'
    return block("group", html, **{name: said[name] for name in order})


def write_details(element: HtmlElement, page: Page, inner: Inner) -> Iterator[str]:
    """Yield what folds away behind its summary; where the editor has no block for that, all of it in a group."""
    if not page.editor.details:
        yield from _titled(element, page, inner, ["tb-details"])
        return
    summary = next((node for node in children(element) if tag_of(node) == "summary"), None)
    said = rich_text(children(summary), page) if isinstance(summary, HtmlElement) else ""
    blocks = inner(node for node in children(element) if node is not summary)
    is_open = element.get("open") is not None
    shown = " open" if is_open else ""
    html = f'<details class="wp-block-details"{shown}><summary>{said}</summary>{joined(blocks)}</details>'
    yield block("details", html, showContent=True if is_open else None)


def write_tabs(element: HtmlElement, page: Page, inner: Inner) -> Iterator[str]:
    """Yield each tab below a heading of its own, one level below the heading before them."""
    labels = list(element.iter("label"))
    blocks = [block for block in element.iter("div") if has_class(block, "tabbed-block")]
    level = min(6, _level_before(element) + 1)
    if len(labels) != len(blocks):
        yield from inner(children(element))
        return
    for label, held in zip(labels, blocks, strict=True):
        yield heading(level, rich_text(children(label), page), page)
        yield from inner(children(held))


def _level_before(element: HtmlElement) -> int:
    before = element.xpath(
        "(preceding::h1|preceding::h2|preceding::h3|preceding::h4|preceding::h5|preceding::h6)[last()]"
    )
    return max(HIGHEST, int(tag_of(before[0])[1])) if before else HIGHEST


def write_footnotes(element: HtmlElement, page: Page) -> Iterator[str]:
    """Yield footnotes as numbered paragraphs, which unlike items of a list keep the place that links reach."""
    notes = [note for held in element.iterchildren("ol") for note in held.iterchildren("li")]
    for number, note in enumerate(notes, 1):
        lines = (rich_text(children(line), page) for line in note.iterchildren("p"))
        html = f"{number}. {'<br>'.join(filter(None, lines)) or rich_text(children(note), page)}"
        place = place_of(note)
        yield placed_paragraph(html, place, page) if place else paragraph(html)


def write_box(element: HtmlElement, page: Page, inner: Inner) -> Iterator[str]:
    """Yield a box of ours as a group by its name; any other as what it holds."""
    named = own_classes(element)
    only_table = [tag_of(node) for node in _elements(element)] == ["table"]
    if any(has_class(node, *_TITLES) for node in children(element)):
        yield from _titled(element, page, inner, named or ["tb-notice"])
    elif named and not only_table:
        blocks = inner(children(element))
        yield from [group(blocks, *named)] if blocks else []
    else:
        yield from inner(children(element))


def _elements(element: HtmlElement) -> Iterator[Node]:
    return (node for node in children(element) if tag_of(node))
