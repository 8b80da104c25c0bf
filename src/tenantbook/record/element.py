"""The record as an element of a built page, sealed by a digest of the page's own bytes."""

import hashlib
import re
from html import unescape

from tenantbook.record.written import UnreadableRecordError

#: What opens the sealed stretch of a page; the record closes it.
BEGIN = "<!--tenantbook:begin-->"

RECORD_OPENING = '<div class="tb-record" hidden data-search-exclude data-record="'
RECORD_CLOSING = '" data-digest="{digest}">'
RECORD_ELEMENT = re.compile(rf'{RECORD_OPENING}([^"]*)"(?: data-digest="([0-9a-f]*)")?>')


def seal(html: str) -> str:
    """Return a built page whose record carries a digest of everything between its marks.

    Pages without a record (search, start pages of the site generator) come back as they are.
    """
    found = RECORD_ELEMENT.search(html)
    if not found:
        return html
    digest = bytes_digest(html, found.start(), found[1])
    element = f"{RECORD_OPENING}{found[1]}{RECORD_CLOSING.format(digest=digest)}"
    return html[: found.start()] + element + html[found.end() :]


def begin_of(html: str, end: int) -> int:
    """Return where the sealed stretch begins that ends at `end`.

    Raises:
        UnreadableRecordError: its mark is gone, or stands below.
    """
    begin = html.find(BEGIN)
    if begin < 0 or begin > end:
        raise UnreadableRecordError("the page's marks are gone or out of order")
    return begin


def bytes_digest(html: str, end: int, record: str) -> str:
    """Return the digest of a page from its mark to `end`, and of its record; SHA-256 in hexadecimal digits."""
    sealed = f"{html[begin_of(html, end) : end]}{record}".replace("\r\n", "\n")
    # A page from elsewhere may hold halves of characters, which UTF-8 would refuse.
    return hashlib.sha256(sealed.encode(errors="surrogatepass")).hexdigest()


def unescaped(attribute: str) -> str:
    """Return an attribute's text. Quotes, nearly all that a record escapes, are put back the cheap way."""
    plain = attribute.replace("&quot;", '"')
    return unescape(attribute) if "&" in plain else plain
