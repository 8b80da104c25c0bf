"""The ledger as text: what was published where, one line an article, so that a change is a small difference."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType
from typing import Any

from tenantbook.model.errors import TenantbookError
from tenantbook.model.publication import ArticleId, Sent

#: Of the file's form; a newer one is refused.
VERSION = 1

#: What a line under way says of an article that is being retired.
RETIRING = "-"

_SENT = ("key", "address", "ours", "theirs", "title")


class DamagedLedgerError(TenantbookError):
    """A ledger cannot be read; the message says why. It is never written over."""


@dataclass(frozen=True, slots=True)
class Kept:
    """What is known of one article: as it was last sent, with the record it carried, as JSON.

    `pending` is the digest of what was about to be sent when the line was written: where it still stands, that was
    cut short, and the other side may hold either. `words` is the digest of its words but for the day of reading.
    """

    sent: Sent | None
    record: str = ""
    pending: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True)
class Ledger:
    """Everything that was published to one target."""

    target: str
    kept: Mapping[ArticleId, Kept] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def sent(self) -> dict[ArticleId, Sent]:
        """What was sent, by article."""
        return {article: kept.sent for article, kept in self.kept.items() if kept.sent}


def write_ledger(ledger: Ledger) -> str:
    """Return a ledger as text: JSON, with each article on a line of its own, in order."""
    lines = [f"  {json.dumps(article.marker)}: {_line(kept)}" for article, kept in sorted(ledger.kept.items())]
    head = f'{{"v": {VERSION}, "target": {json.dumps(ledger.target)}, "articles": {{'
    return f"{head}\n{f',{chr(10)}'.join(lines)}{chr(10) if lines else ''}}}}}\n"


def read_ledger(text: str, target: str) -> Ledger:
    """Return the ledger that a text holds.

    Raises:
        DamagedLedgerError: it is damaged, of a newer version, or another target's.
    """
    plain = _parsed(text)
    if not isinstance(plain, dict) or set(plain) != {"v", "target", "articles"}:
        raise DamagedLedgerError("it is no ledger")
    if plain["v"] != VERSION:
        raise DamagedLedgerError(f"it is of version {plain['v']}, this tenantbook reads {VERSION}; update it")
    if plain["target"] != target:
        raise DamagedLedgerError(f"it is the ledger of {plain['target']!r}")
    if not isinstance(plain["articles"], dict):
        raise DamagedLedgerError("it is no ledger")
    return Ledger(target, dict(_entry(marker, kept) for marker, kept in plain["articles"].items()))


def journal_line(article: ArticleId, kept: Kept | None) -> str:
    """Return a change of the ledger as a line of its journal; None forgets the article."""
    return f"[{json.dumps(article.marker)}, {_line(kept) if kept else 'null'}]\n"


def with_journal(ledger: Ledger, journal: str) -> Ledger:
    """Return a ledger with the changes of a journal made; a last line that was cut short counts for nothing.

    Raises:
        DamagedLedgerError: another line of the journal is damaged.
    """
    kept = dict(ledger.kept)
    # Not `splitlines`, which also breaks at characters that a title may hold.
    for line in journal.split("\n")[:-1]:
        plain = _parsed(line)
        if not isinstance(plain, list) or len(plain) != 2 or not isinstance(plain[0], str):  # noqa: PLR2004  # a pair
            raise DamagedLedgerError("a line of it is damaged")
        article, change = _entry(plain[0], plain[1] or {})
        kept.pop(article, None)
        if plain[1] is not None:
            kept[article] = change
    return Ledger(ledger.target, kept)


def _line(kept: Kept) -> str:
    sent = kept.sent
    plain = {
        **({name: getattr(sent, name) for name in _SENT} if sent else {}),
        **({"when": sent.when.isoformat()} if sent else {}),
        **({"extra": dict(sorted(sent.extra.items()))} if sent and sent.extra else {}),
        **({"record": json.loads(kept.record)} if kept.record else {}),
        **({"pending": kept.pending} if kept.pending else {}),
        **({"words": kept.words} if kept.words else {}),
    }
    return json.dumps(plain, ensure_ascii=False)


def _parsed(text: str) -> Any:
    try:
        return json.loads(text, object_pairs_hook=_each_once)
    except json.JSONDecodeError as error:
        raise DamagedLedgerError(f"line {error.lineno}: {error.msg}") from error
    except (ValueError, RecursionError) as error:
        raise DamagedLedgerError(str(error)) from error


def _each_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        names = [name for name, _ in pairs]
        raise ValueError(f"{next(name for name in names if names.count(name) > 1)!r} stands twice")
    return found


def _entry(marker: str, plain: Any) -> tuple[ArticleId, Kept]:
    article = ArticleId.of_marker(marker)
    if article is None or not isinstance(plain, dict):
        raise DamagedLedgerError(f"{marker!r} is no article")
    try:
        record = json.dumps(plain["record"], ensure_ascii=False, separators=(",", ":")) if "record" in plain else ""
        return article, Kept(_sent(plain), record, str(plain.get("pending", "")), str(plain.get("words", "")))
    except (KeyError, TypeError, ValueError) as error:
        raise DamagedLedgerError(f"the line of {marker} is damaged") from error


def _sent(plain: Mapping[str, Any]) -> Sent | None:
    if "key" not in plain:
        return None
    texts = {name: plain[name] for name in _SENT}
    extra = plain.get("extra", {})
    if not all(isinstance(text, str) for text in (*texts.values(), *extra.values())):
        raise TypeError("text")
    when = datetime.fromisoformat(plain["when"])
    if when.tzinfo is None:
        raise ValueError("when")
    return Sent(**texts, when=when, extra=MappingProxyType(dict(extra)))
