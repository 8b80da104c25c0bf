"""Checks on procedures and scenarios: what they name exists, for everyone who reads them."""

import re
from collections.abc import Iterator

from tenantbook.checks.clients import RESERVED
from tenantbook.content.document import Path
from tenantbook.content.library import FIRST_LANGUAGE, Library, page_and_language
from tenantbook.content.parse import suggest
from tenantbook.model.policy import Kind
from tenantbook.model.problem import Problem
from tenantbook.model.procedure import Part, Procedure

_FILE = re.compile(r"^[a-z][a-z0-9]*(-[a-z0-9]+)*(\.[a-z]{2})?$")


def procedures_in(library: Library) -> Iterator[tuple[str, Procedure]]:
    """Yield every procedure and scenario with its file."""
    for file, entry in library.files.items():
        if isinstance(entry, Procedure):
            yield file, entry


def parts_in(procedure: Procedure) -> Iterator[tuple[Path, Part]]:
    """Yield every part with its path in the document."""
    for section, parts in (("parts", procedure.parts), ("otherwise", procedure.otherwise)):
        for position, part in enumerate(parts):
            yield (section, position), part


def page_ids_are_names(library: Library) -> Iterator[Problem]:
    """A file's name is its page's id: a safe name, used once, with a known language if it gives one."""
    seen: dict[tuple[str, str], str] = {}
    for file, _ in procedures_in(library):
        stem = file.rpartition("/")[2].removesuffix(".yml")
        page, language = page_and_language(file)
        if not _FILE.match(stem) or page in RESERVED | {"index", "start", "summary"}:
            yield Problem(file, 1, f"{stem!r} cannot be a page's id: small letters, digits and hyphens, none reserved")
        if library.languages and language not in library.languages:
            yield Problem(file, 1, f"unknown language {language!r}{suggest(language, library.languages)}")
        if (page, language) in seen:
            yield Problem(file, 1, f"the page {page!r} exists already, in {seen[page, language]}")
        seen.setdefault((page, language), file)


def translations_have_an_original(library: Library) -> Iterator[Problem]:
    """A translation stands beside the same procedure in the first language."""
    known = {page for page, language in map(page_and_language, _page_files(library)) if language == FIRST_LANGUAGE}
    for file, _ in procedures_in(library):
        page, language = page_and_language(file)
        if language != FIRST_LANGUAGE and page not in known:
            yield Problem(file, 1, f"{page}.yml, which this translates, does not exist{suggest(page, known)}")


def audiences_are_known(library: Library) -> Iterator[Problem]:
    """Every audience named in a procedure is declared, and a part narrows its procedure's audiences."""
    if not library.audiences:
        return
    for file, procedure in procedures_in(library):
        document = library.documents[file]
        for path, names in _audience_lists(procedure):
            for name in names:
                line = document.line((*path, "audiences"))
                if name not in library.audiences:
                    yield Problem(file, line, f"unknown audience {name!r}{suggest(name, library.audiences)}")
                elif name not in procedure.audiences:
                    yield Problem(file, line, f"{name} is not among this procedure's audiences")
        for key in ("titles", "summaries"):
            for name in getattr(procedure, key):
                if name not in library.audiences:
                    line = document.line((key, name))
                    yield Problem(file, line, f"unknown audience {name!r}{suggest(name, library.audiences)}")


def _audience_lists(procedure: Procedure) -> Iterator[tuple[Path, tuple[str, ...]]]:
    yield (), procedure.audiences
    for path, part in parts_in(procedure):
        yield path, part.audiences or ()
        for key in ("steps", "points"):
            for position, step in enumerate(getattr(part, key)):
                yield (*path, key, position), step.audiences or ()
        for position, row in enumerate(part.table.rows if part.table else ()):
            yield (*path, "table", "rows", position), row.audiences or ()


