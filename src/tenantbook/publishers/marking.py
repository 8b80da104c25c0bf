"""What an article carries in its own words, for places whose editors keep nothing else: whose it is, and a seal.

Hudu and IT Glue may strip comments, classes and data attributes from the HTML that they are given. Text they keep. So
the identity and the seal stand in one line of plain text; the record, which is longer, in the address of a link in
that line. Where even that is stripped, the article still is known by its line, and the line by the ledger's key.
"""

import hashlib
import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass
from html import escape

from tenantbook.model.edition import Record
from tenantbook.model.publication import ArticleId
from tenantbook.record.text import folded_text
from tenantbook.record.written import UnreadableRecordError, parse_record, write_record

#: How many hexadecimal digits of a digest stand in the line.
_SHORT = 12
_UNFINISHED = "0" * _SHORT
_NOTHING = "f" * _SHORT

_WORDS = "Kept by tenantbook; what is changed here by hand will be asked about. Reference "
_NAME = r"tenantbook:([A-Za-z0-9/-]{9,400})"
_LINE = re.compile(rf"{re.escape(_WORDS)}{_NAME} ([0-9a-f]{{{_SHORT}}})\.([0-9a-f]{{{_SHORT}}})")
_ALONE = re.compile(rf"{_NAME}(?: ([0-9a-f]{{{_SHORT}}})\.([0-9a-f]{{{_SHORT}}}))?")
_RECORD = re.compile(r"#tenantbook-record-([A-Za-z0-9_-]{1,100000})")
_TAG = re.compile(r"<([A-Za-z][A-Za-z0-9]*)\s[^>]*>")


@dataclass(frozen=True, slots=True)
class Mark:
    """What an article's line says: its identity, whether it was written to its end, and what it took the place of.

    `sealed` says whether title and text still are what the line was written for; None where the line holds no seal.
    `was` begins the digest of what stood there before, and is empty where nothing did.
    """

    id: ArticleId
    sealed: bool | None
    finished: bool
    was: str


def marked_name(article: ArticleId) -> str:
    """Return the identity as it stands in a line, or for a title while an article is being made."""
    return f"tenantbook:{article.marker}"


def line_of(article: ArticleId, record: Record, seal: str, was: str) -> str:
    """Return the line as a paragraph of HTML. `seal` is empty while the article is being written."""
    packed = urlsafe_b64encode(write_record(record).encode()).decode().rstrip("=")
    reference = f"{marked_name(article)} {seal or _UNFINISHED}.{shortened(was) or _NOTHING}"
    words = escape(_WORDS.removesuffix("Reference "), quote=False)
    return f'<p><em>{words}<a href="#tenantbook-record-{packed}">Reference</a> {reference}</em></p>'


def seal_of(title: str, html: str) -> str:
    """Return the beginning of the digest of a title and of an article's words, its line and its markup apart."""
    text = _LINE.sub("", _text(html))
    return hashlib.sha256(f"{folded_text(title)}\0{' '.join(text.split())}".encode()).hexdigest()[:_SHORT]


def mark_of(title: str, html: str) -> Mark | None:
    """Return what an article says of itself; None where it says nothing, or names two identities."""
    found = _ALONE.findall(f"{title} {_text(html)}") if "tenantbook:" in title + html else []
    articles = {ArticleId.of_marker(marker) for marker, _, _ in found}
    article = articles.pop() if len(articles) == 1 else None
    if article is None:
        return None
    _, seal, was = found[-1]
    finished = seal != _UNFINISHED and marked_name(article) not in title
    sealed = None if not seal or not finished else seal == seal_of(title, html)
    return Mark(article, sealed, finished, "" if was == _NOTHING else was)


def record_of(html: str) -> Record | None:
    """Return the record that an article's line leads to; None where it is gone or damaged."""
    found = _RECORD.search(html)
    if not found:
        return None
    try:
        text = urlsafe_b64decode(found[1] + "=" * (-len(found[1]) % 4)).decode()
        return parse_record(text, "")
    except (ValueError, UnreadableRecordError):
        return None


def _text(html: str) -> str:
    """Return the words of HTML: addresses, which the other side may write anew, are left out."""
    return folded_text(_TAG.sub(r"<\1>", html))


def shortened(digest: str) -> str:
    """Return as much of a digest as a line has room for."""
    return digest[:_SHORT]
