"""`check --what-if`: what is supposed, whose policy could be so, and how pages would read."""

from collections.abc import Iterator, Sequence
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
    """Print, or write into a file, how pages would read; return how to leave."""
    lines = list(_lines(question))
    text = "".join(f"{line}\n" for line in lines)
    if output:
        write_text(output, text)
        say(f"the differences are in {output}")
    else:
        click.echo(text, nl=False)
    return Exit.FINDINGS if lines else Exit.ALL_RIGHT


def _lines(question: Question) -> Iterator[str]:
    composer = Composer(question.library)
    for client in question.clients:
        before = snapshot_of(question.workspace, question.library, client)
        if not isinstance(before, Snapshot):
            say(f"{client}: left out: {before[0].text}", tone="unsure", errors=True)
            continue
        after = supposing(question.library, before, question.suppositions)[0]
        yield from rewritten(
            composer, *(subject_of(question.library, client, snapshot) for snapshot in (before, after))
        )
