"""`tenantbook serve`: the sites in a browser, rebuilt at every edit."""

from collections.abc import Callable, Sequence

import click

from tenantbook.cli.build import build, tell
from tenantbook.cli.gather import (
    clients_asked_for,
    for_clients,
    in_workspace,
    read_library,
    sound_library,
    tell_problems,
)
from tenantbook.cli.terminal import say
from tenantbook.disk import Workspace
from tenantbook.estate import processors
from tenantbook.site.overview import write_overview


@click.command("serve")
@in_workspace
@for_clients
@click.option("--port", default=8000, show_default=True, type=click.IntRange(0, 65535), help="0 takes any free one.")
@click.option("--jobs", default=processors, type=click.IntRange(1), help="Sites built at once; default: processors.")
def command(workspace: Workspace, clients: Sequence[str], port: int, jobs: int) -> None:
    """Build the sites, show them on this machine, and rebuild at every edit of kb_src or docs.

    A mistake in an edit is told, and the last good pages stay up.
    """
    clients_asked_for(sound_library(workspace), clients)

    def rebuild() -> None:
        library, problems = read_library(workspace)
        if problems:
            tell_problems(workspace, problems)
            return
        wanted = clients_asked_for(library, clients)
        tell(build(workspace, library, wanted, workers=jobs, house=not clients), workspace)
        write_overview(library, workspace)

    rebuild()
    show(workspace, port, rebuild)


def show(workspace: Workspace, port: int, rebuild: Callable[[], None] | None = None) -> None:
    """Serve the build folder on loopback until Ctrl-C; with `rebuild`, run it at every edit."""
    # Imported here: mkdocs's server takes half a second that no other verb should pay.
    from mkdocs.livereload import LiveReloadServer  # noqa: PLC0415

    server = LiveReloadServer(rebuild or (lambda: None), "127.0.0.1", port, str(workspace.build))
    if rebuild:
        for place in (workspace.content, workspace.docs, workspace.settings):
            server.watch(str(place))
    try:
        say(f"http://127.0.0.1:{port}/ shows every site; Ctrl-C ends", tone="head")
        server.serve()  # type: ignore[no-untyped-call] # mkdocs leaves it untyped
    except OSError as error:
        raise click.UsageError(f"port {port} cannot be used ({error.strerror}); choose another with --port") from error
    except KeyboardInterrupt:
        say("stopped")
    finally:
        server.shutdown()
