"""`tenantbook build`: the sites."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Executor
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from functools import partial
from typing import TypeVar

import click

from tenantbook.cli.gather import (
    clients_asked_for,
    for_clients,
    house_subject,
    in_workspace,
    snapshot_of,
    sound_library,
    subject_of,
)
from tenantbook.cli.terminal import Exit, Tone, counted, leave, meter, say
from tenantbook.content.library import Library
from tenantbook.disk import Workspace
from tenantbook.editions import house_job, remove_leftovers, render_house
from tenantbook.estate import ClusterError, begin, cluster_workers, local_workers, processors, result_of, run_all
from tenantbook.model.problem import Problem
from tenantbook.pages.compose import Composer
from tenantbook.pages.worded import Subject
from tenantbook.press import Plan, Press, texts_without
from tenantbook.site.build import build_site, is_built
from tenantbook.site.compiling import CompileJob, compile_pages
from tenantbook.site.generator import NoBuilderError, engine
from tenantbook.site.overview import write_overview
from tenantbook.site.source import THEME
from tenantbook.site.stamping import StampBatch, Stamped, stamp_sites

Job = TypeVar("Job")
Result = TypeVar("Result")


@dataclass
class Outcome:
    """What a build did, as it goes along: how many sites and pages, and what went wrong by name."""

    built: int = 0
    unchanged: int = 0
    compiled: int = 0
    removed: list[str] = field(default_factory=list)
    untranslated: dict[str, list[str]] = field(default_factory=dict)
    not_ready: dict[str, list[Problem]] = field(default_factory=dict)
    failed: dict[str, str] = field(default_factory=dict)


@click.command("build")
@in_workspace
@for_clients
@click.option("--jobs", default=processors, type=click.IntRange(1), help="Sites built at once; default: processors.")
@click.option(
    "--scheduler",
    metavar="ADDRESS",
    default="",
    help="Build on the Dask cluster at tcp://HOST:PORT, instead of --jobs.",
)
def command(workspace: Workspace, clients: Sequence[str], jobs: int, scheduler: str) -> None:
    """Build two isolated sites for each client, and the house's own (unless only some clients are asked for).

    A client whose policy has not been pulled is told and left out; its last site stays as it is.
    """
    library = sound_library(workspace)
    wanted = clients_asked_for(library, clients)
    outcome = build(workspace, library, wanted, workers=jobs, house=not clients, scheduler=scheduler)
    tell(outcome, workspace)
    write_overview(library, workspace)
    if outcome.failed or outcome.not_ready:
        leave(Exit.COULD_NOT_FIND_OUT)


def build(
    workspace: Workspace,
    library: Library,
    clients: Sequence[str],
    *,
    workers: int,
    house: bool,
    render: bool = True,
    scheduler: str = "",
) -> Outcome:
    """Make the sites of `clients`, and the house's, whose guides are rendered first if told to.

    Raises:
        click.UsageError: the site generator is not installed, or the cluster at `scheduler` cannot be used.
    """
    outcome = Outcome()
    builder = library.provider.builder
    try:
        engine(builder)
        with _executor(workspace, builder, workers, scheduler) as (executor, at_once):
            made = Making(workspace, library, executor, at_once, outcome, Composer(library))
            with made.house_site(render=render) if house else nullcontext():
                made.client_sites(clients, whole=house)
    except (ClusterError, NoBuilderError) as error:
        raise click.UsageError(str(error)) from error
    return outcome


@contextmanager
def _executor(workspace: Workspace, builder: str, workers: int, scheduler: str) -> Iterator[tuple[Executor, int]]:
    """Open what does the work, with how much it does at once."""
    if not scheduler:
        with local_workers(workers) as executor:
            yield executor, workers
        return
    needs = [workspace.settings, THEME / "main.html"]
    with cluster_workers(scheduler, workspace.build, needs, partial(engine, builder)) as cluster:
        yield cluster, cluster.workers


@dataclass(frozen=True)
class Making:
    """Makes sites with the workers of one executor, and notes what became of each."""

    workspace: Workspace
    library: Library
    executor: Executor
    workers: int
    outcome: Outcome
    composer: Composer

    def client_sites(self, clients: Sequence[str], *, whole: bool) -> None:
        """Compile each text once and stamp every site that differs; `whole` also removes what is left over."""
        press, plan = Press(self.library, self.workspace, self.composer), Plan()
        failed = self._compile(press.plan(clients, self._subject, plan), plan)
        self.outcome.unchanged += plan.unchanged
        self.outcome.untranslated = plan.untranslated
        with meter("stamping", len(plan.stamp)) as progress:

            def done(batch: StampBatch, stamped: list[Stamped] | None) -> None:
                for site in stamped or [Stamped(job.name, _ENDED) for job in batch.jobs]:
                    self._note(site.name, site.problem)
                    progress.step(site.name)

            batches = press.batches(plan, self._subject, failed)
            self._run(stamp_sites, batches, done)
        if whole:
            self.outcome.removed = remove_leftovers(self.workspace, self.library.clients)
            if not failed:
                press.cache.prune(plan.used)

    def _subject(self, client: str) -> Subject | None:
        snapshot = snapshot_of(self.workspace, self.library, client)
        if isinstance(snapshot, list):
            self.outcome.not_ready[client] = snapshot
            return None
        return subject_of(self.library, client, snapshot)

    def _compile(self, jobs: Iterable[CompileJob], plan: Plan) -> set[str]:
        """Compile what is not in the cache; return the texts of the plan that something is missing for."""
        missing: dict[str, str] = {}
        with meter("compiling", 0) as progress:

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
        subject = house_subject(self.library)
        edition, _ = render_house(self.composer, self.library, subject, self.workspace, write=render)
        job = house_job(edition, self.workspace, self.library.provider.builder)
        if is_built(job):
            self.outcome.unchanged += 1
            yield
            return
        building = begin(self.executor, build_site, job)
        yield
        problem = result_of(building)
        self._note("house", _ENDED if problem is None else problem)

    def _run(
        self, work: Callable[[Job], Result], jobs: Iterable[Job], on_done: Callable[[Job, Result | None], None]
    ) -> None:
        run_all(self.executor, work, jobs, workers=self.workers, on_done=on_done)

    def _note(self, name: str, problem: str) -> None:
        if problem:
            self.outcome.failed[name] = problem
        else:
            self.outcome.built += 1


#: What is said of work whose worker process was killed.
_ENDED = "its worker was ended; is there enough memory?"


def tell(outcome: Outcome, workspace: Workspace) -> None:
    """Say what was built, and what could not be."""
    for client, problems in outcome.not_ready.items():
        for problem in problems:
            say(f"{client}: left out: {problem}", tone="unsure")
    for name in outcome.removed:
        say(f"removed: {name}, which is no client any more", tone="unsure")
    for client, paths in outcome.untranslated.items():
        if paths:
            shown = f"{counted(len(paths), 'page')} not translated, so in English: {', '.join(paths)}"
            say(f"{client}: {shown}", tone="unsure")
    for name, why in sorted(outcome.failed.items()):
        say(f"{name}: not built: {why}", tone="bad")
    tone: Tone = "plain" if outcome.failed else "good"
    pages = f", {counted(outcome.compiled, 'page')} compiled" if outcome.compiled else ""
    say(
        f"{counted(outcome.built, 'site')} built{pages}, {outcome.unchanged} unchanged, in {workspace.build}", tone=tone
    )
