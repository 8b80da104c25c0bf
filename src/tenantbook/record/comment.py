"""The record as an HTML comment, for places that rewrite the HTML they are given, such as WordPress."""

import hashlib
import re

from tenantbook.model.edition import Record
from tenantbook.record.element import BEGIN, begin_of
from tenantbook.record.text import folded_text
from tenantbook.record.written import parse_record, write_record

COMMENT_OPENING = "<!-- tenantbook:record "
RECORD_COMMENT = re.compile(r"<!-- tenantbook:record (\{[^<>]*\})\s+([0-9a-f]*)\s*-->")

#: What a comment may not hold, or what a filter of comments would change, as JSON escapes it. WordPress takes the
#: backslash from before a quote; a backslash that was escaped itself must not be taken for that one, so it goes first.
_ESCAPES = {"\\\\": "\\u005c", '\\"': "\\u0022", "--": "-\\u002d", "<": "\\u003c", ">": "\\u003e", "&": "\\u0026"}


def record_comment(record: Record, digest: str) -> str:
    """Return a record as a comment: its JSON, with nothing in it that could end a comment, and a digest."""
    text = write_record(record)
    for plain, escaped in _ESCAPES.items():
        text = text.replace(plain, escaped)
    return f"{COMMENT_OPENING}{text} {digest} -->"


def seal_text(content: str, record: Record) -> str:
    """Return a page's content between its mark and its record, sealed by a digest of its text."""
    page = f"{BEGIN}\n{content.strip()}\n"
    unsealed = page + record_comment(record, "")
    return page + record_comment(record, text_digest(unsealed))


def text_digest(html: str) -> str:
    """Return the digest of the words and link targets between a page's mark and its record, and of the record.

    It stays the same when quotes become curly, hyphens dashes, line breaks paragraphs, `<hr>` becomes `<hr />` and
    white space moves. So it says nothing about markup: bold text, headings, the order of attributes, or an attribute
    other than a link's or picture's address may change unnoticed.

    Raises:
        UnreadableRecordError: the mark or the record is gone, or the record cannot be read.
    """
    found = RECORD_COMMENT.search(html)
    end = found.start() if found else len(html)
    words = folded_text(html[begin_of(html, end) : end])
    # Read and written anew, since a filter may have moved white space or escapes in the comment as well.
    record = write_record(parse_record(found[1], "")) if found else ""
    return hashlib.sha256(f"{words}\0{record}".encode(errors="surrogatepass")).hexdigest()
