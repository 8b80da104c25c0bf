"""Slots: the places of values in a text, filled last."""

import re
from collections.abc import Iterator, Mapping

from tenantbook.model.edition import Slot

#: Private-use characters that stand for values in prose: 6,400 of them, U+E000 to U+F8FF.
_FIRST, _LAST = 0xE000, 0xF8FF

#: Inside code a highlighter marks such a character as an error and colours a number as a number,
#: so a bare number takes a reserved number of its own.
NUMBER_PREFIX = "970355007"
_NUMBER_DIGITS = 6

SLOT = re.compile(rf"[\ue000-\uf8ff]|{NUMBER_PREFIX}\d{{{_NUMBER_DIGITS}}}")


class TooManySlotsError(Exception):
    """An edition prints more different values than there are private-use characters."""

    def __init__(self) -> None:
        super().__init__(f"an edition may print at most {_LAST - _FIRST + 1} different values")


class SlotTable:
    """Hands out slots by name, in the order of first use.

    Never by value: two clients whose pages make the same choices get the same slots.
    """

    def __init__(self) -> None:
        self._slots: dict[str, Slot] = {}
        self._by_name: dict[str, str] = {}

    def text(self, name: str, value: str, language: str = "") -> str:
        """Return the character that stands for the value `name` in prose; words have one in each language."""
        key = f"{name}|{language}"
        return self._by_name.get(key) or self._add(key, Slot(name, value), chr(_FIRST + len(self._slots)))

    def number(self, name: str, value: str) -> str:
        """Return the reserved number that stands for the bare number `name` in code."""
        key, slot = f"{name}|number", f"{NUMBER_PREFIX}{len(self._slots):0{_NUMBER_DIGITS}}"
        return self._by_name.get(key) or self._add(key, Slot(key, value), slot)

    def _add(self, key: str, value: Slot, slot: str) -> str:
        if _FIRST + len(self._slots) > _LAST:
            raise TooManySlotsError
        self._slots[slot] = value
        self._by_name[key] = slot
        return slot

    def assign(self, slot: str, value: str) -> None:
        """Give a slot its value once that is known: a record lists what its whole page leans on."""
        self._slots[slot] = Slot(self._slots[slot].name, value)

    def name_of(self, slot: str) -> str:
        """Return what a slot stands for."""
        return self._slots[slot].name

    def items(self) -> Mapping[str, Slot]:
        """Return every slot handed out."""
        return dict(self._slots)


def slots_in(text: str) -> Iterator[str]:
    """Yield every slot in a text, in order, repeats included."""
    return (found.group() for found in SLOT.finditer(text))
