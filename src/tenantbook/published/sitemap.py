"""What a site says of its own pages: sitemaps and the lines of robots.txt."""

import zlib
from dataclasses import dataclass
from xml.parsers import expat

from tenantbook.model.errors import TenantbookError
from tenantbook.published.inflate import TooLargeError, inflated

_ENTRIES = {"urlset": "url", "sitemapindex": "sitemap"}
_GZIP = b"\x1f\x8b"


class NotASitemapError(TenantbookError):
    """A file is no sitemap; the message says what it is instead."""


@dataclass(frozen=True, slots=True)
class Sitemap:
    """The addresses that a sitemap lists: of pages, or of more sitemaps where it is an index."""

    locations: tuple[str, ...]
    is_index: bool
    cut: bool = False


def read_sitemap(data: bytes, most: int, largest: int) -> Sitemap:
    """Return what a sitemap lists, `most` addresses at the most, `largest` bytes unpacked at the most.

    Raises:
        NotASitemapError: it is none.
    """
    try:
        data = inflated(data, largest) if data.startswith(_GZIP) else data
    except TooLargeError as error:
        raise NotASitemapError(f"it unpacks to more than {largest:,} bytes") from error
    except zlib.error as error:
        raise NotASitemapError("it is a damaged gzip file") from error
    reader = _Reader(most)
    try:
        reader.parser.Parse(data, True)  # noqa: FBT003  # expat's own name for: this is all
    except _CutError:
        return Sitemap(tuple(reader.found), reader.root == "sitemapindex", cut=True)
    except (expat.ExpatError, UnicodeError, LookupError, ValueError) as error:
        raise NotASitemapError("it is a web page" if _is_html(data) else "it is no XML") from error
    return Sitemap(tuple(reader.found), reader.root == "sitemapindex")


class _CutError(Exception):
    """There are enough addresses."""


class _Reader:
    """Notes the text of every `loc` right below an entry; no document type is let in, nor what it could declare."""

    def __init__(self, most: int) -> None:
        self.found: list[str] = []
        self.root = ""
        self._most = most
        self._path: list[str] = []
        self._text = ""
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.buffer_text = True
        self.parser.StartDoctypeDeclHandler = self._refuse
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._data

    def _refuse(self, name: str, *_: object) -> None:
        raise NotASitemapError("it is a web page" if name.lower() == "html" else "it declares a document type")

    def _start(self, name: str, _attributes: object) -> None:
        short = name.rpartition(" ")[2]
        if not self._path:
            self.root = short
            if short not in _ENTRIES:
                raise NotASitemapError(
                    "it is a web page" if short.lower() == "html" else f"it is a file of <{short[:40]}>"
                )
        self._path.append(short)
        self._text = ""

    def _end(self, _name: str) -> None:
        if self._path[1:] == [_ENTRIES[self.root], "loc"]:
            if len(self.found) >= self._most:
                raise _CutError
            self.found.append(self._text.strip())
        self._path.pop()

    def _data(self, text: str) -> None:
        if self._path[-1] == "loc" and len(self._text) < 4000:  # noqa: PLR2004  # longer than any address that is used
            self._text += text


def _is_html(data: bytes) -> bool:
    head = data[:2000].lstrip().lower()
    return head.startswith(b"<!doctype html") or b"<html" in head


def sitemaps_in(robots: str) -> list[str]:
    """Return the addresses of sitemaps that a robots.txt names."""
    lines = (line.partition("#")[0].partition(":") for line in robots.splitlines()[:10_000])
    return [value.strip() for key, _, value in lines if key.strip().lower() == "sitemap" and value.strip()]
