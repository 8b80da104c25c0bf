"""`tenantbook validate`: every mistake in the content, at once."""

import click

from tenantbook.cli.gather import in_workspace, read_library, tell_problems
from tenantbook.cli.terminal import Exit, leave, say
from tenantbook.disk import Workspace


@click.command("validate")
@in_workspace
def command(workspace: Workspace) -> None:
    """Find every mistake in the content, as `file:line: what is wrong`."""
    library, problems = read_library(workspace)
    if problems:
        tell_problems(workspace, problems)
        leave(Exit.FINDINGS)
    pages = sum(len(procedure.audiences) for procedure in library.procedures.values())
    say(
        f"{len(library.files)} files are sound: {len(library.page_ids())} procedures and scenarios, "
        f"{pages} pages, {len(library.facts)} facts, {len(library.clients)} clients",
        tone="good",
    )
