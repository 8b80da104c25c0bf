"""A page's HTML written as the blocks of WordPress's editor."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial

from lxml.html import HtmlElement

from tenantbook.blocks.boxes import write_box, write_details, write_footnotes, write_notice, write_tabs
from tenantbook.blocks.delimited import joined
from tenantbook.blocks.editor import Editor
from tenantbook.blocks.lists import write_list, write_terms
from tenantbook.blocks.lost import lost_texts
from tenantbook.blocks.page import Image, Page, places_in
from tenantbook.blocks.plain import (
    SEPARATOR,
    is_code,
    write_code,
    write_figure,
    write_heading,
    write_line,
    write_paragraph,
    write_quote,
)
from tenantbook.blocks.tables import write_table
from tenantbook.blocks.tree import Node, children, has_class, is_blank, is_inline, parse, tag_of

__all__ = ["Blocks", "Image", "as_blocks", "images_in"]


@dataclass(frozen=True, slots=True)
class Blocks:
    """A page as a post's content, and in words what of it could not be carried over."""

    markup: str
    problems: tuple[str, ...]


def as_blocks(
    html: str,
    *,
    images: Mapping[str, Image],
    links: Mapping[str, str],
    editor: Editor = Editor(),  # noqa: B008  # frozen
    file: str = "",
) -> Blocks:
    """Return the inner HTML of a page's article as block markup, exactly as the editor would save it.

    `images` has each picture of `images_in` that was uploaded, by its source as written. `links` has the published
    address of each page, by the link as written or by the page's file below the site, for which `file` says where
    this page lies. The page's first heading of level one is left out: it is the post's title.
    """
    try:
        root = parse(html)
    except ValueError as error:
        return Blocks("", (f"the page cannot be written as blocks: {error}",))
    page = Page(images, links, editor, file, places_in(root))
    title = next(root.iterchildren("h1"), None)
    if title is not None:
        title.drop_tree()
    markup = joined(_blocks(children(root), page))
    for text in lost_texts(root, markup):
        page.tell(f"the text “{text}” stands where no block has a place for it; it is left out")
    return Blocks(markup, tuple(page.problems))


def images_in(html: str) -> tuple[str, ...]:
    """Return the source of each picture that has to be uploaded first, as written, once.

    Drawings within the page (`<svg>`) are none, nor are pictures that are written into their source (`data:`).
    """
    try:
        root = parse(html)
    except ValueError:
        return ()
    sources = (picture.get("src") or "" for picture in root.iter("img"))
    return tuple(dict.fromkeys(source for source in sources if source and not source.lower().startswith("data:")))


def _blocks(nodes: Iterable[Node], page: Page) -> list[str]:
    return [written for run in _runs(nodes) for written in _run(run, page)]


def _runs(nodes: Iterable[Node]) -> Iterator[list[Node]]:
    """Yield what stands beside each other on one line together, and each block alone."""
    line: list[Node] = []
    for node in nodes:
        if is_inline(node):
            line.append(node)
            continue
        yield line
        line = []
        yield [node]
    yield line


def _run(run: list[Node], page: Page) -> Iterator[str]:
    if len(run) == 1 and isinstance(run[0], HtmlElement) and not is_inline(run[0]):
        yield from _block(run[0], page)
    elif not all(map(is_blank, run)):
        yield from write_line(run, page)


def _block(element: HtmlElement, page: Page) -> Iterator[str]:
    inner = partial(_blocks, page=page)
    match tag_of(element):
        case "p":
            yield from write_paragraph(element, page)
        case "h1" | "h2" | "h3" | "h4" | "h5" | "h6":
            yield from write_heading(element, page)
        case "ul" | "ol":
            yield from write_list(element, page, inner)
        case "dl":
            yield from write_terms(element, page, inner)
        case "table":
            yield from write_table(element, page)
        case "blockquote":
            yield from write_quote(element, inner)
        case "hr":
            yield SEPARATOR
        case "figure":
            yield from write_figure(element, page, inner)
        case "details":
            yield from write_details(element, page, inner)
        case _:
            yield from _box(element, page)


def _box(element: HtmlElement, page: Page) -> Iterator[str]:
    inner = partial(_blocks, page=page)
    if is_code(element):
        yield from write_code(element, page)
    elif has_class(element, "admonition"):
        yield from write_notice(element, page, inner)
    elif has_class(element, "tabbed-set"):
        yield from write_tabs(element, page, inner)
    elif has_class(element, "footnote"):
        yield SEPARATOR
        yield from write_footnotes(element, page)
    else:
        yield from write_box(element, page, inner)
