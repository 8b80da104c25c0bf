"""What every verb begins with: the workspace, the library, the clients asked for, the snapshots."""

import os
from collections.abc import Callable, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any, TypeVar

import click

from tenantbook.checks import problems_in
from tenantbook.cli.terminal import Exit, leave, say
from tenantbook.content.library import Library, load_library
from tenantbook.content.parse import suggest
from tenantbook.counting import counted
from tenantbook.disk import UnreadableFileError, Workspace, inside, read_text, read_tree
from tenantbook.model.problem import Problem
from tenantbook.model.snapshot import Snapshot
from tenantbook.pages.compose import HOUSE
from tenantbook.pages.readers import house_snapshot, language_of
from tenantbook.pages.worded import Subject
from tenantbook.publishers.registry import publisher_kinds
from tenantbook.snapshots import read_snapshot

Command = TypeVar("Command", bound=Callable[..., Any])

#: Folders of `kb_src` that hold no content of their own.
_LEFT_OUT = ("schemas", "snapshots", "templates")

#: A century: nothing that is checked is older, and no calendar ends so soon.
_MOST_DAYS = 36_500


def in_workspace(command: Command) -> Command:
    """Give a verb the option `--root`, and the workspace it names as the argument `workspace`."""

    def found(_ctx: click.Context, _param: click.Parameter, value: str | None) -> Workspace:
        return workspace_at(Path(value) if value else None)

    return click.option(
        "--root",
        "workspace",
        metavar="FOLDER",
        callback=found,
        help="The folder that holds kb_src; default: the nearest one above that does, or TENANTBOOK_ROOT.",
    )(command)


def workspace_at(root: Path | None) -> Workspace:
    """Return the workspace at `root`, or at the nearest folder above that holds `kb_src`."""
    if root is None and os.environ.get("TENANTBOOK_ROOT"):
        root = Path(os.environ["TENANTBOOK_ROOT"])
    if root is not None:
        if not (root / "kb_src").is_dir():
            raise click.UsageError(f"{root} holds no kb_src folder")
        return Workspace.at(root.resolve())
    here = Path.cwd()
    for folder in (here, *here.parents):
        if (folder / "kb_src").is_dir():
            return Workspace.at(folder)
    raise click.UsageError(f"no kb_src folder in {here} or above; go to your project, or say --root FOLDER")


def read_library(workspace: Workspace) -> tuple[Library, list[Problem]]:
    """Return the library of a workspace, and every mistake in it."""
    try:
        files = read_tree(workspace.content, (".yml", ".yaml"), leave_out=_LEFT_OUT)
        templates = read_tree(workspace.content / "templates", (".j2",))
    except UnreadableFileError as error:
        file = error.file.relative_to(workspace.content).as_posix()
        return Library(), [Problem(file, error.line, error.reason)]
    library, problems = load_library(files, templates, publisher_kinds())
    return library, sorted({*problems, *problems_in(library)})


def sound_library(workspace: Workspace) -> Library:
    """Return the library, or leave with every mistake told: nothing is made from content that is wrong."""
    library, problems = read_library(workspace)
    if problems:
        tell_problems(workspace, problems)
        leave(Exit.FINDINGS)
    return library


def tell_problems(workspace: Workspace, problems: Sequence[Problem]) -> None:
    """Print each mistake as `file:line: what is wrong`, with the file as seen from here."""
    prefix = os.path.relpath(workspace.content)
    for problem in problems:
        say(f"{Path(prefix, problem.file).as_posix()}:{problem.line}: {problem.text}")
    say(f"{counted(len(problems), 'mistake')} in {prefix}", tone="bad")


def clients_asked_for(library: Library, asked: Sequence[str], *, house: bool = False) -> list[str]:
    """Return the clients to work on: those asked for, else all. With `house` the house may be asked for too.

    Raises:
        click.UsageError: one of them is not known.
    """
    known = [*library.clients, HOUSE] if house else list(library.clients)
    for name in asked:
        if name not in known:
            raise click.UsageError(f"unknown client {name!r}{suggest(name, known)}")
    return sorted(set(asked)) or sorted(library.clients)


def house_subject(library: Library) -> Subject:
    """Return the house: no client, Microsoft's documented defaults."""
    return Subject(HOUSE, None, house_snapshot(library), language_of(library, HOUSE))


def snapshot_of(workspace: Workspace, library: Library, client: str) -> Snapshot | list[Problem]:
    """Return a client's last snapshot, or why there is none to work with."""
    file = inside(workspace.snapshots, f"{client}.yml")
    name = f"{workspace.content.name}/snapshots/{file.name}"
    if not file.is_file():
        return [Problem(name, 1, f"not pulled yet; run `tenantbook pull --client {client}`")]
    try:
        text = read_text(file)
    except UnreadableFileError as error:
        return [Problem(name, 1, error.reason)]
    return read_snapshot(name, text, client, library.clients[client].tenant, library.facts)


def subject_of(library: Library, client: str, snapshot: Snapshot) -> Subject:
    """Return a client with its snapshot, as pages are composed from."""
    entry = library.clients[client]
    return Subject(client, entry, snapshot, entry.language)


def as_days(_ctx: click.Context, _param: click.Parameter, value: float | None) -> timedelta | None:
    """Return the time that an option's number of days is.

    Raises:
        click.BadParameter: there are no so many days.
    """
    if value is None:
        return None
    if not 0 <= value <= _MOST_DAYS:
        raise click.BadParameter(f"{value:g} is no number of days from 0 to {_MOST_DAYS:,}")
    return timedelta(days=value)


#: The option that every verb on clients takes.
for_clients = click.option(
    "--client", "clients", multiple=True, metavar="ID", help="Only this client; may be repeated."
)
