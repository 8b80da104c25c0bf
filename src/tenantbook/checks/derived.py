"""Checks on what follows from facts: that it can be read, and follows from facts alone."""

from collections.abc import Collection, Iterator

from tenantbook.checks.templates import domains_of, wrong_name, wrong_use
from tenantbook.checks.texts import TextOf
from tenantbook.content.library import Library
from tenantbook.model.problem import Problem
from tenantbook.pages.inspect import Broken, uses_in


def derived_names_are_sound(library: Library) -> Iterator[Problem]:
    """What follows from facts can be read, and follows from facts, figures and what was derived above it alone."""
    for file, policy in library.policies.items():
        above: set[str] = set()
        for name, derived in policy.derived.items():
            document = library.documents[file]
            text = TextOf(file, document.text_line(("derived", name, "holds")), derived.holds, (), condition=True)
            above.add(name)
            yield from _wrong_derived(library, text, above - {name})


def _wrong_derived(library: Library, text: TextOf, above: Collection[str]) -> Iterator[Problem]:
    uses = uses_in(text.text, condition=True)
    if isinstance(uses, Broken):
        yield text.problem(uses.line, f"not readable as a condition: {uses.text}")
        return
    for use in uses:
        if use.kind == "name" and use.name not in {*library.facts, *above}:
            wrong = list(wrong_name(use.name, library)) or [
                f"{use.name} can't be derived from; there are facts, `figure('…')` and what is derived above"
            ]
            yield from (text.problem(use.line, each) for each in wrong)
        elif use.kind == "call" and use.name != "figure":
            yield text.problem(use.line, f"{use.name}() can't be derived from; there is `figure('…')`")
        elif use.kind != "name":
            yield from (text.problem(use.line, each) for each in wrong_use(use, library, domains_of(library), text))


CHECKS = (derived_names_are_sound,)
