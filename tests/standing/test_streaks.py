"""For how long a client has been as it is: cases as data, see `cases/streaks.yml`."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import yaml

from tenantbook.model.verdict import LogEntry, Verdict
from tenantbook.standing.log import Log, folded, line_of, read_log
from tenantbook.standing.row import standing_of
from tenantbook.standing.words import change, state_since, streak

CASES = yaml.safe_load((Path(__file__).parent / "cases/streaks.yml").read_text("utf-8"))


def at(day: int) -> datetime:
    return datetime(2026, 11, day, 3, tzinfo=UTC)


def entry_from(run: dict[str, Any]) -> LogEntry:
    clients = {name: counts for name, counts in run.items() if name not in ("day", "some")}
    counts = {name: {Verdict(verdict): pages for verdict, pages in found.items()} for name, found in clients.items()}
    return LogEntry(at(run["day"]), "live policy", counts, whole=not run.get("some"))


def logged(runs: list[dict[str, Any]], *, fold_after: int | None = None) -> Log:
    """Return the log of these runs, written and read back at each; folded after one of them."""
    data = b""
    for number, run in enumerate(runs):
        data += line_of(read_log("log", data), entry_from(run))
        if number == fold_after:
            data = folded(read_log("log", data))
    log = read_log("log", data)
    assert log.problems == ()
    return log


@pytest.mark.parametrize("folding", ["as written", "folded at first", "folded at last"])
@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_a_client_stands_as_the_case_says(case: dict[str, Any], folding: str) -> None:
    fold_after = {"as written": None, "folded at first": 0, "folded at last": len(case["runs"]) - 1}[folding]
    log = logged(case["runs"], fold_after=fold_after)
    (row,) = standing_of(log, {"acme": "Acme"}, at(case["now"])).rows
    since = state_since(row)
    lasts = streak(row, at(case["now"]))
    found = {"state": row.state, "since": since and since.day, "streak": lasts, "change": change(row)}
    assert case["stands"] == found
