"""Estates of any size, made up: what each run finds of them, and how they stand after two weeks of nights."""

from datetime import UTC, date, datetime, timedelta

from tenantbook.model.verdict import Checked, ClientChecked, Departure, Finding, Inspection, Verdict, Waiver
from tenantbook.standing.log import line_of, read_log
from tenantbook.standing.row import Standing, entry_of, standing_of

NOW = datetime(2026, 11, 22, 3, 15, tzinfo=UTC)
NIGHT = timedelta(days=1)

_FIRST = (
    *("Acme", "Birch", "Cedar", "Delta", "Ember", "Fjord", "Grove", "Harbour"),
    *("Iris", "Juniper", "Kestrel", "Lantern", "Maple", "Northwind", "Oak"),
)
_SECOND = (
    *("Dental", "Legal", "Logistics", "Accounting", "Health"),
    *("Engineering", "Travel", "Housing Association", "Schools Trust", "Foods"),
)
_CHANGES = (
    ("tap.lifetime.maximum", "8 hours", "4 hours"),
    ("tap.once", "more than once", "once only"),
    ("tap.lifetime.default", "1 hour", "30 minutes"),
    ("tap.targets", "members of Helpdesk and Front Office", "everyone"),
)
_WHY = "the tenant could not be read: consent is missing for Policy.Read.AuthenticationMethod"


def name_of(number: int) -> str:
    first, second = _FIRST[number % len(_FIRST)], _SECOND[number // len(_FIRST) % len(_SECOND)]
    return f"{first} {second}{f' {number // 150 + 1}' if number >= 150 else ''}"


def id_of(number: int) -> str:
    return name_of(number).lower().replace(" ", "-")


def names(size: int) -> dict[str, str]:
    return {id_of(number): name_of(number) for number in range(size)}


def verdict_of(number: int, nights_ago: int = 0) -> Verdict:
    """Return what a night found: most clients are right, and those that are not were, some nights before."""
    if number % 9 == 4 and nights_ago < number % 13:
        return Verdict.DRIFT if number % 2 else Verdict.EDITED
    if number % 14 == 6 and nights_ago < 1 + number % 5:
        return Verdict.UNKNOWN
    return Verdict.STALE if number % 50 == 22 else Verdict.OK


def _pages(number: int, verdict: Verdict) -> tuple[Checked, ...]:
    fine = tuple(Checked(id_of(number), "client", f"p{page}.html", Verdict.OK) for page in range(20))
    findings = tuple(Finding(12, *change) for change in _CHANGES[: 1 + number % 4]) if verdict is Verdict.DRIFT else ()
    why = _WHY if verdict is Verdict.UNKNOWN else ""
    return (*fine, Checked(id_of(number), "client", "use-pass.html", verdict, why, findings=findings))


def _departures(number: int) -> tuple[Departure, ...]:
    def departure(until: date | None, *, expired: bool = False) -> Departure:
        waiver = Waiver("agreed with the client", "Robin", until) if until else None
        return Departure("tap.lifetime.maximum", "Maximum", "8 hours", "1 hour", "", waiver=waiver, expired=expired)

    found = [departure(date(2026, 12, 1) + NIGHT * (number % 60))] if number % 5 == 0 else []
    found += [departure(date(2026, 11, 3), expired=True)] if number % 15 == 10 else []
    found += [departure(None)] if number % 7 == 3 else []
    return tuple(found)


def inspection_of(size: int, nights_ago: int = 0) -> Inspection:
    """Return a run over an estate; every 29th client is left out of the last two, and the 11th was never checked."""
    when = NOW - NIGHT * nights_ago
    numbers = [number for number in range(size) if number != 11 and (nights_ago > 1 or number % 29 != 28)]
    clients = [
        ClientChecked(
            id_of(number),
            name_of(number),
            _pages(number, verdict_of(number, nights_ago)),
            _departures(number),
            None if verdict_of(number, nights_ago) is Verdict.UNKNOWN else when - timedelta(minutes=number % 40),
        )
        for number in numbers
    ]
    return Inspection(when, "live policy", "build/sites", tuple(clients))


def standing_after(size: int, nights: int = 14) -> Standing:
    data = b""
    for ago in reversed(range(nights)):
        data += line_of(read_log("", data), entry_of(inspection_of(size, ago), whole=True))
    surfaces = ("client", "internal")
    sites = {client: {each: f"../sites/{client}/{each}/index.html" for each in surfaces} for client in names(size)}
    return standing_of(read_log("", data), names(size), NOW, inspection=inspection_of(size), sites=sites)
