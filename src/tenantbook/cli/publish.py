"""`tenantbook publish`: articles to where readers are, by a plan that is shown first."""

import json
import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import click

from tenantbook.cli.gather import clients_asked_for, for_clients, in_workspace, leave_with, sound_library
from tenantbook.cli.take import take
from tenantbook.cli.terminal import Exit, meter, say
from tenantbook.content.library import Library
from tenantbook.content.parse import suggest
from tenantbook.counting import counted
from tenantbook.disk import Workspace
from tenantbook.model.publication import TOLD, Doing, Plan
from tenantbook.plan.decide import Leave
from tenantbook.plan.ledger import Ledger
from tenantbook.plan.told import as_plain, plan_lines
from tenantbook.published.address import normal
from tenantbook.publishers.contract import Publisher, UnreachableError
from tenantbook.publishing.applying import CHANGES, Done, carry_out
from tenantbook.publishing.articles import Shelf
from tenantbook.publishing.ledger import LedgerError, LedgerFile, open_ledger, read_published
from tenantbook.publishing.origins import DamagedOriginsError, UnconfirmedOriginError
from tenantbook.publishing.run import Planned, Run, expect_known_address, plan_for, publisher_of


@click.command("publish")
@in_workspace
@click.argument("targets", nargs=-1, metavar="[TARGET]...")
@for_clients
@click.option("--dry-run", is_flag=True, help="Only show what would be done; leave with 1 if that is anything.")
@click.option("--yes", is_flag=True, help="Write without asking. What is no terminal is not asked, and needs it.")
@click.option("--force", is_flag=True, help="Go over what was changed by hand there.")
@click.option(
    "--trust",
    "trusted",
    multiple=True,
    metavar="ORIGIN",
    help="Let passwords go to this address, such as https://kb.example.com; said once for each new one.",
)
@click.option("--allow-many", is_flag=True, help="Go on where much of what stands there would change at once.")
@click.option(
    "--take",
    "taken",
    multiple=True,
    metavar="PAGE",
    help="Bring home what was changed by hand in this page (page/audience), as a patch; writes nothing there.",
)
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
def command(
    workspace: Workspace,
    targets: Sequence[str],
    clients: Sequence[str],
    *,
    dry_run: bool,
    yes: bool,
    force: bool,
    allow_many: bool,
    trusted: Sequence[str],
    taken: Sequence[str],
    form: str,
) -> None:
    """Publish built sites to the targets in kb_src/publish: plan, show, ask, write.

    Without a TARGET, to all of them. What was changed by hand there is refused and shown; the rest goes on.

    Leaves with 0 where all is as it should be, 1 where something was refused or, with --dry-run, would be
    done, 3 where a target could not be reached or used, 4 where a client was left out because its file is
    wrong, and 5 where several of these are so.
    """
    library = sound_library(workspace, clients)
    names = _targets(library, targets)
    clients_asked_for(library, clients, house=True)
    asking = sys.stdin.isatty() and form == "text"
    told = Told(form, [])
    shelf, now = Shelf(workspace, library), datetime.now(UTC)
    how = How(dry_run=dry_run or bool(taken), asks=asking and not yes, writes=yes or asking, taken=tuple(taken))
    for name in names:
        run = Run(workspace, library, name, clients, now, Leave(force, allow_many), os.environ)
        try:
            expect_known_address(run, [normal(each) or each for each in trusted])
            publish_to(run, shelf, how, told)
        except UnreachableError as error:
            told.unreachable(name, error)
        except (LedgerError, UnconfirmedOriginError, DamagedOriginsError) as error:
            raise click.UsageError(str(error)) from error
    told.finish()
    leave_with(library, clients, *told.codes)


@dataclass(frozen=True)
class How:
    """What a run may do: `asks` before it writes, `writes` at all once it may."""

    dry_run: bool = False
    asks: bool = False
    writes: bool = False
    taken: tuple[str, ...] = ()


