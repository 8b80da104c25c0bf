"""What follows from facts: which facts stand behind a name."""

from tenantbook.content.library import Library
from tenantbook.pages.inspect import Broken, uses_in


def facts_behind(library: Library, name: str) -> frozenset[str]:
    """Return the facts behind a name: itself where it is a fact, those of its condition where it is derived."""
    if name not in library.derived:
        return frozenset({name}) & frozenset(library.facts)
    found, waiting, seen = set[str](), [name], set[str]()
    while waiting:
        current = waiting.pop()
        if current in seen:
            continue
        seen.add(current)
        uses = uses_in(library.derived[current].holds, condition=True)
        for used in () if isinstance(uses, Broken) else (use.name for use in uses if use.kind == "name"):
            if used in library.derived:
                waiting.append(used)
            elif used in library.facts:
                found.add(used)
    return frozenset(found)
