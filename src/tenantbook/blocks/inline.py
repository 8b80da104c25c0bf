"""A line of text with what may stand in it: emphasis, links, values, pictures."""

import re
from collections.abc import Iterable, Iterator

from lxml.html import HtmlElement

from tenantbook.blocks.escaping import NOTHING, escape_text, in_address, in_words, part_addresses
from tenantbook.blocks.page import Page, place_of
from tenantbook.blocks.tree import Node, children, classes, has_class, has_tag, is_comment, tag_of, text_of

#: Elements of a line that WordPress keeps for everybody, whatever their rights.
_KEPT = frozenset({
    *("a", "abbr", "b", "bdo", "cite", "code", "del", "dfn", "em", "i", "ins", "kbd", "mark", "q", "s", "samp"),
    *("small", "span", "strong", "sub", "sup", "u", "var"),
})  # fmt: skip
_DROPPED = frozenset({"script", "style", "template", "noscript"})
_LOST = {
    "iframe": "an embedded page",
    "object": "an embedded object",
    "embed": "an embedded object",
    "video": "a film",
    "audio": "a sound",
    "canvas": "a drawing",
    "math": "a formula",
    "select": "a form's field",
    "textarea": "a form's field",
    "button": "a button",
}

_FACT = re.compile(r"[a-z0-9][a-z0-9._-]*")
_OUR_COMMENT = re.compile(r"tenantbook:[^<>\[\]]*")
_SPACE = re.compile(r"[ \t\n\r\f]+")

_BREAK = "<br>"

#: How much of a picture's source is shown.
_LONGEST = 80

#: A stretch of text, or markup that stands as it is.
_Token = tuple[bool, str]


def rich_text(nodes: Iterable[Node], page: Page) -> str:
    """Return a line of text as the editor would write it: white space is single, and none at the edges."""
    html = "".join(_spaced(_tokens(nodes, page)))
    return NOTHING + html if part_addresses(html) != html else html


def code_text(nodes: Iterable[Node], page: Page) -> str:
    """Return the text of a code block: white space as it is, colours gone, values still in their elements."""
    html = "".join(said if is_markup else escape_text(said) for is_markup, said in _merged(_code(nodes, page)))
    return part_addresses(html.strip("\n"))


def _code(nodes: Iterable[Node], page: Page) -> Iterator[_Token]:
    for node in nodes:
        if isinstance(node, str):
            yield False, node
        elif tag_of(node) == "br":
            yield False, "\n"
        elif not is_comment(node):
            yield from _wrapped(node, page, list(_code(children(node), page)), {"span"})


def _tokens(nodes: Iterable[Node], page: Page) -> Iterator[_Token]:
    for node in nodes:
        if isinstance(node, str):
            yield False, node
        elif is_comment(node):
            yield from _comment(str(node.text or ""))
        else:
            yield from _element(node, page)


def _comment(text: str) -> Iterator[_Token]:
    said = text.strip()
    if _OUR_COMMENT.fullmatch(said) and "--" not in said:
        yield True, f"<!-- {said} -->"


def _element(element: HtmlElement, page: Page) -> Iterator[_Token]:
    tag = tag_of(element)
    if tag == "br":
        yield True, _BREAK
    elif tag == "img":
        yield from _picture(element, page)
    elif tag == "svg":
        _drawing(element, page)
    elif tag == "input":
        yield from _box(element, page)
    elif tag in _LOST:
        page.tell(f"{_LOST[tag]} (<{tag}>) is what WordPress takes away from most users; it is left out")
    elif tag == "span" and element.get("data-fact") and not len(element):
        yield from _value(element, page)
    elif tag not in _DROPPED:
        said = list(_wrapped(element, page, list(_tokens(children(element), page)), _KEPT))
        if said and tag == "small" and has_tag(element.getparent(), "td", "th"):
            yield True, _BREAK  # the site's own theme puts the small print of a cell on a line of its own
        yield from said


def _value(element: HtmlElement, page: Page) -> Iterator[_Token]:
    """Yield a value as it is, white space included: it is compared with what it should be."""
    opening = _opening(element, page)
    text = escape_text(re.sub(r"[\t\n\r\f]", " ", element.text or ""))
    yield True, f"{opening}{text}{'</span>' if opening else ''}"


def _wrapped(element: HtmlElement, page: Page, inner: list[_Token], kept: Iterable[str]) -> Iterator[_Token]:
    """Yield an element around what it holds; bare where it says nothing by itself, nothing where it is empty."""
    opening = _opening(element, page) if tag_of(element) in kept else ""
    empty = not any(is_markup or said.strip(" \t\n\r\f") for is_markup, said in inner)
    if not opening or (empty and not (element.get("data-fact") or place_of(element))):
        yield from inner
        return
    yield True, opening
    yield from inner
    yield True, f"</{tag_of(element)}>"


