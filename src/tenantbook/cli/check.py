"""`tenantbook check`: built pages against the policy in force."""

from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime, timedelta

import click

from tenantbook.cli.gather import (
    clients_asked_for,
    for_clients,
    in_workspace,
    snapshot_of,
    sound_library,
)
from tenantbook.cli.pull import graph_settings, read_or_leave
from tenantbook.cli.terminal import Exit, Tone, leave, meter, say
from tenantbook.compare import Against, check_page, unknown
from tenantbook.content.library import Library
from tenantbook.disk import UnreadableFileError, Workspace, inside, read_text
from tenantbook.graph.settings import Settings
from tenantbook.live import Reading
from tenantbook.model.audience import Surface
from tenantbook.model.snapshot import Snapshot
from tenantbook.model.verdict import Checked, Expected, Verdict
from tenantbook.pages.compose import START, pages_for
from tenantbook.report import as_json, as_text, has_findings, has_unknowns

TONES: dict[Verdict | None, Tone] = {
    Verdict.OK: "good",
    Verdict.DRIFT: "bad",
    Verdict.EDITED: "bad",
    Verdict.MISSING: "bad",
    Verdict.ORPHAN: "bad",
    Verdict.STALE: "unsure",
    Verdict.UNKNOWN: "unsure",
    None: "plain",
}

#: What the report calls each thing that pages can be held against.
AGAINST = {"live": "live policy", "snapshots": "the last snapshots"}


@click.command("check")
@in_workspace
@for_clients
@click.option(
    "--against", type=click.Choice(list(AGAINST)), default="live", show_default=True, help="What pages must match."
)
@click.option("--max-age", type=click.FloatRange(0), metavar="DAYS", help="Values read longer ago are stale.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.option("--jobs", default=16, show_default=True, type=click.IntRange(1, 64), help="Tenants read at once.")
def command(
    workspace: Workspace, clients: Sequence[str], against: str, max_age: float | None, form: str, jobs: int
) -> None:
    """Tell, page by page, whether the built sites match the policy in force.

    Leaves with 0 where every page does, 1 where one does not, and 3 where something could not be
    found out, whatever else was found.
    """
    library = sound_library(workspace)
    wanted = clients_asked_for(library, clients)
    age = timedelta(days=max_age) if max_age is not None else None
    settings = graph_settings() if against == "live" else None
    checked = check(workspace, library, wanted, settings, max_age=age, jobs=jobs)
    when = datetime.now(UTC)
    if form == "json":
        click.echo(as_json(checked, when, AGAINST[against]))
    else:
        tell(checked, when, AGAINST[against])
    leave(exit_for(checked))


def tell(checked: Sequence[Checked], when: datetime, against: str) -> None:
    """Print the report for people."""
    for line, verdict in as_text(checked, when, against):
        say(line, tone=TONES[verdict])


def exit_for(checked: Sequence[Checked]) -> Exit:
    """Return how to leave: what could not be found out outweighs what was."""
    if has_unknowns(checked):
        return Exit.COULD_NOT_FIND_OUT
    return Exit.FINDINGS if has_findings(checked) else Exit.ALL_RIGHT


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
