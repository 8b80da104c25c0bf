"""`tenantbook build`: the sites."""

from collections.abc import Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, field

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
from tenantbook.editions import Plan, Press, house_job, remove_leftovers, render_house
from tenantbook.estate import local_workers, processors, run_all
from tenantbook.model.problem import Problem
from tenantbook.pages.compose import Composer
from tenantbook.pages.worded import Subject
from tenantbook.site.build import SiteJob, SiteResult, build_site
from tenantbook.site.compiling import CompileJob, compile_text, prune_cache
from tenantbook.site.overview import write_overview
from tenantbook.site.stamping import StampBatch, Stamped, stamp_sites


@dataclass
class Outcome:
    """What a build did, as it goes along: how many sites and texts, and what went wrong by name."""

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
def command(workspace: Workspace, clients: Sequence[str], jobs: int) -> None:
    """Build two isolated sites for each client, and the house's own (unless only some clients are asked for).

    A client whose policy has not been pulled is told and left out; its last site stays as it is.
    """
    library = sound_library(workspace)
    wanted = clients_asked_for(library, clients)
    outcome = build(workspace, library, wanted, workers=jobs, house=not clients)
    tell(outcome, workspace)
    write_overview(library, workspace)
    if outcome.failed or outcome.not_ready:
        leave(Exit.COULD_NOT_FIND_OUT)


def build(
    workspace: Workspace, library: Library, clients: Sequence[str], *, workers: int, house: bool, render: bool = True
) -> Outcome:
    """Make the sites of `clients`, and the house's, whose guides are rendered first if told to."""
    outcome = Outcome()
    with local_workers(workers) as executor:
        made = Making(workspace, library, executor, workers, outcome)
        made.client_sites(clients, whole=house)
        if house:
            made.house_site(render=render)
    return outcome


@dataclass(frozen=True)
class Making:
    """Makes sites with the workers of one executor, and notes what became of each."""

    workspace: Workspace
    library: Library
    executor: Executor
    workers: int
    outcome: Outcome

    def client_sites(self, clients: Sequence[str], *, whole: bool) -> None:
        """Compile each text once and stamp every site that differs; `whole` also removes what is left over."""
        press = Press(self.library, self.workspace)
        plan = press.plan(clients, self._subject)
        self.outcome.unchanged, self.outcome.untranslated = plan.unchanged, plan.untranslated
        failed = self._compile(plan)
        sites = sum(len(sites) for sites in plan.stamp.values())
        with meter("stamping", sites) as progress:

            def done(batch: StampBatch, stamped: list[Stamped] | None) -> None:
                for site in stamped or [Stamped(job.name, _ENDED) for job in batch.jobs]:
                    self._note(site.name, site.problem)
                    progress.step(site.name)

            batches = press.batches(plan, self._subject, failed)
            run_all(self.executor, stamp_sites, batches, workers=self.workers, on_done=done)
        if whole:
            self.outcome.removed = remove_leftovers(self.workspace, self.library.clients)
            if not (failed or self.outcome.not_ready):
                prune_cache(press.cache, plan.used)

    def _subject(self, client: str) -> Subject | None:
        snapshot = snapshot_of(self.workspace, self.library, client)
        if isinstance(snapshot, list):
            self.outcome.not_ready[client] = snapshot
            return None
        return subject_of(self.library, client, snapshot)

    def _compile(self, plan: Plan) -> set[str]:
        failed: dict[str, str] = {}
        with meter("compiling", len(plan.compile)) as progress:

            def done(job: CompileJob, problem: str | None) -> None:
                if problem != "":
                    failed[job.key] = problem or _ENDED
                progress.step()

            run_all(self.executor, compile_text, plan.compile, workers=self.workers, on_done=done)
        self.outcome.compiled = len(plan.compile) - len(failed)
        for key, problem in failed.items():
            for client, surface in plan.stamp.get(key, ()):
                self.outcome.failed[f"{client}/{surface}"] = problem
        return set(failed)

    def house_site(self, *, render: bool) -> None:
        """Build the house site from the guides on disk and the pages written by hand."""
        subject = house_subject(self.library)
        edition, _ = render_house(Composer(self.library), self.library, subject, self.workspace, write=render)

        def done(_: SiteJob, result: SiteResult | None) -> None:
            if result and not result.built and not result.problem:
                self.outcome.unchanged += 1
            else:
                self._note("house", result.problem if result else _ENDED)

        run_all(self.executor, build_site, [house_job(edition, self.workspace)], workers=1, on_done=done)

    def _note(self, name: str, problem: str) -> None:
        if problem:
            self.outcome.failed[name] = problem
        else:
            self.outcome.built += 1


#: What is said of work whose worker process was killed.
_ENDED = "its worker process was ended; is there enough memory?"


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
    texts = f", {counted(outcome.compiled, 'text')} compiled" if outcome.compiled else ""
    say(
        f"{counted(outcome.built, 'site')} built{texts}, {outcome.unchanged} unchanged, in {workspace.build}", tone=tone
    )
