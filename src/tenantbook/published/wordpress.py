"""Posts and pages of a WordPress, over its REST interface. Only GET is ever sent."""

import secrets
from collections.abc import AsyncGenerator, Mapping
from dataclasses import dataclass, field
from html import unescape
from http import HTTPStatus
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from tenantbook.content.parse import suggest
from tenantbook.counting import counted
from tenantbook.model.errors import TenantbookError
from tenantbook.model.published import PublishedPage
from tenantbook.published.address import Scope, normal, shown
from tenantbook.published.contract import MistakenError
from tenantbook.published.failures import BoundReachedError, UnansweredError, of_status
from tenantbook.published.fetch import Answer, Fetcher, Request
from tenantbook.published.folder import too_large
from tenantbook.published.text import plain
from tenantbook.published.wordpress_answers import (
    closed,
    code_of,
    entries_of,
    json_of,
    last_of,
    post_digest,
    refused,
    text_at,
)

RELATION = "https://api.w.org/"
_AT_ONCE = 50
_FIELDS = "id,link,title,content,status"


class NoWordPressError(TenantbookError):
    """There is no WordPress whose posts could be read; the message says why."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which posts to read: all and the pages too, or only those of the categories named by slug or number.

    `types` are kinds of post beside these two that are read as well, as plugins add them.
    """

    categories: tuple[str, ...] = ()
    types: tuple[str, ...] = ()


@dataclass(slots=True)
class WordPress:
    """One WordPress by the address of its interface, as `api_of` finds it."""

    fetcher: Fetcher
    scope: Scope
    api: str
    wanted: Wanted
    authorization: str = field(default="", repr=False)
    posts: int = 0
    _sees: frozenset[str] = frozenset()

    @property
    def words(self) -> str:
        """How many posts and pages were read, and as whom."""
        signed_in = ", signed in" if self.authorization else ""
        of = f" of the categories {', '.join(self.wanted.categories)}" if self.wanted.categories else ""
        return f"{counted(self.posts, 'post or page', 'posts and pages')}{of} of a WordPress{signed_in}"

    async def pages(self) -> AsyncGenerator[PublishedPage, None]:
        """Yield the published posts and pages, by their number."""
        if self.authorization:
            await self.sign_in()
        query: dict[str, str] = {}
        kinds = ["posts", "pages", *[await self.route_of(kind) for kind in self.wanted.types]]
        if self.wanted.categories:  # which pages don't have
            kinds, query = ["posts"], {"categories": await self.category_numbers()}
        for kind in kinds:
            async for page in self._all(kind, query):
                if self.posts >= self.fetcher.bounds.pages:
                    raise BoundReachedError(f"there are more than {self.fetcher.bounds.pages:,} posts and pages")
                self.posts += 1
                yield page

    async def sign_in(self) -> None:
        """Note what the user may do. A wrong password reads public posts all the same, so it has to be asked for."""
        answer = await self.get("users/me", {"context": "edit", "_fields": "id,capabilities"})
        if answer.status != HTTPStatus.OK:
            raise MistakenError(*refused(answer))
        held = json_of(answer)
        capabilities = held.get("capabilities") if isinstance(held, dict) else None
        if isinstance(capabilities, dict):
            self._sees = frozenset(name for name, may in capabilities.items() if may)

    async def route_of(self, kind: str) -> str:
        """Return the route under which a WordPress lists a kind of post."""
        answer = await self.get(f"types/{kind}", {"_fields": "rest_base"})
        if answer.status == HTTPStatus.NOT_FOUND:
            raise MistakenError(
                f"the WordPress has no type of post {plain(kind)!r} over REST", "Correct `type` in the target"
            )
        if answer.status != HTTPStatus.OK:
            raise of_status(answer.status)
        return text_at(json_of(answer), "rest_base") or kind

    async def category_numbers(self) -> str:
        """Return the numbers of the categories wanted: WordPress drops one that it doesn't know without a word."""
        known = {}
        for name in self.wanted.categories:
            by = "include" if name.isdecimal() else "slug"
            found = await self.listed("categories", {by: name, "_fields": "id,slug"})
            if not found:
                raise MistakenError(
                    f"the WordPress has no category {plain(name)!r}{await self._nearest(name)}", _CATEGORY
                )
            known[name] = str(found[0].get("id"))
        return ",".join(known.values())

    async def _nearest(self, name: str) -> str:
        found = await self.listed("categories", {"per_page": "100", "_fields": "slug"})
        return suggest(name, [str(entry.get("slug")) for entry in found])

    async def listed(self, route: str, query: Mapping[str, str]) -> list[dict[str, Any]]:
        """Return the entries of one page of a list."""
        answer = await self.get(route, query)
        if answer.status != HTTPStatus.OK:
            raise of_status(answer.status)
        return entries_of(json_of(answer))

    async def _all(self, kind: str, query: Mapping[str, str]) -> AsyncGenerator[PublishedPage, None]:
        number, last = 1, 1
        while number <= last:
            paging = {**query, "per_page": str(_AT_ONCE), "page": str(number)}
            try:
                entries, last = await self._some(kind, paging, number)
                for entry in entries:
                    yield self._page(entry)
            except UnansweredError as error:
                if not self.posts and error.status:
                    raise closed(error) from error
                # The others may well be read, and nobody may take these for checked.
                where = f"{shown(self.scope.start)} ({kind} {_AT_ONCE * (number - 1) + 1} to {_AT_ONCE * number})"
                yield PublishedPage(where, self.scope.start, None, f"these could not be read: {error}", "wordpress")
            number += 1

    async def _some(self, kind: str, paging: Mapping[str, str], number: int) -> tuple[list[dict[str, Any]], int]:
        query = {**paging, "orderby": "id", "order": "asc", "_fields": _FIELDS, **self.as_seen(kind)}
        answer = await self.get(kind, query)
        if answer.status == HTTPStatus.BAD_REQUEST and code_of(answer) == "rest_post_invalid_page_number":
            return [], 0  # there have been fewer posts since the first of these requests
        if answer.status != HTTPStatus.OK:
            raise of_status(answer.status)
        held = json_of(answer)
        return entries_of(held), last_of(answer, number, full=len(held) >= _AT_ONCE)

    def as_seen(self, kind: str) -> Mapping[str, str]:
        """Return what may be asked for as well: what editors see, and what is published for members only."""
        asked = {}
        if f"edit_others_{kind}" in self._sees and f"edit_published_{kind}" in self._sees:
            asked["context"] = "edit"
        if f"read_private_{kind}" in self._sees:
            asked["status"] = "publish,private"
        return asked

    def _page(self, entry: Mapping[str, Any]) -> PublishedPage:
        content, link = (
            entry.get("content"),
            normal(str(entry.get("link", ""))) or f"post {plain(str(entry.get('id')))}",
        )
        held = content if isinstance(content, dict) else {}
        title = plain(unescape(text_at(entry.get("title"), "raw") or text_at(entry.get("title"), "rendered")))
        html, raw = held.get("rendered"), text_at(held, "raw")
        why = ""
        if held.get("protected") is True:
            why = "it asks its readers for a password, so what they see is not known; publish it without, or privately"
        elif not isinstance(html, str):
            why = "the answer holds no content; see whether a plugin changes the REST interface"
        elif len(html.encode("utf-8", "replace")) > self.fetcher.bounds.page_bytes:
            why = too_large(self.fetcher.bounds.page_bytes)
        hidden = entry.get("status") == "private"
        signature = post_digest(raw, text_at(entry.get("title"), "raw")) if raw else ""
        key = str(entry.get("id"))
        return PublishedPage(
            link, link, None if why else str(html), why, "wordpress", title, hidden, key=key, signature=signature
        )

    async def get(self, route: str, query: Mapping[str, str]) -> Answer:
        """Return the answer of a route below `wp/v2`."""
        if self.authorization:
            # No two signed-in reads have one address, so that no cache has an answer to them.
            query = {**query, "tenantbook": secrets.token_hex(8)}
        address = at_route(self.api, f"/wp/v2/{route}", query)
        request = Request(
            address, self.scope.same_site, self.fetcher.bounds.list_bytes, authorization=self.authorization
        )
        return await self.fetcher.get(request)


