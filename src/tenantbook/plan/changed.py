"""What has changed in an article since it was last published, in words for whoever reads the plan or a revision."""

from collections.abc import Iterator, Mapping
from datetime import timedelta

from tenantbook.content.library import Library
from tenantbook.model.edition import Record
from tenantbook.model.publication import Article
from tenantbook.plan.ledger import Kept
from tenantbook.plan.lines import words_digest
from tenantbook.record.written import UnreadableRecordError, parse_record
from tenantbook.values import day_in_words, decode_value, in_words

#: Facts named one by one; more would hide the first.
_NAMED = 4


def changed(library: Library, kept: Kept, article: Article) -> str:
    """Return what has changed: values, title, words, or only the day of reading; `more` where none of it is known.

    Such as "maximum lifetime 8 hours → 4 hours, read 22 November 2026".
    """
    if article.files:
        return "styles, scripts, search or other files have changed"
    told = list(_values(library, kept.record, article.record))
    if len(told) > _NAMED:
        told = [*told[:_NAMED], f"and {len(told) - _NAMED} more values"]
    if kept.sent and kept.sent.title and kept.sent.title != article.title:
        told.append(f"title “{kept.sent.title}” → “{article.title}”")
    read = _read(library, article.record)
    if told:
        return ", ".join([*told, read] if read else told)
    if is_read_again(kept, article):
        return f"{read} again" if read else "made anew"
    return f"its text has changed{f', {read}' if read else ''}" if kept.sent else "made anew"


def is_read_again(kept: Kept, article: Article) -> bool:
    """Return whether an article has the words it was published with, but for the day of reading."""
    return bool(kept.words) and kept.words == words_digest(article.title, article.html)


def is_due(kept: Kept, article: Article, days: int) -> bool:
    """Return whether what is published was read at least so many days before what would be sent."""
    try:
        before = parse_record(kept.record, "").read if kept.record else None
    except UnreadableRecordError:
        return True
    now = article.record.read
    return now is not None and (before is None or now - before >= timedelta(days=days)) and now != before


def _read(library: Library, record: Record) -> str:
    if record.read is None:
        return ""
    locale = library.languages[library.provider.language].locale
    return f"read {day_in_words(record.read.date(), locale)}"


def _values(library: Library, before: str, now: Record) -> Iterator[str]:
    try:
        old: Mapping[str, object] = parse_record(before, "").facts if before else now.facts
    except UnreadableRecordError:
        return
    for name in sorted({*old, *now.facts}):
        was, becomes = (_worded(library, name, facts.get(name)) for facts in (old, now.facts))
        if was != becomes and was and becomes:
            yield f"{_label(library, name)} {was} → {becomes}"


def _label(library: Library, name: str) -> str:
    label = library.facts[name].label if name in library.facts else name
    return label[:1].lower() + label[1:] if label[1:2].islower() else label


def _worded(library: Library, name: str, plain: object) -> str:
    fact = library.facts.get(name)
    words = library.languages[library.provider.language]
    if plain is None or fact is None:
        return ""
    try:
        return in_words(decode_value(plain, fact), fact, words.locale, words.words)
    except (TypeError, ValueError):
        return str(plain)
