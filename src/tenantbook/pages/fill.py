"""Filling slots into Markdown, each value escaped for where it stands."""

import re
from collections.abc import Iterator, Mapping

from tenantbook.model.edition import Edition, Slot
from tenantbook.pages.slots import SLOT

_FENCE = re.compile(r"^ *(`{3,}|~{3,})")


def fill(edition: Edition) -> dict[str, str]:
    """Return the Markdown of every page of an edition by path, ready for the site generator."""
    return {page.path: fill_markdown(page.markdown, edition.slots) for page in edition.pages}


def fill_markdown(text: str, slots: Mapping[str, Slot]) -> str:
    """Return `text` with every slot replaced by its value.

    In prose, HTML and attributes a value becomes character references, which no Markdown or HTML
    reads as markup. A code fence shows its text as it is, so there the value goes in as it is: it
    is one line, so that it cannot close the fence. A bare number for code is only digits.
    """
    shown = {slot: escape(value.text) if len(slot) == 1 else value.text for slot, value in slots.items()}
    in_code = {slot: _one_line(value.text) for slot, value in slots.items()}
    return "".join(_filled(line, in_code if fenced else shown) for fenced, line in _lines(text))


def _filled(line: str, values: Mapping[str, str]) -> str:
    return SLOT.sub(lambda found: values[found.group()], line)


def _lines(text: str) -> Iterator[tuple[bool, str]]:
    """Yield each line, its end included, and whether it stands in a code fence."""
    fence = ""
    for line in text.splitlines(keepends=True):
        mark = _FENCE.match(line)
        if mark and not fence:
            fence = mark[1]
            yield False, line
        elif mark and mark[1].startswith(fence) and not line.strip(" `~\n"):
            fence = ""
            yield False, line
        else:
            yield bool(fence), line


def escape(text: str) -> str:
    """Return a value as text that is never markup, in Markdown, in HTML and in a quoted attribute.

    Letters, digits and single spaces stay; all else becomes a character reference. So does a space
    at either end or after another, which Markdown or HTML would drop, and the first digit of a value
    that is only digits, which before a full stop would begin a list.
    """
    last = len(text) - 1
    return "".join(
        character
        if (character.isalnum() and not (place == 0 and text.isdecimal()))
        or (character == " " and 0 < place < last and text[place - 1] != " ")
        else f"&#{ord(character)};"
        for place, character in enumerate(text)
    )


def _one_line(text: str) -> str:
    return " ".join(text.split())