def at_route(api: str, route: str, query: Mapping[str, str]) -> str:
    """Return the address of a route: a path below the interface, or a parameter where permalinks are plain."""
    parts = urlsplit(api)
    given = dict(parse_qsl(parts.query))
    if "rest_route" in given:
        asked = {**given, "rest_route": given["rest_route"].rstrip("/") + route, **query}
        return urlunsplit((parts.scheme, parts.netloc, parts.path, urlencode(asked), ""))
    return urlunsplit((parts.scheme, parts.netloc, parts.path.rstrip("/") + route, urlencode({**given, **query}), ""))


async def api_asked(fetcher: Fetcher, scope: Scope) -> str:
    """Return the address of the interface of a site that does not name it, where WordPress has one; else nothing."""
    for route in ("?rest_route=/", "wp-json/"):
        address = f"{scope.start.partition('?')[0]}{route}"
        try:
            answer = await fetcher.get(Request(address, scope.same_site, fetcher.bounds.list_bytes))
            held = json_of(answer) if answer.status == HTTPStatus.OK else None
        except UnansweredError:
            continue
        if isinstance(held, dict) and "wp/v2" in (held.get("namespaces") or ()):
            return address
    return ""


def api_of(start: Answer, scope: Scope) -> str:
    """Return the address of the interface that a start page names in its headers.

    Raises:
        NoWordPressError: it names none, or one of another site.
    """
    for link in start.headers.get_list("link", split_commas=True):
        target, _, parameters = link.partition(">")
        if RELATION in parameters and (api := normal(target.strip(" <"), start.address)):
            if scope.same_site(api):
                return api
            raise NoWordPressError(
                f"its interface is at {shown(api)}, another site: give the address that WordPress itself uses"
            )
    raise NoWordPressError("its start page names no REST interface, so it is no WordPress, or a plugin hides it")


_CATEGORY = "Name a category by its slug, as the WordPress lists it under Posts, Categories"
