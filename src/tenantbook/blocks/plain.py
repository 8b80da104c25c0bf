"""The plain blocks: paragraphs, headings, code, pictures, quotes, separators."""

from collections.abc import Callable, Iterable, Iterator, Sequence

from lxml.html import HtmlElement

from tenantbook.blocks.delimited import block, class_list, custom, joined
from tenantbook.blocks.escaping import in_address, in_words
from tenantbook.blocks.inline import code_text, rich_text, shown_source
from tenantbook.blocks.page import Image, Page, place_of
from tenantbook.blocks.tree import Node, children, has_class, is_blank, own_classes, tag_of, text_of

#: Writes whatever stands within a block as blocks of its own.
Inner = Callable[[Iterable[Node]], list[str]]

#: The level of headings below a post's title.
HIGHEST = 2

#: The class of a code block.
CODE = "wp-block-code"

SEPARATOR = block("separator", '<hr class="wp-block-separator has-alpha-channel-opacity"/>')


def paragraph(html: str, *, named: Sequence[str] = ()) -> str:
    """Return a paragraph of finished HTML, with classes of its own."""
    return block("paragraph", f"<p{class_list(*named)}>{html}</p>", className=custom(named))


def placed_paragraph(html: str, place: str, page: Page, *, named: Sequence[str] = ()) -> str:
    """Return a paragraph of finished HTML with the id by which links reach it."""
    html = f'<p{class_list(*named)} id="{place}">{html}</p>'
    return block("paragraph", html, className=custom(named), anchor=place if page.editor.places_said else None)


def heading(level: int, html: str, page: Page, *, place: str | None = None) -> str:
    """Return a heading of finished HTML."""
    own = "wp-block-heading" if page.editor.headings_classed else ""
    at = f' id="{place}"' if place else ""
    first, second = (at, class_list(own)) if page.editor.places_said else (class_list(own), at)
    html = f"<h{level}{first}{second}>{html}</h{level}>"
    said = place if page.editor.places_said else None
    return block("heading", html, level=None if level == HIGHEST else level, anchor=said)


def group(blocks: Iterable[str], *named: str) -> str:
    """Return blocks held together, by classes that say what they are."""
    return block("group", f"<div{class_list('wp-block-group', *named)}>{joined(blocks)}</div>", className=custom(named))


def write_line(nodes: Sequence[Node], page: Page) -> Iterator[str]:
    """Yield a line of text as a paragraph; a line that is one picture becomes that picture."""
    shown = [node for node in nodes if not is_blank(node)]
    if len(shown) == 1 and (picture := _lone_picture(shown[0])) is not None:
        yield from write_picture(shown[0], picture, None, page)
        return
    html = rich_text(nodes, page)
    if html:
        yield paragraph(html)


def write_paragraph(element: HtmlElement, page: Page) -> Iterator[str]:
    """Yield a paragraph; one that is only a picture becomes that picture."""
    shown = [node for node in children(element) if not is_blank(node)]
    if len(shown) == 1 and _lone_picture(shown[0]) is not None:
        yield from write_line(shown, page)
        return
    html = rich_text(children(element), page)
    named, place = own_classes(element), place_of(element)
    if html:
        yield placed_paragraph(html, place, page, named=named) if place else paragraph(html, named=named)


def write_heading(element: HtmlElement, page: Page) -> Iterator[str]:
    """Yield a heading with the id by which links reach it."""
    html = rich_text(children(element), page)
    if html:
        yield heading(max(HIGHEST, int(tag_of(element)[1])), html, page, place=place_of(element))


