"""`tenantbook schema`: the JSON Schemas of the content files."""

import click

from tenantbook.cli.gather import in_workspace, read_library
from tenantbook.cli.terminal import say
from tenantbook.content.schemas import schemas
from tenantbook.disk import Workspace, write_tree


@click.command("schema")
@in_workspace
def command(workspace: Workspace) -> None:
    """Write the JSON Schemas that editors use into kb_src/schemas.

    Works on content with mistakes too: the schemas are what helps to mend them.
    """
    library, _ = read_library(workspace)
    texts = schemas(library)
    changes = write_tree(workspace.content / "schemas", {name: text.encode() for name, text in texts.items()})
    say(f"{len(texts)} schemas, {len(changes.written)} of them new or changed")
