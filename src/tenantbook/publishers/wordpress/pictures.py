"""Pictures: found beside a page, drawings made into PNG, and each in the media library once, by its digest."""

import hashlib
import posixpath
import re
from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path
from urllib.parse import unquote, urlsplit

from tenantbook.blocks import Image, images_in
from tenantbook.disk import OutsideFolderError, inside
from tenantbook.model.errors import TenantbookError
from tenantbook.published.contract import MEGABYTE
from tenantbook.published.failures import UnansweredError
from tenantbook.published.folder import UnreadablePageError, read_bounded
from tenantbook.published.text import plain
from tenantbook.published.wordpress_answers import json_of, text_at
from tenantbook.publishers.contract import RefusedError
from tenantbook.publishers.wordpress.refusals import said_by
from tenantbook.publishers.wordpress.rest import Body, Rest
from tenantbook.web.html import Kind, attributes, tokens

_LARGEST = 10 * MEGABYTE
#: A drawing is made twice as large as it says, for screens that show two dots for one.
_ZOOM = 2
_KINDS: Mapping[str, str] = {
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".gif": "image/gif",
    ".webp": "image/webp",
    ".svg": "image/png",
}


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture beside a page: its source as the page names it, its file, the digest of its bytes, its description."""

    source: str
    file: Path
    digest: str
    alt: str

    @property
    def name(self) -> str:
        """Its name in the media library, without an ending: what it was called, and its digest."""
        stem = re.sub(r"[^a-z0-9]+", "-", self.file.stem.lower()).strip("-")[:60]
        return f"{stem or 'picture'}-{self.digest[:16]}"


class NoPictureError(TenantbookError):
    """A picture cannot be published; the message says why, and what to do."""


def pictures_of(html: str, file: str, site: Path) -> dict[str, Picture]:
    """Return the pictures of a page by their sources. `file` is the page's path below `site`.

    Raises:
        NoPictureError: one is not there, lies outside, or is of a kind that WordPress does not take.
    """
    alts = _alts(html)
    return {source: _picture(source, file, site, alts.get(source, "")) for source in images_in(html)}


def _picture(source: str, file: str, site: Path, alt: str) -> Picture:
    parts = urlsplit(source)
    if parts.scheme or parts.netloc:
        raise NoPictureError(f"the picture {plain(source)[:200]} is on another site; put a copy beside the page")
    path = posixpath.normpath(posixpath.join(posixpath.dirname(file), unquote(parts.path)))
    ending = posixpath.splitext(path)[1].lower()
    if ending not in _KINDS:
        raise NoPictureError(f"the picture {plain(path)} is none that WordPress takes; make it a PNG or JPEG")
    try:
        found = inside(site, path)
        data = read_bounded(str(found), _LARGEST)
    except (OutsideFolderError, UnreadablePageError, OSError) as error:
        raise NoPictureError(f"the picture {plain(path)} cannot be read: {error}") from error
    return Picture(source, found, hashlib.sha256(data).hexdigest(), alt)


def uploaded(rest: Rest, picture: Picture) -> Image:
    """Return a picture in the media library; it is sent there if it is not there yet.

    Raises:
        RefusedError: WordPress does not take it.
    """
    for attempt in range(1, rest.bounds.tries + 1):
        found = _in_library(rest, picture)
        if found:
            return found
        answer = rest.make("media", _body(picture), title=_title(picture), slug=picture.name, alt_text=picture.alt)
        if not isinstance(answer, UnansweredError):
            if answer.status == HTTPStatus.CREATED and (made := _image(json_of(answer), picture)):
                return made
            raise RefusedError(f"WordPress does not take the picture {picture.file.name}: {said_by(answer)}")
        rest.wait(attempt)
    raise RefusedError(f"the picture {picture.file.name} could not be sent; run it again")


def _in_library(rest: Rest, picture: Picture) -> Image | None:
    answer = rest.get("media", slug=picture.name, _fields="id,source_url,slug")
    return next((image for entry in rest.entries(answer) if (image := _image(entry, picture))), None)


def _image(entry: object, picture: Picture) -> Image | None:
    number = entry.get("id") if isinstance(entry, dict) else None
    address = text_at(entry, "source_url")
    return Image(number, address, picture.alt) if type(number) is int and address else None


def _title(picture: Picture) -> str:
    return picture.alt[:100] or picture.file.stem


def _body(picture: Picture) -> Body:
    data = read_bounded(str(picture.file), _LARGEST)
    ending = picture.file.suffix.lower()
    if ending == ".svg":
        data, ending = as_png(data, picture.file.name), ".png"
    return Body(data, _KINDS[ending], f"{picture.name}{ending}")


def as_png(drawing: bytes, name: str) -> bytes:
    """Return a drawing as PNG.

    Raises:
        RefusedError: it is none.
    """
    import resvg_py  # noqa: PLC0415  # an extra, needed for drawings alone

    try:
        return bytes(resvg_py.svg_to_bytes(svg_string=drawing.decode(), zoom=_ZOOM))
    except (ValueError, UnicodeDecodeError) as error:
        raise RefusedError(f"the drawing {name} cannot be made a PNG: {plain(str(error))[:200]}") from error


def _alts(html: str) -> dict[str, str]:
    """Return what each picture shows, in words, by its source."""
    found: dict[str, str] = {}
    for token in tokens(html):
        if token.kind is Kind.START and token.name == "img":
            held = attributes(token.rest)
            found.setdefault(held.get("src", ""), " ".join(held.get("alt", "").split())[:500])
    return found
