"""`tenantbook pull`: live policy into snapshots."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import click

from tenantbook.cli.gather import as_time, clients_asked_for, for_clients, in_workspace, leave_with, sound_library
from tenantbook.cli.terminal import Exit, Tone, leave, meter, say
from tenantbook.content.library import Library
from tenantbook.counting import counted
from tenantbook.disk import UnreadableFileError, Workspace, inside, read_text, write_text
from tenantbook.graph.failures import Failure
from tenantbook.graph.read import GraphNotInstalled
from tenantbook.graph.settings import Settings, SettingsError
from tenantbook.live import OnRead, Reading, read_snapshots, settings_from_environment
from tenantbook.model.snapshot import Snapshot, Value
from tenantbook.reports.wording import listed
from tenantbook.snapshots import facts_held, read_when, write_snapshot
from tenantbook.values import in_words


@dataclass
class Pulled:
    """What a pull found, as it goes along: the facts that changed by client, and the tenants that failed."""

    changed: dict[str, list[str]] = field(default_factory=dict)
    failed: dict[str, Failure] = field(default_factory=dict)


@click.command("pull")
@in_workspace
@for_clients
@click.option(
    "--older-than",
    metavar="TIME",
    callback=as_time,
    help="Only tenants whose last snapshot is older, such as 90m, 12h or 2d; a run that was cut short goes on so.",
)
@click.option("--jobs", default=16, show_default=True, type=click.IntRange(1, 64), help="Tenants read at once.")
def command(workspace: Workspace, clients: Sequence[str], older_than: timedelta | None, jobs: int) -> None:
    """Read the live policy of the clients' tenants, and write a snapshot of each.

    Takes AZURE_CLIENT_ID and AZURE_CLIENT_SECRET (or AZURE_CLIENT_CERTIFICATE_PATH) from the
    environment. A tenant that cannot be read keeps its last snapshot, and is told with what to do.
    """
    library = sound_library(workspace, clients)
    wanted = clients_asked_for(library, clients)
    if not library.known_clients:
        raise click.UsageError("there is no client yet: add kb_src/clients/<id>.yml")
    due = [client for client in wanted if older_than is None or _is_older(workspace, client, older_than)]
    if len(due) < len(wanted):
        say(f"{counted(len(wanted) - len(due), 'snapshot')} younger than that: not read again", tone="quiet")
    pulled = pull(workspace, library, due, graph_settings(), jobs=jobs)
    tell(pulled)
    leave_with(library, clients, Exit.COULD_NOT_FIND_OUT if pulled.failed else Exit.ALL_RIGHT)


def _is_older(workspace: Workspace, client: str, than: timedelta) -> bool:
    """Return whether a client's snapshot is older; one that is missing or cannot be read is."""
    try:
        read = read_when(client, read_text(inside(workspace.snapshots, f"{client}.yml")))
    except UnreadableFileError:
        return True
    return read is None or datetime.now(UTC) - read > than


def graph_settings() -> Settings:
    """Return how to reach Graph, or leave with everything the environment lacks."""
    try:
        return settings_from_environment()
    except SettingsError as error:
        for problem in error.problems:
            say(problem, tone="bad", errors=True)
        leave(Exit.USAGE)


def pull(workspace: Workspace, library: Library, clients: Sequence[str], settings: Settings, *, jobs: int) -> Pulled:
    """Read each client's tenant and write its snapshot at once, so that an interrupted pull keeps what it read."""
    pulled = Pulled()
    with meter("reading", len(clients)) as progress:

        def done(client: str, reading: Reading) -> None:
            if isinstance(reading, Snapshot):
                pulled.changed[client] = _changes(library, _facts_before(workspace, library, client), reading)
                write_text(workspace.snapshots / f"{client}.yml", write_snapshot(reading))
            else:
                pulled.failed[client] = reading
            progress.step(client)

        read_or_leave(library, clients, settings, jobs, done)
    return pulled


def read_or_leave(library: Library, clients: Sequence[str], settings: Settings, jobs: int, done: OnRead) -> None:
    """Read tenants, or leave saying how to install what that takes."""
    try:
        read_snapshots(library, clients, settings, jobs=jobs, on_done=done)
    except GraphNotInstalled as error:
        say(str(error), tone="bad", errors=True)
        leave(Exit.USAGE)


def _facts_before(workspace: Workspace, library: Library, client: str) -> Mapping[str, Value]:
    """Return what the last snapshot held, even one that lacks a fact declared since."""
    file = inside(workspace.snapshots, f"{client}.yml")
    try:
        return facts_held(file.name, read_text(file), library.facts)
    except UnreadableFileError:
        return {}


def _changes(library: Library, before: Mapping[str, Value], now: Snapshot) -> list[str]:
    if not before:
        return [f"read for the first time; the tenant calls itself “{now.organisation}”"]
    words = library.languages[library.provider.language]

    def told(name: str, value: Value) -> str:
        return in_words(value, library.facts[name], words.locale, words.words)

    return [
        f"{name}: {told(name, before[name])} → {told(name, value)}"
        if name in before
        else f"{name}: {told(name, value)}"
        for name, value in now.facts.items()
        if before.get(name) != value
    ]


#: How many clients are named of those whom one cause hit.
_NAMED = 8


def _by_cause(failed: Mapping[str, Failure]) -> list[tuple[list[str], Failure]]:
    """Return each cause once, with the clients that it hit; the first of them decides the order."""
    found: dict[tuple[str, str], list[str]] = {}
    for client, failure in sorted(failed.items()):
        found.setdefault((failure.reason, failure.mend), []).append(client)
    return [(clients, failed[clients[0]]) for clients in found.values()]


def tell(pulled: Pulled, *, errors: bool = False) -> None:
    """Say what was read: what changed since the last time, and what failed with what to do."""
    for client, changes in sorted(pulled.changed.items()):
        say(f"{client}: {'; '.join(changes) if changes else 'unchanged'}", errors=errors)
    for clients, failure in _by_cause(pulled.failed):
        say(f"{listed(clients, _NAMED)}: not read: {failure.reason}", tone="bad", errors=errors)
        say(f"    what to do: {failure.mend}", errors=errors)
    total = len(pulled.changed) + len(pulled.failed)
    tone: Tone = "unsure" if pulled.failed else "good"
    say(f"{len(pulled.changed)} of {counted(total, 'tenant')} read", tone=tone, errors=errors)
