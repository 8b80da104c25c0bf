"""What a check has to tell, one thing after the other: the one place that decides what counts as a finding."""

from collections.abc import Iterator
from dataclasses import dataclass

from tenantbook.model.claim import Claim, Prose, Truth
from tenantbook.model.verdict import (
    Checked,
    ClientChecked,
    Departure,
    Finding,
    Inspection,
    Origin,
    Severity,
    Verdict,
    WaiverFinding,
)
from tenantbook.reports.departing import (
    about_waiver,
    departs,
    departures_told,
    is_expired,
    is_open,
    is_over,
    waivers_told,
)
from tenantbook.reports.kinds import CLAIMS, DEPARTURE, EXPIRED, MISTAKE, NOTHING, UNREAD, WAIVER
from tenantbook.reports.mending import mend_of
from tenantbook.reports.wording import shown

#: How much a claim matters that is not true; None where it could not be found out.
CLAIM_SEVERITIES: dict[Truth, Severity | None] = {
    Truth.WRONG: Severity.ERROR,
    Truth.BY_DEFAULT: Severity.WARNING,
    Truth.UNSURE: None,
}


@dataclass(frozen=True, slots=True)
class Matter:
    """One thing to tell. `severity` is None where something could not be found out.

    `place` is where readers find it: a page below its client's sites, an address, or a text; `surface` is that of a
    page. `line` is 0 where none is known. `text` says it in one line that is safe to show; so are `title` and `mend`.
    """

    kind: str
    severity: Severity | None
    client: str
    text: str
    about: str = ""
    surface: str = ""
    place: str = ""
    line: int = 0
    mend: str = ""
    origin: Origin | None = None

    @property
    def rule(self) -> str:
        """The kind and what it is about, as one name."""
        return f"{self.kind}/{shown(self.about)}" if self.about else self.kind

    @property
    def title(self) -> str:
        """The kind in words."""
        return self.kind.replace("-", " ")

    @property
    def content(self) -> str:
        """The place in the content behind it, as editors write it; empty where none is known."""
        return f"{shown(self.origin.file)}:{self.origin.line}" if self.origin else ""


def matters(inspection: Inspection) -> Iterator[Matter]:
    """Yield everything that is wrong or could not be found out, in the order in which it was checked."""
    for client in inspection.clients:
        yield from matters_of(client)
    for prose in inspection.prose:
        yield from of_prose(prose)
    if is_nothing(inspection):
        yield Matter(NOTHING, None, "", "nothing was checked: there was no page of ours, and no text claims anything")


def is_nothing(inspection: Inspection) -> bool:
    """Return whether nothing was checked: a form to sign in with, say, claims nothing in place of a hundred pages."""
    return not inspection.clients and not any(text.claims or text.problem for text in inspection.prose)


def matters_of(client: ClientChecked) -> Iterator[Matter]:
    """Yield what is wrong or unknown of one client. A client of whom nothing was checked is unknown."""
    for mistake in client.mistakes:
        text, origin = mistake.text, Origin(mistake.file, mistake.line)
        yield Matter(MISTAKE, Severity.ERROR, client.client, shown(text), origin=origin)
    for page in client.pages:
        yield from of_page(page)
    yield from of_policy(client)
    if client.mistakes:
        return
    if not client.pages and not client.departures and not client.waivers:
        yield Matter(NOTHING, None, client.client, "nothing was checked: the client has no page")


def of_policy(client: ClientChecked) -> Iterator[Matter]:
    """Yield what a client's tenant departs from though nobody answers for it, and waivers that need a look."""
    for departure in departures_told(client):
        if is_open(departure):
            yield of_departure(client.client, departure)
    for finding in waivers_told(client):
        yield of_waiver(client.client, finding)


def told_by_its_findings(page: Checked) -> bool:
    """Return whether a page's findings say all that is wrong with it."""
    return page.verdict is Verdict.OK or (page.verdict is Verdict.DRIFT and bool(page.findings))


def severity_of(page: Checked) -> Severity | None:
    """Return how much what is wrong with a page matters; None where nothing is, or it is unknown.

    Where nobody has said, a finding is an error: rather too loud than overlooked.
    """
    if page.verdict in (Verdict.OK, Verdict.UNKNOWN):
        return None
    return page.severity or worst_of(finding.severity for finding in page.findings) or Severity.ERROR


def worst_of(severities: Iterator[Severity]) -> Severity | None:
    """Return the worst of some severities, None where there is none."""
    return min(severities, key=list(Severity).index, default=None)


def of_page(page: Checked) -> Iterator[Matter]:
    """Yield what is wrong or unknown of one page."""
    for finding in page.findings:
        yield Matter(
            Verdict.DRIFT,
            finding.severity,
            page.client,
            differs(finding),
            about=finding.fact,
            surface=page.surface,
            place=page.page,
            line=finding.line,
            mend=mend_of(page, finding),
            origin=finding.origin or page.origin,
        )
    if not told_by_its_findings(page):
        yield Matter(
            page.verdict,
            severity_of(page),
            page.client,
            shown(page.reason) or page.verdict.value,
            surface=page.surface,
            place=page.page,
            mend=shown(page.mend),
            origin=page.origin,
        )


def differs(finding: Finding) -> str:
    """Return what differs in one line: what the page says, what the tenant says, what is recommended, what to mend."""
    recommended = f", recommended is {shown(finding.recommended)}" if finding.recommended else ""
    says, tenant = shown(finding.says), shown(finding.tenant)
    return f"{shown(finding.fact)}: the page says {says}, the tenant says {tenant}{recommended}; {finding.mends}"


def of_departure(client: str, departure: Departure) -> Matter:
    """Return a departure that nobody answers for as something to tell."""
    return Matter(
        EXPIRED if is_expired(departure) else DEPARTURE,
        departure.severity,
        client,
        departs(departure),
        about=departure.fact,
        origin=departure.origin,
    )


def of_waiver(client: str, finding: WaiverFinding) -> Matter:
    """Return what is to be known of a waiver as something to tell; one that has ended is no other kind for that."""
    return Matter(
        EXPIRED if is_over(finding) else WAIVER,
        finding.severity,
        client,
        about_waiver(finding),
        about=finding.fact,
        origin=finding.origin,
    )


def of_prose(prose: Prose) -> Iterator[Matter]:
    """Yield what is wrong or unknown of one text."""
    if prose.problem:
        where = _file(prose, 1)
        yield Matter(UNREAD, None, prose.client, shown(prose.problem), place=prose.name, origin=where)
    for claim in prose.claims:
        if claim.truth in CLAIMS:
            yield _of_claim(prose, claim)


def _of_claim(prose: Prose, claim: Claim) -> Matter:
    return Matter(
        CLAIMS[claim.truth],
        CLAIM_SEVERITIES[claim.truth],
        prose.client,
        claimed(claim),
        about=claim.about,
        place=prose.name,
        line=claim.line,
        origin=_file(prose, claim.line),
    )


def _file(prose: Prose, line: int) -> Origin | None:
    """Return the place in a text that is a file: it is its own content."""
    return None if "://" in prose.name else Origin(prose.name, line)


def claimed(claim: Claim) -> str:
    """Return in one line what a text claims, how true it is, why, and where that is documented."""
    source = f" ({shown(claim.source)})" if claim.source else ""
    return f"{shown(claim.about)}: “{shown(claim.says)}”: {claim.truth}: {shown(claim.why)}{source}"
