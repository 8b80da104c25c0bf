"""The log of checks: short, added to safely, and never silent about what it lost."""

import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st
from made_estates import inspection_of

from tenantbook.disk import Workspace
from tenantbook.history import append, append_entry, log_file, read
from tenantbook.model.verdict import LogEntry, Verdict
from tenantbook.standing.course import State, state_of
from tenantbook.standing.log import MOST_TOLD, Log, folded, line_of, read_log
from tenantbook.standing.row import entry_of

START = datetime(2026, 11, 1, 3, tzinfo=UTC)

COUNTS = st.dictionaries(st.sampled_from(list(Verdict)), st.integers(1, 30), max_size=3)
FOUND = st.dictionaries(st.sampled_from(["acme", "bolt", "cöder", "d\u202e\n"]), COUNTS, max_size=4)
RUNS = st.lists(st.tuples(FOUND, st.booleans()), min_size=1, max_size=8).map(
    lambda runs: [LogEntry(START + timedelta(days=day), "live", *run) for day, run in enumerate(runs)]
)


def written(runs: list[LogEntry]) -> list[bytes]:
    """Return the line of each run."""
    lines: list[bytes] = []
    for run in runs:
        lines.append(line_of(read_log("log", b"".join(lines)), run))
    return lines


def told(log: Log) -> list[int]:
    return [problem.line for problem in log.problems]


@given(RUNS)
def test_a_log_gives_back_what_each_client_was_last_found_to_be(runs: list[LogEntry]) -> None:
    last = {client: dict(counts) for run in runs for client, counts in run.clients.items()}
    log = read_log("log", b"".join(written(runs)))
    assert last == {client: dict(course.counts) for client, course in log.courses.items()}
    assert (log.run, log.last, log.problems) == (len(runs), runs[-1].when, ())


@given(RUNS, st.data())
def test_a_run_killed_at_any_byte_leaves_the_runs_before_it_and_is_told(
    runs: list[LogEntry], data: st.DataObject
) -> None:
    lines = written(runs)
    before, last = b"".join(lines[:-1]), lines[-1]
    cut = data.draw(st.integers(0, len(last) - 2))
    log, whole = read_log("log", before + last[:cut]), read_log("log", before)
    assert (whole.courses, whole.run) == (log.courses, log.run)
    assert ([len(lines)] if cut else []) == told(log)


@given(RUNS, st.data())
def test_the_run_after_a_killed_one_loses_nothing_but_that_run(runs: list[LogEntry], data: st.DataObject) -> None:
    lines = written(runs)
    torn = lines[-1][: data.draw(st.integers(1, len(lines[-1]) - 2))]
    kept = b"".join(lines[:-1])
    before = read_log("log", kept + torn)
    after = read_log("log", kept + torn + b"\n" + line_of(before, runs[-1]))
    assert (read_log("log", b"".join(lines)).courses, [len(lines)]) == (after.courses, told(after))


@given(RUNS)
def test_a_run_of_which_only_the_end_of_the_line_is_missing_counts(runs: list[LogEntry]) -> None:
    whole = b"".join(written(runs))
    again = LogEntry(runs[-1].when + timedelta(days=1), "live", runs[-1].clients)
    cut = read_log("log", whole[:-1])
    assert (read_log("log", whole).courses, True, ()) == (cut.courses, cut.unfinished, cut.problems)
    assert read_log("log", whole + line_of(cut, again)).problems == ()


@given(RUNS, st.data())
def test_any_byte_that_is_changed_is_told(runs: list[LogEntry], data: st.DataObject) -> None:
    whole = b"".join(written(runs))
    place = data.draw(st.integers(0, len(whole) - 1))
    byte = data.draw(st.integers(0, 255).filter(lambda byte: byte != whole[place]))
    assert told(read_log("log", whole[:place] + bytes([byte]) + whole[place + 1 :]))


@given(RUNS, st.data())
def test_a_lost_line_never_makes_a_client_right(runs: list[LogEntry], data: st.DataObject) -> None:
    lines = written(runs)
    lost = data.draw(st.integers(0, len(lines) - 1))
    damage = data.draw(st.sampled_from([b"", b"\n", b"<<<<<<< HEAD\n", lines[lost][:20] + b"\n"]))
    log = read_log("log", b"".join([*lines[:lost], damage, *lines[lost + 1 :]]))
    if lost == len(lines) - 1:
        assert damage == b"" or told(log)
        return
    latest = {client: state_of(counts) for run in runs for client, counts in run.clients.items()}
    right = {client for client, course in log.courses.items() if course.state is State.RIGHT}
    assert (bool(told(log)), {client for client in right if latest[client] is not State.RIGHT}) == (True, set())


@given(RUNS)
def test_folding_loses_no_course_and_later_runs_go_on_from_it(runs: list[LogEntry]) -> None:
    short = b""
    for run in runs:
        short = folded(read_log("log", short + line_of(read_log("log", short), run)))
    log, long = read_log("log", short), read_log("log", b"".join(written(runs)))
    assert (long.courses, long.run, long.last, ()) == (log.courses, log.run, log.last, log.problems)


