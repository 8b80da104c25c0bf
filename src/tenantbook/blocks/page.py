"""What is known while one page is written: its pictures, its links, its places, and what was lost."""

import posixpath
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import unquote

from lxml.html import HtmlElement

from tenantbook.blocks.editor import Editor
from tenantbook.blocks.escaping import in_address
from tenantbook.blocks.tree import INLINE, has_class, tag_of

#: Where a link may lead. WordPress knows more, and takes all others away.
_SCHEMES = frozenset({"http", "https", "mailto", "tel"})
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")

#: What keeps its id in a block: links within the page lead there.
_PLACES = frozenset({"p", "h2", "h3", "h4", "h5", "h6"}) | INLINE
_ID = re.compile(r"[^\s\"'<>&\[\]\x00-\x20]+")


@dataclass(frozen=True, slots=True)
class Image:
    """A picture that has been uploaded: its number in the media library, its address, what it shows."""

    id: int
    address: str
    alt: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """One page while it is written. `problems` grows: each thing that could not be carried over, once."""

    images: Mapping[str, Image]
    links: Mapping[str, str]
    editor: Editor
    file: str
    places: frozenset[str]
    problems: dict[str, None] = field(default_factory=dict)

    def tell(self, problem: str) -> None:
        """Remember what could not be carried over."""
        self.problems.setdefault(problem)

    def target(self, href: str, said: str) -> str | None:
        """Return where a link leads, ready for an attribute; None, and a problem told, where it would lead nowhere."""
        address = "".join(href.split("\n")).strip()
        if address.startswith("#"):
            return self._place(address, said)
        if scheme := _SCHEME.match(address):
            if scheme[1].lower() in _SCHEMES:
                return in_address(address)
            self.tell(f"the link of “{said}” begins with {scheme[1]}:, which WordPress does not keep; it is text now")
            return None
        return self._elsewhere(address, said)

    def _place(self, address: str, said: str) -> str | None:
        for place in (address[1:], unquote(address[1:])):
            if (said_so := place.replace(":", "-")) in self.places:
                return in_address(f"#{said_so}")
        self.tell(f"the link of “{said}” leads to {address}, which is no place on this page; it is text now")
        return None

    def _elsewhere(self, address: str, said: str) -> str | None:
        path, mark, place = address.partition("#")
        resolved = posixpath.normpath(posixpath.join(posixpath.dirname(self.file), unquote(path)))
        for known, rest in ((address, ""), (path, mark + place), (resolved, mark + place)):
            if found := self.links.get(known):
                return in_address(found + rest)
        self.tell(f"the link of “{said}” leads to {address}, whose published address is not known; it is text now")
        return None


def place_of(element: HtmlElement) -> str | None:
    """Return the id by which links reach an element, where its block can carry one.

    It has no colon: in a link within the page, WordPress would take what stands before it for a scheme.
    """
    name = (element.get("id") or "").replace(":", "-")
    return name if (tag_of(element) in _PLACES or is_footnote(element)) and _ID.fullmatch(name) else None


def is_footnote(element: HtmlElement) -> bool:
    """Return whether an element is a footnote: an item of a list in the box for them."""
    box = next(element.iterancestors("div"), None) if tag_of(element) == "li" else None
    return box is not None and has_class(box, "footnote")


def places_in(root: HtmlElement) -> frozenset[str]:
    """Return every id of a page that its blocks will carry."""
    return frozenset(name for element in root.iter() if tag_of(element) and (name := place_of(element)))
