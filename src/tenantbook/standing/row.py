"""How each client stands now, from the log and from the run at hand: the rows of the estate page."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from types import MappingProxyType

from tenantbook.model.claim import Prose, Truth
from tenantbook.model.verdict import Checked, ClientChecked, Departure, Inspection, LogEntry, Verdict
from tenantbook.reports.outcome import ORDER
from tenantbook.standing.course import Counts, Course, State, state_of
from tenantbook.standing.log import Log

#: How long ago a client may have been checked, where nothing else is said: a night that was left out, and no more.
MAX_AGE = timedelta(days=2)


@dataclass(frozen=True, slots=True)
class Difference:
    """A fact that pages of a client show otherwise than its tenant has it, in words, and how many places do."""

    fact: str
    says: str
    tenant: str
    places: int


@dataclass(frozen=True, slots=True)
class Waivers:
    """What somebody answers for: how many waivers are in force, the first day that ends one, and those that are over.

    `open` is how many departures nobody answers for.
    """

    valid: int = 0
    next_end: date | None = None
    expired: tuple[date, ...] = ()
    open: int = 0


@dataclass(frozen=True, slots=True)
class Row:
    """How one client stands.

    `counts` is how many pages had which verdict when it was last checked. `course` is None where the log knows nothing
    of it. What differs, why, what is waived and when the tenant was `read` are known only from the run at hand:
    `at_hand` is False where that run did not check this client.
    """

    client: str
    name: str
    state: State
    counts: Counts = field(default_factory=lambda: MappingProxyType({}))
    course: Course | None = None
    at_hand: bool = False
    differs: tuple[Difference, ...] = ()
    why: tuple[str, ...] = ()
    read: datetime | None = None
    waivers: Waivers = Waivers()
    sites: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True, slots=True)
class Standing:
    """How the estate stands at `now`: a row for each client, by name; when the last run was, and against what."""

    now: datetime
    last: datetime | None
    against: str
    rows: tuple[Row, ...]

    def count(self, state: State) -> int:
        """Return how many clients stand so."""
        return sum(row.state is state for row in self.rows)


def entry_of(inspection: Inspection, *, whole: bool) -> LogEntry:
    """Return what the log keeps of a run."""
    texts = _by_client(inspection.prose)
    clients = {
        each.client: _counts(each, texts.get(each.client, [])) for each in inspection.clients if not each.mistakes
    }
    return LogEntry(inspection.when, inspection.against, clients, whole)


def _counts(checked: ClientChecked, texts: Iterable[Prose]) -> Counter[Verdict]:
    counts = Counter(page.verdict for page in checked.pages)
    counts.update(filter(None, map(_verdict_on, texts)))
    return counts


def _verdict_on(text: Prose) -> Verdict | None:
    """Return the verdict on a text without a record; none where it claims nothing."""
    truths = {claim.truth for claim in text.claims}
    if Truth.WRONG in truths:
        return Verdict.DRIFT
    if text.problem or Truth.UNSURE in truths:
        return Verdict.UNKNOWN
    return Verdict.OK if truths else None


def _by_client(prose: Iterable[Prose]) -> dict[str, list[Prose]]:
    texts: dict[str, list[Prose]] = {}
    for text in prose:
        texts.setdefault(text.client, []).append(text)
    return texts


def standing_of(
    log: Log,
    names: Mapping[str, str],
    now: datetime,
    *,
    inspection: Inspection | None = None,
    sites: Mapping[str, Mapping[str, str]] | None = None,
    max_age: timedelta = MAX_AGE,
) -> Standing:
    """Return how each client of `names` (id to name) stands at `now`.

    `inspection` is the run at hand, which the log holds already; `sites` the addresses of each client's sites, by
    surface. A client that the last whole run left out, or that was last checked longer ago than `max_age`, is not
    checked, whatever it was found to be before.
    """
    at_hand = {each.client: each for each in inspection.clients if not each.mistakes} if inspection else {}
    texts = _by_client(inspection.prose) if inspection else {}
    rows = []
    for client, name in sorted(names.items(), key=lambda each: (each[1].casefold(), each[0])):
        row = _row_from_log(client, name, log.courses.get(client), now, max_age)
        row = replace(row, sites=MappingProxyType(dict((sites or {}).get(client, {}))))
        if inspection and client in at_hand:
            young = _is_young(inspection.when, now, max_age)
            row = _with_findings(row, at_hand[client], texts.get(client, []), young=young)
        rows.append(row)
    return Standing(now, log.last, log.against, tuple(rows))


def _row_from_log(client: str, name: str, course: Course | None, now: datetime, max_age: timedelta) -> Row:
    if course is None:
        return Row(client, name, State.UNCHECKED)
    state = course.state if _is_young(course.checked, now, max_age) else State.UNCHECKED
    return Row(client, name, state, course.counts, course)


def _is_young(checked: datetime, now: datetime, max_age: timedelta) -> bool:
    """Return whether a check counts; one that seems to lie in the future is no better than one long ago."""
    return abs(now - checked) <= max_age


def _with_findings(row: Row, checked: ClientChecked, texts: Sequence[Prose], *, young: bool) -> Row:
    """Return a row with what the run at hand found, which holds even where the log could not be written."""
    counts = _counts(checked, texts)
    return replace(
        row,
        state=state_of(counts) if young else State.UNCHECKED,
        counts=counts,
        at_hand=True,
        differs=tuple(_differences(checked.pages)),
        why=tuple(_reasons(checked.pages, texts)),
        read=checked.read,
        waivers=_waivers(checked.departures),
    )


def worst_of(counts: Counts) -> Verdict:
    """Return the worst verdict on a client's pages, `unknown` where none is known."""
    return next((verdict for verdict in ORDER if counts.get(verdict)), Verdict.UNKNOWN)


