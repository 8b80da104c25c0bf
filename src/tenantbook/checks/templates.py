"""Checks on templates: what they name exists, they do no more than content may, and values stand where they can."""

from collections.abc import Collection, Iterator, Mapping

from tenantbook.checks.procedures import parts_in, procedures_in
from tenantbook.checks.texts import TextOf, plain_texts, texts_in
from tenantbook.content.library import FIRST_LANGUAGE, Library
from tenantbook.content.parse import suggest
from tenantbook.model.audience import Surface
from tenantbook.model.policy import Kind
from tenantbook.model.problem import Problem
from tenantbook.pages.derived import facts_behind
from tenantbook.pages.inspect import Broken, Use, uses_in, uses_in_page
from tenantbook.pages.layout import audience_in
from tenantbook.pages.names import FUNCTIONS, OBJECTS, TRUTHS, WORDS
from tenantbook.pages.template import ALLOWED_TESTS


def templates_are_sound(library: Library) -> Iterator[Problem]:
    """Templates name what exists, and do no more than content may."""
    domains = domains_of(library)
    for text in texts_in(library):
        uses = uses_in(text.text, condition=text.condition)
        if isinstance(uses, Broken):
            yield text.problem(uses.line, f"not readable as a template: {uses.text}")
            continue
        for use in uses:
            for wrong in wrong_use(use, library, domains, text):
                yield text.problem(use.line, wrong)


#: What authors type, for what Jinja calls by names of its own.
_FORMS = {
    "Concat": "joining with ~",
    "Add": "adding with +",
    "Sub": "taking away with -",
    "Assign": "{% set %}",
    "For": "{% for %}",
    "Macro": "{% macro %}",
    "Import": "{% import %}",
    "FromImport": "{% from %}",
    "Include": "{% include %}",
    "Extends": "{% extends %}",
    "Block": "{% block %}",
    "Getitem": "taking a part with [ ]",
}


def domains_of(library: Library) -> Mapping[str, Collection[str]]:
    """Return the names that there are, by what they are the names of."""
    return {
        "place": library.places,
        "role": library.roles,
        "page": {page for page, language in library.procedures if language == FIRST_LANGUAGE},
        "platform": library.platform,
        "fact": library.facts,
        "recommendation": library.baseline,
        "word": {word for language in library.languages.values() for word in language.words},
    }


_WHERE = {
    "place": "places.yml",
    "role": "roles.yml",
    "page": "procedures",
    "platform": "facts/",
    "fact": "facts/",
    "recommendation": "baseline.yml",
    "word": "languages/",
}


def wrong_use(use: Use, library: Library, domains: Mapping[str, Collection[str]], text: TextOf) -> Iterator[str]:
    """Yield what is wrong with one thing that a text names or does."""
    match use.kind:
        case "name":
            yield from wrong_name(use.name, library)
        case "call":
            yield from _wrong_call(use, library, domains, text)
        case "filter":
            yield f"the filter {use.name!r} is not for content: a value stands by itself, or with `| number` in code"
        case "number":
            yield from _wrong_kind(use, library)
        case "test":
            yield f"the test {use.name!r} is not for content; there is `is {'`, `is '.join(sorted(ALLOWED_TESTS))}`"
        case _:
            what = _FORMS.get(use.name, use.name)
            yield f"{what} is more than content may do: print, decide with if, compare, and, or, not"


def _wrong_kind(use: Use, library: Library) -> Iterator[str]:
    fact = library.facts.get(use.name)
    known = use.name in {*WORDS, *TRUTHS, *library.derived} or use.name.partition(".")[0] in OBJECTS
    if known or (fact and fact.kind not in (Kind.COUNT, Kind.DURATION)):
        yield f"{use.name} is no number"


def wrong_name(name: str, library: Library) -> Iterator[str]:
    """Yield what is wrong with a dotted name."""
    first, _, rest = name.partition(".")
    if name in {*library.facts, *library.derived, *WORDS, *TRUTHS}:
        return
    if first in OBJECTS:
        if rest not in OBJECTS[first]:
            yield f"{first} has no {rest or 'value of its own'!r}{suggest(rest, OBJECTS[first])}"
    elif name in FUNCTIONS:
        yield f"{name} is a function: {name}('…')"
    elif library.is_whole("facts/"):
        yield f"unknown fact {name!r}{suggest(name, [*library.facts, *library.derived, *WORDS, *TRUTHS])}"


def _wrong_fact(use: Use, library: Library) -> Iterator[str]:
    name = str(use.argument)
    if use.name == "figure" and not isinstance(library.platform[name].value, int):
        yield f"{name} is no number, so there is nothing to compare with"
    elif use.name in ("lowest", "highest") and library.facts[name].range is None:
        yield f"{name} has no range"