@dataclass
class Told:
    """What was said, and how to leave."""

    form: str
    plans: list[dict[str, Any]]
    codes: list[Exit] = field(default_factory=list)

    def note(self, code: Exit) -> None:
        """Leave with this, and with what was noted before."""
        self.codes.append(code)

    def plan(self, plan: Plan, *, whole: bool = False) -> None:
        """Show a plan; `whole` names every article."""
        for line, tone in plan_lines(plan, whole=whole) if self.form == "text" else ():
            say(line, tone=tone)
        if plan.problems or plan.of(Doing.REFUSE):
            self.note(Exit.FINDINGS)

    def done(self, plan: Plan, done: Done) -> None:
        """Say what became of a plan."""
        self.plans.append(as_plain(plan, done.done, done.sent, done.failed, str(done.unreachable or "")))
        errors = self.form != "text"
        for article, why in done.failed.items():
            say(f"failed  {article.marker}: {why}", tone="bad", errors=errors)
            self.note(Exit.FINDINGS)
        if done.untried:
            say(f"stopped: {counted(len(done.untried), 'article')} not tried", tone="bad", errors=errors)
        for article, sent in done.sent.items():
            if told := sent.extra.get(TOLD):
                say(f"look at {article.marker}: {told} ({sent.address})", tone="unsure", errors=errors)
        if done.done:
            say(f"{plan.target}: {counted(len(done.done), 'article')} done", tone="good", errors=errors)
        if done.unreachable:
            self.unreachable(plan.target, done.unreachable, noted=True)

    def unreachable(self, target: str, error: UnreachableError, *, noted: bool = False) -> None:
        """Say that a target could not be reached."""
        say(f"{target}: {error.reason}", tone="bad", errors=True)
        say(f"    what to do: {error.mend}", errors=True)
        if not noted:
            self.plans.append(as_plain(Plan(target, ()), unreachable=str(error)))
        self.note(Exit.COULD_NOT_FIND_OUT)

    def finish(self) -> None:
        """Print what programs read."""
        if self.form == "json":
            click.echo(json.dumps({"targets": self.plans}, indent=2, ensure_ascii=False))


def publish_to(run: Run, shelf: Shelf, how: How, told: Told) -> None:
    """Publish to one target, or show what would be done.

    Raises:
        UnreachableError: the other side cannot be used.
        LedgerError: the ledger cannot.
        click.UsageError: nobody is there to ask.
    """
    if how.dry_run:
        ledger = read_published(run.workspace, run.name)
        with publisher_of(run, shelf, ledger) as publisher:
            planned = _planned(run, shelf, publisher, ledger_of=ledger)
        if how.taken:
            told.note(take(run, planned.plan, how.taken))
            return
        told.plan(planned.plan, whole=True)
        told.plans.append(as_plain(planned.plan))
        if planned.plan.of(*CHANGES):
            told.note(Exit.FINDINGS)
        return
    with open_ledger(run.workspace, run.name) as opened, publisher_of(run, shelf, opened.ledger, opened) as publisher:
        planned = _planned(run, shelf, publisher, ledger_of=opened.ledger)
        told.plan(planned.plan)
        told.done(planned.plan, _written(run, planned, publisher, opened, how))


def _planned(run: Run, shelf: Shelf, publisher: Publisher, *, ledger_of: Ledger) -> Planned:
    with meter("reading", len(run.wanted())) as progress:
        return plan_for(run, shelf, ledger_of, publisher, progress.step)


def _written(run: Run, planned: Planned, publisher: Publisher, ledger: LedgerFile, how: How) -> Done:
    """Carry a plan out once that is allowed."""
    changes = planned.plan.of(*CHANGES)
    if planned.plan.problems:
        return Done()
    if changes and not how.writes:
        raise click.UsageError("nobody is there to ask: say --yes to write, or --dry-run to look")
    if changes and how.asks and not click.confirm(f"Write {counted(len(changes), 'change')} to {run.name}?"):
        raise click.Abort
    with meter("publishing", len(changes)) as progress:
        return carry_out(
            planned.plan, publisher, ledger, planned.digests, run.now, lambda action: progress.step(action.id.page)
        )


def _targets(library: Library, asked: Sequence[str]) -> list[str]:
    """Return the targets to publish to: those asked for, else all."""
    if not library.targets:
        raise click.UsageError("there is no target yet: write one in kb_src/publish, as docs/handbook/publish.md shows")
    for name in asked:
        if name not in library.targets:
            raise click.UsageError(f"unknown target {name!r}{suggest(name, library.targets)}")
    return list(dict.fromkeys(asked)) or sorted(library.targets)
