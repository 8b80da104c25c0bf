"""What a post carries for us and readers do not see: whose article it is, its record, and what changed last.

Three comments, each in a paragraph that shows nothing and that the editor does not let go of. The first:
`<!-- tenantbook:article acme-dental/client/end-user/use-pass/en OURS SEAL -->`: the identity, the beginning of the
digest of what was sent, and that of the whole content, with naughts where it stands itself.
"""

import hashlib
import re
from dataclasses import dataclass

from tenantbook.blocks import carry_comment, sealed_blocks
from tenantbook.model.edition import Record
from tenantbook.model.publication import ArticleId
from tenantbook.record import UnreadableRecordError, digest_of, read_record

#: What a search for our posts asks for: two words as one.
ANY = "tenantbook:"
_LENGTH = 16
_NAUGHT = "0" * _LENGTH
_MARK = re.compile(
    r"<!-- tenantbook:(?P<kind>article|retired) (?P<id>[^\s<>]{5,400}) (?P<ours>[0-9a-f]{16}) "
    r"(?P<seal>[0-9a-f]{16}) -->"
)


@dataclass(frozen=True, slots=True)
class Mark:
    """What a post says it is: whose, the beginning of the digest of what was sent, and whether it was retired."""

    id: ArticleId
    ours: str
    retired: bool = False


def enclose(id: ArticleId, markup: str, record: Record, ours: str, note: str = "") -> str:  # noqa: A002
    """Return a post's content: blocks with their mark, sealed; and a note of what changed, where there is one."""
    mark = carry_comment(f"<!-- tenantbook:article {id.marker} {ours[:_LENGTH]} {_NAUGHT} -->")
    parts = [mark, sealed_blocks(markup, record)]
    if note:
        parts.append(carry_comment(f"<!-- tenantbook:changed {_harmless(note)} -->"))
    return _sealed("\n\n".join(parts))


def retired(content: str) -> str:
    """Return a post's content marked as one that is no longer published, and may be again."""
    return _sealed(content.replace("<!-- tenantbook:article ", "<!-- tenantbook:retired ", 1))


def mark_in(content: str) -> Mark | None:
    """Return the first mark of ours in a post, raw or as readers get it; None where there is none."""
    found = _MARK.search(content)
    if not found:
        return None
    article = ArticleId.of_marker(found["id"])
    return Mark(article, found["ours"], found["kind"] == "retired") if article else None


def is_whole(content: str, *, exactly: bool) -> bool | None:
    """Tell whether content is what was sent, to the letter or in its words alone; None where it cannot be told."""
    found = _MARK.search(content)
    if not found:
        return None
    if _seal(content) == found["seal"]:
        return True
    if exactly:
        return False
    try:
        record = read_record(content)
        return bool(record and record.digest == digest_of(content))
    except UnreadableRecordError:
        return False


def note_in(content: str) -> str:
    """Return what a post says was changed last, or nothing."""
    found = re.search(r"<!-- tenantbook:changed ([^<>]{1,500}) -->", content)
    return found[1] if found else ""


def _sealed(content: str) -> str:
    found = _MARK.search(content)
    if not found:
        return content
    return content[: found.start("seal")] + _seal(content) + content[found.end("seal") :]


def _seal(content: str) -> str:
    found = _MARK.search(content)
    blank = content if not found else content[: found.start("seal")] + _NAUGHT + content[found.end("seal") :]
    return hashlib.sha256(blank.encode(errors="surrogatepass")).hexdigest()[:_LENGTH]


def _harmless(note: str) -> str:
    """Return a note with nothing in it that ends a comment, or that a filter of comments would write anew."""
    for sign, instead in {"<": "(", ">": ")", "&": "and"}.items():
        note = note.replace(sign, instead)
    return re.sub(r"-{2,}", "-", " ".join(note.split()))[:500].strip("- ")
