"""What an inspection comes to: in one line, and in the answers that an exit code is made of."""

from collections import Counter
from collections.abc import Iterable

from tenantbook.counting import counted
from tenantbook.model.claim import Prose, Truth
from tenantbook.model.verdict import Checked, ClientChecked, Inspection, Severity, Verdict
from tenantbook.reports.departing import is_open
from tenantbook.reports.kinds import DEPARTURE, EXPIRED, MISTAKE, WAIVER
from tenantbook.reports.matters import matters, of_policy
from tenantbook.reports.wording import moment, shown, tallied

#: Worst first.
ORDER = (
    Verdict.DRIFT,
    Verdict.EDITED,
    Verdict.MISSING,
    Verdict.ORPHAN,
    Verdict.STALE,
    Verdict.UNKNOWN,
    Verdict.OK,
)

#: Worst first; `can't tell` before what is merely not always so.
TRUTHS = (Truth.WRONG, Truth.UNSURE, Truth.BY_DEFAULT, Truth.HERE, Truth.EVERYWHERE)


def has_findings(inspection: Inspection) -> bool:
    """Return whether something is known to be wrong: a page, a departure nobody answers for, a claim."""
    return fails(inspection, Severity.NOTE)


def fails(inspection: Inspection, fail_on: Severity) -> bool:
    """Return whether something that was looked at is wrong and matters at least as much as `fail_on`."""
    enough = set(list(Severity)[: list(Severity).index(fail_on) + 1])
    return any(matter.severity in enough for matter in matters(inspection) if matter.kind != MISTAKE)


def has_unknowns(inspection: Inspection) -> bool:
    """Return whether something, or everything, could not be checked. Nothing checked is not known to be right."""
    return any(matter.severity is None for matter in matters(inspection))


def worst(inspection: Inspection) -> Verdict:
    """Return the verdict to worry about most; `unknown` where nothing was checked.

    A departure and a wrong claim count as `drift`: what is so is not what should be so. A note on a waiver counts as
    `stale`: nothing is wrong yet, but somebody should look.
    """
    found = {page.verdict for page in inspection.pages}
    for matter in matters(inspection):
        unseen = matter.severity is None or matter.kind == MISTAKE
        found.add(Verdict.UNKNOWN if unseen else Verdict(_verdict_of(matter.kind)))
    return next((verdict for verdict in ORDER if verdict in found), Verdict.OK)


def _verdict_of(kind: str) -> str:
    if kind == WAIVER:
        return Verdict.STALE
    return kind if kind in set(Verdict) else Verdict.DRIFT


def summary(inspection: Inspection) -> str:
    """Return one line: what was checked, how many, when, and with what result."""
    left_out = sum(bool(client.mistakes) for client in inspection.clients)
    checked = counted(len(inspection.clients) - left_out, "client")
    pages = f"{counted(len(inspection.pages), 'page')} of {checked}"
    source = f", read from {shown(inspection.source)}," if inspection.source else ""
    head = f"{pages}{source} checked against {shown(inspection.against)}, {moment(inspection.when)}"
    results = [counts_of(inspection.pages) or "nothing to check"]
    results += list(filter(None, [policy_of(inspection.clients)]))
    results += [_texts(inspection.prose)] if inspection.prose else []
    results += [f"{counted(left_out, 'client')} left out for mistakes in their files"] if left_out else []
    return f"{head}: {'; '.join(results)}"


def counts_of(pages: Iterable[Checked]) -> str:
    """Return how many pages have which verdict, worst first: "2 drift, 1 ok"."""
    counts = Counter(page.verdict for page in pages)
    return tallied({verdict: counts[verdict] for verdict in ORDER})


def claims_of(prose: Iterable[Prose]) -> str:
    """Return how many claims are how true, worst first: "1 wrong, 3 true everywhere"."""
    counts = Counter(claim.truth for text in prose for claim in text.claims)
    return tallied({truth: counts[truth] for truth in TRUTHS})


#: What is told of policies, by what a line of it is called.
_POLICY = {DEPARTURE: "departure", EXPIRED: "expired waiver", WAIVER: "waiver note"}


def policy_of(clients: Iterable[ClientChecked]) -> str:
    """Return how many departures and waivers need a look, and how many are waived: "1 departure, 3 waived"."""
    found = list(clients)
    counts = Counter(matter.kind for client in found for matter in of_policy(client))
    told = [counted(counts[kind], what) for kind, what in _POLICY.items() if counts[kind]]
    waived = sum(not is_open(departure) for client in found for departure in client.departures)
    return ", ".join([*told, *([f"{waived:,} waived"] if waived else [])])


def _texts(prose: tuple[Prose, ...]) -> str:
    unread = sum(bool(text.problem) for text in prose)
    told = [claims_of(prose) or "nothing to check", f"{unread} not read" if unread else ""]
    return f"{counted(len(prose), 'text')}: {', '.join(part for part in told if part)}"
