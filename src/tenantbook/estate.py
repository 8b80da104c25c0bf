"""Many sites at once: one executor, so that a cluster could take the same work."""

import multiprocessing
import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import BrokenExecutor, Executor, Future, ProcessPoolExecutor
from contextlib import contextmanager
from typing import TypeVar

Job = TypeVar("Job")
Result = TypeVar("Result")

#: Pieces of work handed out ahead of each worker: enough to keep it busy, few enough to keep memory flat.
_AHEAD = 3


def processors() -> int:
    """Return how many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@contextmanager
def local_workers(workers: int) -> Iterator[Executor]:
    """Open worker processes on this machine.

    Spawned, never forked: the same on every system, and no lock of the parent's is copied.
    """
    executor = ProcessPoolExecutor(max_workers=workers, mp_context=multiprocessing.get_context("spawn"))
    try:
        yield executor
    except BaseException:
        # Ctrl-C: what was not begun is dropped, so that the run ends at once.
        executor.shutdown(wait=True, cancel_futures=True)
        raise
    executor.shutdown()


def run_all(
    executor: Executor,
    work: Callable[[Job], Result],
    jobs: Iterable[Job],
    *,
    workers: int,
    on_done: Callable[[Job, Result | None], None],
) -> None:
    """Run `work` on every job, few at a time however many there are; `on_done` hears of each.

    The result is None where the worker was ended from outside, and for every job after it.
    """
    waiting: deque[tuple[Job, Future[Result]]] = deque()
    for job in jobs:
        waiting.append((job, executor.submit(work, job)))
        if len(waiting) >= workers * _AHEAD:
            _take(waiting, on_done)
    while waiting:
        _take(waiting, on_done)


def _take(waiting: deque[tuple[Job, Future[Result]]], on_done: Callable[[Job, Result | None], None]) -> None:
    job, future = waiting.popleft()
    try:
        result: Result | None = future.result()
    except BrokenExecutor:
        result = None
    on_done(job, result)