def _opening(element: HtmlElement, page: Page) -> str:
    tag, attributes = tag_of(element), _attributes(element)
    if tag == "a":
        attributes = {**_href(element, page), **attributes}
    if tag in ("a", "span") and not attributes:
        return ""
    said = "".join(f' {name}="{value}"' for name, value in attributes.items())
    return f"<{tag}{said}>"


def _href(element: HtmlElement, page: Page) -> dict[str, str]:
    href = element.get("href")
    target = None if href is None else page.target(href, text_of([element]) or href)
    return {} if target is None else {"href": target}


def _attributes(element: HtmlElement) -> dict[str, str]:
    """Return the attributes that mean something in a post."""
    ours = " ".join(name for name in classes(element) if re.fullmatch(r"tb-[a-z-]+", name))
    fact = element.get("data-fact") or ""
    said = {
        "class": ours,
        "data-fact": fact if _FACT.fullmatch(fact) else "",
        "id": place_of(element) or "",
        "title": in_words(element.get("title") or "") if tag_of(element) in ("abbr", "dfn") else "",
        "lang": _plain(element.get("lang")),
        "dir": _plain(element.get("dir")),
    }
    return {name: value for name, value in said.items() if value}


def _plain(value: str | None) -> str:
    return value if value and re.fullmatch(r"[A-Za-z0-9-]+", value) else ""


def _picture(element: HtmlElement, page: Page) -> Iterator[_Token]:
    source = element.get("src") or ""
    image = page.images.get(source)
    alt = in_words(element.get("alt") or (image.alt if image else ""))
    if image is None:
        page.tell(f"the picture {shown_source(source)} is not in the media library; what it shows stands in words")
        yield False, element.get("alt") or ""
    else:
        yield True, f'<img class="wp-image-{image.id}" src="{in_address(image.address)}" alt="{alt}">'


def shown_source(source: str) -> str:
    """Return a picture's source as a problem names it: pictures may be written into their source whole."""
    return source if len(source) <= _LONGEST else f"{source[: _LONGEST // 2]}…"


def _drawing(element: HtmlElement, page: Page) -> None:
    around = element.getparent()
    is_icon = element.get("aria-hidden") == "true" or (around is not None and has_class(around, "twemoji", "icon"))
    if not is_icon:
        page.tell("a drawing (<svg>) stands in the page itself, and WordPress keeps none; make it a picture in a file")


def _box(element: HtmlElement, page: Page) -> Iterator[_Token]:
    if element.get("type") == "checkbox":
        yield False, "\u2611 " if element.get("checked") is not None else "\u2610 "
    elif element.get("type") not in ("hidden", "radio"):
        page.tell("a form's field (<input>) is what WordPress takes away from most users; it is left out")


def _merged(tokens: Iterable[_Token]) -> Iterator[_Token]:
    """Yield tokens, texts that follow each other as one: what looks harmless in parts may not be so together."""
    held = ""
    for is_markup, said in tokens:
        if not is_markup:
            held += said
            continue
        if held:
            yield False, held
        held = ""
        yield True, said
    if held:
        yield False, held


def _spaced(tokens: Iterable[_Token]) -> list[str]:
    """Return tokens as HTML: white space folded across the edges of elements, none at the edges of lines."""
    found: list[_Token] = []
    at_edge = True
    for is_markup, said in _merged(tokens):
        if not is_markup:
            text = _SPACE.sub(" ", said)
            text = text.removeprefix(" ") if at_edge else text
            at_edge = text.endswith(" ") if text else at_edge
            found.append((False, text))
        elif said != _BREAK or any(text for _, text in found):
            if said == _BREAK:
                _trim(found)
            at_edge = said == _BREAK or (at_edge and not _shows(said))
            found.append((True, said))
    while found and found[-1][1] in ("", " ", _BREAK):
        found.pop()
    _trim(found)
    return [said if is_markup else escape_text(said) for is_markup, said in found]


def _trim(found: list[_Token]) -> None:
    """Take the space off the end of a line, which may stand within elements that close after it."""
    for place in range(len(found) - 1, -1, -1):
        is_markup, said = found[place]
        if not is_markup and said:
            found[place] = (False, said.removesuffix(" "))
            return
        if said == _BREAK or _shows(said):
            return


def _shows(markup: str) -> bool:
    """Return whether markup is more than the beginning or the end of an element: a picture, a value."""
    return markup.startswith("<img") or (not markup.startswith("</") and markup.endswith("</span>"))
