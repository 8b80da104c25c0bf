"""Posts of a WordPress as its interface gives them, with all they say of themselves: for those who import them.

Imported only when a site is read: httpx is slow to load, and an extra.
"""

import re
from collections.abc import AsyncGenerator, Iterator, Mapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any
from urllib.parse import parse_qs, urlsplit, urlunsplit

from tenantbook.published.address import Scope, normal, shown
from tenantbook.published.contract import Bounds, UnreadablePlaceError
from tenantbook.published.credentials import Credentials
from tenantbook.published.failures import BoundReachedError, UnansweredError, of_status
from tenantbook.published.fetch import Answer, Fetcher, Request, opened
from tenantbook.published.fetched import Fetched, Item, Known, Memory, Unread
from tenantbook.published.stream import in_background
from tenantbook.published.wordpress import NoWordPressError, Wanted, WordPress, api_of
from tenantbook.published.wordpress_answers import closed, entries_of, json_of, last_of

#: How many posts are asked for at once, and how many entries of a list.
_POSTS, _ENTRIES = 20, 100
#: Pages of a list of categories or tags that are read: enough for 2,000.
_TERM_PAGES = 20

_FIELDS = "id,slug,link,guid,type,status,date,modified,modified_gmt,title,content,excerpt,categories,tags,class_list"
_ROUTE = re.compile(r"^(?P<before>.*?)/wp/v2/(?P<kind>posts|pages)(?:/(?P<number>\d{1,18}))?/?$")
_ALTERNATE = re.compile(r"/wp/v2/(posts|pages)/(\d{1,18})/?$")


@dataclass(frozen=True, slots=True)
class Asked:
    """What an address asks for: the interface, which kind of post (both where it is empty), one post or all."""

    api: str
    kind: str = ""
    number: int = 0
    categories: tuple[str, ...] = ()


@dataclass(slots=True)
class Posts:
    """The posts that an address leads to: one, those of categories, or all. Only GET is ever sent."""

    scope: Scope
    categories: tuple[str, ...]
    credentials: Credentials
    bounds: Bounds
    memory: Memory = lambda _entry: ""

    def read(self) -> Iterator[Item]:
        """Yield the posts in the order of their numbers, those that could not be read among them.

        Raises:
            MistakenError: what was asked for is wrong.
            UnreadablePlaceError: the place as a whole cannot be read.
        """
        return in_background(self._read)

    async def _read(self) -> AsyncGenerator[Item, None]:
        where = shown(self.scope.start)
        try:
            async with opened(self.scope, self.bounds, self.credentials.site) as fetcher:
                asked = asked_by(self.scope.start) or await self._led_to(fetcher)
                wanted = Wanted(self.categories or asked.categories)
                wordpress = WordPress(fetcher, self.scope, asked.api, wanted, self.credentials.wordpress)
                if self.credentials.wordpress:
                    await wordpress.sign_in()
                async for item in _Reading(wordpress, asked, self.memory).items():
                    yield item
        except UnansweredError as error:
            raise UnreadablePlaceError(f"{where}: {error.reason}", error.mend) from error
        except NoWordPressError as error:
            raise UnreadablePlaceError(f"{where}: {error}", "See whether the address is right") from error
        except BoundReachedError as error:
            yield Unread(where, f"{error}, and the rest was not read; run it again to go on")

    async def _led_to(self, fetcher: Fetcher) -> Asked:
        """Return what the page at the address belongs to: a single post names itself in its headers."""
        start = await fetcher.get(Request(self.scope.start, self.scope.same_site, self.bounds.page_bytes))
        if start.status != HTTPStatus.OK:
            raise of_status(start.status)
        api = api_of(start, self.scope)
        kind, number = _alternate(start)
        return Asked(api) if self.categories or not number else Asked(api, kind, number)


def asked_by(address: str) -> Asked | None:
    """Return what an address of the interface itself asks for, None where it is any other address."""
    parts = urlsplit(address)
    query = parse_qs(parts.query, max_num_fields=50)
    named = tuple(name for given in query.get("categories", ()) for name in given.split(",") if name)
    plain = query.get("rest_route", [""])[0]
    found = _ROUTE.match(plain or parts.path)
    if not found:
        return None
    path, rest = (parts.path, "rest_route=/") if plain else (f"{found['before']}/", "")
    api = urlunsplit((parts.scheme, parts.netloc, path, rest, ""))
    return Asked(api, found["kind"], int(found["number"] or 0), named)


def _alternate(start: Answer) -> tuple[str, int]:
    for link in start.headers.get_list("link", split_commas=True):
        target, _, parameters = link.partition(">")
        address = normal(target.strip(" <"), start.address)
        if "application/json" in parameters and address:
            route = parse_qs(urlsplit(address).query).get("rest_route", [""])[0] or urlsplit(address).path
            found = _ALTERNATE.search(route)
            if found:
                return found[1], int(found[2])
    return "", 0


