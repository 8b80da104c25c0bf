"""`tenantbook serve`: the sites in a browser, rebuilt at every edit."""

from collections.abc import Callable, Sequence

import click

from tenantbook.cli.build import build, tell
from tenantbook.cli.gather import (
    clients_asked_for,
    for_clients,
    in_workspace,
    sound_library,
    tell_problems,
    usable_library,
)
from tenantbook.cli.terminal import say
from tenantbook.disk import Workspace
from tenantbook.estate import processors
from tenantbook.site.overview import write_overview
from tenantbook.site.serving import PortError, serve


@click.command("serve")
@in_workspace
@for_clients
@click.option("--port", default=8000, show_default=True, type=click.IntRange(0, 65535), help="0 takes any free one.")
@click.option("--jobs", default=processors, type=click.IntRange(1), help="Sites built at once; default: processors.")
def command(workspace: Workspace, clients: Sequence[str], port: int, jobs: int) -> None:
    """Build the sites, show them on this machine, and rebuild at every edit of kb_src or docs.

    A mistake in an edit is told, and the last good pages stay up.
    """
    clients_asked_for(sound_library(workspace, clients), clients)

    def rebuild() -> None:
        library, problems = usable_library(workspace, clients)
        if problems:
            tell_problems(workspace, problems)
            return
        wanted = clients_asked_for(library, clients)
        tell(build(workspace, library, wanted, workers=jobs, house=not clients), workspace)
        write_overview(library, workspace)

    rebuild()
    show(workspace, port, rebuild)


def show(workspace: Workspace, port: int, rebuild: Callable[[], None] | None = None) -> None:
    """Serve the build folder until Ctrl-C, and say where."""
    try:
        serve(
            workspace,
            port,
            rebuild=rebuild,
            on_start=lambda address: say(f"{address} shows every site; Ctrl-C ends", tone="head"),
        )
    except PortError as error:
        raise click.UsageError(f"port {port} cannot be used ({error}); choose another with --port") from error
    say("stopped")
