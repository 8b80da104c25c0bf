"""Many sites at once: one executor, of processes on this machine or of a Dask cluster that takes the same work."""

import multiprocessing
import os
import signal
import tempfile
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import BrokenExecutor, CancelledError, Executor, Future, InvalidStateError, ProcessPoolExecutor
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from threading import Event, Thread
from typing import Any, ParamSpec, TypeVar

from tenantbook.model.errors import TenantbookError
from tenantbook.model.extras import to_install
from tenantbook.secrets import forget_secrets

Job = TypeVar("Job")
Result = TypeVar("Result")
Arguments = ParamSpec("Arguments")

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
    context = multiprocessing.get_context("spawn")
    # Ctrl-C reaches every process of a terminal; only this one ends the work, and lets what is begun be finished.
    executor = ProcessPoolExecutor(workers, mp_context=context, initializer=_begin_worker)
    try:
        yield executor
    except BaseException:
        # Ctrl-C: what was not begun is dropped, so that the run ends at once.
        executor.shutdown(wait=True, cancel_futures=True)
        raise
    executor.shutdown()


def _begin_worker() -> None:
    """Leave interrupts to the parent, and its secrets: what workers do takes none."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    forget_secrets(os.environ)


class ClusterError(TenantbookError):
    """A cluster cannot be used; the message says why, and what to do."""


#: Seconds to wait for a scheduler to answer and show a worker, and for lost workers to come back.
_CONNECT, _PATIENCE = 10, 10


class Cluster(Executor):
    """A Dask cluster, as an executor that is broken once it has been without workers for a while.

    Dask itself hands the work of a lost worker to another, and waits for one however long that takes.
    """

    def __init__(self, client: Any) -> None:
        self._client = client
        # Not pure: work of an earlier run is done again, for what it writes may be gone.
        self._executor: Executor = client.get_executor(pure=False)
        self._open: set[Future[Any]] = set()
        self._ended, self._broken = Event(), Event()
        Thread(target=self._watch, daemon=True).start()

    @property
    def workers(self) -> int:
        """How many pieces of work the cluster does at once."""
        return max(1, sum(int(threads) for threads in self._client.nthreads().values()))

    def submit(
        self, work: Callable[Arguments, Result], /, *args: Arguments.args, **kwargs: Arguments.kwargs
    ) -> Future[Result]:
        """Hand a piece of work to the cluster."""
        told: Future[Result] = Future()
        self._open.add(told)
        if self._broken.is_set():
            _tell(told, error=BrokenExecutor())
        else:
            self._executor.submit(work, *args, **kwargs).add_done_callback(partial(self._done, told))
        return told

    def _done(self, told: Future[Result], done: Future[Result]) -> None:
        from distributed.scheduler import KilledWorker  # noqa: PLC0415

        self._open.discard(told)
        error = CancelledError() if done.cancelled() else done.exception()
        if isinstance(error, (KilledWorker, CancelledError, OSError)):
            _tell(told, error=BrokenExecutor(str(error)))
        elif error:
            _tell(told, error=error)
        else:
            _tell(told, done.result())

    def _watch(self) -> None:
        without = 0
        while without < _PATIENCE and not self._ended.wait(1):
            without = (
                0 if self._client.status == "running" and self._client.scheduler_info()["workers"] else without + 1
            )
        if without:
            self._broken.set()
        for told in list(self._open) if without else ():
            _tell(told, error=BrokenExecutor())

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:  # noqa: FBT001, FBT002 -- Executor's
        """Let go of the cluster; what it has not begun is dropped if told to."""
        self._ended.set()
        if not self._broken.is_set():
            self._executor.shutdown(wait=wait and not cancel_futures)


def _tell(told: Future[Result], result: Any = None, error: BaseException | None = None) -> None:
    with suppress(InvalidStateError):
        if error:
            told.set_exception(error)
        else:
            told.set_result(result)


@contextmanager
def cluster_workers(address: str, folder: Path, needs: Iterable[Path], engine: Callable[[], str]) -> Iterator[Cluster]:
    """Open an existing Dask cluster, whose workers must see what this machine sees.

    That is: what is written in `folder`, the files in `needs`, and the same `engine`.

    Raises:
        ClusterError: it cannot be reached, or one of its workers sees something else.
    """
    # Imported here, and an extra: an estate of one machine needs no cluster.
    try:
        from distributed import Client  # noqa: PLC0415
    except ImportError as error:
        raise ClusterError(f"--scheduler needs the Dask client: {to_install('dask')}") from error
    try:
        client: Any = Client(address, timeout=_CONNECT, set_as_default=False)  # type: ignore[no-untyped-call]
    except (OSError, ValueError, ImportError) as error:
        raise ClusterError(
            f"no Dask scheduler answers at {address} within {_CONNECT} seconds; is it running (`dask scheduler`), "
            "is the address right (tcp://HOST:PORT), and may this machine reach that port?"
        ) from error
    try:
        _look_round(client, folder, [str(file) for file in needs], engine)
        cluster = Cluster(client)
        try:
            yield cluster
        except BaseException:
            cluster.shutdown(cancel_futures=True)
            raise
        cluster.shutdown()
    finally:
        client.close(timeout=2)


def _look_round(client: Any, folder: Path, needs: list[str], engine: Callable[[], str]) -> None:
    """Raise ClusterError unless every worker sees what this machine sees."""
    try:
        client.wait_for_workers(1, timeout=_CONNECT)
    except TimeoutError as error:
        raise ClusterError("the Dask cluster has no worker; start some with `dask worker tcp://HOST:PORT`") from error
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile("w", dir=folder, prefix=".token.") as token:
        token.write(os.urandom(16).hex())
        token.flush()
        seen = client.run(look, [token.name, *needs], engine, on_error="return")
        here = look([token.name, *needs], engine)
    for worker, saw in sorted(seen.items()):
        if saw != here:
            raise ClusterError(f"the worker at {worker} cannot build here: {_difference(saw, here, folder)}")


def look(files: Iterable[str], engine: Callable[[], str]) -> tuple[str, ...]:
    """Return the text of files as it is seen from here, and the engine's version."""
    return (*(Path(file).read_text("utf-8") for file in files), engine())


