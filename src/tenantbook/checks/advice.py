"""Checks on what the provider recommends, on waivers of that, and on how bad differences are."""

from collections.abc import Iterator

from tenantbook.advice import mistakes_in_advice
from tenantbook.content.library import Library
from tenantbook.content.parse import suggest
from tenantbook.model.client import Client, WaiverEntry
from tenantbook.model.policy import Fact
from tenantbook.model.problem import Problem
from tenantbook.values import decode_value

#: Years in which a waiver may end: others are slips, or waivers that never end.
_YEARS = range(2020, 2100)


def recommendations_are_values(library: Library) -> Iterator[Problem]:
    """The baseline names known facts, and recommends possible values in one way each."""
    file = "baseline.yml"
    if not library.is_whole("facts/"):
        return
    for name, advice in library.baseline.items():
        document, path = library.documents[file], ("recommendations", name)
        if name not in library.facts:
            yield Problem(file, document.line(path), f"unknown fact {name!r}{suggest(name, library.facts)}")
            continue
        for key, wrong in mistakes_in_advice(advice, library.facts[name]):
            where = f"{name}: {key}: " if key else f"{name}: "
            yield Problem(file, document.line((*path, key) if key else path), f"{where}{wrong}")


def waivers_are_about_facts(library: Library) -> Iterator[Problem]:
    """A waiver names a known fact and a value that it can have, and ends in this century."""
    if not library.is_whole("facts/"):
        return
    for file, entry in library.files.items():
        for name, waiver in entry.waivers.items() if isinstance(entry, Client) else ():
            fact = library.facts.get(name)
            if fact is None:
                line = library.documents[file].line(("waivers", name))
                yield Problem(file, line, f"unknown fact {name!r}{suggest(name, library.facts)}")
                continue
            for key, wrong in _mistakes_in_waiver(waiver, fact):
                yield Problem(file, library.documents[file].line(("waivers", name, key)), f"{name}: {key}: {wrong}")


def _mistakes_in_waiver(waiver: WaiverEntry, fact: Fact) -> Iterator[tuple[str, str]]:
    if waiver.until.year not in _YEARS:
        yield "until", f"{waiver.until} is no day on which a waiver ends; there is {_YEARS[0]} to {_YEARS[-1]}"
    if waiver.value is not None:
        try:
            decode_value(waiver.value, fact)
        except ValueError as error:
            yield "value", str(error)


def severities_are_for_known_audiences(library: Library) -> Iterator[Problem]:
    """A severity for one audience is for one that is declared."""
    for file, policy in library.policies.items() if library.audiences else ():
        for name, fact in policy.facts.items():
            for audience in fact.severity if isinstance(fact.severity, dict) else ():
                if audience not in library.audiences:
                    line = library.documents[file].line(("facts", name, "severity", audience))
                    hint = suggest(audience, library.audiences)
                    yield Problem(file, line, f"{name}: severity: unknown audience {audience!r}{hint}")


CHECKS = (
    recommendations_are_values,
    waivers_are_about_facts,
    severities_are_for_known_audiences,
)
