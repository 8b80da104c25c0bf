"""`tenantbook check`: built pages against the policy in force."""

from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import click

from tenantbook.cli.gather import (
    clients_asked_for,
    for_clients,
    in_workspace,
    snapshot_of,
    sound_library,
)
from tenantbook.cli.pull import graph_settings, read_or_leave
from tenantbook.cli.terminal import Exit, leave, meter, say, say_parts
from tenantbook.compare import Against, check_page, unknown
from tenantbook.content.library import Library
from tenantbook.disk import UnreadableFileError, Workspace, inside, read_text, write_text
from tenantbook.graph.settings import Settings
from tenantbook.live import Reading
from tenantbook.model.audience import Surface
from tenantbook.model.snapshot import Snapshot
from tenantbook.model.verdict import Checked, ClientChecked, Expected, Inspection, Severity
from tenantbook.pages.compose import START, pages_for
from tenantbook.reports.forms import DIFF, FORMS
from tenantbook.reports.outcome import fails, has_unknowns, summary
from tenantbook.reports.text import as_text

#: What the report calls each thing that pages can be held against.
AGAINST = {"live": "live policy", "snapshots": "the last snapshots"}


@click.command("check")
@in_workspace
@for_clients
@click.option(
    "--against", type=click.Choice(list(AGAINST)), default="live", show_default=True, help="What pages must match."
)
@click.option("--max-age", type=click.FloatRange(0), metavar="DAYS", help="Values read longer ago are stale.")
@click.option("--format", "form", type=click.Choice(list(FORMS)), default="text", show_default=True)
@click.option("--diff", is_flag=True, help="Only the changed sentences, as published and as they should read.")
@click.option("--output", type=click.Path(dir_okay=False, path_type=Path), help="Write the report into this file.")
@click.option(
    "--fail-on",
    type=click.Choice([severity.value for severity in Severity]),
    default=Severity.NOTE.value,
    show_default=True,
    help="Leave with 1 only where something matters this much.",
)
@click.option("--jobs", default=16, show_default=True, type=click.IntRange(1, 64), help="Tenants read at once.")
def command(
    workspace: Workspace,
    clients: Sequence[str],
    *,
    against: str,
    max_age: float | None,
    form: str,
    diff: bool,
    output: Path | None,
    fail_on: str,
    jobs: int,
) -> None:
    """Tell, page by page, whether the built sites match the policy in force.

    Leaves with 0 where every page does, 1 where one does not, and 3 where something could not be
    found out, whatever else was found.
    """
    if diff and form != "text":
        raise click.UsageError(f"--diff is a form of its own: leave out --format {form}")
    library = sound_library(workspace)
    wanted = clients_asked_for(library, clients)
    age = timedelta(days=max_age) if max_age is not None else None
    settings = graph_settings() if against == "live" else None
    checked = check(workspace, library, wanted, settings, max_age=age, jobs=jobs)
    inspection = inspected(library, wanted, checked, AGAINST[against])
    report(inspection, "diff" if diff else form, output)
    leave(exit_for(inspection, Severity(fail_on)))


def inspected(library: Library, clients: Sequence[str], checked: Sequence[Checked], against: str) -> Inspection:
    """Return the verdicts as one run of the check, client by client."""
    by_client: dict[str, list[Checked]] = {client: [] for client in clients}
    for page in checked:
        by_client[page.client].append(page)
    found = (ClientChecked(name, library.clients[name].name, tuple(pages)) for name, pages in by_client.items())
    return Inspection(datetime.now(UTC), against, "the built sites", tuple(found))


def report(inspection: Inspection, form: str, output: Path | None) -> None:
    """Print the report, or write it into a file and print what it comes to."""
    if output:
        try:
            write_text(output, DIFF(inspection) if form == "diff" else FORMS[form](inspection))
        except OSError as error:
            raise click.UsageError(f"the report can't be written to {output}: {error.strerror}") from None
        say(f"{summary(inspection)}; the report is in {output}")
    elif form == "text":
        tell(inspection)
    else:
        click.echo(DIFF(inspection) if form == "diff" else FORMS[form](inspection), nl=False)


def tell(inspection: Inspection) -> None:
    """Print the report for people."""
    for line in as_text(inspection):
        say_parts([(part.text, "head" if part.marked else line.tone) for part in line.parts])


def exit_for(inspection: Inspection, fail_on: Severity = Severity.NOTE) -> Exit:
    """Return how to leave: what could not be found out outweighs what was."""
    if has_unknowns(inspection):
        return Exit.COULD_NOT_FIND_OUT
    return Exit.FINDINGS if fails(inspection, fail_on) else Exit.ALL_RIGHT


def check(
    workspace: Workspace,
    library: Library,
    clients: Sequence[str],
    settings: Settings | None,
    *,
    max_age: timedelta | None = None,
    jobs: int = 16,
) -> list[Checked]:
    """Return the verdict on every page that `clients` should have.

    Against live policy; against the last snapshots where no settings are given.
    """
    checked: list[Checked] = []
    now = datetime.now(UTC)
    with meter("checking", len(clients)) as progress:

        def done(client: str, reading: Reading) -> None:
            checked.extend(_check_client(workspace, library, client, _judge(library, reading, now, max_age)))
            progress.step(client)

        if settings:
            read_or_leave(library, clients, settings, jobs, done)
        else:
            for client in clients:
                snapshot = snapshot_of(workspace, library, client)
                if isinstance(snapshot, Snapshot):
                    done(client, snapshot)
                else:
                    why = "; ".join(problem.text for problem in snapshot)
                    checked += [unknown(page, why, "") for page in expected_of(library, client)]
    return checked


Judge = Callable[[Expected, str | None], Checked]


def _judge(library: Library, reading: Reading, now: datetime, max_age: timedelta | None) -> Judge:
    if not isinstance(reading, Snapshot):
        return lambda page, _html: unknown(page, f"the tenant could not be read: {reading.reason}", reading.mend)
    against = Against(reading, library.facts, library.languages, now, max_age)
    return lambda page, html: check_page(page, html, against)


def _check_client(workspace: Workspace, library: Library, client: str, judge: Judge) -> Iterator[Checked]:
    for page in expected_of(library, client):
        file = inside(workspace.site(client, page.surface), page.file)
        try:
            yield judge(page, read_text(file) if file.is_file() else None)
        except UnreadableFileError as error:
            yield unknown(page, str(error), f"tenantbook build --client {client}")


def expected_of(library: Library, client: str) -> Iterator[Expected]:
    """Yield every page that a client's sites should hold."""
    for surface in Surface:
        yield Expected(client, surface.value, "", START, "index.html")
        for audience in library.audiences_on(surface):
            for page in pages_for(library, audience):
                yield Expected(client, surface.value, audience, page, f"{audience}/{page}.html")