def _difference(saw: Any, here: tuple[str, ...], folder: Path) -> str:
    if isinstance(saw, FileNotFoundError | PermissionError):
        return f"it does not see {saw.filename}; {folder} and tenantbook must stand at the same path on every machine"
    if isinstance(saw, tuple) and saw[:-1] == here[:-1]:
        other = ", ".join(_other(saw[-1], here[-1]))
        return f"it has another engine ({other}); install the same versions on every machine"
    if isinstance(saw, tuple):
        return f"it sees another {folder} than this machine; both must share that folder"
    return f"{type(saw).__name__}: {saw}; install tenantbook there as here"


def _other(saw: str, here: str) -> list[str]:
    """Return the lines that one has and the other has not."""
    return [line for line in saw.splitlines() if line not in here.splitlines()] or ["less than here"]


def run_all(
    executor: Executor,
    work: Callable[[Job], Result],
    jobs: Iterable[Job],
    *,
    workers: int,
    on_done: Callable[[Job, Result | None], None],
) -> None:
    """Run `work` on every job, few at a time however many there are; `on_done` hears of each.

    The result is None where the worker was ended from outside, and for every job after it. A cluster gives the work of
    a lost worker to others, and the result is None where none is left or where the work seems to end its workers.
    """
    waiting: deque[tuple[Job, Future[Result]]] = deque()
    for job in jobs:
        waiting.append((job, begin(executor, work, job)))
        if len(waiting) >= workers * _AHEAD:
            _take(waiting, on_done)
    while waiting:
        _take(waiting, on_done)


def begin(executor: Executor, work: Callable[[Job], Result], job: Job) -> Future[Result]:
    """Hand out one piece of work; `result_of` waits for it."""
    try:
        return executor.submit(work, job)
    except BrokenExecutor as error:
        failed: Future[Result] = Future()
        failed.set_exception(error)
        return failed


def result_of(future: Future[Result]) -> Result | None:
    """Return what a piece of work came to; None where its worker was ended from outside."""
    try:
        return future.result()
    except BrokenExecutor:
        return None


def _take(waiting: deque[tuple[Job, Future[Result]]], on_done: Callable[[Job, Result | None], None]) -> None:
    job, future = waiting.popleft()
    on_done(job, result_of(future))
