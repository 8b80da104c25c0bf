"""Values in words: exact, in the reader's language, and never as markup."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

import humanize
from babel.core import UnknownLocaleError
from babel.dates import format_date

from tenantbook.model.policy import Bound, Fact, Kind
from tenantbook.model.snapshot import UNNAMED, Target, Value

#: What a default or recommendation of kind targets says for all users.
EVERYONE = "everyone"

_MINUTES = {"minutes": 1, "hours": 60, "days": 24 * 60}


def duration_in_words(minutes: int, locale: str) -> str:
    """Return a duration exactly, largest unit first: "1 hour 30 minutes", never "2 hours".

    Days are the largest unit, since months and years have no fixed length. Each unit is worded
    apart, because a library that words the whole adds "and" in some languages and not in others.
    """
    days, rest = divmod(minutes, 24 * 60)
    hours, left = divmod(rest, 60)
    parts = [timedelta(days=days), timedelta(hours=hours), timedelta(minutes=left)]
    return " ".join(_one_unit(part, locale) for part in parts if part) or _one_unit(timedelta(), locale)


def _one_unit(length: timedelta, locale: str) -> str:
    english = locale.partition("_")[0] == "en"
    if not english:
        humanize.i18n.activate(locale)
    try:
        return humanize.precisedelta(length, minimum_unit="minutes", suppress=("years", "months"), format="%d")
    finally:
        if not english:
            humanize.i18n.deactivate()


def is_worded(locale: str) -> bool:
    """Return whether durations and dates have words in a locale."""
    try:
        return bool(duration_in_words(1, locale) and day_in_words(date.min, locale))
    except (OSError, ValueError, UnknownLocaleError):
        return False


def day_in_words(day: date, locale: str) -> str:
    """Return a date as people write it in the language: "23 November 2026"."""
    return format_date(day, format="long", locale=locale)


def in_words(value: Value, fact: Fact | Bound, locale: str, words: Mapping[str, str]) -> str:
    """Return `value` as a page prints it. `words` holds the language's fixed words."""
    match fact.kind:
        case Kind.FLAG:
            return _choices(fact).get(str(value).lower()) or words["yes" if value else "no"]
        case Kind.DURATION if isinstance(value, int):
            return duration_in_words(in_minutes(value, fact), locale)
        case Kind.COUNT:
            return f"{value} {words[fact.unit]}" if fact.unit else str(value)
        case Kind.CHOICE:
            return _choices(fact).get(str(value), str(value))
        case Kind.TARGETS if isinstance(value, tuple):
            return _targets_in_words(value, words)
        case _:
            return str(value)


def in_minutes(value: int, fact: Fact | Bound) -> int:
    """Return a duration in minutes, whatever unit the fact is declared in."""
    return value * _MINUTES[fact.unit or "minutes"]


def _choices(fact: Fact | Bound) -> Mapping[str, str]:
    return (fact.choices or {}) if isinstance(fact, Fact) else {}


def _targets_in_words(targets: Sequence[Target], words: Mapping[str, str]) -> str:
    if not targets:
        return words["nobody"]
    if any(target.everyone for target in targets):
        return words["everyone"]
    worded = (_target_in_words(target, words) for target in targets)
    names = list(dict.fromkeys(worded))
    listed = names[0] if len(names) == 1 else f"{', '.join(names[:-1])} {words['and']} {names[-1]}"
    return f"{words['members-of']} {listed}" if any(target.group for target in targets) else listed


def _target_in_words(target: Target, words: Mapping[str, str]) -> str:
    if target.group is None:
        return words[str(target.unnamed)]
    return f"{target.group} ({words['id-ending']} {target.ending})" if target.ending else target.group


def encode_value(value: Value) -> object:
    """Return `value` as YAML and JSON hold it: scalars as they are, targets as a list of small mappings."""
    if not isinstance(value, tuple):
        return value
    return [_encode_target(target) for target in value]


def _encode_target(target: Target) -> dict[str, object]:
    if target.everyone:
        return {EVERYONE: True}
    said = {"unnamed": target.unnamed} if target.group is None else {"group": target.group}
    return {**said, **({"ending": target.ending} if target.ending else {})}


def decode_value(plain: object, fact: Fact) -> Value:
    """Return the value that `encode_value` wrote, or a literal of a content file.

    Raises:
        ValueError: `plain` is not a value of this fact; the message says why.
    """
    match fact.kind:
        case Kind.FLAG if isinstance(plain, bool):
            return plain
        case Kind.COUNT | Kind.DURATION if isinstance(plain, int) and not isinstance(plain, bool):
            return _within_range(plain, fact)
        case Kind.CHOICE if isinstance(plain, str):
            return _known_choice(plain, fact)
        case Kind.TEXT if isinstance(plain, str):
            return plain
        case Kind.TARGETS if isinstance(plain, list | tuple):
            return tuple(_decode_target(entry) for entry in plain)
    raise ValueError(f"expected {_EXPECTED[fact.kind]}, found {_shown(plain)}")


_EXPECTED = {
    Kind.FLAG: "true or false",
    Kind.COUNT: "a whole number",
    Kind.DURATION: "a whole number",
    Kind.CHOICE: "a word",
    Kind.TEXT: "a text",
    Kind.TARGETS: "a list of targets",
}


def _shown(plain: object) -> str:
    return "nothing" if plain is None else repr(plain)[:60]


def _within_range(number: int, fact: Fact) -> int:
    if fact.range and not fact.range[0] <= number <= fact.range[1]:
        raise ValueError(f"{number} is outside what the platform allows, {fact.range[0]} to {fact.range[1]}")
    return number


def _known_choice(word: str, fact: Fact) -> str:
    if fact.choices is not None and word not in fact.choices:
        raise ValueError(f"{_shown(word)} is none of {', '.join(fact.choices)}")
    return word


def _is_ending(more: Mapping[object, object]) -> bool:
    return not more or (set(more) == {"ending"} and isinstance(more["ending"], str))


def _decode_target(entry: object) -> Target:
    match entry:
        case "everyone" | {"everyone": True}:
            return Target(everyone=True)
        case {"group": str() as name, **more} if _is_ending(more):
            return Target(group=name, ending=str(more.get("ending", "")))
        case {"unnamed": str() as what, **more} if what in UNNAMED and _is_ending(more):
            return Target(unnamed=what, ending=str(more.get("ending", "")))
    raise ValueError(f"{_shown(entry)} is no target")
