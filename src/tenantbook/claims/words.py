"""A sentence as words: small letters, contractions spelled out, each word with its place."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from itertools import accumulate

#: What words for amounts begin with, and no other word does.
AMOUNT_SIGN = "§"

#: Words that stand for amounts in a sentence that patterns are held against.
DURATION, DURATIONS, COUNT, COUNTS = "§d", "§r", "§c", "§k"

#: What ends a clause: a pattern's gap never crosses one.
BOUNDS = frozenset(",;()–?!")

_WORD = re.compile(
    r"2[Ff][Aa]\b"  # two-factor authentication, no number
    r"|\d{1,3}(?:[., \u00a0\u202f]\d{3}(?!\d))+|\d+(?:[.,]\d+)?|[½¼¾]"
    r"|[^\W\d_]+(?:['’][^\W\d_]+)*|[-–—−]|[,;()?!]"
)
_DASH = frozenset("-–—−")


@dataclass(frozen=True, slots=True)
class Amount:
    """How long or how many: durations in minutes. `low` and `high` differ in a range."""

    low: Fraction
    high: Fraction


@dataclass(frozen=True, slots=True)
class Word:
    """One word, sign or amount, with its place in the sentence."""

    text: str
    start: int
    end: int
    amount: Amount | None = None


@dataclass(frozen=True)
class Spoken:
    """A sentence as patterns see it: its words with one space around each."""

    words: tuple[Word, ...]

    @cached_property
    def line(self) -> str:
        """All words, each with a space before and after."""
        return " " + "".join(f"{word.text} " for word in self.words)

    @cached_property
    def starts(self) -> list[int]:
        """Where each word begins in `line`."""
        return [1, *accumulate((len(word.text) + 1 for word in self.words), initial=1)][1:-1]

    def at(self, place: int) -> int:
        """Return the number of the word at a place of `line`."""
        return max(bisect_right(self.starts, place) - 1, 0)

    def place(self, number: int) -> int:
        """Return where a word begins in `line`; its length for the number after the last word's."""
        return self.starts[number] if number < len(self.starts) else len(self.line)

    def clause(self, number: int) -> tuple[int, int]:
        """Return the first word of the clause that a word stands in, and the number after its last."""
        before = next((each for each in range(number, -1, -1) if self.words[each].text in BOUNDS), -1)
        after = (each for each in range(number, len(self.words)) if self.words[each].text in BOUNDS)
        return before + 1, next(after, len(self.words))


def words_in(text: str, spelled: Mapping[str, Sequence[str]], breaks: frozenset[str]) -> list[Word]:
    """Return the words of a sentence. `spelled` maps contractions to words, `breaks` names words that open clauses."""
    return list(_words(text, spelled, breaks))


def _words(text: str, spelled: Mapping[str, Sequence[str]], breaks: frozenset[str]) -> Iterator[Word]:
    for found in _WORD.finditer(text):
        word, start, end = found.group(), found.start(), found.end()
        if word in _DASH:
            if _is_sign(text, start, end):
                yield Word("–" if _stands_free(text, start, end) else "-", start, end)
            continue
        word = word.casefold().replace("’", "'")
        if word in breaks:
            yield Word(";", start, start)
        for part in spelled.get(word, (word.removesuffix("'s"),)):
            yield Word(part, start, end)


def _stands_free(text: str, start: int, end: int) -> bool:
    return text[start - 1 : start].isspace() and text[end : end + 1].isspace()


def _is_sign(text: str, start: int, end: int) -> bool:
    """Return whether a dash is more than a hyphen: it stands free, or between figures."""
    return _stands_free(text, start, end) or (text[start - 1 : start].isalnum() and text[end : end + 1].isdecimal())
