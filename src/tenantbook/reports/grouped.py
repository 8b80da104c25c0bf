"""What is alike, told together: a change once for all places that show the old value, clients worst first."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from tenantbook.model.verdict import Checked, ClientChecked, Departure, Finding, Inspection, Severity, Verdict, Waiver
from tenantbook.reports.departing import is_open
from tenantbook.reports.matters import (
    Matter,
    differs,
    matters_of,
    severity_of,
    told_by_its_findings,
)
from tenantbook.reports.outcome import ORDER
from tenantbook.reports.wording import moment, shown


@dataclass(frozen=True, slots=True)
class Change:
    """One changed value, in words, and every place that still shows the old one."""

    text: str
    severity: Severity
    places: tuple[tuple[Checked, Finding], ...]


@dataclass(frozen=True, slots=True)
class Trouble:
    """Pages whose trouble is the same: verdict, reason, severity."""

    verdict: Verdict
    reason: str
    severity: Severity | None
    pages: tuple[Checked, ...]

    @property
    def text(self) -> str:
        """The trouble in words; the reason alone where it says that nothing is known."""
        reason = shown(self.reason)
        return reason if reason and self.verdict is Verdict.UNKNOWN else ": ".join(filter(None, (self.verdict, reason)))


@dataclass(frozen=True, slots=True)
class Waived:
    """One difference that somebody answers for, and the clients that have it."""

    departure: Departure
    waiver: Waiver
    clients: tuple[str, ...]


def rank(severity: Severity | None) -> int:
    """Return how bad a severity is, 0 the worst; what is unknown comes after what is known to be wrong."""
    return len(Severity) if severity is None else list(Severity).index(severity)


def changes_of(pages: Iterable[Checked]) -> list[Change]:
    """Return each changed value once with its places, worst first."""
    found: dict[tuple[str, Severity], list[tuple[Checked, Finding]]] = {}
    for page in pages:
        for finding in page.findings:
            found.setdefault((differs(finding), finding.severity), []).append((page, finding))
    changes = [Change(text, severity, tuple(places)) for (text, severity), places in found.items()]
    return sorted(changes, key=lambda change: rank(change.severity))


def troubles_of(pages: Iterable[Checked]) -> list[Trouble]:
    """Return what is wrong with pages besides changed values, each trouble once with its pages, worst first."""
    found: dict[tuple[Verdict, str, Severity | None], list[Checked]] = {}
    for page in pages:
        if not told_by_its_findings(page):
            found.setdefault((page.verdict, page.reason, severity_of(page)), []).append(page)
    troubles = [Trouble(*alike, tuple(same)) for alike, same in found.items()]
    return sorted(troubles, key=lambda trouble: (rank(trouble.severity), ORDER.index(trouble.verdict)))


def unknown_together(found: Iterable[Matter]) -> list[tuple[Matter, int]]:
    """Return what could not be found out, once for each client and reason, and of how many places that is so."""
    alike: dict[tuple[str, ...], list[Matter]] = {}
    for matter in found:
        if matter.severity is None:
            alike.setdefault((matter.client, matter.kind, matter.text, matter.mend), []).append(matter)
    return [(same[0], len(same)) for same in alike.values()]


def in_order(pages: Iterable[Checked]) -> list[Checked]:
    """Return pages as a report names them."""
    return sorted(pages, key=lambda page: (page.surface, page.page))


def clients_in_need(inspection: Inspection) -> list[tuple[ClientChecked, list[Matter]]]:
    """Return the clients of whom something is wrong or unknown, and what, worst first."""
    found = [(client, told) for client in inspection.clients if (told := list(matters_of(client)))]
    return sorted(found, key=lambda each: (min(rank(matter.severity) for matter in each[1]), each[0].client))


def waived_in(clients: Sequence[ClientChecked]) -> list[Waived]:
    """Return what somebody answers for, each once with its clients, the soonest to run out first."""
    found: dict[tuple[Departure, Waiver], list[str]] = {}
    for client in clients:
        for departure in client.departures:
            if departure.waiver and not is_open(departure):
                found.setdefault((departure, departure.waiver), []).append(client.client)
    waived = [Waived(departure, waiver, tuple(names)) for (departure, waiver), names in found.items()]
    return sorted(waived, key=lambda each: (each.waiver.until, each.departure.fact))


def place_of(page: Checked) -> str:
    """Return where a page is: below its client's sites, or its address."""
    return located(page.surface, page.page)


def located(surface: str, page: str) -> str:
    """Return a page's place in words that are safe to show."""
    return shown(page) if "://" in page or not surface else f"{shown(surface)}/{shown(page)}"


def dated(page: Checked) -> str:
    """Return since when a page's values date, to be put behind its place."""
    return f", read {moment(page.read)}" if page.read else ""


def name_of(client: ClientChecked) -> str:
    """Return a client's name with its id."""
    return called(client.client, client.name)


def called(client: str, name: str) -> str:
    """Return a name with its id, or the id alone where that is all there is, or what stands for neither."""
    if not client:
        return "of no known client"
    return f"{shown(name)} ({shown(client)})" if shown(name) not in ("", shown(client)) else shown(client)
