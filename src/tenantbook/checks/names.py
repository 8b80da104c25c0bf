"""Checks on names: what is shared names no client, since every other client's readers would get it."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from tenantbook.content.document import Document, Path
from tenantbook.content.library import Library
from tenantbook.model.client import Client, HouseFile
from tenantbook.model.problem import Problem

#: Files that are one client's own, or that no reader gets.
_NOT_SHARED = ("clients/", "publish/", "house.yml")

#: What stands behind a company's name in its register and seldom on a page.
_FORMS = re.compile(
    r",? (?:GmbH(?: & Co\.? KG)?|AG|KG|UG|Ltd\.?|Limited|LLC|L\.L\.C\.|LLP|Inc\.?|Corp\.?|PLC|plc|B\.?V\.?|N\.?V\.?"
    r"|S\.?A\.?|S\.?A\.?S\.?|SARL|S\.?r\.?l\.?|AB|AS|A/S|Oy|Pty Ltd\.?)$"
)

#: Words of every book; a client that is called so can't be told from them.
_OF_THE_BOOK = frozenset({"Microsoft", "Entra", "Windows", "Office", "Teams", "Graph", "Authenticator", "Azure"})

_SHORTEST = 4
_PHONE = re.compile(r"\+?\d[\d ()./-]{5,30}\d")
_FEWEST_DIGITS = 7


def shared_texts_name_no_client(library: Library) -> Iterator[Problem]:
    """A text that all clients get holds no client's name, address or number, unless it is for that client alone."""
    names, numbers = _known(library)
    if not names and not numbers:
        return
    pattern = re.compile("|".join(rf"(?<!\w){re.escape(name)}(?!\w)" for name in sorted(names, key=len, reverse=True)))
    for file, document in library.documents.items():
        if not file.startswith(_NOT_SHARED):
            for path, text in _texts(document.data, ()):
                found = {(match.start(), names[match.group()]) for match in pattern.finditer(text)} if names else set()
                found |= {
                    (match.start(), numbers[_digits(match.group())])
                    for match in _PHONE.finditer(text)
                    if _digits(match.group()) in numbers
                }
                for at, client in sorted(found):
                    if not _is_for(document.data, path, client):
                        yield _problem(document, path, text, at, client)


def _problem(document: Document, path: Path, text: str, at: int, client: str) -> Problem:
    line = document.text_line(path) + document.as_written(path, text)[:at].count("\n")
    says = (
        f"this names the client {client}, and other clients get it too; write {{{{ client.name }}}} or contact(), "
        f"or put it below `when: client.id == '{client}'`"
    )
    return Problem(document.file, line, says)


def _known(library: Library) -> tuple[dict[str, str], dict[str, str]]:
    """Return whose each name and address is, and each number."""
    names: dict[str, str] = {}
    numbers: dict[str, str] = {}
    for client, entry in library.clients.items():
        names.update(dict.fromkeys(_names(entry, library.house), client))
        desk = entry.helpdesk
        digits = _digits(desk.phone or "") if desk else ""
        if len(digits) >= _FEWEST_DIGITS and not _is_houses(library.house, digits):
            numbers[digits] = client
    return names, numbers


def _names(entry: Client, house: HouseFile | None) -> Iterator[str]:
    own = {house.name, house.helpdesk.name, house.helpdesk.email} if house else set()
    for name in (entry.name, _FORMS.sub("", entry.name)):
        if len(name) >= _SHORTEST and name not in {*own, *_OF_THE_BOOK}:
            yield name
    if entry.helpdesk and entry.helpdesk.email and entry.helpdesk.email not in own:
        yield entry.helpdesk.email


def _is_houses(house: HouseFile | None, digits: str) -> bool:
    return house is not None and _digits(house.helpdesk.phone or "") == digits


def _digits(text: str) -> str:
    return re.sub(r"\D", "", text)


def _texts(data: Any, path: Path) -> Iterator[tuple[Path, str]]:
    match data:
        case str():
            yield path, data
        case Mapping():
            for key, value in data.items():
                yield from _texts(value, (*path, key))
        case list():
            for position, value in enumerate(data):
                yield from _texts(value, (*path, position))


def _is_for(data: Any, path: Path, client: str) -> bool:
    """Return whether a text is for one client alone: something above it is there only for that client."""
    for key in path:
        when = data.get("when") if isinstance(data, Mapping) else None
        if isinstance(when, str) and re.match(rf"client\.id == (['\"]){re.escape(client)}\1(?:$| and )", when.strip()):
            return True
        if key == "when":
            return True
        data = data[key]
    return False


CHECKS = (shared_texts_name_no_client,)