def facts_are_known(library: Library) -> Iterator[Problem]:
    """Every fact that a procedure requires or tabulates is declared; what it requires is a flag."""
    if not library.is_whole("facts/"):
        return
    for file, procedure in procedures_in(library):
        document = library.documents[file]
        for name in procedure.requires:
            line = document.line(("requires",))
            fact = library.facts.get(name)
            if name in library.derived:
                continue
            if fact is None:
                yield Problem(file, line, f"unknown fact {name!r}{suggest(name, [*library.facts, *library.derived])}")
            elif fact.kind is not Kind.FLAG:
                yield Problem(file, line, f"{name} is a {fact.kind}; only a flag can be required")
        for path, part in parts_in(procedure):
            for name in part.facts:
                if name not in library.facts:
                    line = document.line((*path, "facts"))
                    yield Problem(file, line, f"unknown fact {name!r}{suggest(name, library.facts)}")


def requirements_have_an_alternative(library: Library) -> Iterator[Problem]:
    """Where a task is impossible every reader is told what happens instead, not led to a dead end."""
    for file, procedure in procedures_in(library):
        if not procedure.requires:
            continue
        told = {name for part in procedure.otherwise for name in (part.audiences or procedure.audiences)}
        for name in procedure.audiences:
            if name not in told:
                line = library.documents[file].line(("otherwise",) if procedure.otherwise else ("requires",))
                yield Problem(file, line, f"`requires:` needs an `otherwise:` part for {name}: what happens instead")


def used_parts_exist(library: Library) -> Iterator[Problem]:
    """`use:` names a part that exists, has no `use:` itself, and is for every audience that would see it."""
    by_page = {
        page: procedure for (page, language), procedure in library.procedures.items() if language == FIRST_LANGUAGE
    }
    for file, procedure in procedures_in(library):
        language = page_and_language(file)[1]
        for path, part in parts_in(procedure):
            if part.use:
                line = library.documents[file].line((*path, "use"))
                for wrong in _wrong_use(part.use, part.audiences or procedure.audiences, by_page, _page_ids(library)):
                    yield Problem(file, line, wrong)
                page = part.use.partition("#")[0]
                if page in by_page and (page, language) not in library.procedures:
                    yield Problem(file, line, f"{page} is not translated into {language}, and no page mixes languages")


def _wrong_use(use: str, audiences: tuple[str, ...], by_page: dict[str, Procedure], known: set[str]) -> Iterator[str]:
    page, _, name = use.partition("#")
    if page not in by_page:
        if page not in known:
            yield f"unknown procedure {page!r}{suggest(page, known)}"
        return
    named = [part for part in by_page[page].parts if part.id == name]
    if not named:
        ids = [part.id for part in by_page[page].parts if part.id]
        yield f"{page} has no part {name!r}{suggest(name, ids)}"
    for part in named:
        if part.use:
            yield f"{use} itself uses another part; use that one"
    for audience in audiences:
        if named and not any(audience in (part.audiences or by_page[page].audiences) for part in named):
            yield f"{use} is not for {audience}"


def parts_hold_something(library: Library) -> Iterator[Problem]:
    """A part has something to show, and one that uses another's holds nothing of its own."""
    for file, procedure in procedures_in(library):
        for path, part in parts_in(procedure):
            own = part.model_fields_set - {"id", "heading", "audiences", "when", "use"}
            line = library.documents[file].line(path)
            if part.use and own:
                yield Problem(file, line, f"a part with `use:` shows nothing of its own: {', '.join(sorted(own))}")
            if not part.use and not own:
                yield Problem(file, line, "the part shows nothing")


def _page_ids(library: Library) -> set[str]:
    """Return every page id, of files that could not be parsed too: links to those are not wrong."""
    return {page_and_language(file)[0] for file in _page_files(library)}


def _page_files(library: Library) -> Iterator[str]:
    return (file for file in library.listed if file.split("/")[0] in ("procedures", "scenarios"))


CHECKS = (
    page_ids_are_names,
    translations_have_an_original,
    audiences_are_known,
    facts_are_known,
    requirements_have_an_alternative,
    used_parts_exist,
    parts_hold_something,
)
