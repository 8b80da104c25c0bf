"""A record as JSON: written in one form only, and read back as input that nobody vouches for."""

import json
from datetime import UTC, datetime
from typing import Any, NoReturn

from tenantbook.model.edition import Record
from tenantbook.model.errors import TenantbookError

VERSION = 1

#: What is larger is no record of ours; it is not even parsed.
MAX_CHARACTERS = 64 * 1024
MAX_FACTS = 500

#: How many days a page may say that its values stay fresh.
MAX_FRESH = 3650

_KEYS = frozenset({"v", "page", "client", "audience", "language", "read", "facts"})


class UnreadableRecordError(TenantbookError):
    """A page's record cannot be read; the message says why, for the person who runs the check."""


class EditedRecordError(UnreadableRecordError):
    """A page has been changed by hand so that it no longer has one record: none, or two."""


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
        **({} if record.fresh is None else {"fresh": record.fresh}),
    }
    return json.dumps(plain, ensure_ascii=False, separators=(",", ":"))


def parse_record(text: str, digest: str) -> Record:
    """Return the record that `text` holds.

    Raises:
        UnreadableRecordError: it is too large, damaged, or of another version.
    """
    if len(text) > MAX_CHARACTERS:
        raise UnreadableRecordError(f"the page's record is larger than {MAX_CHARACTERS // 1024} kB")
    try:
        plain = json.loads(text, object_pairs_hook=_each_once, parse_constant=_refuse, parse_float=_refuse)
    except (ValueError, RecursionError) as error:
        raise UnreadableRecordError("the page's record is damaged") from error
    version = plain.get("v") if isinstance(plain, dict) else None
    if type(version) is not int or version != VERSION:
        raise UnreadableRecordError(f"the record is of version {version}, this tenantbook reads {VERSION}; update it")
    try:
        return _record(plain, digest)
    except (KeyError, TypeError, ValueError, OverflowError) as error:
        raise UnreadableRecordError("the page's record is damaged") from error


def _each_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a key stands twice")
    return found


def _refuse(number: str) -> NoReturn:
    """Refuse fractions, infinities and what is no number: no fact is one."""
    raise ValueError(number)


def _record(plain: dict[str, Any], digest: str) -> Record:
    if plain.keys() - {"fresh"} != _KEYS:
        raise KeyError("keys")
    page, client, audience, language = (_text(plain[key]) for key in ("page", "client", "audience", "language"))
    return Record(
        page=page,
        client=client,
        audience=audience,
        language=language,
        read=None if plain["read"] is None else _moment(plain["read"]),
        facts=_facts(plain["facts"]),
        digest=digest,
        fresh=_days(plain["fresh"]) if "fresh" in plain else None,
    )


def _text(plain: Any) -> str:
    if not isinstance(plain, str):
        raise TypeError("text")
    return plain


def _moment(plain: Any) -> datetime:
    """Return a time in UTC. Where the hour of another zone would leave the calendar, it is none: OverflowError."""
    read = datetime.fromisoformat(plain)
    return read.astimezone(UTC) if read.tzinfo else read.replace(tzinfo=UTC)


def _days(plain: Any) -> int:
    if type(plain) is not int or not 0 < plain <= MAX_FRESH:
        raise ValueError("fresh")
    return plain


def _facts(plain: Any) -> dict[str, object]:
    if not isinstance(plain, dict) or len(plain) > MAX_FACTS:
        raise TypeError("facts")
    return {name: _value(value) for name, value in plain.items()}


def _value(plain: Any) -> object:
    """Return a value in the form of records: a scalar, or targets as a list of one-key mappings."""
    if isinstance(plain, bool | int | str) or (isinstance(plain, list) and all(map(_is_target, plain))):
        return plain
    raise TypeError("value")


def _is_target(plain: Any) -> bool:
    return isinstance(plain, dict) and len(plain) == 1 and all(isinstance(each, str | bool) for each in plain.values())