def _wrong_call(use: Use, library: Library, domains: Mapping[str, Collection[str]], text: TextOf) -> Iterator[str]:
    if use.name not in FUNCTIONS:
        yield f"unknown function {use.name!r}{suggest(use.name, FUNCTIONS)}"
        return
    domain = FUNCTIONS[use.name]
    if not domain:
        return
    if use.argument is None:
        yield f"{use.name}() takes a name in quotes: {use.name}('…')"
    elif use.argument not in domains[domain]:
        if _is_whole(library, domain):
            yield f"unknown {domain} {use.argument!r}{suggest(use.argument, domains[domain])}"
    elif use.name == "link":
        for audience in text.audiences:
            if audience_in(library, use.argument, audience) is None:
                yield f"{audience} has no page {use.argument!r} to link to"
    else:
        yield from _wrong_fact(use, library)


def _is_whole(library: Library, domain: str) -> bool:
    if domain == "page":
        return library.is_whole("procedures/") and library.is_whole("scenarios/")
    return library.is_whole(_WHERE[domain])


#: The page templates that the engine asks for by name.
PAGE_TEMPLATES = ("page.md.j2", "start.md.j2")


def page_templates_are_sound(library: Library) -> Iterator[Problem]:
    """Page templates exist and can be read, and the facts, words and places they name exist."""
    for name in PAGE_TEMPLATES:
        if name not in library.templates:
            yield Problem(f"templates/{name}", 1, "the page template is missing")
    domains = domains_of(library)
    roots = {name.partition(".")[0] for name in library.facts}
    for name, source in library.templates.items():
        uses = uses_in_page(source)
        if isinstance(uses, Broken):
            yield Problem(f"templates/{name}", uses.line, f"not readable as a template: {uses.text}")
            continue
        for use in uses:
            for wrong in _wrong_in_page(use, library, domains, roots):
                yield Problem(f"templates/{name}", use.line, wrong)


def _wrong_in_page(
    use: Use, library: Library, domains: Mapping[str, Collection[str]], roots: Collection[str]
) -> Iterator[str]:
    domain = FUNCTIONS.get(use.name, "")
    known = domains.get(domain, ())
    if use.kind == "name" and use.name.partition(".")[0] in {*roots, *OBJECTS}:
        yield from wrong_name(use.name, library)
    elif use.kind == "call" and domain and _is_whole(library, domain) and use.argument not in (None, *known):
        yield f"unknown {domain} {use.argument!r}{suggest(str(use.argument), known)}"


def titles_hold_no_values(library: Library) -> Iterator[Problem]:
    """Titles, summaries and headings go to menus and file lists, where no value may stand."""
    for file, procedure in procedures_in(library):
        for path, plain in plain_texts(procedure):
            if "{{" in plain or "{%" in plain:
                yield Problem(file, library.documents[file].line(path), "no template here: titles hold no values")


def internal_facts_stay_inside(library: Library) -> Iterator[Problem]:
    """No text that a client reads prints an internal fact, or decides by one."""
    internal = {name for name, fact in library.facts.items() if fact.surface is Surface.INTERNAL}
    if not internal:
        return
    for text in texts_in(library):
        uses = uses_in(text.text, condition=text.condition)
        named = {} if isinstance(uses, Broken) else _facts_named(library, uses)
        for name in sorted(internal & set(named)):
            yield from (text.problem(named[name], says) for says in _leaks(library, name, text.audiences))
    for file, procedure in procedures_in(library):
        document = library.documents[file]
        required = {fact for name in procedure.requires for fact in facts_behind(library, name)}
        for name in sorted(internal & required):
            line = document.line(("requires",))
            yield from (Problem(file, line, says) for says in _leaks(library, name, procedure.audiences))
        for path, part in parts_in(procedure):
            for name in sorted(internal & set(part.facts)):
                line = document.line((*path, "facts"))
                for says in _leaks(library, name, part.audiences or procedure.audiences):
                    yield Problem(file, line, says)


def _facts_named(library: Library, uses: list[Use]) -> dict[str, int]:
    """Return every fact that a text names or that stands behind a derived name, with the line of the first."""
    return {fact: use.line for use in reversed(uses) for fact in facts_behind(library, use.name)}


def _leaks(library: Library, fact: str, audiences: tuple[str, ...]) -> Iterator[str]:
    for audience in audiences:
        entry = library.audiences.get(audience)
        if entry and entry.surface is Surface.CLIENT:
            yield f"{fact} is internal, and {audience} is on the client surface"


CHECKS = (
    templates_are_sound,
    page_templates_are_sound,
    titles_hold_no_values,
    internal_facts_stay_inside,
)
