"""Stamping: the slots of a compiled file filled for one subject, each value escaped for where it stands."""

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html import escape
from typing import Any

from tenantbook.pages.slots import SLOT
from tenantbook.record import BEGIN, RECORD_CLOSING, RECORD_ELEMENT, RECORD_OPENING

#: A slot in a JSON text: as it is, or as JSON escapes it, and not where the backslash is itself escaped.
_JSON_SLOT = re.compile(rf"(?<!\\)(?:\\\\)*\\u(e[0-9a-f]{{3}}|f[0-8][0-9a-f]{{2}})|{SLOT.pattern}")

_OPENING = RECORD_OPENING.encode()

#: Text, in UTF-8, and slots in turn, beginning and ending with text.
Pieces = tuple[bytes | str, ...]


class Values:
    """The values of one subject by slot: escaped for HTML, and for JSON that holds HTML; in UTF-8."""

    def __init__(self, slots: Mapping[str, str]) -> None:
        self.html: Mapping[str, bytes] = {slot: escape(text).encode() for slot, text in slots.items()}
        self.json: Mapping[str, bytes] = _InJson(slots)


class _InJson(dict[str, bytes]):
    """Values for JSON, made when they are asked for: the search index holds few of them."""

    def __init__(self, slots: Mapping[str, str]) -> None:
        self._slots = slots

    def __missing__(self, slot: str) -> bytes:
        value = self[slot] = json.dumps(escape(self._slots[slot], quote=False))[1:-1].encode()
        return value


def cut_html(text: str) -> Pieces:
    """Return a compiled HTML text as pieces."""
    return tuple(_cut(text, SLOT))


def cut_json(text: str) -> Pieces:
    """Return a compiled JSON text, or a script that holds one, as pieces."""
    return tuple(_cut(text, _JSON_SLOT))


def _cut(text: str, slot: re.Pattern[str]) -> Iterator[bytes | str]:
    end = 0
    for found in slot.finditer(text):
        escaped = found.lastindex is not None
        yield text[end : found.start(1) - len(r"\u") if escaped else found.start()].encode()
        yield chr(int(found[1], 16)) if escaped else found.group()
        end = found.end()
    yield text[end:].encode()


def join(pieces: Pieces, values: Mapping[str, bytes]) -> bytes:
    """Return pieces with every slot filled."""
    filled: list[Any] = list(pieces)
    filled[1::2] = [values[slot] for slot in filled[1::2]]
    return b"".join(filled)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A compiled page, cut for stamping: before the sealed stretch, the stretch, the record's slot, and after."""

    before: Pieces
    sealed: Pieces
    record: str
    after: Pieces


def cut_page(html: str) -> Sheet | None:
    """Return a compiled page cut for stamping, or None where it carries no record."""
    element = RECORD_ELEMENT.search(html)
    begin = html.find(BEGIN)
    if not element or begin < 0:
        return None
    return Sheet(
        before=cut_html(html[:begin]),
        sealed=cut_html(html[begin : element.start()]),
        record=element[1],
        after=cut_html(html[element.end() :]),
    )


def stamp_page(sheet: Sheet, values: Mapping[str, bytes]) -> bytes:
    """Return a page for one subject, sealed: the same bytes as filling its slots and then sealing it."""
    sealed, record = join(sheet.sealed, values), values[sheet.record]
    digest = hashlib.sha256(sealed + record).hexdigest()
    closing = RECORD_CLOSING.format(digest=digest).encode()
    return b"".join([join(sheet.before, values), sealed, _OPENING, record, closing, join(sheet.after, values)])
