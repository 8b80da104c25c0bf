"""Many sites at once: one executor, so that a cluster could take the same work."""

import multiprocessing
import os
from collections.abc import Callable, Iterable
from concurrent.futures import BrokenExecutor, Executor, Future, ProcessPoolExecutor, as_completed

from tenantbook.site.build import SiteJob, SiteResult, build_site


def processors() -> int:
    """Return how many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def local_executor(jobs: int) -> Executor:
    """Return worker processes on this machine.

    Spawned, never forked: the same on every system, and no lock of the parent's is copied.
    """
    return ProcessPoolExecutor(max_workers=jobs, mp_context=multiprocessing.get_context("spawn"))


def build_sites(jobs: Iterable[SiteJob], *, workers: int, on_done: Callable[[SiteResult], None]) -> list[SiteResult]:
    """Build every site; one that fails stops no other. `on_done` hears of each as it ends."""
    waiting = list(jobs)
    results: list[SiteResult] = []
    if workers <= 1 or len(waiting) <= 1:
        for job in waiting:
            results.append(build_site(job))
            on_done(results[-1])
        return results
    with local_executor(min(workers, len(waiting))) as executor:
        futures = {executor.submit(build_site, job): job for job in waiting}
        for future in as_completed(futures):
            results.append(_result(future, futures[future]))
            on_done(results[-1])
    return results


def _result(future: Future[SiteResult], job: SiteJob) -> SiteResult:
    """Return what became of a job, also where its worker was ended from outside."""
    try:
        return future.result()
    except BrokenExecutor:
        return SiteResult(job.name, built=False, problem="its worker process was ended; is there enough memory?")
