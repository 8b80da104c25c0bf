"""The pages of a site: those its sitemaps list, else those its links lead to."""

import asyncio
from collections import deque
from collections.abc import AsyncGenerator
from dataclasses import dataclass, field
from http import HTTPStatus

from tenantbook.counting import counted
from tenantbook.model.published import PublishedPage
from tenantbook.published.address import Scope, may_be_page
from tenantbook.published.failures import BoundReachedError, UnansweredError, of_status
from tenantbook.published.fetch import Answer, Fetcher, Request
from tenantbook.published.links import links_in
from tenantbook.published.text import UnreadableTextError, decoded, title_of

_HTML = frozenset({"text/html", "application/xhtml+xml", ""})
_GONE = frozenset({HTTPStatus.NOT_FOUND, HTTPStatus.GONE})


@dataclass(slots=True)
class Tally:
    """What a crawl met."""

    pages: int = 0
    sitemaps: int = 0
    dead: int = 0
    elsewhere: int = 0

    @property
    def words(self) -> str:
        """How many pages, and where they were found."""
        found = f"of {counted(self.sitemaps, 'sitemap')}" if self.sitemaps else "found by their links"
        dead = f", {counted(self.dead, 'dead link')}" if self.dead else ""
        elsewhere = f", {self.elsewhere} of other sites left out" if self.elsewhere else ""
        return f"{counted(self.pages, 'page')} {found}{dead}{elsewhere}"


@dataclass(slots=True)
class _Visit:
    """An address on its way: how many links from the start, and the answer when it is there."""

    address: str
    depth: int
    task: "asyncio.Task[Answer]"


@dataclass(slots=True)
class Crawl:
    """One way through a site, in the order in which its pages are met.

    `listed` are the addresses of its sitemaps; where there are none it follows links from `start` on.
    """

    fetcher: Fetcher
    scope: Scope
    start: Answer
    listed: list[str]
    tally: Tally
    _queue: deque[tuple[str, int]] = field(default_factory=deque)
    _running: deque[_Visit] = field(default_factory=deque)
    _queued: set[str] = field(default_factory=set)
    _given: set[str] = field(default_factory=set)
    _beyond: str = ""

    async def pages(self) -> AsyncGenerator[PublishedPage, None]:
        """Yield the pages; what stands for those beyond a bound comes last."""
        for address in self.listed or [self.start.address]:
            self._add(address, 0)
        try:
            while self._queue or self._running:
                self._send()
                page = await self._next(self._running.popleft())
                if page is None:
                    continue
                self._count()
                yield page
            if self._beyond:
                yield self._rest(self._beyond)
        except BoundReachedError as error:
            yield self._rest(str(error))
        finally:
            for visit in self._running:
                visit.task.cancel()
            await asyncio.gather(*(visit.task for visit in self._running), return_exceptions=True)

    def _rest(self, why: str) -> PublishedPage:
        problem = f"{why}, and the rest was not read; check its folders one by one"
        return PublishedPage("", self.scope.start, None, problem)

    def _count(self) -> None:
        if self.tally.pages >= self.fetcher.bounds.pages:
            raise BoundReachedError(f"there are more than {self.fetcher.bounds.pages:,} pages")
        self.tally.pages += 1

    def _add(self, address: str, depth: int) -> None:
        name = self.scope.name(address)
        if name not in self._queued and not self._is_full:
            self._queued.add(name)
            self._queue.append((address, depth))

    @property
    def _is_full(self) -> bool:
        """Whether as many addresses are known as are ever asked for: some lead to others, or nowhere."""
        return len(self._queued) > 2 * self.fetcher.bounds.pages

    def _send(self) -> None:
        while self._queue and len(self._running) < self.fetcher.bounds.at_once:
            address, depth = self._queue.popleft()
            self._running.append(_Visit(address, depth, asyncio.create_task(self._answer(address))))

    async def _answer(self, address: str) -> Answer:
        if address == self.start.address:
            return self.start
        largest = self.fetcher.bounds.page_bytes
        return await self.fetcher.get(Request(address, self.scope.holds, largest, _HTML.__contains__))

    async def _next(self, visit: _Visit) -> PublishedPage | None:
        name = self.scope.name(visit.address)
        try:
            answer = await visit.task
            if answer.status != HTTPStatus.OK:
                raise of_status(answer.status)  # told like any other failure
            return self._page(answer, visit.depth)
        except (UnansweredError, UnreadableTextError) as error:
            if isinstance(error, UnansweredError) and error.status in _GONE and not self.listed:
                self.tally.dead += 1
                return None
            return PublishedPage(name, visit.address, None, str(error))

    def _page(self, answer: Answer, depth: int) -> PublishedPage | None:
        name = self.scope.name(answer.address)
        if answer.kind not in _HTML or name in self._given:
            return None
        self._given.add(name)
        self._queued.add(name)
        html = decoded(answer.body, answer.charset)
        if not self.listed:
            self._follow(html, answer.address, depth + 1)
        return PublishedPage(name, answer.address, html, title=title_of(html))

    def _follow(self, html: str, address: str, depth: int) -> None:
        for link in links_in(html, address):
            if not self.scope.holds(link) or not may_be_page(link) or self.scope.name(link) in self._queued:
                continue
            if depth > self.fetcher.bounds.depth:
                self._beyond = f"there are pages more than {self.fetcher.bounds.depth} links from the start"
                return
            if self._is_full:
                self._beyond = f"there are links to more than {2 * self.fetcher.bounds.pages:,} pages"
                return
            self._add(link, depth)
