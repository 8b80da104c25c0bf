"""Pages at an address of the web: a WordPress, or any site.

Imported only when a site is read: httpx is slow to load, and an extra.
"""

from collections.abc import AsyncGenerator, Iterator
from dataclasses import dataclass
from http import HTTPStatus

from tenantbook.model.published import PublishedPage
from tenantbook.published.address import Scope, shown
from tenantbook.published.contract import Bounds, UnreadablePlaceError
from tenantbook.published.crawl import Crawl, Tally
from tenantbook.published.credentials import Credentials
from tenantbook.published.failures import BoundReachedError, UnansweredError, of_status
from tenantbook.published.fetch import Answer, Fetcher, Request, opened
from tenantbook.published.listing import Listing
from tenantbook.published.stream import in_background
from tenantbook.published.wordpress import NoWordPressError, Wanted, WordPress, api_asked, api_of


@dataclass(slots=True)
class Site:
    """The pages at an address; `form` is `wordpress` or `site` where it must be that, or `auto`."""

    scope: Scope
    form: str
    wanted: Wanted
    credentials: Credentials
    bounds: Bounds
    _met: Tally | WordPress | None = None

    @property
    def words(self) -> str:
        """The address, and what was met there."""
        where = shown(self.scope.start)
        return f"{where}, {self._met.words}" if self._met else where

    def pages(self) -> Iterator[PublishedPage]:
        """Yield the pages as they come in."""
        return in_background(self._pages)

    async def _pages(self) -> AsyncGenerator[PublishedPage, None]:
        where = shown(self.scope.start)
        try:
            async with opened(self.scope, self.bounds, self.credentials.site) as fetcher:
                start = await self._start(fetcher)
                async for page in await self._source(fetcher, start):
                    yield page
        except UnansweredError as error:
            raise UnreadablePlaceError(f"{where}: {error.reason}", error.mend) from error
        except BoundReachedError as error:
            # Whatever was read before stays read.
            yield PublishedPage("", self.scope.start, None, f"{error}, and the rest was not read; check part by part")

    async def _source(self, fetcher: Fetcher, start: Answer | UnansweredError) -> AsyncGenerator[PublishedPage, None]:
        """Return where the pages come from: the interface of a WordPress, else the site as its visitors get it."""
        if found := await self._wordpress(fetcher, start):
            return found.pages()
        if isinstance(start, UnansweredError):
            raise start
        return self._crawled(fetcher, start)

    async def _start(self, fetcher: Fetcher) -> Answer | UnansweredError:
        """Return the start page, or why there is none: the interface of a WordPress may be there all the same."""
        try:
            start = await fetcher.get(Request(self.scope.start, self.scope.holds, self.bounds.page_bytes))
        except UnansweredError as error:
            return error
        return start if start.status == HTTPStatus.OK else of_status(start.status)

    async def _wordpress(self, fetcher: Fetcher, start: Answer | UnansweredError) -> WordPress | None:
        """Return the WordPress of a start page: by its header, else by asking where interfaces are."""
        if self.form == "site":
            return None
        api, why = "", None
        if not isinstance(start, UnansweredError):
            try:
                api = api_of(start, self.scope)
            except NoWordPressError as error:
                why = error
        elif not start.status:
            return None  # nobody answers there
        api = api or await api_asked(fetcher, self.scope)
        if why and not api and self.form != "auto":
            raise UnreadablePlaceError(f"{shown(self.scope.start)}: {why}", "See whether the address is right") from why
        if not api:
            return None
        self._met = WordPress(fetcher, self.scope, api, self.wanted, self.credentials.wordpress)
        return self._met

    async def _crawled(self, fetcher: Fetcher, start: Answer) -> AsyncGenerator[PublishedPage, None]:
        self._met = tally = Tally()
        listing = Listing(fetcher, self.scope, tally)
        async for problem in listing.read():
            yield problem
        if not listing.found:
            tally.sitemaps = 0
        async for page in Crawl(fetcher, self.scope, start, listing.found, tally).pages():
            yield page
