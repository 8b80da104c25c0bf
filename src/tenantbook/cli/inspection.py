"""A check as it is carried out: what is asked, each client's policy, and what is found."""

import os
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from tenantbook.cli.gather import snapshot_of
from tenantbook.cli.pull import read_or_leave
from tenantbook.cli.terminal import meter
from tenantbook.cli.wall import hang
from tenantbook.content.library import Library
from tenantbook.disk import Workspace
from tenantbook.graph.settings import Settings
from tenantbook.inspecting import (
    NotRead,
    Terms,
    inspect_place,
    inspect_sites,
    inspect_strangers,
    sites_below,
    surfaces_below,
)
from tenantbook.live import Reading
from tenantbook.model.audience import Surface
from tenantbook.model.claim import Prose
from tenantbook.model.problem import Problem
from tenantbook.model.snapshot import Snapshot
from tenantbook.model.verdict import ClientChecked, Inspection
from tenantbook.pages.compose import HOUSE
from tenantbook.published.contract import UnreadablePlaceError
from tenantbook.published.credentials import environment_for
from tenantbook.published.place import place_at
from tenantbook.publishing.ledger import LedgerError
from tenantbook.publishing.located import located
from tenantbook.supposing import Supposed, in_words_of, supposing

#: What the report calls each thing that pages can be held against.
AGAINST = {"live": "live policy", "snapshots": "the last snapshots"}

#: What the report calls the sites in the build folder.
BUILT = "the built sites"


@dataclass(frozen=True)
class Question:
    """What a check is asked: whose pages, read from where, held against what."""

    workspace: Workspace
    library: Library
    clients: tuple[str, ...]
    named: bool
    places: tuple[str, ...] = ()
    surface: Surface = Surface.CLIENT
    settings: Settings | None = None
    suppositions: tuple[Supposed, ...] = ()
    max_age: timedelta | None = None
    jobs: int = 16
    recommended: bool = False
    noted: bool = True
    sign_in: tuple[str, ...] = ()
    asked: tuple[str, ...] = ()

    @property
    def against(self) -> str:
        """What pages are held against, in words."""
        words = AGAINST["live" if self.settings else "snapshots"]
        supposed = " and ".join(in_words_of(self.library, each) for each in self.suppositions)
        return f"{words}, if {supposed}" if supposed else words

    @property
    def is_whole(self) -> bool:
        """Whether every client's built sites are looked at, as they are: what log and estate page are for."""
        return not (self.named or self.places or self.suppositions)


def inspect(question: Question) -> Inspection:
    """Return what a check finds. What it finds of every client's sites goes into the log and on the wall."""
    now = datetime.now(UTC)
    terms = Terms(question.library, readings(question), now, question.max_age)
    clients, prose, source = _looked_at(question, terms)
    clients += _left_out(question)
    inspection = Inspection(now, question.against, source, tuple(clients), tuple(prose))
    if question.settings and question.noted and not question.places:
        hang(question.workspace, question.library, inspection, whole=question.is_whole)
    return inspection if question.recommended else _without_advice(inspection)


def _left_out(question: Question) -> list[ClientChecked]:
    """Return the clients of whom nothing was looked at, because their files are wrong."""
    left_out, prefix = question.library.left_out, question.workspace.content.name
    return [
        ClientChecked(client, client, (), mistakes=tuple(_seen(prefix, each) for each in left_out[client].problems))
        for client in sorted(left_out)
        if left_out[client].problems and (not question.named or client in question.asked)
    ]


def _seen(prefix: str, problem: Problem) -> Problem:
    """Return a mistake with its file as seen from the project."""
    return replace(problem, file=f"{prefix}/{problem.file}")


def _looked_at(question: Question, terms: Terms) -> tuple[list[ClientChecked], list[Prose], str]:
    if not question.places:
        with meter("checking", len(question.clients)) as progress:
            checked, texts = inspect_sites(terms, question.workspace.site, question.clients, progress.step)
        if question.is_whole:
            strangers = inspect_strangers(terms, question.workspace.build / "sites", question.library.known_clients)
            checked, texts = [*checked, *strangers[0]], [*texts, *strangers[1]]
        return checked, texts, BUILT
    clients: list[ClientChecked] = []
    prose: list[Prose] = []
    sources: list[str] = []
    for text in question.places:
        try:
            found, words = _at(question, terms, text)
        except UnreadablePlaceError as error:
            prose.append(Prose(text, text, "", problem=str(error)))
            sources.append(text)
        else:
            clients += found[0]
            prose += found[1]
            sources.append(words)
    return clients, prose, " and ".join(sources)


def _at(question: Question, terms: Terms, text: str) -> tuple[tuple[list[ClientChecked], list[Prose]], str]:
    """Return what is found at one PLACE, and the place in words. Raises UnreadablePlaceError."""
    try:
        by = located(question.workspace, question.library, text)
    except LedgerError as error:
        raise UnreadablePlaceError(str(error), "") from error
    place = place_at(text, types=by.types, environment=environment_for(text, question.sign_in, os.environ))
    folder = Path(text)
    if sites_below(folder, question.clients):
        return _sites(question, terms, folder, by.target), f"the sites in {text}"
    own = folder.resolve()
    asked = (own.name,) if not question.named and own.name in question.clients else question.clients
    if asked == (own.name,) and sites_below(own.parent, asked):
        surfaces = surfaces_below(own.parent, asked, question.surface)
        found = inspect_sites(terms, own.parent.joinpath, asked, lambda _: None, surfaces)
        return found, f"the sites in {text}"
    # Its words are whole once its pages were read.
    found = inspect_place(terms, place, question.clients if question.named else (), question.surface, by)
    return found, place.words


def _sites(question: Question, terms: Terms, folder: Path, target: str) -> tuple[list[ClientChecked], list[Prose]]:
    """Return what is found of a folder of sites: of the clients named, else of whatever stands there."""
    there = question.clients if question.named else tuple(sites_below(folder, question.clients))
    surfaces = surfaces_below(folder, there, question.surface)
    clients, prose = inspect_sites(terms, folder.joinpath, there, lambda _: None, surfaces, target)
    if question.named:
        return clients, prose
    strangers = inspect_strangers(terms, folder, {*there, *question.library.left_out})
    return [*clients, *strangers[0]], [*prose, *strangers[1]]


def _without_advice(inspection: Inspection) -> Inspection:
    """Return an inspection without departures that nobody ever waived: a check of pages is not one of tenants."""
    clients = [
        replace(client, departures=tuple(each for each in client.departures if each.waiver))
        for client in inspection.clients
    ]
    return replace(inspection, clients=tuple(clients))


def readings(question: Question) -> dict[str, Snapshot | NotRead]:
    """Return the policy of each client, live or as it was last read, or why there is none."""
    tenants = [client for client in question.clients if client != HOUSE]
    if not question.settings:
        return {client: _supposed(question, client) for client in tenants}
    found: dict[str, Snapshot | NotRead] = {}
    with meter("reading", len(tenants)) as progress:

        def done(client: str, reading: Reading) -> None:
            if isinstance(reading, Snapshot):
                found[client] = reading
            else:
                found[client] = NotRead(f"the tenant could not be read: {reading.reason}", reading.mend)
            progress.step(client)

        read_or_leave(question.library, tenants, question.settings, question.jobs, done)
    return found


def _supposed(question: Question, client: str) -> Snapshot | NotRead:
    snapshot = snapshot_of(question.workspace, question.library, client)
    if not isinstance(snapshot, Snapshot):
        return NotRead("; ".join(problem.text for problem in snapshot))
    return supposing(question.library, snapshot, question.suppositions)[0]
