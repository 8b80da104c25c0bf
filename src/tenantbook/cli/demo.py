"""`tenantbook demo`: the whole story, against stand-in tenants on this machine."""

import click

from tenantbook.cli.gather import in_workspace, sound_library
from tenantbook.cli.terminal import Exit, leave, say
from tenantbook.disk import Workspace
from tenantbook.model.extras import to_install
from tenantbook.site.serving import is_free


@click.command("demo")
@in_workspace
@click.option("--once", is_flag=True, help="End when the story is told, instead of serving the sites.")
@click.option(
    "--port", default=8000, show_default=True, type=click.IntRange(0, 65535), help="Where to serve the sites."
)
def command(workspace: Workspace, *, once: bool, port: int) -> None:
    """Pull, build and check seven invented clients; change two policies; see it told; mend it; serve.

    Everything happens in build/demo. Leaves with 0 only if every step ended as the story says.
    """
    sound_library(workspace)
    if not (once or is_free(port)):
        raise click.UsageError(f"port {port} is taken; choose another with --port, or say --once")
    try:
        from tenantbook.cli.story import tell_story  # noqa: PLC0415 -- the extra may be missing
    except ModuleNotFoundError as error:
        say(
            f"the demo needs {error.name}: {to_install('demo')}",
            tone="bad",
            errors=True,
        )
        leave(Exit.USAGE)
    leave(tell_story(workspace, port=None if once else port))
