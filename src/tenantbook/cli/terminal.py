"""Talking to people: colour and progress in a terminal, plain lines in a pipe."""

import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from enum import IntEnum
from typing import Literal, NoReturn

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.text import Text

from tenantbook.reports.wording import safe_lines


class Exit(IntEnum):
    """What the process says when it ends."""

    ALL_RIGHT = 0
    FINDINGS = 1
    USAGE = 2
    COULD_NOT_FIND_OUT = 3
    LEFT_OUT = 4
    SEVERAL = 5


def both(*codes: Exit) -> Exit:
    """Return how to leave where several things are so: none of them is hidden by another."""
    told = {code for code in codes if code is not Exit.ALL_RIGHT}
    if len(told) > 1:
        return Exit.USAGE if Exit.USAGE in told else Exit.SEVERAL
    return told.pop() if told else Exit.ALL_RIGHT


Tone = Literal["plain", "good", "bad", "unsure", "quiet", "head"]

_STYLES = {"plain": "", "good": "green", "bad": "bold red", "unsure": "yellow", "quiet": "dim", "head": "bold"}


def console(*, errors: bool = False) -> Console:
    """Return a console on standard output, or standard error."""
    return Console(stderr=errors, highlight=False, markup=False, emoji=False, soft_wrap=True)


def say(text: str, *, tone: Tone = "plain", errors: bool = False) -> None:
    """Print one line. `tone` colours it in a terminal; what a terminal or a build server would obey is written out."""
    console(errors=errors).print(safe_lines(text), style=_STYLES[tone] or None)


def say_parts(parts: Iterable[tuple[str, Tone]]) -> None:
    """Print one line whose parts have tones of their own."""
    line = [(text, _STYLES[tone]) for text, tone in parts]
    safe = safe_lines("".join(text for text, _ in line))
    if safe != "".join(text for text, _ in line):
        line = [(safe, "")]
    console().print(Text.assemble(*line))


def leave(code: Exit) -> NoReturn:
    """End the process with an exit code."""
    sys.exit(int(code))


class Meter:
    """Counts what is done: a bar in a terminal, nothing in a pipe."""

    def __init__(self, progress: Progress | None, task: int) -> None:
        self._progress = progress
        self._task = task

    def expect(self, more: int) -> None:
        """Count on so many more, found on the way."""
        if self._progress:
            task = self._progress.tasks[self._task]
            self._progress.update(task.id, total=(task.total or 0) + more)

    def step(self, what: str = "") -> None:
        """Count one more, and name what was done."""
        if self._progress:
            self._progress.update(self._progress.task_ids[self._task], advance=1, description=safe_lines(what))


@contextmanager
def meter(what: str, total: int) -> Iterator[Meter]:
    """Show how far a piece of work has come."""
    screen = console(errors=True)
    if not screen.is_terminal:
        yield Meter(None, 0)
        return
    columns = (TextColumn("{task.description}", markup=False), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=screen, transient=True) as progress:
        progress.add_task(what, total=total)
        yield Meter(progress, 0)