def _differences(pages: Iterable[Checked]) -> Iterator[Difference]:
    places = Counter((found.fact, found.says, found.tenant) for page in pages for found in page.findings)
    for (fact, says, tenant), number in places.items():
        yield Difference(fact, says, tenant, number)


#: What is said of pages whose verdict needs no finding: of one, and of several.
_PAGES = {
    Verdict.EDITED: ("1 page was changed by hand", "{} pages were changed by hand"),
    Verdict.MISSING: ("1 page is missing", "{} pages are missing"),
    Verdict.ORPHAN: ("1 page should not be there", "{} pages should not be there"),
    Verdict.STALE: ("1 page was made from an old reading", "{} pages were made from an old reading"),
}


def _reasons(pages: Iterable[Checked], texts: Iterable[Prose]) -> Iterator[str]:
    """Yield in one sentence each what is wrong but has no fact to show for it."""
    bare = [page for page in pages if not page.findings and page.verdict is not Verdict.OK]
    counts = Counter(page.verdict for page in bare)
    for verdict, (one, several) in _PAGES.items():
        if counts[verdict]:
            yield one if counts[verdict] == 1 else several.format(counts[verdict])
    others = [page.reason for page in bare if page.verdict not in _PAGES]
    yield from dict.fromkeys(reason or "a page could not be checked" for reason in others)
    for text in texts:
        yield from _claims(text)


def _claims(text: Prose) -> Iterator[str]:
    if text.problem:
        yield f"{text.title or text.name}: {text.problem}"
    for truth in (Truth.WRONG, Truth.UNSURE):
        number = sum(claim.truth is truth for claim in text.claims)
        if number:
            wrong = "wrong" if truth is Truth.WRONG else "not certain"
            yield f"{text.title or text.name}: {number} claim{'' if number == 1 else 's'} {wrong}"


def _waivers(departures: Iterable[Departure]) -> Waivers:
    every = list(departures)
    valid = [each.waiver.until for each in every if each.waiver and not each.expired]
    expired = sorted(each.waiver.until for each in every if each.waiver and each.expired)
    unanswered = sum(each.waiver is None for each in every)
    return Waivers(len(valid), min(valid, default=None), tuple(expired), unanswered)
