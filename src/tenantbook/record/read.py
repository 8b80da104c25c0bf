"""The record of a page, in whichever form the page carries it."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from tenantbook.model.edition import Record
from tenantbook.record.comment import COMMENT_OPENING, RECORD_COMMENT, text_digest
from tenantbook.record.element import BEGIN, RECORD_ELEMENT, RECORD_OPENING, bytes_digest, unescaped
from tenantbook.record.written import EditedRecordError, UnreadableRecordError, parse_record

#: Half of a record, in either form.
_TRACE = re.compile(r"<[^<>]*\btb-record\b|tenantbook:record")


@dataclass(frozen=True, slots=True)
class _Found:
    """A record where it stands: its JSON, its digest, and what that is the digest of."""

    start: int
    text: str
    digest: str
    digest_now: Callable[[str], str]


def read_record(html: str) -> Record | None:
    """Return the record of a page, or None where the page carries none and was never ours.

    Raises:
        EditedRecordError: the page carries two records, or its mark and none.
        UnreadableRecordError: there is a record, but half of it, or from a newer version.
    """
    found = _find(html)
    return parse_record(found.text, found.digest) if found else None


def digest_of(html: str) -> str:
    """Return the digest of a page's own content and record as they are now, of the kind that its record carries.

    Raises:
        UnreadableRecordError: the page's mark or its record is gone.
    """
    found = _find(html)
    if found is None:
        raise UnreadableRecordError("the page's marks are gone or out of order")
    return found.digest_now(html)


def record_line(html: str) -> int:
    """Return the line (from 1) of a page's record."""
    found = _find(html)
    return html.count("\n", 0, found.start) + 1 if found else 1


def _find(html: str) -> _Found | None:
    # Plain searches first: each costs some microseconds, where the patterns alone would cost ten times that.
    elements, comments = html.count(RECORD_OPENING), html.count(COMMENT_OPENING)
    if elements + comments > 1:
        raise EditedRecordError("the page carries more than one record")
    if elements and (element := RECORD_ELEMENT.match(html, html.find(RECORD_OPENING))):
        start, text = element.start(), element[1]
        return _Found(start, unescaped(text), element[2] or "", lambda page: bytes_digest(page, start, text))
    if comments and (comment := RECORD_COMMENT.match(html, html.find(COMMENT_OPENING))):
        return _Found(comment.start(), comment[1], comment[2], text_digest)
    if elements + comments or _TRACE.search(html):
        raise UnreadableRecordError("the page's record is damaged")
    if BEGIN in html:
        raise EditedRecordError("the record has been taken off the page")
    return None