def test_a_damaged_head_of_a_folded_log_makes_no_client_right() -> None:
    runs = [entry_of(inspection_of(20, ago), whole=True) for ago in (3, 2, 1)]
    head, *rest = folded(read_log("log", b"".join(written(runs[:2])))).splitlines(keepends=True)
    data = head + b"".join(rest)
    line = line_of(read_log("log", data), runs[2])
    log = read_log("log", head[:10] + b"\n" + b"".join(rest) + line)
    assert [1, len(rest) + 2] == told(log)
    stated = [client for client in log.courses if f'"{client}":' in line.decode()]
    assert {State.UNKNOWN, State.UNCHECKED} >= {log.courses[each].state for each in log.courses if each not in stated}
    assert len(stated) < len(log.courses)


def test_the_mark_of_windows_line_ends_does_no_harm() -> None:
    whole = b"".join(written([entry_of(inspection_of(20, ago), whole=True) for ago in (2, 1)]))
    assert read_log("log", whole).courses == read_log("log", whole.replace(b"\n", b"\r\n")).courses


def test_a_newer_version_is_told_and_not_guessed_at() -> None:
    (line,) = written([LogEntry(START, "live", {"acme": {Verdict.OK: 1}})])
    newer = line_like(line.replace(b'"v":1', b'"v":2'))
    log = read_log("log", newer)
    assert (
        dict(log.courses),
        log.problems[0].text,
    ) == ({}, "written in version 2, and this tenantbook reads 1; it is passed over")


def line_like(line: bytes) -> bytes:
    """Return a line with its checksum put right."""
    import zlib  # noqa: PLC0415 -- for this one forgery

    body = line[: line.rindex(b',"sum"')] + b"}"
    return b'%s,"sum":"%08x"}\n' % (body[:-1], zlib.crc32(body))


def test_a_quiet_night_over_five_thousand_clients_takes_one_short_line() -> None:
    first = entry_of(inspection_of(5000, 9), whole=True)
    log = read_log("log", line_of(Log(), first))
    quiet = line_of(log, LogEntry(first.when + timedelta(days=1), "live policy", first.clients))
    assert len(quiet) < 200


def test_the_log_of_a_year_stays_within_its_bound(tmp_path: Path) -> None:
    workspace = Workspace.at(tmp_path)
    clients = {f"client-{number}": {Verdict.OK: 24} for number in range(300)}
    for night in range(365):
        changed = {f"client-{night % 300}": {Verdict.DRIFT: 1 + night % 3, Verdict.OK: 20}}
        entry = LogEntry(START + timedelta(days=night), "live policy", {**clients, **changed})
        log = append_entry(workspace, entry, fold_at=20_000)
    head = folded(log)
    assert log_file(workspace).stat().st_size < 20_000 + len(head)
    assert (log.run, log.problems) == (365, ())
    assert read(workspace).courses == log.courses


def test_a_client_that_left_is_forgotten_after_a_year_and_more() -> None:
    data = b"".join(written([LogEntry(START, "live", {"gone": {Verdict.OK: 1}, "here": {Verdict.OK: 1}})]))
    for days in (1, 402):
        data += line_of(read_log("", data), LogEntry(START + timedelta(days=days), "live", {"here": {Verdict.OK: 1}}))
    assert list(read_log("log", folded(read_log("log", data))).courses) == ["here"]


def test_appending_touches_no_earlier_byte(tmp_path: Path) -> None:
    workspace = Workspace.at(tmp_path)
    append(workspace, inspection_of(30, 2), whole=True)
    before = log_file(workspace).read_bytes()
    log_file(workspace).write_bytes(before + b'{"v":1,"run":2,"wh')
    log = append(workspace, inspection_of(30, 1), whole=True)
    assert log_file(workspace).read_bytes().startswith(before + b'{"v":1,"run":2,"wh\n')
    assert [str(each) for each in log.problems] == ["history/checks.jsonl:2: the line is damaged; it is passed over"]
    assert read(workspace) == log


MANY = """\
import sys
from datetime import UTC, datetime
from pathlib import Path
from tenantbook.disk import Workspace
from tenantbook.history import append_entry
from tenantbook.model.verdict import LogEntry, Verdict

for number in range(20):
    found = {sys.argv[2]: {Verdict.OK: number + 1}}
    append_entry(Workspace.at(Path(sys.argv[1])), LogEntry(datetime.now(UTC), "live", found, whole=False), fold_at=4000)
"""


def test_runs_at_the_same_time_follow_each_other(tmp_path: Path) -> None:
    clients = ["one", "two", "three"]
    running = [subprocess.Popen([sys.executable, "-c", MANY, str(tmp_path), client]) for client in clients]
    codes = [process.wait(timeout=60) for process in running]
    log = read(Workspace.at(tmp_path))
    assert (codes, log.run, log.problems) == ([0, 0, 0], 60, ())
    assert {client: (20, {Verdict.OK: 20}) for client in sorted(clients)} == {
        client: (course.times, dict(course.counts)) for client, course in log.courses.items()
    }


def test_no_log_says_nothing(tmp_path: Path) -> None:
    assert Log() == read(Workspace.at(tmp_path))


def test_a_log_of_damaged_lines_is_told_in_a_few() -> None:
    found = read_log("log", b"\x00damaged\n" * 100_000)
    assert len(found.problems) == MOST_TOLD + 1
    assert found.problems[-1].text == f"{100_000 - MOST_TOLD:,} more lines up to this one could not be used"
    assert found.problems[-1].line == 100_000
