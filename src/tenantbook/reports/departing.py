"""What a report tells of a client's departures and waivers: each once, and in one line."""

from dataclasses import replace

from tenantbook.model.verdict import ClientChecked, Departure, Severity, Waiver, WaiverFinding
from tenantbook.reports.wording import shown


def is_open(departure: Departure) -> bool:
    """Return whether nobody answers for a departure any more."""
    return departure.waiver is None or departure.expired


def is_expired(departure: Departure) -> bool:
    """Return whether somebody once answered for a departure, until a day that is over."""
    return departure.waiver is not None and departure.expired


def is_over(finding: WaiverFinding) -> bool:
    """Return whether a waiver has ended. All else that somebody should know about one is a note."""
    return finding.severity is not Severity.NOTE


def departures_told(client: ClientChecked) -> tuple[Departure, ...]:
    """Return a client's departures; one whose waiver has ended tells that too, and so matters at least as much."""
    over = {finding.fact: finding for finding in client.waivers if is_over(finding)}
    return tuple(_with_waiver(departure, over.get(departure.fact)) for departure in client.departures)


def _with_waiver(departure: Departure, over: WaiverFinding | None) -> Departure:
    """Return a departure as it is told: the waiver that has ended is what somebody may want to renew."""
    if over is None or not is_expired(departure):
        return departure
    worst = Severity.worst((departure.severity, over.severity)) or departure.severity
    return replace(departure, severity=worst, origin=over.origin or departure.origin)


def waivers_told(client: ClientChecked) -> tuple[WaiverFinding, ...]:
    """Return what is to be known of a client's waivers. That one has ended is left to its departure to tell, if any."""
    told = {departure.fact for departure in client.departures if is_expired(departure)}
    return tuple(finding for finding in client.waivers if not (is_over(finding) and finding.fact in told))


def departs(departure: Departure) -> str:
    """Return in one line what a tenant departs from, why it matters or who answers for it, and what to mend."""
    what = f"{shown(departure.label)} ({shown(departure.fact)})" if departure.label else shown(departure.fact)
    head = f"{what}: the tenant has {shown(departure.tenant)}, recommended is {shown(departure.recommended)}"
    if departure.waiver is None:
        why = f": {shown(departure.why)}" if departure.why else ""
        return f"{head}{why}; {departure.mends}"
    day, by = f"{departure.waiver.until:%d %b %Y}", _answered(departure.waiver)
    if departure.expired:
        return f"{head}; the waiver ended on {day} ({by}); {departure.mends}"
    return f"{head}; waived until {day} ({by})"


def about_waiver(finding: WaiverFinding) -> str:
    """Return in one line what is to be known of a waiver, who answers for it, and why."""
    return f"{shown(finding.fact)}: {shown(finding.says)} ({_answered(finding.waiver)})"


def _answered(waiver: Waiver) -> str:
    return f"{shown(waiver.owner)}: {shown(waiver.reason)}"
