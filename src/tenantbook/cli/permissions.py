"""`tenantbook permissions`: what an app registration must be granted."""

import click

from tenantbook.cli.gather import in_workspace, sound_library
from tenantbook.cli.terminal import say
from tenantbook.disk import Workspace
from tenantbook.facts import permissions_needed


@click.command("permissions")
@in_workspace
def command(workspace: Workspace) -> None:
    """Print the Microsoft Graph application permissions that the declared facts need, one a line."""
    for permission in permissions_needed(sound_library(workspace).policies.values()):
        say(permission)
