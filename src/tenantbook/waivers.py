"""Waivers: which differences from the baseline somebody answers for, and which waivers need a look."""

from collections.abc import Iterator
from datetime import date, timedelta

from tenantbook.advice import departs
from tenantbook.content.library import Library
from tenantbook.model.client import Client, WaiverEntry
from tenantbook.model.snapshot import Snapshot, Value
from tenantbook.model.verdict import Origin, Severity, Waiver, WaiverFinding
from tenantbook.values import day_in_words, decode_value

#: How long beforehand a waiver's end is told.
SOON = timedelta(days=30)


def waiver_of(library: Library, client: Client, name: str, value: Value) -> Waiver | None:
    """Return the waiver that a client's file gives for a value, whether or not its day is over."""
    entry = client.waivers.get(name)
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


def agreed(library: Library, client: Client, name: str, value: Value, language: str) -> str:
    """Return what a page says of a value that a client's file waives, or nothing.

    It gives the day on which that ends, and never whether it is past: pages know no today.
    """
    waiver = waiver_of(library, client, name, value)
    if waiver is None:
        return ""
    spoken = library.languages[language]
    return (
        f"{spoken.words['agreed-until']} {day_in_words(waiver.until, spoken.locale)} ({waiver.owner}): {waiver.reason}"
    )