@dataclass(slots=True)
class _Reading:
    """One reading: first which posts there are, then those that are not known yet."""

    wordpress: WordPress
    asked: Asked
    memory: Memory
    _terms: Mapping[str, Mapping[int, str]] | None = None

    async def items(self) -> AsyncGenerator[Item, None]:
        if self.asked.number:
            yield await self._one(self.asked.kind, self.asked.number)
            return
        query: dict[str, str] = {}
        kinds: Sequence[str] = [self.asked.kind] if self.asked.kind else ["posts", "pages"]
        if self.wordpress.wanted.categories:  # which pages don't have
            kinds, query = ["posts"], {"categories": await self.wordpress.category_numbers()}
        for kind in kinds:
            new: list[int] = []
            async for entry in self._list(kind, query):
                modified = str(entry.get("modified_gmt", ""))
                if modified and self.memory(entry) == modified:
                    yield Known(entry["id"], str(entry.get("link", "")))
                else:
                    new.append(entry["id"])
            for start in range(0, len(new), _POSTS):
                async for item in self._some(kind, new[start : start + _POSTS]):
                    yield item

    async def _list(self, kind: str, query: Mapping[str, str]) -> AsyncGenerator[Mapping[str, Any], None]:
        page, last, bound = 1, 1, self.wordpress.fetcher.bounds.pages
        while page <= last:
            if (page - 1) * _ENTRIES >= bound:
                raise BoundReachedError(f"there are more than {bound:,} {kind}")
            answer = await self._ask(
                kind, {**query, "per_page": str(_ENTRIES), "page": str(page)}, "id,link,guid,modified_gmt"
            )
            if answer.status == HTTPStatus.BAD_REQUEST and page > 1:
                return  # there have been fewer posts since the list was begun
            if answer.status != HTTPStatus.OK:
                raise closed(of_status(answer.status))
            held = json_of(answer)
            for entry in entries_of(held):
                if isinstance(entry.get("id"), int):
                    yield entry
            last = last_of(answer, page, full=len(held) >= _ENTRIES)
            page += 1

    async def _ask(self, kind: str, query: Mapping[str, str], fields: str) -> Answer:
        asked = {"orderby": "id", "order": "asc", "_fields": fields, **self.wordpress.as_seen(kind), **query}
        return await self.wordpress.get(kind, asked)

    async def _some(self, kind: str, numbers: Sequence[int]) -> AsyncGenerator[Item, None]:
        """Yield some posts; where they cannot be had together, each by itself, so that one does not cost the others."""
        query = {"include": ",".join(map(str, numbers)), "per_page": str(len(numbers))}
        try:
            answer = await self._ask(kind, query, _FIELDS)
            entries = {entry.get("id"): entry for entry in entries_of(json_of(answer))}
        except UnansweredError:
            for number in numbers:
                yield await self._one(kind, number)
            return
        for number in numbers:
            if number in entries:
                yield Fetched(entries[number], await self._all_terms())
            else:
                yield await self._one(kind, number)

    async def _one(self, kind: str, number: int) -> Item:
        name = f"{kind.removesuffix('s')} {number}"
        seen = {key: held for key, held in self.wordpress.as_seen(kind).items() if key == "context"}
        try:
            answer = await self.wordpress.get(f"{kind}/{number}", {"_fields": _FIELDS, **seen})
            if answer.status != HTTPStatus.OK:
                raise of_status(answer.status)
            held = json_of(answer)
        except UnansweredError as error:
            return Unread(name, str(error))
        terms = await self._all_terms()
        return Fetched(held, terms) if isinstance(held, dict) else Unread(name, "WordPress's answer is no post")

    async def _all_terms(self) -> Mapping[str, Mapping[int, str]]:
        """Return the slugs of categories and tags; those that cannot be read are left out: a post has their numbers."""
        if self._terms is None:
            self._terms = {route: await self._slugs(route) for route in ("categories", "tags")}
        return self._terms

    async def _slugs(self, route: str) -> dict[int, str]:
        found: dict[int, str] = {}
        try:
            for page in range(1, _TERM_PAGES + 1):
                query = {"per_page": str(_ENTRIES), "page": str(page), "_fields": "id,slug"}
                entries = await self.wordpress.listed(route, query)
                found |= {
                    entry["id"]: str(entry.get("slug", "")) for entry in entries if isinstance(entry.get("id"), int)
                }
                if len(entries) < _ENTRIES:
                    break
        except UnansweredError:
            return found
        return found
