"""Bringing home what was changed by hand where pages are published: a patch for the content."""

from collections.abc import Sequence

import click

from tenantbook.cli.terminal import Exit, say
from tenantbook.content.parse import suggest
from tenantbook.disk import inside, write_text
from tenantbook.model.publication import Action, Doing, Plan
from tenantbook.plan.taking import Taken, taken_home
from tenantbook.publishing.run import Run


def take(run: Run, plan: Plan, pages: Sequence[str]) -> Exit:
    """Write a patch for each of the pages that was changed by hand; say where, and what to do with it."""
    by_hand = [action for action in plan.of(Doing.REFUSE) if action.article and action.standing and action.diff]
    for page in pages:
        found = [action for action in by_hand if page in (action.id.marker, _short(action))]
        if not found:
            known = suggest(page, [_short(action) for action in by_hand])
            say(f"{run.name}: nothing in {page!r} was changed by hand{known}", tone="unsure")
        for action in found:
            _take(run, action)
    return Exit.FINDINGS if plan.problems else Exit.ALL_RIGHT


def _short(action: Action) -> str:
    return f"{action.id.page}/{action.id.audience or '-'}"


def _take(run: Run, action: Action) -> None:
    origin = action.article.origin if action.article else None
    source = origin.file.partition("/")[2] if origin else ""
    text = run.library.sources.get(source, "")
    taken = taken_home(action, origin.file if origin else "", text)
    file = inside(run.workspace.build, f"taken/{run.name}/{action.id.marker.replace('/', '.')}.patch")
    write_text(file, taken.text)
    _tell(taken, file.relative_to(run.workspace.root).as_posix(), origin.file if origin else "the content")


def _tell(taken: Taken, patch: str, source: str) -> None:
    click.echo(patch)
    if taken.placed:
        say(f"    {taken.placed} of {taken.changes} changes fit into {source}: git apply {patch}", tone="good")
    if taken.placed < taken.changes:
        left = taken.changes - taken.placed
        say(f"    {left} stand in the patch's head: write them into {source} yourself", tone="unsure")
    say("    then run `tenantbook build`, and publish again")
