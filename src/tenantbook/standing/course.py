"""What became of each client from run to run: how it stands, since when, and how it stood before."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from tenantbook.model.verdict import Verdict

Counts = Mapping[Verdict, int]


class State(StrEnum):
    """How a client stands, worst first. Only `right` is right."""

    WRONG = "out-of-date"
    UNKNOWN = "unknown"
    UNCHECKED = "unchecked"
    RIGHT = "right"


@dataclass(frozen=True, slots=True)
class Before:
    """How a client stood before it changed, and since when it had."""

    state: State
    since: datetime


@dataclass(frozen=True, slots=True)
class Course:
    """What the log knows of one client.

    `counts` is how many pages had which verdict when it was last checked, at `checked`; empty where that is lost.
    `times` is how many checks in a row found it in its state. Without `before`, its first check is at `since`.
    """

    counts: Counts
    state: State
    since: datetime
    checked: datetime
    times: int
    before: Before | None = None


def state_of(counts: Counts) -> State:
    """Return how a client with such pages stands: a page that is wrong weighs more than one that is not known."""
    found = {verdict for verdict, pages in counts.items() if pages}
    if found - {Verdict.OK, Verdict.UNKNOWN}:
        return State.WRONG
    return State.RIGHT if found == {Verdict.OK} else State.UNKNOWN


@dataclass(slots=True)
class _Track:
    """A course that is still being followed. `wholes` and `checked` are as of when it was last touched."""

    counts: Counts
    state: State
    since: datetime
    checked: datetime
    times: int
    wholes: int
    before: Before | None = None


@dataclass(slots=True)
class Courses:
    """The courses of all clients, followed run by run.

    A whole run in which nothing changed touches no client: what it adds to each is reckoned from `wholes`, how many
    such runs there were, so that a year of them over a large estate is read in no time.
    """

    tracks: dict[str, _Track] = field(default_factory=dict)
    wholes: int = 0
    last_whole: datetime | None = None

    def put(self, client: str, course: Course) -> None:
        """Begin with what is known of a client."""
        self.tracks[client] = _Track(
            course.counts, course.state, course.since, course.checked, course.times, self.wholes, course.before
        )

    def whole(self, when: datetime, but: Iterable[str], now: Mapping[str, Counts]) -> None:
        """Follow a run that checked every client which the one before it did, but some; and what it found new."""
        for client in but:
            if client in self.tracks:
                self._turn(self._touched(client), State.UNCHECKED, when)
        self.wholes, self.last_whole = self.wholes + 1, when
        for client, counts in now.items():
            self._found(client, counts, when, counted=True)

    def some(self, when: datetime, only: Iterable[str], now: Mapping[str, Counts]) -> None:
        """Follow a run that was asked for some clients; the others stay as they are."""
        for client in only:
            if client in self.tracks:
                self._found(client, self.tracks[client].counts, when)
        for client, counts in now.items():
            self._found(client, counts, when)

    def lose(self, when: datetime | None) -> None:
        """Forget what every client was found to be: something was lost from the log after `when`, or at its head."""
        for client in self.tracks:
            track = self._touched(client)
            track.counts = {}
            if track.state is not State.UNCHECKED:
                self._turn(track, State.UNKNOWN, when or track.checked)

    def all(self) -> dict[str, Course]:
        """Return the course of every client so far."""
        tracks = {client: self._touched(client) for client in sorted(self.tracks)}
        return {
            client: Course(track.counts, track.state, track.since, track.checked, track.times, track.before)
            for client, track in tracks.items()
        }

    def _touched(self, client: str) -> _Track:
        """Return a track with the whole runs since it was last touched counted in."""
        track = self.tracks[client]
        since, track.wholes = self.wholes - track.wholes, self.wholes
        if since and track.state is not State.UNCHECKED and self.last_whole:
            track.times += since
            track.checked = max(track.checked, self.last_whole)
        return track

    def _found(self, client: str, counts: Counts, when: datetime, *, counted: bool = False) -> None:
        """Note what a run found of a client; `counted` where that run is in `wholes` already."""
        state = state_of(counts)
        if client not in self.tracks:
            self.tracks[client] = _Track(counts, state, when, when, 1, self.wholes)
            return
        track = self.tracks[client]
        self._touched(client)
        track.counts, track.checked = counts, when
        if state is not track.state:
            self._turn(track, state, when)
            track.times = 1
        elif not counted:
            track.times += 1

    @staticmethod
    def _turn(track: _Track, state: State, when: datetime) -> None:
        if state is not track.state:
            track.before = Before(track.state, track.since)
            track.state, track.since, track.times = state, when, 0
