"""Which pages a site's own sitemaps list."""

from collections import deque
from collections.abc import AsyncGenerator
from dataclasses import dataclass, field
from http import HTTPStatus

from tenantbook.model.published import PublishedPage
from tenantbook.published.address import Scope, normal
from tenantbook.published.crawl import Tally
from tenantbook.published.failures import UnansweredError, of_status
from tenantbook.published.fetch import Fetcher, Request
from tenantbook.published.sitemap import NotASitemapError, Sitemap, read_sitemap, sitemaps_in

_MEND = "Mend the sitemap, or take it out of robots.txt"
_ABSENT = frozenset({HTTPStatus.NOT_FOUND, HTTPStatus.GONE, HTTPStatus.FORBIDDEN, HTTPStatus.UNAUTHORIZED})
_PARTS = "the rest was not read; make several of it"
_LARGEST = 50 * 1024 * 1024
_LARGEST_ROBOTS = 512 * 1024


@dataclass(slots=True)
class Listing:
    """The pages of the sitemaps of one site, in `found`, once `read` has come to its end."""

    fetcher: Fetcher
    scope: Scope
    tally: Tally
    found: list[str] = field(default_factory=list)
    _names: set[str] = field(default_factory=set)
    _asked: set[str] = field(default_factory=set)

    async def read(self) -> AsyncGenerator[PublishedPage, None]:
        """Read the sitemaps; yield those that are promised and cannot be read.

        The one beside the start comes first, then those of robots.txt, then that of the whole site; the first
        that lists pages of this part of the site is enough, with all that robots.txt names taken as one.
        """
        beside, root = f"{self.scope.origin}{self.scope.path}sitemap.xml", f"{self.scope.origin}/sitemap.xml"
        for guess in ([beside], None, [root]):
            addresses = await self._of_robots() if guess is None else guess
            async for problem in self._all(addresses, promised=guess is None):
                yield problem
            if self.found:
                return

    async def _of_robots(self) -> list[str]:
        address = f"{self.scope.origin}/robots.txt"
        try:
            answer = await self.fetcher.get(Request(address, self.scope.same_site, _LARGEST_ROBOTS))
        except UnansweredError:
            return []  # links find the pages without it
        if answer.status != HTTPStatus.OK:
            return []
        named = (normal(given, address) for given in sitemaps_in(answer.body.decode("utf-8", "replace")))
        return [one for one in named if one]

    async def _all(self, addresses: list[str], *, promised: bool) -> AsyncGenerator[PublishedPage, None]:
        waiting = deque((address, promised) for address in addresses)
        while waiting and len(self._asked) < self.fetcher.bounds.sitemaps:
            address, is_promised = waiting.popleft()
            if address in self._asked:
                continue
            self._asked.add(address)
            try:
                sitemap = await self._one(address, promised=is_promised)
            except UnansweredError as error:
                yield self._problem(address, str(error))
                continue
            if sitemap is not None and sitemap.cut:
                yield self._problem(address, f"it lists more than {len(sitemap.locations):,} addresses; {_PARTS}")
            if sitemap is not None:
                waiting.extend((inner, True) for inner in self._take(sitemap))
        if waiting:
            yield self._problem(
                waiting[0][0], f"there are more than {self.fetcher.bounds.sitemaps} sitemaps; check part by part"
            )

    def _problem(self, address: str, why: str) -> PublishedPage:
        return PublishedPage(self.scope.name(address), address, None, f"this sitemap could not be read: {why}")

    async def _one(self, address: str, *, promised: bool) -> Sitemap | None:
        """Return a sitemap; None where there is none and nobody said that there is one."""
        if not self.scope.same_site(address):
            raise UnansweredError("it is of another site", _MEND)
        answer = await self.fetcher.get(Request(address, self.scope.same_site, _LARGEST))
        if answer.status != HTTPStatus.OK:
            if answer.status in _ABSENT and not promised:
                return None
            raise of_status(answer.status)
        try:
            return read_sitemap(answer.body, 2 * self.fetcher.bounds.pages, _LARGEST)
        except NotASitemapError as error:
            # Many a site answers with its start page whatever it is asked for.
            if not promised and "web page" in str(error):
                return None
            raise UnansweredError(str(error), _MEND) from error

    def _take(self, sitemap: Sitemap) -> list[str]:
        """Note the pages of a sitemap, or return the sitemaps that it lists."""
        normals = [address for location in sitemap.locations if (address := normal(location))]
        if sitemap.is_index:
            return normals
        self.tally.sitemaps += 1
        self.tally.elsewhere += sum(not self.scope.same_site(address) for address in normals)
        for address in filter(self.scope.holds, normals):
            name = self.scope.name(address)
            if name not in self._names:
                self._names.add(name)
                self.found.append(address)
        return []
