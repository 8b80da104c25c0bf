"""The demo's story: each step is a verb, run as a person would, and must end as the story says."""

import os
import shutil
import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any

from tenantbook.cli import build as building
from tenantbook.cli import check as checking
from tenantbook.cli import pull as pulling
from tenantbook.cli.gather import read_library, tell_problems
from tenantbook.cli.inspection import Question, inspect
from tenantbook.cli.publish import How, Told, publish_to
from tenantbook.cli.serve import show
from tenantbook.cli.terminal import Exit, Tone, both, say
from tenantbook.content.library import Library
from tenantbook.demo.admin import change_policy
from tenantbook.demo.standin import StandIn
from tenantbook.demo.tenants import DEMO_TENANTS
from tenantbook.disk import Workspace, read_text, write_text
from tenantbook.estate import processors
from tenantbook.graph.settings import Settings
from tenantbook.model.audience import Surface
from tenantbook.plan.decide import Leave
from tenantbook.publishing.articles import Shelf
from tenantbook.publishing.run import Run
from tenantbook.site.overview import write_overview

#: Whose policy changes in the story, and how an administrator would change it.
LOWERED, LOWERED_TO = "northwind-dental", {"maximumLifetimeInMinutes": 240}
MADE_ONCE, MADE_ONCE_TO = "fjord-logistics", {"isUsableOnce": True}

#: What somebody changes by hand where it is published.
PAGE, BEFORE, AFTER = f"{LOWERED}/client/end-user/use-pass.html", "What to do", "What to do, by Friday"

#: The target that the story publishes to, and its folder.
TARGET = "portal"

#: Who has not consented when the story begins.
UNREADABLE = "lantern-travel"


class Story:
    """Runs the steps, and remembers whether one ended otherwise than it should."""

    def __init__(self, workspace: Workspace, library: Library, standin: StandIn) -> None:
        self.workspace = workspace
        self.library = library
        self.standin = standin
        self.clients = sorted(library.clients)
        self.went_wrong: list[str] = []
        client_id, secret = standin.reader
        self.settings = Settings(client_id, secret, None, None, loopback=standin.endpoint, loopback_ca=standin.ca_file)

    def step(self, title: str, command: str, expected: Exit, run: Callable[[], Exit]) -> None:
        """Run one step and hold its exit code against the story's."""
        say("")
        say(f"── {title}", tone="head")
        say(f"$ tenantbook {command}", tone="quiet")
        started = time.monotonic()
        code = run()
        tone: Tone = "quiet" if code is expected else "bad"
        say(f"exit {int(code)} after {time.monotonic() - started:.1f} s", tone=tone)
        if code is not expected:
            self.went_wrong.append(f"{title}: exit {int(code)} instead of {int(expected)}")

    def pull(self, *clients: str) -> Exit:
        """Run `tenantbook pull`, of some clients or all."""
        pulled = pulling.pull(self.workspace, self.library, clients or self.clients, self.settings, jobs=8)
        pulling.tell(pulled)
        return Exit.COULD_NOT_FIND_OUT if pulled.failed else Exit.ALL_RIGHT

    def build(self) -> Exit:
        """Run `tenantbook build`."""
        built = building.build(
            self.workspace, self.library, self.clients, workers=processors(), house=True, render=False
        )
        building.tell(built, self.workspace)
        return Exit.COULD_NOT_FIND_OUT if built.outcome.failed or built.not_ready else Exit.ALL_RIGHT

    def check(self) -> Exit:
        """Run `tenantbook check`."""
        question = Question(self.workspace, self.library, tuple(self.clients), named=False, settings=self.settings)
        inspection = inspect(question)
        checking.tell(inspection)
        return checking.exit_for(inspection)

    @property
    def portal(self) -> Path:
        """The folder that is published to."""
        return self.workspace.build / TARGET

    def publish(self, *, force: bool = False) -> Exit:
        """Run `tenantbook publish portal --yes`."""
        told = Told("text", [])
        run = Run(self.workspace, self.library, TARGET, (), datetime.now(UTC), Leave(force=force), os.environ)
        publish_to(run, Shelf(self.workspace, self.library), How(writes=True), told)
        return both(*told.codes)

    def check_portal(self) -> Exit:
        """Run `tenantbook check` on what is published."""
        places = (str(self.portal),)
        inspection = inspect(Question(self.workspace, self.library, tuple(self.clients), named=False, places=places))
        checking.tell(inspection)
        return checking.exit_for(inspection)

    def edit_by_hand(self) -> None:
        """Change a published page, as somebody would who has no idea of where it comes from."""
        page = self.portal / PAGE
        write_text(page, read_text(page).replace(BEFORE, AFTER))
        say(f"   {PAGE}: “{BEFORE}” becomes “{AFTER}”")

    def change(self, client: str, changes: Mapping[str, Any]) -> None:
        """Change a client's policy as its administrator would, over the socket."""
        tenant = self.library.clients[client].tenant
        change_policy(self.standin.endpoint, self.standin.ca_file, self.standin.admin, tenant, changes)
        say(f"   {client}: {', '.join(f'{name} = {value}' for name, value in changes.items())}")


