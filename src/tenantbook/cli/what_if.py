"""`check --what-if`: what is supposed, whose policy could be so, and how pages would read."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import click

from tenantbook.cli.gather import snapshot_of, subject_of
from tenantbook.cli.inspection import Question
from tenantbook.cli.terminal import Exit, say
from tenantbook.content.library import Library
from tenantbook.disk import write_text
from tenantbook.model.snapshot import Snapshot
from tenantbook.pages.compose import Composer
from tenantbook.supposing import Supposed, SupposedError, rewritten, supposed, supposing


def suppositions(library: Library, changes: Sequence[str]) -> tuple[Supposed, ...]:
    """Return what `--what-if` supposes.

    Raises:
        click.UsageError: something is no fact or no value of it; everything wrong is told at once.
    """
    found, wrong = [], []
    for change in changes:
        try:
            found.append(supposed(library, change))
        except SupposedError as error:
            wrong.append(str(error))
    if wrong:
        raise click.UsageError("; ".join(wrong))
    return tuple(found)


def possible(question: Question) -> Question:
    """Return the question without the clients whose policy could not be so, each told with the reason.

    Raises:
        click.UsageError: nobody's could.
    """
    refused: dict[str, str] = {}
    for client in question.clients if question.suppositions else ():
        snapshot = snapshot_of(question.workspace, question.library, client)
        if isinstance(snapshot, Snapshot):
            broken = supposing(question.library, snapshot, question.suppositions)[1]
            refused.update({client: "; ".join(broken)} if broken else {})
    for client, why in refused.items():
        say(f"{client}: left out: Microsoft would refuse such a policy: {why}", tone="unsure", errors=True)
    left = tuple(client for client in question.clients if client not in refused)
    if refused and not left:
        raise click.UsageError("Microsoft would refuse such a policy for every client asked for")
    return replace(question, clients=left)


def show_rewritten(question: Question, output: Path | None) -> Exit:
    """Print, or write into a file, how pages would read; return how to leave.

    Of a client without a snapshot that could not be found out, and of none at all neither.
    """
    snapshots = dict(_snapshots(question))
    lines = list(_lines(question, snapshots))
    text = "".join(f"{line}\n" for line in lines)
    if output:
        write_report(output, text)
        say(f"the differences are in {output}")
    else:
        click.echo(text, nl=False)
    if len(snapshots) < len(question.clients) or not snapshots:
        return Exit.COULD_NOT_FIND_OUT
    return Exit.FINDINGS if lines else Exit.ALL_RIGHT


def write_report(output: Path, text: str) -> None:
    """Write a report into a file, or where a link leads; into a device or a pipe as it stands there.

    Raises:
        click.UsageError: it can't be written there.
    """
    try:
        if output.exists() and not output.is_file():  # which a rename would take away
            output.write_text(text, encoding="utf-8")
        else:
            write_text(output.resolve(), text)
    except OSError as error:
        raise click.UsageError(f"the report can't be written to {output}: {error.strerror}") from None


def _snapshots(question: Question) -> Iterator[tuple[str, Snapshot]]:
    for client in question.clients:
        snapshot = snapshot_of(question.workspace, question.library, client)
        if isinstance(snapshot, Snapshot):
            yield client, snapshot
        else:
            say(f"{client}: left out: {snapshot[0].text}", tone="unsure", errors=True)


def _lines(question: Question, snapshots: Mapping[str, Snapshot]) -> Iterator[str]:
    composer = Composer(question.library)
    for client, before in snapshots.items():
        after = supposing(question.library, before, question.suppositions)[0]
        yield from rewritten(
            composer, *(subject_of(question.library, client, snapshot) for snapshot in (before, after))
        )
