"""How long and how many: "an hour and a half", "1h30", "43,200 minutes", "between 1 and 8 hours"."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from tenantbook.claims.words import COUNT, COUNTS, DURATION, DURATIONS, Amount, Word

_MINUTES = {
    "seconds": Fraction(1, 60),
    "minutes": Fraction(1),
    "hours": Fraction(60),
    "days": Fraction(1440),
    "weeks": Fraction(10080),
    "months": Fraction(43200),
    "years": Fraction(525600),
}
_FRACTIONS = {"½": Fraction(1, 2), "¼": Fraction(1, 4), "¾": Fraction(3, 4)}
_THOUSANDS = re.compile(r"\d{1,3}(?:[., \u00a0\u202f]\d{3})+")

#: Numbers in words that take ones after them.
_TENS = frozenset(range(20, 100, 10))
_ONES_END = 10

#: A number of more figures is no amount of anything that texts speak of.
_MOST_FIGURES = 9

#: "one" and "two" are too common to be counts unless they are written in figures.
_LEAST_WORDED = 3


@dataclass(frozen=True, slots=True)
class Counting:
    """The words of a language for amounts.

    `articles` are numbers that are also articles (a, an); `rates` are words before them that make "a day" a rate.
    """

    numbers: Mapping[str, Fraction]
    units: Mapping[str, Fraction]
    half: frozenset[str]
    plus: frozenset[str]
    to: frozenset[str]
    between: frozenset[str]
    articles: frozenset[str]
    rates: frozenset[str]

    @staticmethod
    def minutes(units: Iterable[tuple[str, Sequence[str]]]) -> dict[str, Fraction]:
        """Return how many minutes each word for a unit stands for."""
        return {word.casefold(): _MINUTES[unit] for unit, words in units for word in words}


@dataclass(frozen=True, slots=True)
class _Read:
    """An amount that was read: its value, and the number of the word after it."""

    value: Fraction
    after: int


def with_amounts(words: Sequence[Word], counting: Counting) -> tuple[Word, ...]:
    """Return the words with each amount as one word."""
    return tuple(_Counter(words, counting).all())


class _Counter:
    """Reads amounts in one sentence, from left to right."""

    def __init__(self, words: Sequence[Word], counting: Counting) -> None:
        self._words = words
        self._text = [word.text for word in words]
        self._counting = counting

    def all(self) -> Iterator[Word]:
        """Yield every word, amounts as one."""
        number = 0
        while number < len(self._words):
            found = self._amount(number) if self._may_begin(number) else None
            if found:
                kind, low, high, after = found
                yield Word(kind, self._words[number].start, self._words[after - 1].end, Amount(low, high))
                number = after
            else:
                yield self._words[number]
                number += 1

    def _may_begin(self, number: int) -> bool:
        text, counting = self._text[number], self._counting
        if text in counting.articles:
            # Most articles are no numbers, and they are the most common words there are.
            following = self._at(number + 1)
            return following in counting.units or following in counting.half
        return text[:1].isdecimal() or text in counting.numbers or text in counting.half or text in _FRACTIONS

    def _amount(self, number: int) -> tuple[str, Fraction, Fraction, int] | None:
        first = self._duration(number)
        if first:
            if self._is_rate(number, first):
                return None
            second = self._other_end(number, first, self._duration)
            if second:
                return DURATIONS, first.value, second.value, second.after
            return DURATION, first.value, first.value, self._said_again(first)
        return self._count_or_range(number)

    def _count_or_range(self, number: int) -> tuple[str, Fraction, Fraction, int] | None:
        count = self._number(number)
        if not count:
            return None
        end = self._other_end(number, count, self._duration)
        if end:
            # "1 to 8 hours": the unit stands once, at the end.
            unit = self._counting.units[self._text[end.after - 1]]
            return DURATIONS, count.value * unit, end.value, end.after
        end = self._other_end(number, count, self._number)
        if end:
            return COUNTS, count.value, end.value, end.after
        worded = self._text[number] in self._counting.numbers
        if worded and count.value < _LEAST_WORDED:
            return None
        return COUNT, count.value, count.value, count.after

    def _other_end(self, number: int, first: _Read, read: Callable[[int], "_Read | None"]) -> _Read | None:
        """Return the end of a range that `first` begins, or None."""
        joint = first.after
        if joint >= len(self._text):
            return None
        between = number > 0 and self._text[number - 1] in self._counting.between
        joins = self._text[joint] in self._counting.to or (between and self._text[joint] in self._counting.plus)
        end = read(joint + 1) if joins else None
        return end if end and end.value > first.value else None

    def _is_rate(self, number: int, first: _Read) -> bool:
        """Return whether an amount belongs to how often or how many: "24 hours a day", "twice a day"."""
        opens = self._counting.rates | self._counting.articles
        if self._at(first.after) in opens and self._at(first.after + 1) in self._counting.units:
            return True
        if self._text[number] not in self._counting.articles:
            return number > 0 and self._text[number - 1] in self._counting.rates
        before = self._text[number - 1] if number else ""
        return before in self._counting.rates or before in self._counting.units

    def _said_again(self, first: _Read) -> int:
        """Return what follows a duration that is repeated in brackets: "480 minutes (8 hours)"."""
        if self._at(first.after) != "(":
            return first.after
        again = self._duration(first.after + 1)
        same = again and again.value == first.value and self._at(again.after) == ")"
        return again.after + 1 if again and same else first.after

    def _at(self, number: int) -> str:
        return self._text[number] if number < len(self._text) else ""

    def _duration(self, number: int) -> _Read | None:
        first = self._one_unit(number)
        while first:
            more = self._smaller(first)
            if not more:
                break
            first = more
        return first

    def _smaller(self, first: _Read) -> _Read | None:
        """Return the duration with what is added to it: "and a half", "1 h 30 min", "1h30"."""
        words, counting = self._text, self._counting
        unit = counting.units.get(words[first.after - 1])
        if unit is None:
            return None
        plus = first.after + (self._at(first.after) in counting.plus)
        if plus > first.after:
            half = plus + (self._at(plus) in counting.articles)
            if self._at(half) in counting.half and self._at(half + 1) not in counting.units:
                return _Read(first.value + unit / 2, half + 1)
        more = self._one_unit(plus)
        if more and counting.units.get(words[more.after - 1], unit) < unit:
            return _Read(first.value + more.value, more.after)
        return self._stuck_minutes(first)

    def _stuck_minutes(self, first: _Read) -> _Read | None:
        last = self._words[first.after - 1]
        follows = first.after < len(self._words) and self._words[first.after].start == last.end
        if follows and self._counting.units[last.text] == _MINUTES["hours"] and self._at(first.after).isdecimal():
            minutes = _figures(self._at(first.after))
            return _Read(first.value + minutes, first.after + 1) if minutes else None
        return None

    def _one_unit(self, number: int) -> _Read | None:
        counting = self._counting
        if self._at(number) in counting.half:
            unit = number + 1 + (self._at(number + 1) in counting.articles)
            return self._of(Fraction(1, 2), unit)
        count = self._number(number)
        if not count:
            return None
        value, after = count.value, count.after
        if self._at(after) in counting.half and self._at(number) in counting.articles:
            value, after = Fraction(1, 2), after + 1
        elif self._at(after) in counting.plus:
            half = after + 1 + (self._at(after + 1) in counting.articles)
            if self._at(half) in counting.half:
                value, after = value + Fraction(1, 2), half + 1
        return self._of(value, after)

    def _of(self, value: Fraction, unit: int) -> _Read | None:
        minutes = self._counting.units.get(self._at(unit))
        return _Read(value * minutes, unit + 1) if minutes else None

    def _number(self, number: int) -> _Read | None:
        text = self._at(number)
        if text[:1].isdecimal():
            value = _figures(text)
            if value is None:
                return None
            part = _FRACTIONS.get(self._at(number + 1))
            return _Read(value + part, number + 2) if part else _Read(value, number + 1)
        if text in _FRACTIONS:
            return _Read(_FRACTIONS[text], number + 1)
        value = self._counting.numbers.get(text)
        return self._worded(value, number) if value is not None else None

    def _worded(self, value: Fraction, number: int) -> _Read:
        """Return a number in words: "twenty four", and "eight (8)", which says it twice."""
        after = number + 1
        ones = self._ones(after) if value in _TENS else None
        if ones:
            value, after = value + ones, after + 1
        if self._at(after) == "(" and self._at(after + 2) == ")" and _figures(self._at(after + 1)) == value:
            after += 3
        return _Read(value, after)

    def _ones(self, number: int) -> Fraction | None:
        """Return a number in words below ten, if there is one."""
        ones = self._counting.numbers.get(self._at(number))
        return ones if ones and ones < _ONES_END and self._at(number) not in self._counting.articles else None


def _figures(text: str) -> Fraction | None:
    """Return the number that figures write: a separator before three figures parts thousands."""
    if not text[:1].isdecimal():
        return None
    if _THOUSANDS.fullmatch(text):
        text = re.sub(r"\D", "", text)
    if len(text) > _MOST_FIGURES:
        return None
    return Fraction(text.replace(",", "."))
