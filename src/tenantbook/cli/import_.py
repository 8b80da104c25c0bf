"""`tenantbook import`: articles of a WordPress, made into drafts."""

import os
from collections.abc import Sequence
from pathlib import Path

import click

from tenantbook.cli.gather import clients_asked_for, in_workspace, signing_in, snapshot_of, sound_library
from tenantbook.cli.terminal import Exit, Tone, leave, say
from tenantbook.content.library import Library
from tenantbook.counting import counted
from tenantbook.disk import Workspace, drop_unfinished
from tenantbook.drafts.book import Book
from tenantbook.drafts.machine import as_json
from tenantbook.drafts.outcome import Outcome, State
from tenantbook.drafts.report import as_markdown, as_text
from tenantbook.importing.importing import Desk, import_all
from tenantbook.importing.shelf import Shelf
from tenantbook.importing.sources import posts_from
from tenantbook.model.snapshot import Snapshot
from tenantbook.published.contract import MistakenError, UnreadablePlaceError
from tenantbook.published.credentials import environment_for, why_not_signed_in

_TONES: dict[State, Tone] = {
    State.NEW: "good",
    State.AGAIN: "good",
    State.UNCHANGED: "quiet",
    State.CHANGED: "unsure",
    State.OURS: "quiet",
    State.UNREAD: "bad",
}


@click.command("import")
@in_workspace
@click.argument("sources", nargs=-1, required=True, metavar="SOURCE...")
@click.option("--category", "categories", multiple=True, metavar="SLUG", help="Only this category; may be repeated.")
@click.option(
    "--to",
    "folder",
    type=click.Path(file_okay=False, path_type=Path),
    help="Where drafts go; default: drafts/ in the project.",
)
@signing_in
@click.option("--client", metavar="ID", help="Whose site it is: claims are held against this client's last snapshot.")
@click.option("--again", is_flag=True, help="Also import what has not changed, and drafts that were moved away.")
@click.option("--dry-run", is_flag=True, help="Write nothing; tell what would be written.")
@click.option("--format", "form", type=click.Choice(["text", "json", "markdown"]), default="text", show_default=True)
@click.option("--brief", is_flag=True, help="One line for each post.")
def command(
    workspace: Workspace,
    sources: tuple[str, ...],
    categories: tuple[str, ...],
    sign_in: tuple[str, ...],
    folder: Path | None,
    client: str | None,
    *,
    again: bool,
    dry_run: bool,
    form: str,
    brief: bool,
) -> None:
    """Make draft procedures of the articles at SOURCE, with everything to decide marked in them.

    A SOURCE is a post's JSON file, as a WordPress gives it over REST, or an address: of one post, of a post in
    the REST interface, or of a site, whose posts and pages are all imported.

    What was imported before and has not changed is left alone; what changed upstream is told. A draft that
    somebody has edited is never touched.

    Leaves with 0 where all was imported or as it was, 1 where a post changed upstream or a draft was edited by
    hand, 2 where a file, a password or a category is wrong, and 3 where something could not be read.
    """
    if why := why_not_signed_in(sign_in, sources, os.environ):
        raise click.UsageError(why)
    library = sound_library(workspace, [client] if client else ())
    place = folder or workspace.root / "drafts"
    if place.resolve().is_relative_to(workspace.content.resolve()):
        raise click.UsageError(
            f"{place} is part of the book: drafts are read by people first; name a folder outside of it"
        )
    book = Book.of(library, _snapshot(workspace, library, client))
    desk = Desk(book, Shelf(place), lambda outcome: as_markdown([outcome]), dry=dry_run, again=again)
    if not dry_run:
        drop_unfinished(place)
    outcomes: list[Outcome] = []
    problems: list[UnreadablePlaceError] = []
    for source in sources:
        try:
            known = environment_for(source, sign_in, os.environ)
            posts = posts_from(source, desk.shelf, categories=categories, environment=known, again=again)
            for outcome in import_all(desk, posts):
                outcomes.append(outcome)
                if form == "text":
                    _tell(outcome, brief=brief)
        except UnreadablePlaceError as error:
            problems.append(error)
            say(f"{source}: {error}" if error.reason.find(source) < 0 else str(error), tone="bad", errors=True)
    if form != "text":
        click.echo(as_json(outcomes) if form == "json" else as_markdown(outcomes), nl=False)
    else:
        _sum_up(outcomes, place, dry=dry_run)
    leave(_exit(outcomes, problems))


def _snapshot(workspace: Workspace, library: Library, client: str | None) -> Snapshot | None:
    if client is None:
        return None
    if not (names := clients_asked_for(library, [client])):
        raise click.UsageError(f"{client} is left out, as said above")
    (name,) = names
    found = snapshot_of(workspace, library, name)
    if isinstance(found, Snapshot):
        return found
    raise click.UsageError("; ".join(str(problem) for problem in found))


def _tell(outcome: Outcome, *, brief: bool) -> None:
    head, *rest = as_text(outcome)
    say(head, tone=_TONES[outcome.state])
    for line in () if brief else rest:
        say(line)


def _sum_up(outcomes: Sequence[Outcome], place: Path, *, dry: bool) -> None:
    counts = {state: sum(outcome.state is state for outcome in outcomes) for state in State}
    told = ", ".join(f"{number} {state.value}" for state, number in counts.items() if number)
    if outcomes:
        drafts = (
            f"nothing was written, for this is a dry run; drafts would go to {place}"
            if dry
            else f"drafts are in {place}"
        )
        say(f"{counted(len(outcomes), 'post')}: {told}; {drafts}")


def _exit(outcomes: Sequence[Outcome], problems: Sequence[UnreadablePlaceError]) -> Exit:
    """Return how to leave: what was asked wrongly comes first, then what could not be found out."""
    if any(isinstance(problem, MistakenError) for problem in problems):
        return Exit.USAGE
    if problems or any(outcome.state is State.UNREAD for outcome in outcomes) or not outcomes:
        return Exit.COULD_NOT_FIND_OUT
    found = any(outcome.state is State.CHANGED or outcome.in_the_way for outcome in outcomes)
    return Exit.FINDINGS if found else Exit.ALL_RIGHT