def write_code(element: HtmlElement, page: Page) -> Iterator[str]:
    """Yield a code block; a class keeps the name of its language, where the page says one.

    Code with brackets becomes a block for text in fixed lines that looks the same. In its code blocks the editor
    writes brackets as references, which WordPress then writes in another way for users who may not use all HTML.
    """
    html, named = code_text(children(element), page), [name for name in _language(element) if name]
    if "[" in html:
        named = [CODE, *named]
        html = f"<pre{class_list('wp-block-preformatted', *named)}><code>{html}</code></pre>"
        yield block("preformatted", html, className=custom(named))
    elif html.strip():
        html = f"<pre{class_list(CODE, *named)}><code>{html}</code></pre>"
        yield block("code", html, className=custom(named))


def _language(element: HtmlElement) -> list[str]:
    around = [element, *element.iterdescendants("code"), *element.iterancestors("div")]
    said = (name for each in around for name in (each.get("class") or "").split())
    return [next((name for name in said if name.startswith("language-") and name.replace("-", "").isalnum()), "")]


def write_quote(element: HtmlElement, inner: Inner) -> Iterator[str]:
    """Yield a quotation with its blocks."""
    blocks = inner(children(element))
    if blocks:
        yield block("quote", f'<blockquote class="wp-block-quote">{joined(blocks)}</blockquote>')


def write_figure(element: HtmlElement, page: Page, inner: Inner) -> Iterator[str]:
    """Yield a picture with its caption; a figure of something else as what it holds."""
    parts = [node for node in children(element) if not is_blank(node)]
    captions = [node for node in parts if tag_of(node) == "figcaption"]
    rest = [node for node in parts if tag_of(node) != "figcaption"]
    if len(rest) == 1 and (picture := _lone_picture(rest[0])) is not None:
        caption = captions[0] if captions and isinstance(captions[0], HtmlElement) else None
        yield from write_picture(rest[0], picture, caption, page)
    else:
        yield from inner(parts)


def write_picture(node: Node, picture: HtmlElement, caption: HtmlElement | None, page: Page) -> Iterator[str]:
    """Yield an uploaded picture; one that was not uploaded as the words that describe it."""
    source = picture.get("src") or ""
    said = rich_text(children(caption), page) if caption is not None else ""
    image = page.images.get(source)
    if image is not None:
        yield _image(image, picture, _link_of(node, page), said)
        return
    page.tell(f"the picture {shown_source(source)} is not in the media library; what it shows stands in words")
    words = [rich_text([picture.get("alt") or ""], page), said]
    yield from (paragraph(word) for word in words if word)


def _image(image: Image, picture: HtmlElement, link: str | None, caption: str) -> str:
    alt = in_words(picture.get("alt") or image.alt)
    html = f'<img src="{in_address(image.address)}" alt="{alt}" class="wp-image-{image.id}"/>'
    html = f'<a href="{link}">{html}</a>' if link else html
    below = f'<figcaption class="wp-element-caption">{caption}</figcaption>' if caption else ""
    return block(
        "image",
        f'<figure class="wp-block-image size-full">{html}{below}</figure>',
        id=image.id,
        sizeSlug="full",
        linkDestination="custom" if link else "none",
    )


def _lone_picture(node: Node) -> HtmlElement | None:
    """Return the picture that a node is, alone or with a link or paragraph around it."""
    while isinstance(node, HtmlElement) and tag_of(node) in ("a", "p", "picture"):
        held = [child for child in children(node) if not is_blank(child) and tag_of(child) != "source"]
        if len(held) != 1:
            return None
        node = held[0]
    return node if isinstance(node, HtmlElement) and tag_of(node) == "img" else None


def _link_of(node: Node, page: Page) -> str | None:
    while isinstance(node, HtmlElement) and tag_of(node) in ("p", "a", "picture"):
        if tag_of(node) == "a" and node.get("href"):
            return page.target(node.get("href") or "", text_of([node]) or "a picture")
        node = next(child for child in children(node) if not is_blank(child))
    return None


def is_code(node: Node) -> bool:
    """Return whether a node is a piece of code, with whatever a highlighter put around it."""
    return tag_of(node) == "pre" or (tag_of(node) == "div" and has_class(node, "highlight"))
