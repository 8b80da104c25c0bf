"""A row of the estate page: what differs, what is waived, what is said of texts without a record."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from tenantbook.model.claim import Claim, Prose, Truth
from tenantbook.model.verdict import Checked, ClientChecked, Departure, Finding, Inspection, Verdict, Waiver
from tenantbook.standing.course import State
from tenantbook.standing.log import Log, line_of, read_log
from tenantbook.standing.row import Difference, Row, Waivers, entry_of, standing_of
from tenantbook.standing.words import differences, totals

NOW = datetime(2026, 11, 22, 3, 15, tzinfo=UTC)
FINE = Checked("acme", "client", "a.html", Verdict.OK)


def run_of(*pages: Checked, departures: tuple[Departure, ...] = (), prose: tuple[Prose, ...] = ()) -> Inspection:
    return Inspection(NOW, "live policy", "", (ClientChecked("acme", "Acme", pages, departures, NOW),), prose)


def row_of(inspection: Inspection, now: datetime = NOW) -> Row:
    log = read_log("log", line_of(Log(), entry_of(inspection, whole=True)))
    return standing_of(log, {"acme": "Acme"}, now, inspection=inspection).rows[0]


def test_a_difference_is_told_once_with_how_many_places_show_it() -> None:
    found = Finding(3, "tap.once", "yes", "no")
    pages = [Checked("acme", "client", f"{name}.html", Verdict.DRIFT, findings=(found,)) for name in "abc"]
    row = row_of(run_of(FINE, *pages))
    assert ((Difference("tap.once", "yes", "no", 3),), ["tap.once: yes → no (3 places)"]) == (
        row.differs,
        list(differences(row)),
    )


def test_pages_without_a_fact_to_show_are_counted_in_words() -> None:
    verdicts = [Verdict.MISSING, Verdict.MISSING, Verdict.EDITED, Verdict.UNKNOWN, Verdict.UNKNOWN, Verdict.ORPHAN]
    pages = [Checked("acme", "client", "p.html", verdict, "no consent") for verdict in verdicts]
    said = ("1 page was changed by hand", "2 pages are missing", "1 page should not be there", "no consent")
    assert said == row_of(run_of(*pages)).why


@pytest.mark.parametrize(
    ("prose", "state"),
    [
        (Prose("a", "A", "acme"), State.RIGHT),
        (Prose("a", "A", "acme", (Claim(1, "", "", "", Truth.HERE, ""),)), State.RIGHT),
        (Prose("a", "A", "acme", (Claim(1, "", "", "", Truth.WRONG, ""),)), State.WRONG),
        (Prose("a", "A", "acme", (Claim(1, "", "", "", Truth.UNSURE, ""),)), State.UNKNOWN),
        (Prose("a", "A", "acme", problem="cannot be read"), State.UNKNOWN),
        (Prose("a", "A", "bolt", (Claim(1, "", "", "", Truth.WRONG, ""),)), State.RIGHT),
        (Prose("a", "A", "", (Claim(1, "", "", "", Truth.WRONG, ""),)), State.RIGHT),
    ],
)
def test_a_text_without_a_record_counts_for_its_client_alone(prose: Prose, state: State) -> None:
    assert state is row_of(run_of(FINE, prose=(prose,))).state


def test_waivers_are_counted_with_the_next_that_ends_and_those_that_are_over() -> None:
    def departure(until: date | None, *, expired: bool = False) -> Departure:
        waiver = Waiver("", "", until) if until else None
        return Departure("f", "F", "1", "2", "", waiver=waiver, expired=expired)

    ends = (date(2027, 1, 1), date(2026, 12, 1))
    departures = (*map(departure, ends), departure(date(2026, 11, 3), expired=True), departure(None))
    expected = Waivers(2, date(2026, 12, 1), (date(2026, 11, 3),), 1)
    assert expected == row_of(run_of(FINE, departures=departures)).waivers


def test_what_the_run_at_hand_found_holds_even_where_the_log_could_not_be_written() -> None:
    before = run_of(FINE)
    log = read_log("log", line_of(Log(), entry_of(before, whole=True)))
    bad = replace(run_of(Checked("acme", "client", "a.html", Verdict.DRIFT)), when=NOW + timedelta(days=1))
    (row,) = standing_of(log, {"acme": "Acme"}, bad.when, inspection=bad).rows
    assert State.WRONG is row.state


def test_a_run_that_is_shown_long_after_it_was_made_tells_nothing_of_today() -> None:
    assert State.UNCHECKED is row_of(run_of(FINE), NOW + timedelta(days=3)).state


def test_a_client_that_is_no_longer_in_the_content_has_no_row_and_a_new_one_is_not_right() -> None:
    log = read_log("log", line_of(Log(), entry_of(run_of(FINE), whole=True)))
    standing = standing_of(log, {"new": "New"}, NOW)
    assert [row.client for row in standing.rows] == ["new"]
    assert totals(standing) == "0 of 1 client true; 1 not checked"


def test_totals_have_their_thousands_set_apart() -> None:
    clients = tuple(ClientChecked(f"c{number}", "", (FINE,), (), NOW) for number in range(1200))
    log = read_log("log", line_of(Log(), entry_of(Inspection(NOW, "", "", clients), whole=True)))
    names = {f"c{number}": "" for number in range(1203)}
    assert totals(standing_of(log, names, NOW)) == "1,200 of 1,203 clients true; 3 not checked"
