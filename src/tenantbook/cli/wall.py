"""What a check leaves behind: a line in the log, the estate page, and a badge for each client."""

from tenantbook import board, history
from tenantbook.cli.terminal import say
from tenantbook.content.library import Library
from tenantbook.disk import Workspace
from tenantbook.model.verdict import Inspection
from tenantbook.site.overview import write_overview
from tenantbook.standing.row import standing_of


def hang(workspace: Workspace, library: Library, inspection: Inspection, *, whole: bool) -> None:
    """Note a check of the built sites, and show how the clients stand.

    `whole` is whether every client was looked at: only then does the estate page know enough to be written anew.
    """
    try:
        _hang(workspace, library, inspection, whole=whole)
    except OSError as error:
        # What was found out is still told: a log on a full disk is no reason to keep it back.
        say(f"the log and the estate page could not be written: {error}", tone="bad", errors=True)


def _hang(workspace: Workspace, library: Library, inspection: Inspection, *, whole: bool) -> None:
    log = history.append(workspace, inspection, whole=whole)
    for problem in log.problems:
        say(str(problem), tone="unsure", errors=True)
    names, sites = board.names_of(library), board.sites_of(workspace, library)
    standing = standing_of(log, names, inspection.when, inspection=inspection, sites=sites)
    if whole:
        board.write(board.estate_folder(workspace), standing, library.provider)
        write_overview(library, workspace)
    board.write_badges(workspace, standing)
