"""`tenantbook build`: the sites."""

from collections.abc import Sequence
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
from tenantbook.cli.terminal import Exit, counted, leave, meter, say
from tenantbook.content.library import Library
from tenantbook.disk import Workspace
from tenantbook.editions import house_job, remove_leftovers, render_house, site_job, write_edition
from tenantbook.estate import build_sites, processors
from tenantbook.model.audience import Surface
from tenantbook.model.problem import Problem
from tenantbook.pages.compose import Composer
from tenantbook.site.build import SiteJob, SiteResult
from tenantbook.site.overview import write_overview


@dataclass
class Outcome:
    """What a build did, as it goes along."""

    results: list[SiteResult] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    untranslated: dict[str, list[str]] = field(default_factory=dict)
    not_ready: dict[str, list[Problem]] = field(default_factory=dict)

    @property
    def failed(self) -> list[SiteResult]:
        """The sites that could not be built."""
        return [result for result in self.results if result.problem]


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
    """Write and build the editions of `clients`, and the house's, whose guides are rendered first if told to."""
    outcome = Outcome()
    jobs = list(_client_jobs(workspace, library, clients, outcome))
    if house:
        edition, _ = render_house(Composer(library), library, house_subject(library), workspace, write=render)
        jobs.append(house_job(edition, workspace))
        outcome.removed = remove_leftovers(workspace, library.clients)
    with meter("building", len(jobs)) as progress:
        outcome.results = build_sites(jobs, workers=workers, on_done=lambda result: progress.step(result.name))
    return outcome


def _client_jobs(workspace: Workspace, library: Library, clients: Sequence[str], outcome: Outcome) -> Sequence[SiteJob]:
    composer = Composer(library)
    jobs: list[SiteJob] = []
    for client in clients:
        snapshot = snapshot_of(workspace, library, client)
        if isinstance(snapshot, list):
            outcome.not_ready[client] = snapshot
            continue
        for surface in Surface:
            written = write_edition(composer, library, subject_of(library, client, snapshot), surface, workspace)
            jobs.append(site_job(written.edition, workspace))
            outcome.untranslated.setdefault(client, []).extend(written.edition.untranslated)
    return jobs


def tell(outcome: Outcome, workspace: Workspace) -> None:
    """Say what was built, and what could not be."""
    built = sum(result.built for result in outcome.results)
    same = len(outcome.results) - built - len(outcome.failed)
    for client, problems in outcome.not_ready.items():
        for problem in problems:
            say(f"{client}: left out: {problem}", tone="unsure")
    for name in outcome.removed:
        say(f"removed: {name}, which is no client any more", tone="unsure")
    for client, paths in outcome.untranslated.items():
        if paths:
            say(
                f"{client}: {counted(len(paths), 'page')} not translated, shown in English: {', '.join(paths)}",
                tone="unsure",
            )
    for result in sorted(outcome.failed, key=lambda failed: failed.name):
        say(f"{result.name}: not built: {result.problem}", tone="bad")
    say(
        f"{counted(built, 'site')} built, {same} unchanged, in {workspace.build}",
        tone="good" if not outcome.failed else "plain",
    )
