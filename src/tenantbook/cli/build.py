"""`tenantbook build`: the sites."""

from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Executor
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from functools import partial

import click

from tenantbook.cli.gather import (
    clients_asked_for,
    for_clients,
    house_subject,
    in_workspace,
    leave_with,
    snapshot_of,
    sound_library,
    subject_of,
)
from tenantbook.cli.terminal import Exit, Tone, meter, say
from tenantbook.content.library import Library
from tenantbook.counting import counted
from tenantbook.disk import Workspace
from tenantbook.estate import ClusterError, cluster_workers, local_workers, processors
from tenantbook.making import Making, Outcome
from tenantbook.model.problem import Problem
from tenantbook.pages.compose import Composer
from tenantbook.pages.worded import Subject
from tenantbook.site.generator import NoBuilderError, engine
from tenantbook.site.overview import write_overview
from tenantbook.site.remote import RemoteError, file_system
from tenantbook.site.source import THEME


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
@click.option(
    "--to",
    metavar="ADDRESS",
    default="",
    help="Put clients' sites below this address, such as s3://BUCKET/GUIDES, instead of build/sites.",
)
def command(workspace: Workspace, clients: Sequence[str], jobs: int, scheduler: str, to: str) -> None:
    """Build two isolated sites for each client, and the house's own (unless only some clients are asked for).

    A client whose policy has not been pulled is told and left out; its last site stays as it is.
    """
    library = sound_library(workspace, clients)
    wanted = clients_asked_for(library, clients)
    built = build(workspace, library, wanted, workers=jobs, house=not clients, scheduler=scheduler, to=to)
    tell(built, workspace)
    write_overview(library, workspace)
    unmade = built.outcome.failed or built.not_ready
    leave_with(library, clients, Exit.COULD_NOT_FIND_OUT if unmade else Exit.ALL_RIGHT)


def build(
    workspace: Workspace,
    library: Library,
    clients: Sequence[str],
    *,
    workers: int,
    house: bool,
    render: bool = True,
    scheduler: str = "",
    to: str = "",
) -> "Built":
    """Make the sites of `clients`, and the house's, whose guides are rendered first if told to.

    Raises:
        click.UsageError: the site generator is not installed, or cluster or address cannot be used.
    """
    outcome = Outcome()
    readings = Readings(workspace, library)
    builder = library.provider.builder
    try:
        engine(builder)
        if to:
            file_system(to)
        with _executor(workspace, builder, workers, scheduler) as (executor, at_once):
            made = Making(
                workspace=workspace,
                library=library,
                executor=executor,
                workers=at_once,
                outcome=outcome,
                composer=Composer(library),
                subjects=readings.subject,
                house=house_subject(library),
                meter=meter,
                to=to,
            )
            with made.house_site(render=render) if house else nullcontext():
                made.client_sites(clients, whole=house)
    except (ClusterError, NoBuilderError, RemoteError) as error:
        raise click.UsageError(str(error)) from error
    return Built(outcome, readings.not_ready)


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
class Built:
    """What a build did, and why clients were left out, by id."""

    outcome: Outcome
    not_ready: Mapping[str, list[Problem]]


@dataclass(frozen=True)
class Readings:
    """The last snapshots of a workspace's clients; notes who has none to work with."""

    workspace: Workspace
    library: Library
    not_ready: dict[str, list[Problem]] = field(default_factory=dict)

    def subject(self, client: str) -> Subject | None:
        """Return a client with its snapshot."""
        snapshot = snapshot_of(self.workspace, self.library, client)
        if isinstance(snapshot, list):
            self.not_ready[client] = snapshot
            return None
        return subject_of(self.library, client, snapshot)


def tell(built: Built, workspace: Workspace, *, errors: bool = False) -> None:
    """Say what was built, and what could not be."""
    outcome = built.outcome
    for client, problems in built.not_ready.items():
        for problem in problems:
            say(f"{client}: left out: {problem}", tone="unsure", errors=errors)
    for name in outcome.removed:
        say(f"removed: {name}, which is no client any more", tone="unsure", errors=errors)
    for client, paths in outcome.untranslated.items():
        if paths:
            shown = f"{counted(len(paths), 'page')} not translated, so in English: {', '.join(paths)}"
            say(f"{client}: {shown}", tone="unsure", errors=errors)
    for name, why in sorted(outcome.failed.items()):
        say(f"{name}: not built: {why}", tone="bad", errors=errors)
    tone: Tone = "plain" if outcome.failed else "good"
    pages = f", {counted(outcome.compiled, 'page')} compiled" if outcome.compiled else ""
    say(
        f"{counted(outcome.built, 'site')} built{pages}, {outcome.unchanged} unchanged, in {workspace.build}",
        tone=tone,
        errors=errors,
    )
