"""How the estate stands as a list for spreadsheets and as JSON for programs."""

import json
from collections.abc import Iterator
from datetime import date, datetime

from tenantbook.model.verdict import Verdict
from tenantbook.standing.course import State
from tenantbook.standing.row import Row, Standing, worst_of
from tenantbook.standing.words import STATES, change, difference, state_since

VERSION = 1

#: What a spreadsheet takes for the beginning of a formula, also in their wide forms.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")

_COLUMNS = (
    "client",
    "name",
    "standing",
    "worst verdict",
    "pages",
    "pages true",
    "what differs",
    "why",
    "tenant read (UTC)",
    "waivers",
    "next waiver ends",
    "expired waivers",
    "not waived",
    "so since (UTC)",
    "days so",
    "checks in a row",
    "before",
    "right since (UTC)",
    "last checked (UTC)",
)


def as_csv(standing: Standing) -> bytes:
    """Return a row for each client as RFC 4180 has it, with a mark that lets Excel know the text for UTF-8.

    A value that a spreadsheet would take for a formula begins with an apostrophe.
    """
    rows = [_COLUMNS, *(tuple(_cells(row, standing.now)) for row in standing.rows)]
    return "".join(["\ufeff", *(",".join(map(_quoted, row)) + "\r\n" for row in rows)]).encode("utf-8", "replace")


def _quoted(value: str) -> str:
    harmless = f"'{value}" if value.lstrip(" \u00a0").startswith(_FORMULA) else value
    return '"' + harmless.replace('"', '""') + '"'


def _cells(row: Row, now: datetime) -> Iterator[str]:
    since, course, waivers = state_since(row), row.course, row.waivers
    yield from (row.client, row.name, STATES[row.state], worst_of(row.counts).value)
    yield from (str(sum(row.counts.values())), str(row.counts.get(Verdict.OK, 0)))
    yield from ("; ".join(map(difference, row.differs)), "; ".join(row.why), _time(row.read))
    yield from (str(waivers.valid), _date(waivers.next_end), "; ".join(map(_date, waivers.expired)), str(waivers.open))
    yield from (_time(since), str(max((now - since).days, 0)) if since else "", str(course.times) if course else "0")
    yield from (change(row), _time(since if row.state is State.RIGHT else None))
    yield _time(course.checked if course else None)


def _time(when: datetime | None) -> str:
    """Return a time as spreadsheets read it."""
    return f"{when:%Y-%m-%d %H:%M}" if when else ""


def _date(when: date | None) -> str:
    return when.isoformat() if when else ""


def as_json(standing: Standing) -> bytes:
    """Return the whole standing as JSON, keys in a fixed order."""
    plain = {
        "version": VERSION,
        "now": standing.now.isoformat(),
        "last_run": _iso(standing.last),
        "against": standing.against,
        "totals": {"clients": len(standing.rows)} | {state.value: standing.count(state) for state in State},
        "clients": [_plain(row) for row in standing.rows],
    }
    return (json.dumps(plain, indent=1, ensure_ascii=True) + "\n").encode()


def _plain(row: Row) -> dict[str, object]:
    since, course = state_since(row), row.course
    before = course.before if course else None
    return {
        "client": row.client,
        "name": row.name,
        "standing": row.state.value,
        "verdict": worst_of(row.counts).value,
        "pages": {verdict.value: row.counts[verdict] for verdict in Verdict if row.counts.get(verdict)},
        "differs": [
            {"fact": each.fact, "says": each.says, "tenant": each.tenant, "places": each.places} for each in row.differs
        ],
        "why": list(row.why),
        "read": _iso(row.read),
        "waivers": {
            "valid": row.waivers.valid,
            "next_end": _iso(row.waivers.next_end),
            "expired": [each.isoformat() for each in row.waivers.expired],
            "not_waived": row.waivers.open,
        },
        "since": _iso(since),
        "right_since": _iso(since if row.state is State.RIGHT else None),
        "checks_in_a_row": course.times if course and since else 0,
        "before": {"standing": before.state.value, "since": _iso(before.since)} if before else None,
        "last_checked": _iso(course.checked if course else None),
        "sites": dict(sorted(row.sites.items())),
    }


def _iso(when: date | None) -> str | None:
    return when.isoformat() if when else None
