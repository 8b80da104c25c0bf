"""`tenantbook check`: published pages against the policy in force."""

import os
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

import click

from tenantbook.cli.gather import (
    as_days,
    clients_asked_for,
    for_clients,
    in_workspace,
    leave_with,
    signing_in,
    sound_library,
)
from tenantbook.cli.inspection import AGAINST, Question, inspect
from tenantbook.cli.mend import mend
from tenantbook.cli.pull import graph_settings
from tenantbook.cli.terminal import Exit, both, leave, say, say_parts
from tenantbook.cli.what_if import possible, show_rewritten, suppositions, write_report
from tenantbook.disk import Workspace
from tenantbook.model.audience import Surface
from tenantbook.model.verdict import Inspection, Severity
from tenantbook.pages.compose import HOUSE
from tenantbook.published.credentials import why_not_signed_in
from tenantbook.reports.forms import DIFF, FORMS
from tenantbook.reports.outcome import fails, has_unknowns, summary
from tenantbook.reports.text import as_text


@click.command("check")
@in_workspace
@click.argument("places", nargs=-1, metavar="[PLACE]...")
@for_clients
@click.option(
    "--surface",
    type=click.Choice([surface.value for surface in Surface]),
    default=Surface.CLIENT.value,
    show_default=True,
    help="Who reads what is published at PLACE.",
)
@click.option(
    "--against",
    type=click.Choice(list(AGAINST)),
    help="What pages must match; default: live, and for a PLACE without --client: snapshots.",
)
@signing_in
@click.option("--max-age", type=float, callback=as_days, metavar="DAYS", help="Values read longer ago are stale.")
@click.option(
    "--what-if",
    "changes",
    multiple=True,
    metavar="FACT=VALUE",
    help="Tell what would be out of date if a policy were so, such as tap.lifetime.maximum=4h.",
)
@click.option("--recommended", is_flag=True, help="Also tell where tenants are not as baseline.yml recommends.")
@click.option("--fix", is_flag=True, help="Pull and build what is out of date, then check it again.")
@click.option("--format", "form", type=click.Choice(list(FORMS)), default="text", show_default=True)
@click.option("--diff", is_flag=True, help="Only the changed sentences, as published and as they should read.")
@click.option("--output", type=click.Path(dir_okay=False, path_type=Path), help="Write the report into this file.")
@click.option(
    "--fail-on",
    type=click.Choice([severity.value for severity in Severity]),
    default=Severity.WARNING.value,
    show_default=True,
    help="Leave with 1 only where something matters this much.",
)
@click.option("--no-log", is_flag=True, help="Leave nothing behind: no line in the log, no estate page, no badges.")
@click.option("--jobs", default=16, show_default=True, type=click.IntRange(1, 64), help="Tenants read at once.")
def command(
    workspace: Workspace,
    places: tuple[str, ...],
    clients: Sequence[str],
    *,
    surface: str,
    against: str | None,
    sign_in: tuple[str, ...],
    max_age: timedelta | None,
    changes: Sequence[str],
    recommended: bool,
    fix: bool,
    form: str,
    diff: bool,
    output: Path | None,
    fail_on: str,
    no_log: bool,
    jobs: int,
) -> None:
    """Tell, page by page, whether what is published matches the policy in force.

    Without a PLACE the built sites are looked at. A PLACE is a folder or a zip of pages, a saved page, the
    address of a site or of a WordPress, or a folder of hand-written Markdown, whose prose is read.

    Leaves with 0 where all is right, 1 where something is not, 3 where something could not be found out,
    4 where a client was left out because its file is wrong, and 5 where several of these are so.
    """
    if diff and form != "text":
        raise click.UsageError(f"--diff is a form of its own: leave out --format {form}")
    if fix and (places or changes or against == "snapshots"):
        raise click.UsageError("--fix mends the built sites by live policy: leave out PLACE, --what-if and --against")
    if changes and diff and places:
        raise click.UsageError("--what-if with --diff shows the pages that a build makes: leave out PLACE")
    if why := why_not_signed_in(sign_in, places, os.environ):
        raise click.UsageError(why)
    library = sound_library(workspace, clients)
    asked = tuple(clients_asked_for(library, clients, house=bool(places)))
    tenants = asked != (HOUSE,)
    live = (against or ("snapshots" if places and not clients else "live")) == "live" and not changes and tenants
    if changes and against == "live":
        raise click.UsageError("--what-if supposes changes to the last snapshots: leave out --against live")
    question = Question(
        workspace=workspace,
        library=library,
        clients=asked,
        named=bool(clients),
        places=places,
        surface=Surface(surface),
        settings=graph_settings() if live else None,
        suppositions=suppositions(library, changes),
        max_age=max_age,
        jobs=jobs,
        recommended=recommended,
        noted=not no_log,
        sign_in=sign_in,
        asked=tuple(clients),
    )
    question = possible(question)
    if changes and diff:
        leave(show_rewritten(question, output))
    inspection = inspect(question)
    if fix and question.settings:
        inspection = mend(question, inspection)
    report(inspection, "diff" if diff else form, output)
    leave_with(library, clients, exit_for(inspection, Severity(fail_on)))


def report(inspection: Inspection, form: str, output: Path | None) -> None:
    """Print the report, or write it into a file and print what it comes to."""
    if output:
        write_report(output, DIFF(inspection) if form == "diff" else FORMS[form](inspection))
        say(f"{summary(inspection)}; the report is in {output}")
    elif form == "text":
        tell(inspection)
    else:
        click.echo(DIFF(inspection) if form == "diff" else FORMS[form](inspection), nl=False)


def tell(inspection: Inspection) -> None:
    """Print the report for people."""
    for line in as_text(inspection):
        say_parts([(part.text, "head" if part.marked else line.tone) for part in line.parts])


def exit_for(inspection: Inspection, fail_on: Severity = Severity.WARNING) -> Exit:
    """Return how to leave: by what was found, by what could not be found out, or by both."""
    return both(
        Exit.COULD_NOT_FIND_OUT if has_unknowns(inspection) else Exit.ALL_RIGHT,
        Exit.FINDINGS if fails(inspection, fail_on) else Exit.ALL_RIGHT,
    )
