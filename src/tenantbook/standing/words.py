"""How a client stands, in words and as plain values: what the page, the list and the command all say alike."""

from collections.abc import Iterator
from datetime import date, datetime

from tenantbook.counting import counted
from tenantbook.model.verdict import Verdict
from tenantbook.standing.course import Counts, State
from tenantbook.standing.row import Difference, Row, Standing, Waivers

STATES = {
    State.RIGHT: "true",
    State.WRONG: "out of date",
    State.UNKNOWN: "could not be checked",
    State.UNCHECKED: "not checked",
}

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def day(when: date) -> str:
    """Return a day in few words: "12 Nov 2026". Times are in UTC, whatever the machine's language or zone."""
    return f"{when.day} {_MONTHS[when.month - 1]} {when.year}"


def moment(when: datetime) -> str:
    """Return a time to the minute: "12 Nov 2026 03:15 UTC"."""
    return f"{day(when)} {when:%H:%M} UTC"


def length(since: datetime, now: datetime) -> str:
    """Return how long something has been so, in whole days: "14 days"."""
    days = max((now - since).days, 0)
    return counted(days, "day") if days else "under a day"


def totals(standing: Standing) -> str:
    """Return how many clients stand how: "843 of 1,000 clients true; 3 out of date; 2 could not be checked"."""
    rows = len(standing.rows)
    others = ((state, standing.count(state)) for state in State if state is not State.RIGHT)
    told = [f"{standing.count(State.RIGHT):,} of {counted(rows, 'client')} true"]
    return "; ".join([*told, *(f"{number:,} {STATES[state]}" for state, number in others if number)])


def state_since(row: Row) -> datetime | None:
    """Return since when a client has been as it is now; None where the log does not say."""
    return row.course.since if row.course and row.course.state is row.state else None


def streak(row: Row, now: datetime) -> str:
    """Return for how long a client has been right without a gap, or nothing: "14 days, 14 checks"."""
    since = state_since(row)
    if row.state is not State.RIGHT or since is None or row.course is None:
        return ""
    return f"{length(since, now)}, {counted(row.course.times, 'check')}"


def change(row: Row) -> str:
    """Return what a client was before it last changed, or why there is nothing to tell."""
    if row.course is None:
        return "never checked"
    if row.state is not row.course.state:
        return f"{STATES[row.course.state]} when last checked" if row.state is State.UNCHECKED else "not in the log yet"
    before = row.course.before
    return f"was {_past(before.state)} from {day(before.since)}" if before else "as at its first check"


def _past(state: State) -> str:
    return "not known" if state is State.UNKNOWN else STATES[state]


def pages(counts: Counts) -> str:
    """Return how many pages have which verdict: "4 drift, 20 ok"."""
    others = [verdict for verdict in Verdict if verdict is not Verdict.OK]
    return ", ".join(f"{counts[verdict]} {verdict}" for verdict in (*others, Verdict.OK) if counts.get(verdict))


def difference(found: Difference) -> str:
    """Return one difference in a line: "tap.lifetime.maximum: 8 hours → 4 hours (3 places)"."""
    places = f" ({found.places} places)" if found.places > 1 else ""
    return f"{found.fact}: {found.says} → {found.tenant}{places}"


def differences(row: Row) -> Iterator[str]:
    """Yield all that is wrong with a client, a line each."""
    yield from map(difference, row.differs)
    yield from row.why


def waived(waivers: Waivers) -> Iterator[str]:
    """Yield what is waived, a line each; what is over first."""
    if waivers.expired:
        yield f"{len(waivers.expired)} expired {day(waivers.expired[0])}"
    if waivers.next_end:
        yield f"{waivers.valid} until {day(waivers.next_end)}" if waivers.valid == 1 else _next(waivers)
    if waivers.open:
        yield f"{waivers.open} not waived"


def _next(waivers: Waivers) -> str:
    return f"{waivers.valid} waivers, next ends {day(waivers.next_end)}" if waivers.next_end else ""


def line(row: Row, now: datetime) -> str:
    """Return how one client stands, in one line of plain text."""
    since = state_since(row)
    told = [f"{STATES[row.state]}{f' since {day(since)}, {length(since, now)}' if since else ''}"]
    told += [pages(row.counts)] if row.counts and row.state is not State.UNCHECKED else []
    told += [f"last checked {moment(row.course.checked)}"] if row.course else []
    return f"{row.name} ({row.client}): {'; '.join([*told, change(row)])}"
