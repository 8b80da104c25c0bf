"""Inspecting: every page of a place, held against the policy of the client it is for, one client at a time."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import chain
from pathlib import Path

from tenantbook.claims.grammar import Grammar, UnreadLanguageError, grammar_of
from tenantbook.claims.read import claims_in
from tenantbook.compare import (
    Against,
    Candidate,
    Place,
    check_page,
    check_published,
    departures,
    expected_pages,
    joined,
    unknown,
)
from tenantbook.content.library import Library
from tenantbook.model.audience import Surface
from tenantbook.model.claim import Form, Prose
from tenantbook.model.published import PublishedPage
from tenantbook.model.snapshot import Snapshot
from tenantbook.model.verdict import Checked, ClientChecked, Expected
from tenantbook.pages.compose import HOUSE
from tenantbook.pages.readers import house_snapshot
from tenantbook.published import contract
from tenantbook.published.folder import Folder
from tenantbook.publishing.located import Located
from tenantbook.waivers import waiver_findings

#: What the site generator makes for addresses that lead nowhere: it says nothing of ours.
_NOT_FOUND = "404.html"


@dataclass(frozen=True, slots=True)
class NotRead:
    """Why nothing is known of a tenant, and what to do."""

    reason: str
    mend: str = ""


@dataclass(frozen=True)
class Terms:
    """What pages are held against: the content, each client's policy in force, and how old values may be."""

    library: Library
    readings: Mapping[str, Snapshot | NotRead]
    now: datetime
    max_age: timedelta | None = None
    _against: dict[str, Against] = field(default_factory=dict)
    _grammars: dict[str, Grammar] = field(default_factory=dict)

    def judge(self, page: Expected, html: str | None) -> Checked:
        """Return the verdict on a page that is where it should be, or is not there.

        Of a tenant that could not be read nothing is known, and so not whether it should have the page.
        """
        reading = self._reading(page.client)
        if isinstance(reading, NotRead):
            return unknown(page, reading.reason, reading.mend)
        return check_page(page, html, self._of(reading))

    def _reading(self, client: str) -> Snapshot | NotRead:
        """Return a client's policy; the house has no tenant, and its pages Microsoft's documented defaults."""
        if client == HOUSE:
            return house_snapshot(self.library)
        return self.readings.get(client, NotRead("nobody asked for this client's policy"))

    def _of(self, reading: Snapshot) -> Against:
        if reading.client not in self._against:
            self._against[reading.client] = Against.of(self.library, reading, self.now, self.max_age)
        return self._against[reading.client]

    def about(self, client: str, pages: Iterable[Checked]) -> ClientChecked:
        """Return all that is to be said of a client, whose pages were judged."""
        found, reading = tuple(pages), self.readings.get(client)
        entry = self.library.clients.get(client)
        if entry is None or not isinstance(reading, Snapshot):
            house = self.library.provider.name if client == HOUSE else client
            return ClientChecked(client, entry.name if entry else house, found)
        today = self.now.date()
        return ClientChecked(
            client=client,
            name=entry.name,
            pages=found,
            departures=joined(departures(self.library, client, reading, today), found),
            read=reading.read,
            waivers=waiver_findings(self.library, client, reading, today),
        )

    def claims(self, found: Candidate) -> Prose:
        """Return what a page without a record claims, held against the tenant of the client whose place it is in."""
        page, entry = found.page, self.library.clients.get(found.client)
        if page.html is None:
            return Prose(page.address, page.title, found.client, problem=page.problem)
        reading = self.readings.get(found.client)
        if isinstance(reading, NotRead):
            return Prose(page.address, page.title, found.client, problem=reading.reason)
        language = entry.language if entry else self.library.provider.language
        try:
            if language not in self._grammars:
                self._grammars[language] = grammar_of(self.library, language)
        except UnreadLanguageError as error:
            return Prose(page.address, page.title, found.client, problem=str(error))
        form = Form.MARKDOWN if page.form == "markdown" else Form.HTML
        title = page.title if page.form == "wordpress" else ""
        return claims_in(
            page.html, form, self._grammars[language], reading, name=page.address, client=found.client, title=title
        )


#: Hears of each client when all its pages have been judged.
OnClient = Callable[[str], None]


#: Gives the folder of a client's site on a surface.
SiteOf = Callable[[str, str], Path]


def sites_below(folder: Path, clients: Sequence[str]) -> list[str]:
    """Return the clients whose sites stand in a folder as a build puts them there: `client/surface/index.html`.

    Where one of them has its first page, the others are known by their folders: a site may have lost its own.
    """
    if not any((folder / each / surface / "index.html").is_file() for each in clients for surface in Surface):
        return []
    return [each for each in clients if any((folder / each / surface).is_dir() for surface in Surface)]


