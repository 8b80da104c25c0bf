"""A page's HTML as a tree, and small questions about its elements."""

import re
from collections.abc import Iterable, Iterator

from lxml import html as lxml_html
from lxml.etree import LxmlError
from lxml.html import HtmlComment, HtmlElement

from tenantbook.blocks.escaping import clean

#: What stands in a tree: text, an element, a comment.
Node = str | HtmlElement | HtmlComment

#: How deep elements may lie in each other. Pages need some ten levels.
DEEPEST = 60

#: Elements that are part of a line of text. Everything else begins a block.
INLINE = frozenset({
    *("a", "abbr", "b", "bdi", "bdo", "br", "cite", "code", "data", "del", "dfn", "em", "font", "i", "img", "ins"),
    *("kbd", "label", "mark", "q", "s", "samp", "small", "span", "strike", "strong", "sub", "sup", "svg", "time"),
    *("tt", "u", "var", "wbr", "input", "button", "select", "textarea", "picture", "iframe", "object", "audio"),
    *("video", "canvas", "script", "style", "noscript", "template", "math", "embed"),
})  # fmt: skip

#: Elements whose inside is no text of the page.
WHOLE = frozenset({
    *("svg", "math", "select", "object", "audio", "video", "iframe", "canvas", "template", "noscript"),
    *("script", "style", "textarea", "button"),
})  # fmt: skip

#: Parts of the page that are no content: the permanent link of a heading, the button that copies code.
_CHROME = frozenset(
    {"headerlink", "md-clipboard", "md-code__nav", "md-content__button", "footnote-backref", "tb-record"}
)


def parse(html: str) -> HtmlElement:
    """Return the element that holds a page's content; it is empty where nothing can be read.

    Raises:
        ValueError: elements lie too deep in each other.
    """
    try:
        root = lxml_html.document_fromstring(f"<html><body>{clean(html)}</body></html>")
    except LxmlError:
        return lxml_html.Element("body")
    body = root.find("body")
    found = lxml_html.Element("body") if body is None else body
    if _is_deeper(found, DEEPEST):
        raise ValueError(f"elements lie more than {DEEPEST} deep in each other")
    return found


def _is_deeper(element: HtmlElement, levels: int) -> bool:
    row = [element]
    for _ in range(levels):
        row = [below for each in row for below in each]
    return bool(row)


def children(element: HtmlElement) -> Iterator[Node]:
    """Yield what stands in an element, in order, without what is no content."""
    if element.text:
        yield element.text
    for child in element:
        if not is_chrome(child):
            yield child
        if child.tail:
            yield child.tail


def is_chrome(element: HtmlElement) -> bool:
    """Return whether an element belongs to the site rather than to the page's content."""
    return isinstance(element.tag, str) and not _CHROME.isdisjoint(classes(element))


def tag_of(node: Node) -> str:
    """Return an element's name, nothing for text and comments."""
    return node.tag if isinstance(node, HtmlElement) and isinstance(node.tag, str) else ""


def has_tag(node: Node | None, *names: str) -> bool:
    """Return whether a node is one of some elements."""
    return node is not None and tag_of(node) in names


def classes(element: HtmlElement) -> list[str]:
    """Return an element's classes."""
    return (element.get("class") or "").split()


def has_class(node: Node, *names: str) -> bool:
    """Return whether a node is an element with one of some classes."""
    return bool(tag_of(node)) and not isinstance(node, str) and not set(names).isdisjoint(classes(node))


def own_classes(element: HtmlElement) -> list[str]:
    """Return the classes that say what an element of ours is; those of the site's theme mean nothing elsewhere."""
    return [name for name in classes(element) if re.fullmatch(r"tb-[a-z-]+", name)]


def is_inline(node: Node) -> bool:
    """Return whether a node is part of a line of text; one that holds a block is not."""
    if isinstance(node, str):
        return True
    tag = tag_of(node)
    return not tag or tag in WHOLE or (tag in INLINE and all(map(is_inline, node)))


def is_blank(node: Node) -> bool:
    """Return whether a node is white space or a comment."""
    return not node.strip(" \t\n\r\f") if isinstance(node, str) else not tag_of(node)


def text_of(nodes: Iterable[Node]) -> str:
    """Return what nodes say, in one line."""
    said = "".join(
        node if isinstance(node, str) else str(node.text_content()) for node in nodes if not is_comment(node)
    )
    return " ".join(said.split())


def is_comment(node: Node) -> bool:
    """Return whether a node is a comment."""
    return not isinstance(node, str) and not tag_of(node)
