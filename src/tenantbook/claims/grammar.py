"""What a library says about prose in one language, made ready for reading."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from tenantbook.claims.amounts import Counting
from tenantbook.claims.menus import Menus
from tenantbook.claims.patterns import Pattern, compile_pattern, phrases
from tenantbook.claims.words import AMOUNT_SIGN
from tenantbook.content.library import FIRST_LANGUAGE, Library
from tenantbook.model.client import Phrasing
from tenantbook.model.policy import Belief, Bound, Fact, PolicyFile, Reading


class Cue(StrEnum):
    """Kinds of words around a claim that say how it is meant; each is a key of a language's `prose:`."""

    DENIED = "denied"
    PAST = "past"
    EXAMPLE = "example"
    TOLD = "told"
    ADVISED = "advised"
    CONDITIONAL = "conditional"
    SETTABLE = "settable"
    EVERYWHERE = "everywhere"
    BY_DEFAULT = "by_default"
    FACTORY = "factory"
    OTHERS = "others"
    LIGHT = "light"


@dataclass(frozen=True, slots=True)
class Use:
    """One pattern and what it is for: a fact or platform figure by one of its readings, or a belief, right or wrong."""

    about: str
    pattern: Pattern
    unless: re.Pattern[str] | None
    reading: Reading | None = None
    right: bool = False


@dataclass(frozen=True, slots=True)
class Topic:
    """One thing that prose speaks of: how it is named, and all that is claimed about it."""

    named: re.Pattern[str]
    short: re.Pattern[str] | None
    amounts: tuple[Use, ...]
    plain: tuple[Use, ...]
    hint: re.Pattern[str]

    def uses_in(self, line: str) -> tuple[Use, ...]:
        """Return the patterns that may stand in a line of words: few hold an amount, or a word that one needs."""
        amounts = self.amounts if AMOUNT_SIGN in line else ()
        return (*amounts, *self.plain) if self.hint.search(line) else amounts


@dataclass(frozen=True, slots=True)
class Grammar:
    """Everything that reading prose of one language takes. Made once, used for many texts."""

    locale: str
    words: dict[str, str]
    facts: dict[str, Fact]
    platform: dict[str, Bound]
    beliefs: dict[str, Belief]
    counting: Counting
    spelled: dict[str, tuple[str, ...]]
    breaks: frozenset[str]
    abbreviations: re.Pattern[str]
    cues: dict[Cue, re.Pattern[str] | None]
    topics: tuple[Topic, ...]
    menus: Menus
    in_code: re.Pattern[str] | None
    coded: dict[str, str]

    def cue(self, kind: Cue, line: str) -> re.Match[str] | None:
        """Return where words of a kind stand in a line that begins with a space."""
        expression = self.cues[kind]
        return expression.search(line) if expression else None


class UnreadLanguageError(LookupError):
    """A language says nothing about prose; the message says what to add."""


def grammar_of(library: Library, language: str = FIRST_LANGUAGE) -> Grammar:
    """Return what reading prose in `language` takes.

    Raises:
        UnreadLanguageError: the language is unknown, or its file has no `prose:`.
        BadPatternError: a pattern cannot be used; `validate` tells which.
    """
    entry = library.languages.get(language)
    if entry is None or entry.prose is None:
        raise UnreadLanguageError(f"languages/{language}.yml has no `prose:`, so no text in it is read for claims")
    prose, facts = entry.prose, library.facts
    coded = {name.casefold(): about for about, fact in facts.items() for name in fact.in_code}
    return Grammar(
        locale=entry.locale,
        words=entry.words,
        facts=facts,
        platform=library.platform,
        beliefs={name: each for policy in library.policies.values() for name, each in policy.beliefs.items()},
        counting=_counting(prose),
        spelled={short: tuple(long.split()) for short, long in prose.spelled.items()},
        breaks=frozenset(prose.breaks),
        abbreviations=_abbreviations(prose.abbreviations),
        cues={cue: phrases(getattr(prose, cue.value)) for cue in Cue},
        topics=tuple(_topics(library, prose, language)),
        menus=Menus.of(library.places, prose.steps),
        in_code=_in_code(coded),
        coded=coded,
    )


def _counting(prose: Phrasing) -> Counting:
    return Counting(
        numbers={word: Fraction(number) for word, number in prose.numbers.items()},
        units=Counting.minutes(prose.units.items()),
        half=frozenset(prose.half),
        plus=frozenset(prose.plus),
        to=frozenset(prose.to) | {"-", "–"},
        between=frozenset(prose.between),
        articles=frozenset(prose.articles),
        rates=frozenset(prose.rates),
    )


def _abbreviations(words: Iterable[str]) -> re.Pattern[str]:
    each = [re.escape(word.removesuffix(".")) for word in words] or ["(?!)"]
    return re.compile(rf"(?<![^\W_])(?:{'|'.join(each)})\Z", re.IGNORECASE)


def _in_code(names: Iterable[str]) -> re.Pattern[str] | None:
    each = "|".join(re.escape(name) for name in names)
    return re.compile(rf"\b({each})[\"']?\s{{0,4}}[:=]?\s{{0,4}}(\d{{1,9}})\b", re.IGNORECASE) if each else None


def _topics(library: Library, prose: Phrasing, language: str) -> Iterator[Topic]:
    for policy in library.policies.values():
        first = language == FIRST_LANGUAGE
        named = (*policy.subjects, *prose.subjects.get(policy.policy, ()))
        short = (*(policy.short if first else ()), *prose.short.get(policy.policy, ()))
        if named:
            yield _topic(named, short, tuple(_uses(policy, prose, first=first)))


def _topic(named: Sequence[str], short: Sequence[str], uses: Sequence[Use]) -> Topic:
    amounts = tuple(use for use in uses if use.pattern.amounts)
    plain = tuple(use for use in uses if not use.pattern.amounts)
    needs = dict.fromkeys(need for use in plain for need in use.pattern.needs)
    hint = re.compile("|".join(re.escape(need) for need in needs) or "(?!)")
    return Topic(names(named), phrases(short), amounts, plain, hint)


def names(subjects: Iterable[str]) -> re.Pattern[str]:
    """Return an expression that finds a thing's names. One in capitals is matched as it is: TAP is no tap."""
    each = [_name(subject) for subject in subjects]
    return re.compile(rf"(?<![^\W_])(?:{'|'.join(sorted(each, key=len, reverse=True))})(?![^\W_])")


def _name(subject: str) -> str:
    plain = r"[\s-]+".join(re.escape(word).replace(r"\*", r"[^\W_]*") for word in subject.split())
    return plain if subject[:2].isupper() else f"(?i:{plain})"


def _uses(policy: PolicyFile, prose: Phrasing, *, first: bool) -> Iterator[Use]:
    entries: dict[str, Fact | Bound] = {**policy.facts, **policy.platform}
    for about, fact in entries.items():
        for reading in (*(fact.claims if first else ()), *prose.claims.get(about, ())):
            unless = phrases(reading.unless)
            for source in reading.reads:
                yield Use(about, compile_pattern(source), unless, reading)
    for about, belief in policy.beliefs.items():
        unless = phrases(belief.unless)
        for source in (*(belief.right if first else ()), *prose.right.get(about, ())):
            yield Use(about, compile_pattern(source), unless, right=True)
        for source in (*(belief.wrong if first else ()), *prose.wrong.get(about, ())):
            yield Use(about, compile_pattern(source), unless)
