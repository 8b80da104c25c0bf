"""What a template sees: facts that note how they are used, and words that come from the library."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from tenantbook.model.policy import Fact, Kind
from tenantbook.model.snapshot import Value
from tenantbook.pages.slots import SlotTable
from tenantbook.values import in_minutes


class ValueAsTextError(Exception):
    """A template used a value as text (joined, upper-cased, indexed) instead of printing it by itself."""

    def __init__(self, name: str) -> None:
        super().__init__(f"the value {name} can only be printed by itself or compared, not joined or changed")


@dataclass(slots=True)
class Uses:
    """The facts that one page has used so far, in order, its language, and the slots of its whole edition."""

    slots: SlotTable
    language: str = ""
    facts: dict[str, None] = field(default_factory=dict)

    def note(self, name: str) -> None:
        """Remember that the page leans on a fact."""
        self.facts.setdefault(name)


class FactInUse:
    """One fact in a template: printing it makes a slot, deciding by it gives the real value.

    Both are noted, since a page that only decides by a fact goes out of date with it all the same.
    """

    __slots__ = ("_uses", "_value", "_words", "fact", "name")

    def __init__(self, name: str, fact: Fact, value: Value, words: str, uses: Uses) -> None:
        self.name: Final = name
        self.fact: Final = fact
        self._value = value
        self._words = words
        self._uses = uses

    def printed(self) -> str:
        """Return the slot of the value in words."""
        self._uses.note(self.name)
        return self._uses.slots.text(self.name, self._words, self._uses.language)

    def bare(self) -> str:
        """Return the slot of the bare number, for code. Durations are in minutes."""
        self._uses.note(self.name)
        if not isinstance(self._value, int) or isinstance(self._value, bool):
            raise ValueAsTextError(f"{self.name} (no number)")
        number = in_minutes(self._value, self.fact) if self.fact.kind is Kind.DURATION else self._value
        return self._uses.slots.number(self.name, str(number))

    @property
    def value(self) -> Value:
        """The real value, noted as decided by."""
        self._uses.note(self.name)
        return self._value

    def is_everyone(self) -> bool:
        """Return whether the targets include everyone."""
        value = self.value
        return isinstance(value, tuple) and any(target.everyone for target in value)

    def __bool__(self) -> bool:
        return bool(self.value)

    def __eq__(self, other: object) -> bool:
        return self.value == _real(other)

    def __ne__(self, other: object) -> bool:
        return self.value != _real(other)

    def __lt__(self, other: object) -> bool:
        return _number(self) < _number(other)

    def __le__(self, other: object) -> bool:
        return _number(self) <= _number(other)

    def __gt__(self, other: object) -> bool:
        return _number(self) > _number(other)

    def __ge__(self, other: object) -> bool:
        return _number(self) >= _number(other)

    __hash__ = None  # type: ignore[assignment] # a value that hides its text must not be a key either

    def __str__(self) -> str:
        raise ValueAsTextError(self.name)

    def __iter__(self) -> Iterator[object]:
        raise ValueAsTextError(self.name)


def _real(other: object) -> object:
    return other.value if isinstance(other, FactInUse) else other


def _number(other: object) -> int:
    real = _real(other)
    if isinstance(real, int):
        return real
    raise ValueAsTextError(other.name if isinstance(other, FactInUse) else repr(other))


@dataclass(frozen=True, slots=True)
class Typed:
    """An address for typing: in a page it may break after a slash, and nowhere that a hyphen could be read into it."""

    text: str

    def printed(self) -> str:
        """Return the address as HTML."""
        return f'<span class="tb-address">{self.text.replace("/", "/<wbr>")}</span>'


@dataclass(frozen=True, slots=True)
class Plain:
    """A value of the client or provider, printed through a slot; empty where it is not given."""

    name: str
    text: str | None
    slots: SlotTable

    def printed(self) -> str:
        """Return the slot of the value."""
        return self.slots.text(self.name, self.text or "")

    def __bool__(self) -> bool:
        return bool(self.text)

    def __str__(self) -> str:
        raise ValueAsTextError(self.name)


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
