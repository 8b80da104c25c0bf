"""`tenantbook render`: the house guides and the schemas, as they are committed."""

import click

from tenantbook.cli.gather import house_subject, in_workspace, sound_library
from tenantbook.cli.terminal import Exit, leave, say
from tenantbook.counting import counted
from tenantbook.disk import Workspace
from tenantbook.editions import render_house
from tenantbook.pages.compose import Composer


@click.command("render")
@in_workspace
@click.option("--check", is_flag=True, help="Write nothing; leave with 1 if something is out of date.")
def command(workspace: Workspace, *, check: bool) -> None:
    """Write docs/guides and kb_src/schemas from the content. Only what differs is touched."""
    library = sound_library(workspace)
    edition, differing = render_house(Composer(library), library, house_subject(library), workspace, write=not check)
    for change in differing:
        say(f"out of date: {change.partition(': ')[2]}" if check else change)
    for path in edition.untranslated:
        say(f"not translated into {edition.language}: {path}", tone="unsure")
    if check and differing:
        say(f"{counted(len(differing), 'file')} out of date; run `tenantbook render` and commit them", tone="bad")
        leave(Exit.FINDINGS)
    say(f"{len(edition.pages)} guides and the schemas are up to date", tone="good")
