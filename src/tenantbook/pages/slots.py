"""Slots: the places of values in a text, filled last."""

import re
from collections.abc import Iterable, Iterator

from tenantbook.model.edition import SlotKey
from tenantbook.model.errors import TenantbookError

#: Private-use characters that stand for values in prose: 6,400 of them, U+E000 to U+F8FF.
_FIRST, _LAST = 0xE000, 0xF8FF

#: The name, before a fact's, of the word that says that its value is not the recommended one.
DIFFERS = "differs:"

#: The name, before a fact's, of the sentence that says who answers for that, and until when.
AGREED = "agreed:"

#: The form of a bare number; every other form is a language, or empty.
NUMBER = "number"

#: Inside code a highlighter marks such a character as an error and colours a number as a number,
#: so a bare number takes a reserved number of its own.
NUMBER_PREFIX = "970355007"
_NUMBER_DIGITS = 6

SLOT = re.compile(rf"[\ue000-\uf8ff]|{NUMBER_PREFIX}\d{{{_NUMBER_DIGITS}}}")


class TooManySlotsError(TenantbookError):
    """A library can print more different values than there are private-use characters."""

    def __init__(self, wanted: int) -> None:
        super().__init__(f"content may print at most {_LAST - _FIRST + 1} different values, and has {wanted}")


class SlotTable:
    """The slot of every value that a library can print.

    By name, never by value or by what was printed before: so a page is the same text whichever pages stand beside it,
    and two clients whose pages make the same choices have the same slots.
    """

    def __init__(self, keys: Iterable[SlotKey]) -> None:
        known = dict.fromkeys(keys)
        if len(known) > _LAST - _FIRST + 1:
            raise TooManySlotsError(len(known))
        self._by_key = {key: _slot(key, place) for place, key in enumerate(known)}
        self._by_slot = {slot: key for key, slot in self._by_key.items()}

    def slot(self, key: SlotKey) -> str:
        """Return what stands for a value: a character in prose, a reserved number in code."""
        return self._by_key[key]

    def name_of(self, slot: str) -> str:
        """Return what a slot stands for."""
        return self._by_slot[slot].name


def _slot(key: SlotKey, place: int) -> str:
    return f"{NUMBER_PREFIX}{place:0{_NUMBER_DIGITS}}" if key.form == NUMBER else chr(_FIRST + place)


class SlotsInUse:
    """The slots that one page has printed, in the order of first use."""

    def __init__(self, table: SlotTable) -> None:
        self._table = table
        self._used: dict[str, SlotKey] = {}

    def text(self, name: str, language: str = "") -> str:
        """Return the character that stands for the value `name` in prose; words have one in each language."""
        return self._use(SlotKey(name, language))

    def number(self, name: str) -> str:
        """Return the reserved number that stands for the bare number `name` in code."""
        return self._use(SlotKey(name, NUMBER))

    def _use(self, key: SlotKey) -> str:
        slot = self._table.slot(key)
        self._used.setdefault(slot, key)
        return slot

    def name_of(self, slot: str) -> str:
        """Return what a slot stands for."""
        return self._table.name_of(slot)

    def used(self) -> dict[str, SlotKey]:
        """Return what every slot that was printed stands for."""
        return dict(self._used)


def slots_in(text: str) -> Iterator[str]:
    """Yield every slot in a text, in order, repeats included."""
    return (found.group() for found in SLOT.finditer(text))
