"""The log of checks: one line a run, which says only what changed, and tells when something was lost."""

import json
import re
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Any

from tenantbook.model.problem import Problem
from tenantbook.model.verdict import LogEntry, Verdict
from tenantbook.standing.course import Before, Counts, Course, Courses, State

VERSION = 1

#: How long a client that is no longer checked is remembered when the log is folded.
REMEMBERED = timedelta(days=400)

#: The end of a line: a checksum over all that stands before it.
_SUM = re.compile(rb',"sum":"([0-9a-f]{8})"\}$')


@dataclass(frozen=True, slots=True)
class Log:
    """What a log says: how many runs there were, when the last one was and against what, and each client's course.

    `problems` are the lines that could not be used. `loose` is how many bytes of runs were not folded yet;
    `unfinished` whether the last line lacks its end, since the run that wrote it was stopped.
    """

    run: int = 0
    last: datetime | None = None
    against: str = ""
    courses: Mapping[str, Course] = field(default_factory=lambda: MappingProxyType({}))
    problems: tuple[Problem, ...] = ()
    loose: int = 0
    unfinished: bool = False


def read_log(file: str, data: bytes) -> Log:
    """Return what a log says. `file` is its name, for the problems.

    A line that is damaged is passed over and told. Where runs are missing, no client is taken to be as it was.
    """
    *lines, rest = data.split(b"\n")
    reading = _Reading(file)
    for number, raw in enumerate(lines, 1):
        reading.take(number, raw.removesuffix(b"\r"))
    if rest and not isinstance(_unsealed(rest), str):
        reading.take(len(lines) + 1, rest)  # whole but for its end
    elif rest:
        reading.tell(len(lines) + 1, "half a line: the run that wrote it was stopped, and what it found is not known")
    return Log(
        reading.run,
        reading.last,
        reading.against,
        MappingProxyType(reading.courses.all()),
        tuple(reading.problems),
        reading.loose,
        bool(rest),
    )


#: How many damaged lines of a log are told one by one.
MOST_TOLD = 20


@dataclass(slots=True)
class _Reading:
    """A log that is being read, and how far it has come."""

    file: str
    run: int = 0
    last: datetime | None = None
    against: str = ""
    courses: Courses = field(default_factory=Courses)
    problems: list[Problem] = field(default_factory=list)
    loose: int = 0
    ran: bool = False

    more: int = 0

    def tell(self, line: int, text: str) -> None:
        """Note what is wrong with a line; of very many only that there are more, with the last line's number."""
        if len(self.problems) < MOST_TOLD:
            self.problems.append(Problem(self.file, line, text))
            return
        self.more += 1
        told = f"{self.more:,} more {'lines' if self.more > 1 else 'line'} up to this one could not be used"
        self.problems[MOST_TOLD:] = [Problem(self.file, line, told)]

    def take(self, number: int, raw: bytes) -> None:
        plain = _unsealed(raw)
        if isinstance(plain, str):
            self._pass_over(number, raw, plain)
            return
        try:
            self._follow(number, raw, plain)
        except (KeyError, TypeError, ValueError, AttributeError):
            self._pass_over(number, raw, "no line that this tenantbook writes")

    def _pass_over(self, number: int, raw: bytes, why: str) -> None:
        self.tell(number, f"{why}; it is passed over")
        self.loose += len(raw) + 1

    def _follow(self, number: int, raw: bytes, plain: Mapping[str, Any]) -> None:
        if "client" in plain:
            self._begin(plain)
        elif "folded" in plain:
            when, against, run = _when(plain["when"]), str(plain["against"]), int(plain["folded"])
            self._step(number, run, when, against, first=number == 1)
        else:
            self._run(number, plain)
            self.loose += len(raw) + 1

    def _begin(self, plain: Mapping[str, Any]) -> None:
        """Take over what a folded log knows of a client; after a run it can only be a stray."""
        if self.ran:
            raise ValueError(plain["client"])
        self.courses.put(str(plain["client"]), _course(plain))

    def _run(self, number: int, plain: Mapping[str, Any]) -> None:
        when, against, run = _when(plain["when"]), str(plain["against"]), int(plain["run"])
        now = {str(client): _counts(counts) for client, counts in plain["now"].items()}
        names = [str(name) for name in plain["but" if plain["whole"] else "only"]]
        self._step(number, run, when, against)
        follow = self.courses.whole if plain["whole"] else self.courses.some
        follow(when, names, now)
        self.ran = True

    def _step(self, number: int, run: int, when: datetime, against: str, *, first: bool = False) -> None:
        """Go on to a run; where it is not the next one, what came between is lost."""
        if run != self.run + 1 and not first:
            told = f"run {run} follows run {self.run}" if self.run else f"the log begins with run {run}"
            self.tell(number, f"{told}: something is lost, so no client is taken to be as it was")
            self.courses.lose(self.last)
        self.run, self.against = run, against
        self.last = max(self.last, when) if self.last else when


