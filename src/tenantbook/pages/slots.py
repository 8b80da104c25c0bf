"""Slots: the places of values in a text, filled last."""

import re
from collections.abc import Iterator

from tenantbook.model.edition import SlotKey

#: Private-use characters that stand for values in prose: 6,400 of them, U+E000 to U+F8FF.
_FIRST, _LAST = 0xE000, 0xF8FF

#: The name, before a fact's, of the word that says that its value is not the recommended one.
DIFFERS = "differs:"

#: The form of a bare number; every other form is a language, or empty.
NUMBER = "number"

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
        self._by_key: dict[SlotKey, str] = {}

    def text(self, name: str, language: str = "") -> str:
        """Return the character that stands for the value `name` in prose; words have one in each language."""
        return self._slot(SlotKey(name, language), chr(_FIRST + len(self._by_key)))

    def number(self, name: str) -> str:
        """Return the reserved number that stands for the bare number `name` in code."""
        return self._slot(SlotKey(name, NUMBER), f"{NUMBER_PREFIX}{len(self._by_key):0{_NUMBER_DIGITS}}")

    def _slot(self, key: SlotKey, free: str) -> str:
        if key not in self._by_key and _FIRST + len(self._by_key) > _LAST:
            raise TooManySlotsError
        return self._by_key.setdefault(key, free)

    def name_of(self, slot: str) -> str:
        """Return what a slot stands for."""
        return self.handed_out()[slot].name

    def handed_out(self) -> dict[str, SlotKey]:
        """Return what every slot handed out stands for."""
        return {slot: key for key, slot in self._by_key.items()}


def slots_in(text: str) -> Iterator[str]:
    """Yield every slot in a text, in order, repeats included."""
    return (found.group() for found in SLOT.finditer(text))
