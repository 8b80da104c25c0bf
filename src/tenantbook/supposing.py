"""What if: a policy that nobody has set yet, and what guides would say under it."""

import difflib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from tenantbook.content.library import Library
from tenantbook.content.parse import suggest
from tenantbook.facts import broken_rules
from tenantbook.model.audience import Surface
from tenantbook.model.errors import TenantbookError
from tenantbook.model.policy import Fact, Kind
from tenantbook.model.snapshot import Snapshot, Value
from tenantbook.pages.compose import Composer
from tenantbook.pages.fill import fill
from tenantbook.pages.worded import Subject
from tenantbook.values import decode_value, in_words

_MINUTES = {"m": 1, "min": 1, "minute": 1, "h": 60, "hour": 60, "d": 1440, "day": 1440}
_UNITS = {"minutes": 1, "hours": 60, "days": 1440}
_TIME = re.compile(r"(?:(\d{1,9})\s*([a-z]+?)s?\s*)+", re.IGNORECASE)
_PART = re.compile(r"(\d{1,9})\s*([a-z]+)", re.IGNORECASE)
_YES, _NO = ("true", "yes", "on"), ("false", "no", "off")

#: What is compared of a page that would change: its lines, with this many around.
_AROUND = 1


class SupposedError(TenantbookError):
    """What is supposed is no fact, or no value of it; the message says what to write."""


@dataclass(frozen=True, slots=True)
class Supposed:
    """A fact with the value that it is supposed to have."""

    fact: str
    value: Value


def supposed(library: Library, text: str) -> Supposed:
    """Return what `FACT=VALUE` supposes: `tap.lifetime.maximum=4h`, `tap.once=true`, `tap.included=everyone`.

    Raises:
        SupposedError: no such fact, or no such value.
    """
    name, given, written = (part.strip() for part in text.partition("="))
    if not given:
        raise SupposedError(f"{text!r} supposes nothing: write FACT=VALUE, such as tap.lifetime.maximum=4h")
    fact = library.facts.get(name)
    if fact is None:
        raise SupposedError(f"no fact is called {name!r}{suggest(name, library.facts)}")
    try:
        return Supposed(name, decode_value(_literal(written, fact), fact))
    except ValueError as error:
        raise SupposedError(f"{name}: {error}") from error


def _literal(written: str, fact: Fact) -> object:
    match fact.kind:
        case Kind.FLAG:
            return _flag(written, fact)
        case Kind.COUNT:
            return int(written) if written.isdecimal() else written
        case Kind.DURATION:
            return _duration(written, fact)
        case Kind.TARGETS:
            return _targets(written)
    return written


def _flag(written: str, fact: Fact) -> object:
    own = {words.casefold(): word == "true" for word, words in (fact.choices or {}).items()}
    known = {**dict.fromkeys(_YES, True), **dict.fromkeys(_NO, False), **own}
    return known.get(written.casefold(), written)


def _duration(written: str, fact: Fact) -> object:
    """Return a duration in the fact's unit: a bare number is in that unit already."""
    if written.isdecimal():
        return int(written)
    parts = _PART.findall(written)
    known = [_MINUTES.get(unit.casefold()) or _MINUTES.get(unit.casefold().removesuffix("s")) for _, unit in parts]
    if not _TIME.fullmatch(written) or None in known:
        raise ValueError(f"{written!r} is no length of time: write 4h, 90min, 1h30m or 2 days")
    minutes = sum(int(number) * (unit or 0) for (number, _), unit in zip(parts, known, strict=True))
    unit = _UNITS[fact.unit or "minutes"]
    if minutes % unit:
        raise ValueError(f"{written!r} is no whole number of {fact.unit}")
    return minutes // unit


def _targets(written: str) -> list[object]:
    """Return targets from names with commas between them; `everyone` and `nobody` are what they say."""
    names = [name.strip() for name in written.split(",") if name.strip()]
    if names == ["nobody"]:
        return []
    return [{"everyone": True} if name == "everyone" else {"group": name} for name in names]


def supposing(library: Library, snapshot: Snapshot, changes: Iterable[Supposed]) -> tuple[Snapshot, tuple[str, ...]]:
    """Return a snapshot as it would be, and why Microsoft would refuse such a policy, if it would."""
    facts: Mapping[str, Value] = {**snapshot.facts, **{each.fact: each.value for each in changes}}
    return replace(snapshot, facts=facts), broken_rules(library.policies.values(), facts)


def in_words_of(library: Library, change: Supposed) -> str:
    """Return what is supposed, in words: "tap.lifetime.maximum were 4 hours"."""
    language = library.languages[library.provider.language]
    value = in_words(change.value, library.facts[change.fact], language.locale, language.words)
    return f"{change.fact} were {value}"


def rewritten(composer: Composer, before: Subject, after: Subject) -> Iterator[str]:
    """Yield, as lines of a unified diff, how each page of a client would read instead."""
    for surface in Surface:
        old, new = (fill(composer.compose(subject, surface)) for subject in (before, after))
        for path in dict.fromkeys((*old, *new)):
            name = f"{before.id}/{surface}/{path}"
            was, would_be = old.get(path, "").splitlines(), new.get(path, "").splitlines()
            yield from difflib.unified_diff(was, would_be, name, f"{name} (supposed)", lineterm="", n=_AROUND)
