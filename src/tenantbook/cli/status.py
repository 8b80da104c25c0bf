"""`tenantbook status`: how each client stands, from the log of checks alone."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta

import click

from tenantbook.board import names_of
from tenantbook.cli.gather import (
    as_days,
    clients_asked_for,
    for_clients,
    in_workspace,
    leave_with,
    left_out_of,
    sound_library,
)
from tenantbook.cli.terminal import Exit, Tone, both, say
from tenantbook.disk import Workspace
from tenantbook.history import read
from tenantbook.model.problem import Problem
from tenantbook.model.verdict import Verdict
from tenantbook.standing.course import State
from tenantbook.standing.row import MAX_AGE, Standing, standing_of
from tenantbook.standing.tables import as_csv, as_json
from tenantbook.standing.words import line, moment, totals

_TONES: dict[State, Tone] = {
    State.RIGHT: "good",
    State.WRONG: "bad",
    State.UNKNOWN: "unsure",
    State.UNCHECKED: "unsure",
}


@click.command("status")
@in_workspace
@for_clients
@click.option(
    "--max-age",
    type=float,
    callback=as_days,
    default=MAX_AGE.days,
    show_default=True,
    metavar="DAYS",
    help="A client that was last checked longer ago counts as not checked.",
)
@click.option("--format", "form", type=click.Choice(["text", "json", "csv"]), default="text", show_default=True)
def command(workspace: Workspace, clients: Sequence[str], max_age: timedelta, form: str) -> None:
    """Tell which clients are not right and since when, from the log of checks. Asks no tenant and no network.

    Leaves with 0 where every client is right, 1 where one is out of date, 3 where one could not be checked or
    was not, 4 where one was left out because its file is wrong, and 5 where several of these are so.
    """
    library = sound_library(workspace, clients)
    names = names_of(library)
    asked = {*clients_asked_for(library, clients), *left_out_of(library, clients)}
    wanted = {client: names[client] for client in sorted(asked & names.keys())}
    log = read(workspace)
    standing = standing_of(log, wanted, datetime.now(UTC), max_age=max_age)
    tell_damage(log.problems)
    if form == "text":
        for told, tone in lines(standing):
            say(told, tone=tone)
    else:
        click.echo(as_json(standing) if form == "json" else as_csv(standing), nl=False)
    leave_with(library, clients, exit_for(standing))


def tell_damage(problems: Sequence[Problem]) -> None:
    """Say which lines of the log could not be used, where it disturbs no output that a program reads."""
    for problem in problems:
        say(str(problem), tone="unsure", errors=True)


def lines(standing: Standing) -> Iterator[tuple[str, Tone]]:
    """Yield a line for each client that is not right, worst first, and one for all."""
    for state in (state for state in State if state is not State.RIGHT):
        for row in standing.rows:
            if row.state is state:
                yield line(row, standing.now), _TONES[state]
    checked = f"last check {moment(standing.last)} against {standing.against}" if standing.last else "never checked"
    yield f"{totals(standing)}; {checked}", _TONES[worst_state(standing)]


def worst_state(standing: Standing) -> State:
    """Return the worst state of any client; where there is none, nothing was checked."""
    found = {row.state for row in standing.rows}
    return next((state for state in State if state in found), State.UNCHECKED)


def exit_for(standing: Standing) -> Exit:
    """Return how to leave: by what is wrong, by what is not known, or by both."""
    unknown = (
        row.state in (State.UNKNOWN, State.UNCHECKED) or row.counts.get(Verdict.UNKNOWN) for row in standing.rows
    )
    return both(
        Exit.COULD_NOT_FIND_OUT if any(unknown) or not standing.rows else Exit.ALL_RIGHT,
        Exit.FINDINGS if standing.count(State.WRONG) else Exit.ALL_RIGHT,
    )
