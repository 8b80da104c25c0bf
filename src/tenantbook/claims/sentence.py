"""A sentence ready for matching: its words, and what it speaks of."""

from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from tenantbook.claims.amounts import with_amounts
from tenantbook.claims.grammar import Cue, Grammar, Topic
from tenantbook.claims.words import Spoken, words_in


class Mention(StrEnum):
    """What a word of a sentence is about: the topic by its name, the topic in short, or something else."""

    NAMED = "named"
    SHORT = "short"
    OTHER = "other"


@dataclass(frozen=True)
class Sentence:
    """A sentence ready for matching."""

    text: str
    grammar: Grammar

    @cached_property
    def spoken(self) -> Spoken:
        """Its words."""
        grammar = self.grammar
        return Spoken(with_amounts(words_in(self.text, grammar.spelled, grammar.breaks), grammar.counting))

    @cached_property
    def is_asked(self) -> bool:
        """Whether it is a question."""
        return self.text.rstrip("\"'”’) ").endswith("?")

    def part(self, first: int, end: int) -> str:
        """Return some of its words, with a space before and after."""
        return self.spoken.line[self.spoken.place(first) - 1 : self.spoken.place(end)]

    def has(self, cue: Cue, first: int, end: int) -> bool:
        """Return whether words of a kind stand between two places."""
        return first < end and self.grammar.cue(cue, self.part(first, end)) is not None

    def mentions(self, topic: Topic) -> list[tuple[int, Mention]]:
        """Return what is spoken of, word by word."""
        spans = [(self._number(each.start()), self._number(each.end() - 1)) for each in topic.named.finditer(self.text)]
        found = [(last, Mention.NAMED) for _, last in spans]
        taken = {number for first, last in spans for number in range(first, last + 1)}
        for expression, mention in ((self.grammar.cues[Cue.OTHERS], Mention.OTHER), (topic.short, Mention.SHORT)):
            for each in expression.finditer(self.spoken.line) if expression else ():
                span = range(self.spoken.at(each.start()), self.spoken.at(each.end() - 2) + 1)
                if not taken.intersection(span):
                    found.append((span[-1], mention))
                    taken.update(span)
        return sorted(found)

    def _number(self, place: int) -> int:
        words = self.spoken.words
        return next((number for number, word in enumerate(words) if word.end > place), max(len(words) - 1, 0))
