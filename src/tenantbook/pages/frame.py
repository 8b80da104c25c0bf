"""What a template sees: facts that note how they are used and never show their value."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Final

from tenantbook.model.errors import TenantbookError
from tenantbook.model.policy import Fact, Kind
from tenantbook.pages.decisions import Answers, Operand, Question
from tenantbook.pages.slots import SlotsInUse


class ValueAsTextError(TenantbookError):
    """A template used a value as text (joined, upper-cased, indexed) instead of printing it by itself."""

    def __init__(self, name: str) -> None:
        super().__init__(f"the value {name} can only be printed by itself or compared, not joined or changed")


@dataclass(slots=True)
class Uses:
    """How one page uses values: its slots, every question asked with its answer, the facts it leans on, in order."""

    slots: SlotsInUse
    answers: Answers
    language: str = ""
    asked: dict[Question, bool] = field(default_factory=dict)
    facts: dict[str, None] = field(default_factory=dict)

    def note(self, name: str) -> None:
        """Remember that the page leans on a fact."""
        self.facts.setdefault(name)

    def decide(self, question: Question) -> bool:
        """Answer a question, and remember that it was asked."""
        if question not in self.asked:
            self.asked[question] = self.answers.answer(question)
        return self.asked[question]


class FactInUse:
    """One fact in a template: printing it makes a slot, deciding by it asks a question.

    Both are noted, since a page that only decides by a fact goes out of date with it all the same.
    """

    __slots__ = ("_uses", "fact", "name")

    def __init__(self, name: str, fact: Fact, uses: Uses) -> None:
        self.name: Final = name
        self.fact: Final = fact
        self._uses = uses

    def printed(self) -> str:
        """Return the slot of the value in words."""
        self._uses.note(self.name)
        return self._uses.slots.text(self.name, self._uses.language)

    def bare(self) -> str:
        """Return the slot of the bare number, for code. Durations are in minutes."""
        self._uses.note(self.name)
        if self.fact.kind not in (Kind.COUNT, Kind.DURATION):
            raise ValueAsTextError(f"{self.name} (no number)")
        return self._uses.slots.number(self.name)

    def is_everyone(self) -> bool:
        """Return whether the targets include everyone."""
        return self._asks("everyone")

    def is_within(self, other: object) -> bool:
        """Return whether each of the targets is one of another fact's, which may be everyone."""
        return self._compares("within", other)

    def is_overlapping(self, other: object) -> bool:
        """Return whether some of the targets are another fact's as well, word for word."""
        return self._compares("overlapping", other)

    def is_naming(self, group: str) -> bool:
        """Return whether a group of this name is among the targets."""
        return self._compares("naming", group)

    def _asks(self, asks: str, other: Operand | None = None) -> bool:
        self._uses.note(self.name)
        if other is not None and other.fact is not None:
            self._uses.note(other.fact)
        return self._uses.decide(Question(asks, self.name, other))

    def _compares(self, asks: str, other: object) -> bool:
        return self._asks(asks, _operand(other))

    def _orders(self, asks: str, other: object) -> bool:
        for side in (self, other):
            _expect_number(side)
        return self._compares(asks, other)

    def __bool__(self) -> bool:
        return self._asks("holds")

    def __eq__(self, other: object) -> bool:
        return self._compares("==", other)

    def __ne__(self, other: object) -> bool:
        return self._compares("!=", other)

    def __lt__(self, other: object) -> bool:
        return self._orders("<", other)

    def __le__(self, other: object) -> bool:
        return self._orders("<=", other)

    def __gt__(self, other: object) -> bool:
        return self._orders(">", other)

    def __ge__(self, other: object) -> bool:
        return self._orders(">=", other)

    __hash__ = None  # type: ignore[assignment] # a value that hides its text must not be a key either

    def __str__(self) -> str:
        raise ValueAsTextError(self.name)

    def __iter__(self) -> Iterator[object]:
        raise ValueAsTextError(self.name)


def _operand(other: object) -> Operand:
    match other:
        case FactInUse():
            return Operand(other.name, None)
        case bool() | int() | str() | tuple():
            return Operand(None, other)
    raise ValueAsTextError(repr(other))


def _expect_number(side: object) -> None:
    match side:
        case FactInUse() if side.fact.kind in (Kind.COUNT, Kind.DURATION):
            return
        case int() if not isinstance(side, bool):
            return
    raise ValueAsTextError(side.name if isinstance(side, FactInUse) else repr(side))


@dataclass(frozen=True, slots=True)
class Typed:
    """An address for typing: in a page it may break after a slash, and nowhere that a hyphen could be read into it."""

    text: str

    def printed(self) -> str:
        """Return the address as HTML."""
        return f'<span class="tb-address">{self.text.replace("/", "/<wbr>")}</span>'


@dataclass(frozen=True, slots=True)
class Plain:
    """A value of the client or provider, printed through a slot; false where it is not given."""

    name: str
    uses: Uses
    language: str = ""

    def printed(self) -> str:
        """Return the slot of the value."""
        return self.uses.slots.text(self.name, self.language)

    def __bool__(self) -> bool:
        return self.uses.decide(Question("given", self.name))

    def __str__(self) -> str:
        raise ValueAsTextError(self.name)


@dataclass(frozen=True, slots=True)
class ClientId:
    """The id of the client whose page it is: there to compare, never to print, and a question like any other."""

    uses: Uses

    def __eq__(self, other: object) -> bool:
        return self.uses.decide(Question("==", "client.id", _operand(other)))

    def __ne__(self, other: object) -> bool:
        return not self == other

    __hash__ = None  # type: ignore[assignment] # as above

    def __str__(self) -> str:
        raise ValueAsTextError("client.id")


@dataclass(frozen=True, slots=True)
class DerivedInUse:
    """What follows from facts, in a template: asked on each page, which so leans on the facts behind it."""

    condition: str
    holds: Callable[[str], bool]

    def __bool__(self) -> bool:
        return self.holds(self.condition)


def nested(values: dict[str, object]) -> dict[str, object]:
    """Return dotted names as nested mappings: `tap.lifetime.maximum` under `tap`, under `lifetime`."""
    tree: dict[str, object] = {}
    for name, value in values.items():
        *above, last = name.split(".")
        branch = tree
        for part in above:
            found = branch.setdefault(part, {})
            if not isinstance(found, dict):
                raise TypeError(f"{name} stands below a fact")
            branch = found
        branch[last] = value
    return tree
