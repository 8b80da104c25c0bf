"""The estate page: a table of how each client stands, for the provider's own people."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import accumulate

from jinja2 import Environment, StrictUndefined

from tenantbook.standing.course import State
from tenantbook.standing.row import Difference, Row, Standing
from tenantbook.standing.words import (
    STATES,
    change,
    day,
    difference,
    moment,
    pages,
    state_since,
    streak,
    totals,
    waived,
)

#: How many differences and reasons a row shows before the rest folds away.
_SHOWN = 2

#: What an address of a site may begin with: nothing that could run when it is followed.
_SAFE = ("https://", "http://", "../", "./", "/")

#: What a surface's site is called to the provider's own people.
_SITES = {"client": "client site", "internal": "internal site"}


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell as the page shows it: what it is sorted by (nothing stands last), a line, and a smaller one."""

    key: str = ""
    text: str = ""
    small: str = ""
    none: str = "not known"


@dataclass(frozen=True, slots=True)
class Told:
    """A line of the waivers, red where it is over."""

    text: str
    red: bool


@dataclass(frozen=True, slots=True)
class Waived:
    """The waivers of a row, and what they are sorted by: the first that is over, then the first that ends."""

    key: str
    lines: tuple[Told, ...]
    none: str


@dataclass(frozen=True, slots=True)
class Shown:
    """A row as the page shows it."""

    name: str
    sites: tuple[tuple[str, str], ...]
    state: State
    rank: int
    words: str
    pages: str
    weight: int
    shown: Sequence[Difference]
    why: Sequence[str]
    more: Sequence[str]
    more_words: str
    nothing: str
    read: Cell
    waivers: Waived
    expired: bool
    change: Cell
    since: Cell


@dataclass(frozen=True, slots=True)
class Chip:
    """A button that shows some of the rows, with how many they are."""

    show: str
    label: str
    number: str


@dataclass(frozen=True, slots=True)
class Share:
    """A part of the bar, in thousandths of its width."""

    state: State
    start: float
    width: float


def estate_page(standing: Standing, template: str, provider: str) -> bytes:
    """Return the page as HTML. `template` is its Jinja source; whatever it prints is escaped."""
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    headline, _, rest = totals(standing).partition("; ")
    page = environment.from_string(template).render(
        provider=provider,
        standing=standing,
        headline=headline,
        rest=rest,
        shares=tuple(_shares(standing)),
        chips=tuple(_chips(standing)),
        rows=[_shown(row, standing.now) for row in _worst_first(standing.rows)],
        moment=moment,
    )
    return page.encode("utf-8", "replace")


def _worst_first(rows: Sequence[Row]) -> list[Row]:
    return sorted(rows, key=lambda row: _rank(row.state))


def _rank(state: State) -> int:
    return list(State).index(state)


def _shares(standing: Standing) -> Iterator[Share]:
    number = len(standing.rows)
    states = list(reversed(State))
    widths = [1000 * standing.count(state) / number for state in states] if number else []
    for state, width, end in zip(states, widths, accumulate(widths), strict=False):
        if width:
            yield Share(state, round(end - width, 2), round(width, 2))


def _chips(standing: Standing) -> Iterator[Chip]:
    yield Chip("all", "All", f"{len(standing.rows):,}")
    for state in State:
        number = standing.count(state)
        if number or state is not State.UNCHECKED:
            yield Chip(state, STATES[state].capitalize(), f"{number:,}")
    expired = sum(bool(row.waivers.expired) for row in standing.rows)
    if expired:
        yield Chip("expired", "Waiver expired", f"{expired:,}")


def _shown(row: Row, now: datetime) -> Shown:
    shown, why = row.differs[:_SHOWN], row.why[: max(_SHOWN - len(row.differs), 0)]
    more = [*map(difference, row.differs[_SHOWN:]), *row.why[len(why) :]]
    return Shown(
        name=row.name,
        sites=tuple(_sites(row.sites)),
        state=row.state,
        rank=_rank(row.state),
        words=STATES[row.state],
        pages=pages(row.counts) if row.state is not State.RIGHT else "",
        weight=sum(each.places for each in row.differs) + len(row.why),
        shown=shown,
        why=why,
        more=more,
        more_words=f"and {len(more)} more",
        nothing=_nothing(row),
        read=_read(row),
        waivers=_waivers(row),
        expired=bool(row.waivers.expired),
        change=_change(row),
        since=_since(row, now),
    )


def _sites(sites: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    for surface, address in sorted(sites.items()):
        if address.startswith(_SAFE):
            yield _SITES.get(surface, surface), address


def _nothing(row: Row) -> str:
    """Return what stands where no difference does."""
    if row.state is State.RIGHT:
        return "nothing"
    return "not known" if row.state is not State.WRONG else "see the check that found it"


def _read(row: Row) -> Cell:
    if row.read:
        return Cell(row.read.isoformat(), day(row.read), f"{row.read:%H:%M}")
    return Cell(none="not known" if row.at_hand else "not read this time")


def _waivers(row: Row) -> Waived:
    waivers = row.waivers
    first = waivers.expired[0] if waivers.expired else waivers.next_end
    lines = tuple(Told(line, bool(waivers.expired) and not at) for at, line in enumerate(waived(waivers)))
    return Waived(first.isoformat() if first else "", lines, "none" if row.at_hand else "not known")


def _change(row: Row) -> Cell:
    since = state_since(row)
    text = day(since) if since else ""
    return Cell(since.isoformat() if since else "", text, change(row))


def _since(row: Row, now: datetime) -> Cell:
    since = state_since(row)
    if row.state is not State.RIGHT or since is None:
        return Cell(none="not right" if row.state is State.WRONG else "not known")
    return Cell(since.isoformat(), day(since), streak(row, now))
