"""What a text was decided by: questions about a subject, and a memory of the texts that answers lead to."""

import operator
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field
from typing import Generic, NamedTuple, TypeVar

from tenantbook.model.snapshot import Target, Value

Text = TypeVar("Text")


class Operand(NamedTuple):
    """What a fact is compared with: another fact by name, or a literal."""

    fact: str | None
    literal: Value | None


class Question(NamedTuple):
    """One thing that a template asked: whether a fact holds, includes everyone, compares so, or a value is given."""

    asks: str
    name: str
    other: Operand | None = None


#: Comparisons of content, by the name a question gives them.
COMPARISONS: Mapping[str, Callable[[Value, Value], bool]] = {
    "==": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


@dataclass(frozen=True, slots=True)
class Answers:
    """Answers questions for one subject: its facts, and which of its other values are given."""

    facts: Mapping[str, Value]
    given: Mapping[str, str | None]

    def answer(self, question: Question) -> bool:
        """Return the answer to a question. Raises KeyError for a fact that is not declared."""
        match question:
            case Question("given", name):
                return bool(self.given[name])
            case Question("holds", name):
                return bool(self.facts[name])
            case Question(asks, name, than) if asks in _OF_TARGETS:
                against = self.facts[than.fact] if than and than.fact else than.literal if than else None
                return _OF_TARGETS[asks](_targets(self.facts[name]), against)
            case Question("==", name, Operand(_, literal)) if name in self.given:
                return self.given[name] == literal
            case Question(asks, name, Operand(fact, literal)):
                other = self.facts[fact] if fact is not None else literal
                return COMPARISONS[asks](self.facts[name], other)  # type: ignore[arg-type] # a literal is a value
        raise KeyError(question)


def _targets(value: Value | None) -> tuple[Target, ...]:
    if not isinstance(value, tuple):
        raise TypeError("not about targets")
    return value


def _is_within(some: tuple[Target, ...], others: Value | None) -> bool:
    whole = _targets(others)
    return any(target.everyone for target in whole) or all(target in whole for target in some)


#: What is asked of targets, by the name a question gives it; the second is what they are held against.
_OF_TARGETS: Mapping[str, Callable[[tuple[Target, ...], Value | None], bool]] = {
    "everyone": lambda targets, _: any(target.everyone for target in targets),
    "within": _is_within,
    "overlapping": lambda targets, others: bool({*targets} & {*_targets(others)}),
    "naming": lambda targets, group: any(target.group == group for target in targets),
}


@dataclass(slots=True)
class _Node(Generic[Text]):
    """A question and where each answer leads, or a text."""

    question: Question | None = None
    text: Text | None = None
    by_answer: "dict[bool, _Node[Text]]" = field(default_factory=dict)


class Memory(Generic[Text]):
    """The texts composed so far, found again by asking the same questions in the same order.

    Composing is deterministic: after the same answers comes the same question. So the questions of all
    compositions form a tree, and a subject whose answers were met before has its text without composing.
    """

    def __init__(self) -> None:
        self._roots: dict[Hashable, _Node[Text]] = {}

    def find(self, start: Hashable, answers: Answers) -> Text | None:
        """Return the text that a subject's answers lead to, or None where that was not composed yet."""
        node = self._roots.get(start)
        while node is not None and node.question is not None:
            node = node.by_answer.get(answers.answer(node.question))
        return node.text if node else None

    def keep(self, start: Hashable, asked: Mapping[Question, bool], text: Text) -> None:
        """Remember a text under the questions that led to it, in their order."""
        node = self._roots.setdefault(start, _Node())
        for question, answer in asked.items():
            node.question = question
            node = node.by_answer.setdefault(answer, _Node())
        node.text = text
