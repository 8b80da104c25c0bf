"""What the book's own procedures tell their readers to do, in plain words, so that posts can be held against it."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from tenantbook.content.library import FIRST_LANGUAGE, Library
from tenantbook.drafts.words import telling
from tenantbook.model.procedure import Part, Procedure, Step

_CALL = re.compile(r"\{\{\s*(place|role|address|link|platform|lowest|highest)\('([^']+)'[^}]*\}\}")
_VALUE = re.compile(r"\{\{\s*([a-z][\w.]*)[^}]*\}\}")
_BLOCK = re.compile(r"\{%.*?%\}", re.DOTALL)
_FENCE = re.compile(r"```.*?```", re.DOTALL)
_NUMBERED = re.compile(r"^\s*\d+\.\s+(.+)$", re.MULTILINE)
_ELSE = re.compile(r"\{%-?\s*el(?:se|if)\b.*?%\}", re.DOTALL)
_MARKS = re.compile(r"[*_`]+")
#: What stands for names that only a client's own page has.
_WHOSE = {"client.name": "the client", "provider.name": "the provider", "helpdesk.name": "the helpdesk"}
_PLACES = re.compile(r"place\('([^']+)'\)")


@dataclass(frozen=True)
class StockPart:
    """One part of a procedure, as one audience reads it: what it is called, and what it tells to do.

    `telling` says whether it has steps; a part that only explains is second choice. `ident` is "" where no other file
    can `use` it.
    """

    page: str
    ident: str
    audience: str
    title: str
    steps: tuple[str, ...]
    places: frozenset[str]
    tells: bool

    @cached_property
    def title_words(self) -> frozenset[str]:
        """The words by which its title is told."""
        return telling(self.title)

    @cached_property
    def step_words(self) -> tuple[frozenset[str], ...]:
        """The words by which each of its steps is told."""
        return tuple(telling(step) for step in self.steps)


def stock_of(library: Library) -> list[StockPart]:
    """Return every part of the procedures that tells or explains something, for each audience that reads it."""
    found: list[StockPart] = []
    for file, entry in library.files.items():
        page, _, language = file.removeprefix("procedures/").removesuffix(".yml").partition(".")
        if file.startswith("procedures/") and isinstance(entry, Procedure) and (language or FIRST_LANGUAGE) == "en":
            found += _parts(page, entry, library)
    return found


def _parts(page: str, procedure: Procedure, library: Library) -> Iterator[StockPart]:
    for part in procedure.parts:
        if part.use:
            continue
        for audience in part.audiences or procedure.audiences:
            steps, tells = _steps(part, audience, library)
            if steps:
                title = " ".join(
                    [page.replace("-", " "), procedure.title, procedure.titles.get(audience, ""), part.heading or ""]
                )
                places = frozenset(_PLACES.findall(_all_text(part)))
                yield StockPart(page, part.id or "", audience, title, tuple(steps), places, tells)


def _steps(part: Part, audience: str, library: Library) -> tuple[list[str], bool]:
    """Return what a part tells to do; where it tells nothing, what it explains."""
    tabs = (line for tab in part.tabs.values() for line in _NUMBERED.findall(_FENCE.sub("", tab)))
    told = [*_for(part.steps, audience), *tabs]
    if told:
        return [in_words(step, library) for step in told], True
    rows = (f"{row.left}. {row.right}" for row in (part.table.rows if part.table else ()))
    return [in_words(text, library) for text in (*_for(part.points, audience), *rows)], False


def _for(steps: Sequence[Step], audience: str) -> Iterator[str]:
    return (step.do for step in steps if step.audiences is None or audience in step.audiences)


def _all_text(part: Part) -> str:
    return "\n".join([*(step.do for step in (*part.steps, *part.points)), *part.tabs.values(), part.text or ""])


def in_words(text: str, library: Library) -> str:
    """Return a text of the book as plain words: menus for places, labels for facts, nothing for decisions."""
    names: Mapping[str, str] = {
        **_WHOSE,
        **{name: place.label for name, place in library.places.items()},
        **{name: role.name for name, role in library.roles.items()},
        **{name: entry.label for name, entry in library.facts.items()},
        **{name: bound.label for name, bound in library.platform.items()},
    }

    def called(found: re.Match[str]) -> str:
        return menu_of(library, found[2]) if found[1] == "place" else names.get(found[2], "")

    words = _CALL.sub(called, _BLOCK.sub("", _ELSE.sub(" / ", text)))
    words = _VALUE.sub(lambda found: names.get(found[1], ""), words)
    return " ".join(_MARKS.sub("", words).split())


def menu_of(library: Library, name: str) -> str:
    """Return where a place is, in words: its menu path, or its label."""
    place = library.places.get(name)
    if place is None:
        return ""
    menu = next((spot.menu for spot in place.clouds.values() if spot.menu), None)
    return " > ".join(menu) if menu else place.label