def line_of(log: Log, entry: LogEntry) -> bytes:
    """Return the line that adds a run to a log: what it found of each client whose pages are not as they were."""
    found = {client: _tidy(counts) for client, counts in sorted(entry.clients.items())}
    now = {client: counts for client, counts in found.items() if _is_new(log.courses.get(client), counts, entry)}
    plain: dict[str, object] = {
        "v": VERSION,
        "run": log.run + 1,
        "when": entry.when.isoformat(),
        "against": entry.against,
        "whole": entry.whole,
    }
    if entry.whole:
        in_sight = (client for client, course in log.courses.items() if course.state is not State.UNCHECKED)
        plain["but"] = [client for client in in_sight if client not in found]
    else:
        plain["only"] = [client for client in found if client not in now]
    return _sealed({**plain, "now": now})


def folded(log: Log) -> bytes:
    """Return a log as short as can be: a head, and one line for each client, from which later runs go on."""
    if log.last is None:
        return b""
    head = {"v": VERSION, "folded": log.run, "when": log.last.isoformat(), "against": log.against}
    return b"".join([_sealed(head), *(_client_line(*kept) for kept in _remembered(log.last, log.courses))])


def _remembered(last: datetime, courses: Mapping[str, Course]) -> Iterator[tuple[str, Course]]:
    for client, course in courses.items():
        if course.state is not State.UNCHECKED or last - course.checked <= REMEMBERED:
            yield client, course


def _client_line(client: str, course: Course) -> bytes:
    before = course.before
    plain = {
        "v": VERSION,
        "client": client,
        "now": _tidy(course.counts),
        "state": course.state.value,
        "since": course.since.isoformat(),
        "checked": course.checked.isoformat(),
        "times": course.times,
        "before": [before.state.value, before.since.isoformat()] if before else None,
    }
    return _sealed(plain)


def _is_new(course: Course | None, counts: Mapping[str, int], entry: LogEntry) -> bool:
    if course is None or _tidy(course.counts) != counts:
        return True
    return entry.whole and course.state is State.UNCHECKED


def _tidy(counts: Counts) -> dict[str, int]:
    return {verdict.value: counts[verdict] for verdict in Verdict if counts.get(verdict)}


def _sealed(plain: Mapping[str, object]) -> bytes:
    body = json.dumps(plain, separators=(",", ":")).encode()
    return b'%s,"sum":"%08x"}\n' % (body[:-1], zlib.crc32(body))


def _unsealed(raw: bytes) -> Mapping[str, Any] | str:
    """Return what a line says, or why it cannot be used."""
    end = _SUM.search(raw)
    if end is None or int(end[1], 16) != zlib.crc32(raw[: end.start()] + b"}"):
        return "the line is damaged"
    plain = json.loads(raw)
    if plain.get("v") != VERSION:
        return f"written in version {plain.get('v')}, and this tenantbook reads {VERSION}"
    return dict(plain)


def _course(plain: Mapping[str, Any]) -> Course:
    before = plain["before"]
    return Course(
        _counts(plain["now"]),
        State(plain["state"]),
        _when(plain["since"]),
        _when(plain["checked"]),
        int(plain["times"]),
        Before(State(before[0]), _when(before[1])) if before else None,
    )


def _counts(plain: Mapping[str, int]) -> Counts:
    return {Verdict(verdict): int(pages) for verdict, pages in plain.items()}


def _when(text: str) -> datetime:
    when = datetime.fromisoformat(text)
    if when.tzinfo is None:
        raise ValueError(text)
    return when
