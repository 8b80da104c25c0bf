"""Where in the content a page's words come from: the file and line that print or decide by a fact."""

import re
from collections.abc import Iterator

from tenantbook.checks.procedures import parts_in
from tenantbook.checks.texts import texts_of_part
from tenantbook.content.document import Path
from tenantbook.content.library import FIRST_LANGUAGE, Library
from tenantbook.model.procedure import Part
from tenantbook.model.verdict import Origin
from tenantbook.pages.compose import START, pages_for
from tenantbook.pages.derived import facts_behind
from tenantbook.pages.layout import audience_in

#: Where content stands, as seen from the project.
CONTENT = "kb_src"

_TAG = re.compile(r"\{[{%].*?[%}]\}", re.DOTALL)


def page_origin(library: Library, page_id: str, language: str) -> Origin | None:
    """Return the file that a page is written in; for a site's first page, its template."""
    if page_id == START:
        return Origin(f"{CONTENT}/templates/start.md.j2", 1)
    file = _file_of(library, page_id, language)
    return Origin(f"{CONTENT}/{file}", 1) if file else None


def origin_of(library: Library, page_id: str, fact: str, audience: str, language: str) -> Origin | None:
    """Return the first place in the content where a page prints or decides by a fact for `audience`.

    What the page shows of others (`use:`) counts where it is written. Where no such place is found, it is the first
    line of the page's own file that holds the fact's name; None where none does.
    """
    if page_id == START:
        return _first_requirement(library, fact, audience, language)
    found = library.procedure(page_id, language)
    file = _file_of(library, page_id, language)
    if found is None or file is None:
        return None
    for position, name in enumerate(found[0].requires):
        if fact in facts_behind(library, name):
            return _origin(library, file, ("requires", position))
    return next(_origins(library, page_id, language, fact, audience), None) or _first_mention(library, file, fact)


def _origin(library: Library, file: str, path: Path) -> Origin:
    return Origin(f"{CONTENT}/{file}", library.documents[file].line(path))


def _file_of(library: Library, page_id: str, language: str) -> str | None:
    found = library.procedure(page_id, language)
    if found is None:
        return None
    name = f"{page_id}.yml" if found[1] == FIRST_LANGUAGE else f"{page_id}.{found[1]}.yml"
    return next((file for folder in ("procedures", "scenarios") if (file := f"{folder}/{name}") in library.files), None)


def _first_requirement(library: Library, fact: str, audience: str, language: str) -> Origin | None:
    """Return where a page requires a fact: a site's first page says of each task whether it is possible."""
    readers = [audience] if audience else list(library.audiences)
    pages = (page for reader in readers for page in pages_for(library, reader))
    page = next((page for page in pages if _requires(library, page, language, fact)), None)
    return origin_of(library, page, fact, audience, language) if page else None


def _requires(library: Library, page: str, language: str, fact: str) -> bool:
    found = library.procedure(page, language)
    return found is not None and any(fact in facts_behind(library, name) for name in found[0].requires)


def _origins(library: Library, page_id: str, language: str, fact: str, audience: str) -> Iterator[Origin]:
    """Yield every such place of a page, part by part, in the order in which its readers see them."""
    for path, part in _parts_for(library, page_id, language, audience):
        yield from _in_part(library, page_id, language, path, part, fact, audience)
        used, _, name = (part.use or "").partition("#")
        for below, shown in _parts_for(library, used, language, audience) if used else ():
            if shown.id == name:
                yield from _in_part(library, used, language, below, shown, fact, audience)


def _parts_for(library: Library, page_id: str, language: str, audience: str) -> Iterator[tuple[Path, Part]]:
    found, own = library.procedure(page_id, language), audience_in(library, page_id, audience)
    if found and own:
        yield from ((path, part) for path, part in parts_in(found[0]) if own in (part.audiences or found[0].audiences))


def _in_part(
    library: Library, page_id: str, language: str, path: Path, part: Part, fact: str, audience: str
) -> list[Origin]:
    file, own = _file_of(library, page_id, language), audience_in(library, page_id, audience)
    if file is None or own is None:
        return []
    origins = [_origin(library, file, (*path, "facts", part.facts.index(fact)))] if fact in part.facts else []
    names = [fact, *(name for name in library.derived if fact in facts_behind(library, name))]
    for text in texts_of_part(library.documents[file], path, part, part.audiences or (own,)):
        places = (_place_in(text.text, name, condition=text.condition) for name in names if own in text.audiences)
        at = min((place for place in places if place is not None), default=None)
        if at is not None:
            origins.append(Origin(f"{CONTENT}/{file}", text.line + text.text.count("\n", 0, at)))
    return sorted(origins, key=lambda origin: origin.line)


def _place_in(text: str, fact: str, *, condition: bool) -> int | None:
    """Return where a template names a fact as a value: not in its prose, nor in quotes as what is recommended."""
    if fact not in text:
        return None
    name = re.compile(rf"(?<![\w.'\"]){re.escape(fact)}(?![\w.])")
    spans = [(0, len(text))] if condition else [tag.span() for tag in _TAG.finditer(text)]
    places = (found.start() for start, end in spans if (found := name.search(text, start, end)))
    return next(places, None)


def _first_mention(library: Library, file: str, fact: str) -> Origin | None:
    lines = library.sources[file].splitlines()
    number = next((number for number, line in enumerate(lines, 1) if fact in line), None)
    return Origin(f"{CONTENT}/{file}", number) if number else None
