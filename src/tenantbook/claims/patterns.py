"""The small language of claim patterns, made into regular expressions that cannot run away.

A pattern is words as they are read, in small letters. `(a|b c)` is one of several, `[x]` may be missing, `valid*` is a
beginning, `...` is up to eight words of the same clause, and `{duration}`, `{durations}` (a range), `{count}` and
`{counts}` are amounts. Between any two words a dash may stand.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from tenantbook.claims.words import COUNT, COUNTS, DURATION, DURATIONS
from tenantbook.content.parse import suggest

AMOUNTS = {"{duration}": DURATION, "{durations}": DURATIONS, "{count}": COUNT, "{counts}": COUNTS}

#: Bounds on a pattern, so that holding it against a sentence takes a known, small number of steps.
MOST_PARTS, MOST_GAPS, MOST_CHOICES, SHORTEST_BEGINNING = 48, 3, 14, 2

_PART = re.compile(r"\.\.\.|…|\{[^{}]*\}|[()|\[\]]|[^\s()|\[\]{}.…]+|\S")
_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*\*?")
_DASH = "(?:– )?"
_GAP = "((?:(?![,;()–?!§-])[^ ]{1,40} ){0,8}?)"


class BadPatternError(ValueError):
    """A pattern that cannot be used; the message says why, for the person who wrote it."""


@dataclass(frozen=True, slots=True)
class Pattern:
    """A pattern ready for use. `needs` are texts of which a sentence must hold one, or it cannot match."""

    source: str
    expression: re.Pattern[str]
    needs: tuple[str, ...]
    amounts: tuple[str, ...]

    def matches(self, line: str) -> Iterator[re.Match[str]]:
        """Yield where the pattern stands in a line of words."""
        if any(need in line for need in self.needs):
            yield from self.expression.finditer(line)


def compile_pattern(source: str) -> Pattern:
    """Return a pattern ready for use.

    Raises:
        BadPatternError: it cannot be used.
    """
    parts = _PART.findall(source.casefold().replace("’", "'").replace("-", " "))
    if len(parts) > MOST_PARTS * 3:
        raise BadPatternError(f"more than {MOST_PARTS} words; make two patterns of it")
    builder = _Builder(parts)
    expression = builder.sequence(frozenset())
    if builder.rest:
        raise BadPatternError(f"{builder.rest[0]!r} closes nothing")
    builder.check()
    return Pattern(source, re.compile(f"(?<= ){expression}"), builder.needs(), tuple(builder.amounts))


def phrases(words: Iterable[str]) -> re.Pattern[str] | None:
    """Return an expression that finds any of some phrases, or None where there are none."""
    each = [re.escape(_spaced(word)).replace(r"\*", "[^ ]*") for word in words]
    # The longest first, since the first that fits is taken.
    return re.compile(f"(?<= )(?:{'|'.join(sorted(each, key=len, reverse=True))}) ") if each else None


def _spaced(phrase: str) -> str:
    return " ".join(phrase.casefold().replace("’", "'").replace("-", " ").split())


class _Builder:
    """Builds one expression from the parts of a pattern."""

    def __init__(self, parts: list[str]) -> None:
        self.rest = parts
        self.amounts: list[str] = []
        self._shape: list[str] = []
        self._words: list[tuple[str, ...]] = []
        self._count = 0
        self._depth = 0

    def sequence(self, ends: frozenset[str]) -> str:
        """Return the expression of parts up to one of `ends`."""
        built: list[str] = []
        while self.rest and self.rest[0] not in ends and self.rest[0] not in (")", "]", "|"):
            built.append(self._part(self.rest.pop(0)))
        if not built:
            raise BadPatternError("an empty place")
        return "".join(built)

    def _part(self, part: str) -> str:
        self._count += 1
        if part == "(":
            return self._choice(")")
        if part == "[":
            held = list(self._words)
            built = self._choice("]")
            # What may be missing cannot be looked for.
            self._words = held
            return f"{built}?"
        if part in ("...", "…"):
            return self._gap()
        if part.startswith("{"):
            return self._amount(part)
        return self._word(part)

    def _choice(self, closing: str) -> str:
        if self._depth:
            raise BadPatternError("brackets within brackets; make two patterns of it")
        self._depth = 1
        before, self._words = self._words, []
        options: list[str] = []
        rarest: list[str] = []
        while not options or self.rest[:1] == ["|"]:
            if options:
                self.rest.pop(0)
            self._words = []
            options.append(self.sequence(frozenset("|" + closing)))
            rarest.append(max(self._words, key=lambda each: len(each[0]), default=("",))[0])
        if self.rest[:1] != [closing]:
            raise BadPatternError("a bracket that is never closed")
        self.rest.pop(0)
        if len(options) > MOST_CHOICES:
            raise BadPatternError(f"more than {MOST_CHOICES} choices in one place")
        self._depth = 0
        self._words = [*before, tuple(rarest)]
        return f"(?:{'|'.join(options)})"

    def _gap(self) -> str:
        if self._depth:
            raise BadPatternError("... within brackets; put it outside")
        if not self._shape or self._shape[-1] == "..." or not self.rest:
            raise BadPatternError("... stands between two words, not at an end and not twice")
        self._shape.append("...")
        return _GAP

    def _amount(self, part: str) -> str:
        if part not in AMOUNTS:
            raise BadPatternError(f"{part} is not known; there is {', '.join(AMOUNTS)}{suggest(part, AMOUNTS)}")
        self._shape.append("amount")
        self.amounts.append(AMOUNTS[part])
        self._words.append((AMOUNTS[part],))
        return f"{AMOUNTS[part]} {_DASH}"

    def _word(self, part: str) -> str:
        if part == ",":
            return ", "
        if not _WORD.fullmatch(part):
            raise BadPatternError(f"{part!r} is no word; there are words, (a|b), [a], ..., begin* and amounts")
        plain = part.removesuffix("*")
        if plain != part and len(plain) < SHORTEST_BEGINNING:
            raise BadPatternError(f"{part!r} begins too many words")
        self._shape.append("word")
        self._words.append((f" {plain}" if plain != part else f" {plain} ",))
        ending = "[^ ]{0,20}" if plain != part else ""
        return f"{re.escape(plain)}{ending} {_DASH}"

    def check(self) -> None:
        """Refuse a pattern that would match too much or take too long."""
        if self._count > MOST_PARTS:
            raise BadPatternError(f"more than {MOST_PARTS} words; make two patterns of it")
        if self._shape.count("...") > MOST_GAPS:
            raise BadPatternError(f"more than {MOST_GAPS} gaps; make two patterns of it")
        if "word" not in self._shape or not any(needs[0].startswith(" ") for needs in self._words):
            raise BadPatternError("no word that must be there, so it would match anywhere")

    def needs(self) -> tuple[str, ...]:
        """Return texts of which a sentence must hold one: of the part that is rarest, as far as one can tell."""
        amounts = [needs for needs in self._words if needs[0].startswith("§")]
        words = [needs for needs in self._words if not needs[0].startswith("§")]
        return min(amounts or words, key=lambda needs: (len(needs), -len(needs[0])))
