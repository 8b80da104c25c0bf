"""Waivers: which differences from the baseline somebody answers for, and which waivers need a look."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from tenantbook.advice import advice_in_words, departs
from tenantbook.content.library import Library
from tenantbook.model.audience import Surface
from tenantbook.model.client import WaiverEntry
from tenantbook.model.snapshot import Snapshot, Value
from tenantbook.model.verdict import Origin, Severity, Waiver, WaiverFinding
from tenantbook.values import day_in_words, decode_value, in_words

#: How long beforehand a waiver's end is told.
SOON = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Agreed:
    """A difference that was agreed upon, for the pages that show the value: all in the client's language.

    `says` gives the day on which it ends, and never whether that is past: pages know no today.
    """

    fact: str
    label: str
    tenant: str
    recommended: str
    says: str
    reason: str
    owner: str


def waiver_of(library: Library, client: str, name: str, value: Value) -> Waiver | None:
    """Return the waiver that a client's file gives for a value, whether or not its day is over."""
    entry = library.clients[client].waivers.get(name)
    return _as_waiver(entry) if entry and _covers(library, name, entry, value) else None


def is_over(waiver: Waiver, today: date) -> bool:
    """Return whether a waiver's last day is past."""
    return today > waiver.until


def _as_waiver(entry: WaiverEntry) -> Waiver:
    return Waiver(entry.reason, entry.owner, entry.until)


def _covers(library: Library, name: str, entry: WaiverEntry, value: Value) -> bool:
    return entry.value is None or value == decode_value(entry.value, library.facts[name])


def waiver_findings(library: Library, client: str, snapshot: Snapshot, today: date) -> tuple[WaiverFinding, ...]:
    """Return what somebody should know about a client's waivers, in the order of the client's file."""
    return tuple(_findings(library, client, snapshot, today))


def _findings(library: Library, client: str, snapshot: Snapshot, today: date) -> Iterator[WaiverFinding]:
    for name, entry in library.clients[client].waivers.items():
        waiver, origin = _as_waiver(entry), _origin(library, client, name)
        idle = _idle(library, name, entry, snapshot)
        if idle:
            yield WaiverFinding(name, f"{idle}; the waiver can be removed", Severity.NOTE, waiver, origin)
        elif name not in snapshot.facts:
            continue
        elif is_over(waiver, today):
            yield WaiverFinding(name, f"the waiver ended on {_day(entry.until)}", Severity.WARNING, waiver, origin)
        elif is_over(waiver, today + SOON):
            yield WaiverFinding(name, f"the waiver ends on {_day(entry.until)}", Severity.NOTE, waiver, origin)


def _idle(library: Library, name: str, entry: WaiverEntry, snapshot: Snapshot) -> str:
    """Return why a waiver waives nothing, or nothing. A value that was not read leaves that open."""
    advice, value = library.baseline.get(name), snapshot.facts.get(name)
    if advice is None:
        return "nothing is recommended for it"
    if value is None:
        return ""
    if not departs(advice, library.facts[name], value):
        return "the tenant has what is recommended"
    return "" if _covers(library, name, entry, value) else "the tenant has another value than the one that is waived"


def _day(day: date) -> str:
    return f"{day:%d %b %Y}"


def _origin(library: Library, client: str, name: str) -> Origin:
    file = f"clients/{client}.yml"
    return Origin(f"kb_src/{file}", library.documents[file].line(("waivers", name)))


def notes_of(
    library: Library, client: str, snapshot: Snapshot, surface: Surface = Surface.CLIENT
) -> tuple[Agreed, ...]:
    """Return what pages on a surface may say about the differences that a client's file waives.

    Pure and without a clock: a waiver that is over reads the same. Internal facts are left out of the client surface.
    """
    entry = library.clients[client]
    return tuple(
        _agreed(library, name, entry.language, snapshot.facts[name], waiver)
        for name, waiver in entry.waivers.items()
        if not _idle(library, name, waiver, snapshot) and name in snapshot.facts
        if surface is Surface.INTERNAL or library.facts[name].surface is Surface.CLIENT
    )


def _agreed(library: Library, name: str, language: str, value: Value, entry: WaiverEntry) -> Agreed:
    fact, spoken = library.facts[name], library.languages[language]
    return Agreed(
        fact=name,
        label=fact.label,
        tenant=in_words(value, fact, spoken.locale, spoken.words),
        recommended=advice_in_words(library.baseline[name], fact, spoken.locale, spoken.words),
        says=f"{spoken.words['agreed-until']} {day_in_words(entry.until, spoken.locale)}",
        reason=entry.reason,
        owner=entry.owner,
    )
