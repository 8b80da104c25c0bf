"""Making sites: the press's plan carried out by the workers of one executor, and what became of each site."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from typing import Protocol, TypeVar

from tenantbook.content.library import Library
from tenantbook.disk import Workspace, read_text
from tenantbook.editions import (
    content_digest,
    guides_stand,
    house_job,
    note_guides,
    remove_leftovers,
    render_house,
)
from tenantbook.estate import begin, result_of, run_all
from tenantbook.pages.compose import Composer
from tenantbook.pages.worded import Subject
from tenantbook.press import AT_ONCE, Plan, Press, Subjects, texts_without
from tenantbook.site.build import build_site, is_built
from tenantbook.site.compiling import CompileJob, compile_pages
from tenantbook.site.remote import remove_strangers
from tenantbook.site.source import expected_pages
from tenantbook.site.stamping import StampBatch, Stamped, stamp_sites

Job = TypeVar("Job")
Result = TypeVar("Result")

#: What is said of work whose worker process was killed.
_ENDED = "its worker was ended; is there enough memory?"


class Progress(Protocol):
    """Hears how a piece of work comes along."""

    def expect(self, more: int) -> None:
        """Count on so many more, found on the way."""

    def step(self, what: str = "") -> None:
        """Count one more, and name what was done."""


#: Opens the progress of something: what it is called, and how many there are.
Meters = Callable[[str, int], AbstractContextManager[Progress]]


@dataclass
class Outcome:
    """What a build did, as it goes along: how many sites and pages, and what went wrong by name."""

    built: int = 0
    unchanged: int = 0
    compiled: int = 0
    removed: list[str] = field(default_factory=list)
    untranslated: dict[str, list[str]] = field(default_factory=dict)
    failed: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Making:
    """Makes sites with the workers of one executor, and notes what became of each."""

    workspace: Workspace
    library: Library
    executor: Executor
    workers: int
    outcome: Outcome
    composer: Composer
    subjects: Subjects
    house: Subject
    meter: Meters
    to: str = ""

    def client_sites(self, clients: Sequence[str], *, whole: bool) -> None:
        """Compile each text once and stamp every site that differs; `whole` also removes what is left over."""
        press, plan = Press(self.library, self.workspace, self.composer, self.to), Plan()
        failed = self._compile(press.plan(clients, self.subjects, plan), plan)
        self.outcome.unchanged += plan.unchanged
        self.outcome.untranslated = plan.untranslated
        with self.meter("stamping", len(plan.stamp)) as progress:

            def done(batch: StampBatch, stamped: list[Stamped] | None) -> None:
                for site in stamped or [Stamped(job.name, _ENDED) for job in batch.jobs]:
                    self._note(site.name, site.problem)
                    progress.step(site.name)

            batches = press.batches(plan, self.subjects, failed)
            with self._stampers(len(plan.stamp)) as executor:
                run_all(executor, stamp_sites, batches, workers=self.workers, on_done=done)
        if whole:
            self.outcome.removed = remove_leftovers(self.workspace, self.library.known_clients)
            if self.to:
                self.outcome.removed += remove_strangers(self.to, self.library.known_clients)
            if not failed:
                press.cache.prune(plan.used)

    def _compile(self, jobs: Iterable[CompileJob], plan: Plan) -> set[str]:
        """Compile what is not in the cache; return the texts of the plan that something is missing for."""
        missing: dict[str, str] = {}
        with self.meter("compiling", 0) as progress:

            def handed_out() -> Iterator[CompileJob]:
                for job in jobs:
                    progress.expect(len(job.pages))
                    yield job

            def done(job: CompileJob, problem: str | None) -> None:
                for page in job.pages:
                    progress.step(page.path)
                if problem != "":
                    missing.update(dict.fromkeys([job.frame, *(page.key for page in job.pages)], problem or _ENDED))
                else:
                    self.outcome.compiled += len(job.pages)

            self._run(compile_pages, handed_out(), done)
        failed = texts_without(plan, missing)
        for client, surface, text in plan.stamp:
            if text in failed:
                self.outcome.failed[f"{client}/{surface}"] = failed[text]
        return set(failed)

    @contextmanager
    def house_site(self, *, render: bool) -> Iterator[None]:
        """Build the house site, from the guides on disk and the pages written by hand, while something else is done."""
        builder = self.library.provider.builder
        content = content_digest(self.library, read_text(self.workspace.settings).encode()).hexdigest()
        if guides_stand(self.workspace, content) and is_built(house_job(self.workspace, builder)):
            self.outcome.unchanged += 1
            yield
            return
        edition, _ = render_house(self.composer, self.library, self.house, self.workspace, write=render)
        if render:
            note_guides(self.workspace, content)
        job = house_job(self.workspace, builder, expected_pages(edition))
        if is_built(job):
            self.outcome.unchanged += 1
            yield
            return
        building = begin(self.executor, build_site, job)
        yield
        problem = result_of(building)
        self._note("house", _ENDED if problem is None else problem)

    @contextmanager
    def _stampers(self, sites: int) -> Iterator[Executor]:
        """Open what stamps so many sites: a few are stamped sooner than a worker has started."""
        if sites > AT_ONCE:
            yield self.executor
            return
        with ThreadPoolExecutor(1) as executor:
            yield executor

    def _run(
        self, work: Callable[[Job], Result], jobs: Iterable[Job], on_done: Callable[[Job, Result | None], None]
    ) -> None:
        run_all(self.executor, work, jobs, workers=self.workers, on_done=on_done)

    def _note(self, name: str, problem: str) -> None:
        if problem:
            self.outcome.failed[name] = problem
        else:
            self.outcome.built += 1
