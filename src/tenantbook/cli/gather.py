"""What every verb begins with: the workspace, the library, the clients asked for, the snapshots."""

import os
import re
from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any, NoReturn, TypeVar

import click

from tenantbook.checks import problems_in
from tenantbook.cli.terminal import Exit, both, leave, say
from tenantbook.content.library import LeftOut, Library, load_library
from tenantbook.content.parse import suggest
from tenantbook.counting import counted
from tenantbook.disk import UnreadableFileError, Workspace, inside, read_files, read_text
from tenantbook.model.problem import Problem
from tenantbook.model.snapshot import Snapshot
from tenantbook.pages.compose import HOUSE
from tenantbook.pages.readers import house_snapshot, language_of
from tenantbook.pages.worded import Subject
from tenantbook.publishers.registry import publisher_kinds
from tenantbook.snapshots import read_snapshot

Command = TypeVar("Command", bound=Callable[..., Any])

#: Folders of `kb_src` that hold no content of their own.
_NO_CONTENT = ("schemas", "snapshots", "templates")

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
    files, bad_files = read_files(workspace.content, (".yml", ".yaml"), leave_out=_NO_CONTENT)
    templates, bad_templates = read_files(workspace.content / "templates", (".j2",))
    unreadable = [*bad_files, *((f"templates/{name}", error) for name, error in bad_templates)]
    problems = [Problem(name, error.line, error.reason) for name, error in unreadable]
    # A file that cannot be read is there all the same: what it would declare is not called unknown.
    empty = {name: "" for name, _ in bad_files}
    library, mistakes = load_library({**files, **empty}, templates, publisher_kinds())
    told = [problem for problem in (*mistakes, *problems_in(library)) if problem.file not in empty]
    if bad_templates:
        told = [problem for problem in told if not problem.file.startswith("templates/")]
    return library, sorted({*problems, *told})


def usable_library(workspace: Workspace, asked: Collection[str] = ()) -> tuple[Library, list[Problem]]:
    """Return the library without the clients whose own files are wrong, or who pause; and every other mistake.

    What is said of those who are left out goes to standard error, where it disturbs no output that a program reads;
    with `asked` of those alone.
    """
    library, problems = read_library(workspace)
    shared, left_out = apart(library, problems, date.today())  # noqa: DTZ011 -- a pause ends with the day here
    for client in sorted(left_out):
        if not asked or client in asked:
            _tell_left_out(workspace, client, left_out[client])
    return library.without(left_out), shared


def sound_library(workspace: Workspace, asked: Collection[str] = ()) -> Library:
    """Return the library without clients who are left out, as `usable_library` does.

    Leaves with every mistake told where shared content is wrong: nothing is made from that.
    """
    library, shared = usable_library(workspace, asked)
    if shared:
        tell_problems(workspace, shared)
        leave(Exit.USAGE)
    return library


def apart(library: Library, problems: Iterable[Problem], today: date) -> tuple[list[Problem], dict[str, LeftOut]]:
    """Return the mistakes in what all clients share, and the clients who are left out, with why."""
    shared: list[Problem] = []
    own: dict[str, list[Problem]] = {}
    for problem in problems:
        folder, _, name = problem.file.rpartition("/")
        if folder == "clients":
            own.setdefault(name.rpartition(".")[0], []).append(problem)
        else:
            shared.append(problem)
    pauses = {
        client: LeftOut(pause=entry.paused)
        for client, entry in library.clients.items()
        if entry.paused and entry.paused.until >= today
    }
    return shared, {**pauses, **{client: LeftOut(tuple(found)) for client, found in own.items()}}


def _tell_left_out(workspace: Workspace, client: str, why: LeftOut) -> None:
    if why.pause:
        say(f"{client}: paused until {why.pause.until.isoformat()}: {why.pause.why}", tone="quiet", errors=True)
    for problem in why.problems:
        place = f"{_as_seen(workspace, problem.file)}:{problem.line}"
        say(f"{client}: left out: {place}: {problem.text}", tone="bad", errors=True)


def tell_problems(workspace: Workspace, problems: Sequence[Problem]) -> None:
    """Print each mistake as `file:line: what is wrong`, with the file as seen from here."""
    for problem in problems:
        say(f"{_as_seen(workspace, problem.file)}:{problem.line}: {problem.text}")
    say(f"{counted(len(problems), 'mistake')} in {os.path.relpath(workspace.content)}", tone="bad")


def _as_seen(workspace: Workspace, file: str) -> str:
    return Path(os.path.relpath(workspace.content), file).as_posix()


def leave_with(library: Library, asked: Sequence[str], *codes: Exit) -> NoReturn:
    """Leave with what was found, and with it that a client was left out because its file is wrong."""
    wrong = (client for client in left_out_of(library, asked) if library.left_out[client].problems)
    leave(both(*codes, *(Exit.LEFT_OUT for _ in wrong)))


def left_out_of(library: Library, asked: Sequence[str]) -> list[str]:
    """Return the clients that would be worked on and are left out, all where nobody is asked for."""
    return sorted(client for client in library.left_out if not asked or client in asked)


def clients_asked_for(library: Library, asked: Sequence[str], *, house: bool = False) -> list[str]:
    """Return the clients to work on: those asked for, else all; none that is left out.

    With `house` the house may be asked for too.

    Raises:
        click.UsageError: one of them is not known.
    """
    known = [*library.known_clients, *([HOUSE] if house else [])]
    for name in asked:
        if name not in known:
            raise click.UsageError(f"unknown client {name!r}{suggest(name, known)}")
    return sorted(set(asked) - library.left_out.keys()) if asked else sorted(library.clients)


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


#: A time as an option takes it: 90m, 12h, 2d.
_TIME = re.compile(r"(\d{1,5})([mhd])")
_UNITS = {"m": "minutes", "h": "hours", "d": "days"}


def as_time(_ctx: click.Context, _param: click.Parameter, value: str | None) -> timedelta | None:
    """Return the time that an option such as 90m, 12h or 2d is.

    Raises:
        click.BadParameter: it is none.
    """
    if value is None:
        return None
    found = _TIME.fullmatch(value.strip())
    if found is None:
        raise click.BadParameter(f"{value!r} is no time; write one such as 90m, 12h or 2d")
    return timedelta(**{_UNITS[found[2]]: int(found[1])})


#: The option that every verb on clients takes.
for_clients = click.option(
    "--client", "clients", multiple=True, metavar="ID", help="Only this client; may be repeated."
)

#: The option of verbs that read sites: which of them is sent a password.
signing_in = click.option(
    "--sign-in",
    "sign_in",
    multiple=True,
    metavar="ADDRESS",
    help="Sign in at this address, and nowhere else, with the names and passwords in the environment.",
)
