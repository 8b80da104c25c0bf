"""The record that a published page carries: written, sealed, and read back from HTML."""

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from html import unescape
from html.parser import HTMLParser
from typing import Any

from tenantbook.model.edition import Record

VERSION = 1

#: What opens the sealed stretch of a page; the record's own element closes it.
BEGIN = "<!--tenantbook:begin-->"

RECORD_OPENING = '<div class="tb-record" hidden data-search-exclude data-record="'
RECORD_CLOSING = '" data-digest="{digest}">'
RECORD_ELEMENT = re.compile(rf'{RECORD_OPENING}([^"]*)"(?: data-digest="([0-9a-f]*)")?>')

#: Elements that hold a sentence or a cell: what a finding quotes.
_BLOCKS = frozenset({"p", "li", "td", "th", "h1", "h2", "h3", "pre", "dd", "dt", "blockquote"})


class UnreadableRecordError(Exception):
    """A page's record cannot be read; the message says why, for the person who runs the check."""


@dataclass(frozen=True, slots=True)
class Printed:
    """A value as a page shows it: its fact, its words, the line (from 1) and the sentence around it."""

    fact: str
    says: str
    line: int
    sentence: str


def write_record(record: Record) -> str:
    """Return a record as JSON, without its digest: keys in a fixed order, so that equal records are equal bytes."""
    plain = {
        "v": VERSION,
        "page": record.page,
        "client": record.client,
        "audience": record.audience,
        "language": record.language,
        "read": record.read.isoformat() if record.read else None,
        "facts": dict(record.facts),
    }
    return json.dumps(plain, ensure_ascii=False, separators=(",", ":"))


def seal(html: str) -> str:
    """Return a built page whose record carries a digest of everything between its marks.

    Pages without a record (search, start pages of the site generator) come back as they are.
    """
    found = RECORD_ELEMENT.search(html)
    if not found:
        return html
    element = f"{RECORD_OPENING}{found[1]}{RECORD_CLOSING.format(digest=digest_of(html))}"
    return html[: found.start()] + element + html[found.end() :]


def digest_of(html: str) -> str:
    """Return the digest of a page's own content and record; SHA-256 in hexadecimal digits."""
    found = RECORD_ELEMENT.search(html)
    begin = html.find(BEGIN)
    if not found or begin < 0 or begin > found.start():
        raise UnreadableRecordError("the page's marks are gone or out of order")
    sealed = html[begin : found.start()] + found[1]
    return hashlib.sha256(sealed.replace("\r\n", "\n").encode()).hexdigest()


def read_record(html: str) -> Record | None:
    """Return the record of a page, or None where the page carries none.

    Raises:
        UnreadableRecordError: there is a record, but half of it, or from a newer version.
    """
    found = RECORD_ELEMENT.search(html)
    if not found:
        if "tb-record" in html:
            raise UnreadableRecordError("the page's record is damaged")
        return None
    try:
        plain = json.loads(unescape(found[1]))
    except ValueError as error:
        raise UnreadableRecordError("the page's record is damaged") from error
    return _record(plain, found[2] or "")


def _record(plain: Any, digest: str) -> Record:
    version = plain.get("v") if isinstance(plain, dict) else None
    if version != VERSION:
        raise UnreadableRecordError(f"the record is of version {version}, this tenantbook reads {VERSION}; update it")
    try:
        read = datetime.fromisoformat(plain["read"]) if plain["read"] is not None else None
        record = Record(
            page=_text(plain, "page"),
            client=_text(plain, "client"),
            audience=_text(plain, "audience"),
            language=_text(plain, "language"),
            read=read if read is None or read.tzinfo else read.replace(tzinfo=UTC),
            facts=dict(plain["facts"]),
            digest=digest,
        )
    except (KeyError, TypeError, ValueError) as error:
        raise UnreadableRecordError("the page's record is damaged") from error
    return record


def _text(plain: Mapping[str, Any], key: str) -> str:
    if not isinstance(plain[key], str):
        raise TypeError(key)
    return str(plain[key])


def printed_values(html: str) -> list[Printed]:
    """Return every value that a page prints in an element that names its fact, in order."""
    reader = _ValueReader()
    reader.feed(html)
    reader.close()
    return reader.printed


class _ValueReader(HTMLParser):
    """Notes the text of each fact's element and of the block around it."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.printed: list[Printed] = []
        self._waiting: list[tuple[str, str, int]] = []
        self._fact: tuple[str, int] | None = None
        self._says = ""
        self._block = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _BLOCKS:
            self._flush()
        fact = dict(attrs).get("data-fact")
        if fact and tag == "span":
            self._fact, self._says = (fact, self.getpos()[0]), ""

    def handle_endtag(self, tag: str) -> None:
        if tag == "span" and self._fact:
            self._waiting.append((self._fact[0], self._says, self._fact[1]))
            self._fact = None
        if tag in _BLOCKS:
            self._flush()

    def handle_data(self, data: str) -> None:
        self._block += data
        if self._fact:
            self._says += data

    def close(self) -> None:
        super().close()
        self._flush()

    def _flush(self) -> None:
        sentence = " ".join(self._block.split())
        self.printed += [Printed(fact, says, line, sentence) for fact, says, line in self._waiting]
        self._waiting, self._block = [], ""


def record_line(html: str) -> int:
    """Return the line (from 1) of a page's record."""
    found = RECORD_ELEMENT.search(html)
    return html.count("\n", 0, found.start()) + 1 if found else 1