def inspect_strangers(terms: Terms, folder: Path, clients: Iterable[str]) -> tuple[list[ClientChecked], list[Prose]]:
    """Return what is to be said of the sites in a folder that stand there as a client's do, and are none of `clients`.

    Raises:
        UnreadablePlaceError: one of them cannot be read.
    """
    by_client: dict[str, list[Checked]] = {}
    prose: list[Prose] = []
    names = {each.name for each in folder.iterdir() if each.name[:1] != "."} if folder.is_dir() else set()
    for name in sorted(names - set(clients)):
        for surface in (surface for surface in Surface if (folder / name / surface).is_dir()):
            site = Folder(folder / name / surface, "html", contract.Bounds())
            found = inspect_place(terms, site, (), surface)
            for client in found[0]:
                by_client.setdefault(client.client, []).extend(client.pages)
            prose += found[1]
    return [terms.about(client, pages) for client, pages in sorted(by_client.items())], prose


def surfaces_below(folder: Path, clients: Sequence[str], surface: Surface) -> tuple[Surface, ...]:
    """Return the surfaces whose sites should stand in a folder: the one asked for, and any that a site there is on."""
    return tuple(
        each for each in Surface if each is surface or any((folder / client / each).is_dir() for client in clients)
    )


def inspect_sites(
    terms: Terms,
    site_of: SiteOf,
    clients: Sequence[str],
    on_client: OnClient,
    surfaces: Sequence[Surface] = tuple(Surface),
    target: str = "",
) -> tuple[list[ClientChecked], list[Prose]]:
    """Return what is to be said of the built sites of clients, and what the pages there without a record claim."""
    checked: list[ClientChecked] = []
    prose: list[Prose] = []
    for client in clients:
        pages: list[Checked] = []
        for surface in surfaces:
            site = Folder(site_of(client, surface.value), "html", contract.Bounds())
            found = site.pages() if site.root.is_dir() else iter(())
            expected = expected_pages(terms.library, client, (surface,))
            for told in _told(terms, found, expected, Place(client, surface, target=target)):
                if isinstance(told, Checked):
                    pages.append(told)
                else:
                    prose.append(terms.claims(told))
        checked.append(terms.about(client, pages))
        on_client(client)
    return checked, prose


def inspect_place(
    terms: Terms, place: contract.Place, clients: Sequence[str], surface: Surface, by: Located | None = None
) -> tuple[list[ClientChecked], list[Prose]]:
    """Return what is to be said of a place that readers see, and what the pages there without a record claim.

    With `clients`, every page of theirs on the surface should be there; without, pages are known by their records
    alone, and none is missed. `by` is the target that publishes there, where that is known.

    Raises:
        UnreadablePlaceError: the place as a whole cannot be read.
    """
    found = iter(place.pages())
    first = next(found, None)
    known = clients or [*sorted(terms.library.clients), HOUSE]
    expected = chain.from_iterable(expected_pages(terms.library, client, (surface,)) for client in known)
    others: Iterable[Expected] = ()
    if first is not None and first.form == "wordpress":  # which can hide some of its posts
        elsewhere = tuple(each for each in Surface if each is not surface)
        others = chain.from_iterable(expected_pages(terms.library, client, elsewhere) for client in known)
    one = clients[0] if len(clients) == 1 else ""
    ours = first is not None and first.form == "html"
    by = by or Located()
    of = (by.target, by.articles, by.sent)
    crawled = ours and first is not None and first.address.startswith(("https://", "http://"))
    at = Place(one, surface, bool(one and ours), bool(clients), crawled, *of)
    by_client: dict[str, list[Checked]] = {client: [] for client in clients}
    prose: list[Prose] = []
    for told in _told(terms, chain([first] if first else [], found), expected, at, others):
        if isinstance(told, Checked):
            by_client.setdefault(told.client, []).append(told)
        else:
            prose.append(terms.claims(told))
    return [terms.about(client, pages) for client, pages in sorted(by_client.items())], prose


def _told(
    terms: Terms,
    pages: Iterable[PublishedPage],
    expected: Iterable[Expected],
    at: Place,
    others: Iterable[Expected] = (),
) -> Iterator[Checked | Candidate]:
    """Yield the verdict on each page, and each page that has no record to judge it by."""
    ours = (page for page in pages if page.name.rpartition("/")[2] != _NOT_FOUND)
    return check_published(ours, expected, terms.judge, terms.library, at, others)