def tell_story(workspace: Workspace, *, port: int | None) -> Exit:
    """Tell the story in a folder of its own; serve afterwards where a port is given."""
    place = _prepare(workspace)
    library, problems = read_library(place)
    if problems:
        tell_problems(place, problems)
        return Exit.FINDINGS
    with StandIn() as standin:
        story = Story(place, library, standin)
        say(f"{len(DEMO_TENANTS)} invented tenants answer at {standin.endpoint}, as Entra and Graph would")
        _act(story)
        code = _close(story)
        overview = write_overview(library, place)
        say(f"every site: {overview}")
        if port is not None and code is Exit.ALL_RIGHT:
            show(place, port)
    return code


def _act(story: Story) -> None:
    story.step("Read every tenant's policy", "pull", Exit.COULD_NOT_FIND_OUT, story.pull)
    story.step("Build two sites for each client that was read", "build", Exit.COULD_NOT_FIND_OUT, story.build)
    story.step("What could not be found out is never all right", "check", Exit.COULD_NOT_FIND_OUT, story.check)
    say("")
    say(f"── An administrator of {UNREADABLE} consents", tone="head")
    story.standin.consent(story.library.clients[UNREADABLE].tenant)
    only = f"pull --client {UNREADABLE}"
    story.step("Now its policy can be read", only, Exit.ALL_RIGHT, lambda: story.pull(UNREADABLE))
    story.step("Only what is new is built", "build", Exit.ALL_RIGHT, story.build)
    story.step("Every page says what its tenant does", "check", Exit.ALL_RIGHT, story.check)
    _publish(story)
    say("")
    say("── Two administrators change their policies, and tell nobody", tone="head")
    story.change(LOWERED, LOWERED_TO)
    story.change(MADE_ONCE, MADE_ONCE_TO)
    story.step("The check names every page that is no longer true", "check", Exit.FINDINGS, story.check)
    story.step("Read again", "pull", Exit.ALL_RIGHT, story.pull)
    story.step("Build again: pages change their numbers, and their steps", "build", Exit.ALL_RIGHT, story.build)
    story.step("True again", "check", Exit.ALL_RIGHT, story.check)
    story.step("Readers get what changed", f"publish {TARGET} --yes", Exit.ALL_RIGHT, story.publish)
    story.step("True where they read it", f"check {story.portal}", Exit.ALL_RIGHT, story.check_portal)


def _publish(story: Story) -> None:
    publish = f"publish {TARGET} --yes"
    story.step("Bring the guides to where readers are", publish, Exit.ALL_RIGHT, story.publish)
    say("")
    say("── Somebody changes a published page by hand", tone="head")
    story.edit_by_hand()
    story.step("The check notices", f"check {story.portal}", Exit.FINDINGS, story.check_portal)
    story.step("Publishing leaves it alone, and shows it", publish, Exit.FINDINGS, story.publish)
    over = f"{publish} --force"
    story.step("Unless told to go over it", over, Exit.ALL_RIGHT, lambda: story.publish(force=True))


def _close(story: Story) -> Exit:
    missing = [
        f"{client} has no {surface} site"
        for client in story.clients
        for surface in Surface
        if not (story.workspace.site(client, surface.value) / "index.html").is_file()
    ]
    say("")
    for wrong in (*story.went_wrong, *missing):
        say(f"not as the story says: {wrong}", tone="bad")
    if story.went_wrong or missing:
        return Exit.FINDINGS
    say(f"Every step ended as it should. {len(story.clients)} clients, two sites each:", tone="good")
    for client in story.clients:
        for surface in Surface:
            say(f"   {story.workspace.site(client, surface.value) / 'index.html'}")
    return Exit.ALL_RIGHT


def _prepare(workspace: Workspace) -> Workspace:
    """Return a workspace in build/demo: the content as it is, with the invented clients instead of real ones."""
    place = workspace.build / "demo"
    content = place / "kb_src"
    shutil.rmtree(content, ignore_errors=True)
    shutil.copytree(workspace.content, content, ignore=shutil.ignore_patterns("clients", "snapshots", "publish"))
    with as_file(files("tenantbook.demo") / "estate") as estate:
        shutil.copytree(estate / "clients", content / "clients")
        shutil.copytree(estate / "publish", content / "publish")
    for made in ("published", TARGET):  # by a story that was told before
        shutil.rmtree(place / made, ignore_errors=True)
    return Workspace.at(workspace.root, content=content, build=place)
