"""Stamping: the slots of a compiled file filled for one subject, each value escaped for where it stands."""

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html import escape

from tenantbook.model.edition import Slot
from tenantbook.pages.slots import SLOT
from tenantbook.record import BEGIN, RECORD_CLOSING, RECORD_ELEMENT, RECORD_OPENING

#: A slot in a JSON text: as it is, or as JSON escapes it, and not where the backslash is itself escaped.
_JSON_SLOT = re.compile(rf"(?<!\\)(?:\\\\)*\\u(e[0-9a-f]{{3}}|f[0-8][0-9a-f]{{2}})|{SLOT.pattern}")

#: Text and slots in turn, beginning and ending with text.
Pieces = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Values:
    """The values of one subject by slot, escaped for HTML and for JSON that holds HTML."""

    html: Mapping[str, str]
    json: Mapping[str, str]


def values_of(slots: Mapping[str, Slot]) -> Values:
    """Return the values of an edition's slots, ready to be joined in."""
    return Values(
        html={slot: escape(value.text) for slot, value in slots.items()},
        json={slot: json.dumps(escape(value.text, quote=False))[1:-1] for slot, value in slots.items()},
    )


def cut_html(text: str) -> Pieces:
    """Return a compiled HTML text as pieces."""
    return tuple(_cut(text, SLOT))


def cut_json(text: str) -> Pieces:
    """Return a compiled JSON text, or a script that holds one, as pieces."""
    return tuple(_cut(text, _JSON_SLOT))


def _cut(text: str, slot: re.Pattern[str]) -> Iterator[str]:
    end = 0
    for found in slot.finditer(text):
        escaped = found.lastindex is not None
        yield text[end : found.start(1) - len(r"\u") if escaped else found.start()]
        yield chr(int(found[1], 16)) if escaped else found.group()
        end = found.end()
    yield text[end:]


def join(pieces: Pieces, values: Mapping[str, str]) -> str:
    """Return pieces with every slot filled."""
    filled = list(pieces)
    filled[1::2] = [values[slot] for slot in pieces[1::2]]
    return "".join(filled)


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


def stamp_page(sheet: Sheet, values: Mapping[str, str]) -> str:
    """Return a page for one subject, sealed: the same bytes as filling its slots and then sealing it."""
    sealed, record = join(sheet.sealed, values), values[sheet.record]
    digest = hashlib.sha256(f"{sealed}{record}".encode()).hexdigest()
    element = f"{RECORD_OPENING}{record}{RECORD_CLOSING.format(digest=digest)}"
    return f"{join(sheet.before, values)}{sealed}{element}{join(sheet.after, values)}"
