"""Requests to a WordPress's REST interface: to one origin, within bounds, with the password in one header only."""

import json
import secrets
import ssl
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from http import HTTPStatus
from importlib.metadata import version
from time import monotonic, sleep
from typing import Any

import httpx

from tenantbook.published.address import Scope, is_loopback, normal, scope_of, shown
from tenantbook.published.contract import MEGABYTE, Bounds, UnreadablePlaceError
from tenantbook.published.credentials import credentials_from
from tenantbook.published.failures import UnansweredError, of_error, of_status
from tenantbook.published.fetch import NO_CACHE, Answer
from tenantbook.published.folder import too_large
from tenantbook.published.pauses import pause_before
from tenantbook.published.wordpress import NoWordPressError, api_of, at_route
from tenantbook.published.wordpress_answers import entries_of, json_of
from tenantbook.publishers.contract import UnreachableError
from tenantbook.publishers.wordpress.refusals import no_wordpress, of_answer, unset

_MOVED = frozenset({301, 302, 303, 307, 308})
_RETRIED = frozenset({429, 500, 502, 503, 504})

#: A parameter that WordPress does not know.
_UNCACHED = "tenantbook"

#: Smaller than what the reading of places allows: one answer holds a hundred posts at the most.
BOUNDS = Bounds(page_bytes=64 * MEGABYTE, tries=5)


@dataclass(frozen=True, slots=True)
class Body:
    """What is sent: its bytes and their kind; `name` is that of a file."""

    data: bytes
    kind: str = "application/json"
    name: str = ""


class Rest:
    """One WordPress. Nothing is asked of it before the first request finds its interface."""

    def __init__(self, client: httpx.Client, scope: Scope, authorization: str, bounds: Bounds = BOUNDS) -> None:
        self.scope = scope
        self.bounds = bounds
        self._client = client
        self._authorization = authorization
        self._api = ""
        self._run, self._reads = secrets.token_hex(4), 0

    @property
    def where(self) -> str:
        """The address in words."""
        return shown(self.scope.start)

    def get(self, route: str, **query: str) -> Answer:
        """Return the answer of a route, whatever it says; asked again where that may help.

        Raises:
            UnreachableError: there is none that can be used.
        """
        self._reads += 1
        # No two reads have one address, so that no cache has an answer to them.
        query = {**query, _UNCACHED: f"{self._run}-{self._reads}"}
        return self._send("GET", route, query, None, self.bounds.tries)

    def put(self, route: str, held: Mapping[str, Any]) -> Answer:
        """Change what stands under a route. Doing it twice is doing it once, so it is tried again."""
        return self._send("POST", route, {}, Body(json.dumps(held).encode()), self.bounds.tries)

    def delete(self, route: str) -> Answer:
        """Put what stands under a route into the bin; never is anything deleted for good."""
        return self._send("DELETE", route, {}, None, self.bounds.tries)

    def make(self, route: str, body: Body, **query: str) -> Answer | UnansweredError:
        """Make something new, with one request; return the failure where it may have been made or not."""
        try:
            answer = self._once("POST", self.at(route, query), body, self._authorization)
        except UnansweredError as error:
            if error.passing or error.status in _RETRIED:
                return error
            raise self._away(error) from error
        if answer.status in _RETRIED:
            return of_status(answer.status, pause_before(1, answer.headers.get("retry-after", "")))
        return self._usable(answer)

    def at(self, route: str, query: Mapping[str, str]) -> str:
        """Return the address of a route."""
        return at_route(self.api, f"/wp/v2/{route}" if route else "/", query)

    @property
    def api(self) -> str:
        """The address of the interface, which the start page names in its headers.

        Raises:
            UnreachableError: there is no WordPress.
        """
        if not self._api:
            self._api = self._discovered()
        return self._api

    def _discovered(self) -> str:
        """Return the address of the interface. The start page is asked for without the password."""
        address = self.scope.start
        start = self._patiently("GET", address, None, "", self.bounds.tries)
        for _ in range(self.bounds.redirects):
            if start.status not in _MOVED:
                break
            target = normal(start.headers.get("location", ""), address)
            if target is None or not self.scope.same_site(target):
                raise self._away(_elsewhere(target))
            address = target
            start = self._patiently("GET", address, None, "", self.bounds.tries)
        try:
            return api_of(start, self.scope)
        except NoWordPressError as error:
            if start.status != HTTPStatus.OK:
                raise self._away(no_wordpress(start)) from error
            raise UnreachableError(
                f"{self.where}: {error}", "Correct the address, or let the plugin show it"
            ) from error

    def _send(self, method: str, route: str, query: Mapping[str, str], body: Body | None, tries: int) -> Answer:
        return self._usable(self._patiently(method, self.at(route, query), body, self._authorization, tries))

    def _usable(self, answer: Answer) -> Answer:
        """Return an answer that WordPress itself gave."""
        if answer.status in _MOVED:
            raise self._away(_elsewhere(normal(answer.headers.get("location", ""), self.api)))
        explained = of_answer(answer)
        if explained:
            raise self._away(explained)
        return answer

    def _patiently(self, method: str, address: str, body: Body | None, authorization: str, tries: int) -> Answer:
        for attempt in range(1, tries + 1):
            try:
                answer = self._once(method, address, body, authorization)
            except UnansweredError as error:
                if attempt == tries or not error.passing:
                    raise self._away(error) from error
                self.wait(attempt)
                continue
            if answer.status not in _RETRIED:
                return answer
            pause = pause_before(attempt, answer.headers.get("retry-after", ""))
            if attempt == tries or pause > self.bounds.longest_pause:
                raise self._away(of_answer(answer) or of_status(answer.status, pause))
            self.wait(attempt, answer)
        raise AssertionError("the last attempt returns or raises")

    def wait(self, attempt: int, answer: Answer | None = None) -> None:
        """Wait before another attempt, as long as the server asked for, within bounds."""
        asked = answer.headers.get("retry-after", "") if answer else ""
        sleep(min(pause_before(attempt, asked), self.bounds.longest_pause))

    def _once(self, method: str, address: str, body: Body | None, authorization: str) -> Answer:
        headers = {"authorization": authorization, **NO_CACHE} if authorization else {}
        if body:
            headers["content-type"] = body.kind
        if body and body.name:
            headers["content-disposition"] = f'attachment; filename="{body.name}"'
        content = body.data if body else None
        try:
            with self._client.stream(method, address, headers=headers, content=content) as response:
                held = self._body(response)
                return Answer(address, response.status_code, response.headers, held)
        except httpx.TimeoutException as error:
            raise UnansweredError(
                f"it did not answer within {self.bounds.seconds:g} seconds", _LATER, passing=True
            ) from error
        except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError, OSError, UnicodeError) as error:
            raise of_error(error) from error

    def _body(self, response: httpx.Response) -> bytes:
        if response.headers.get("content-encoding", "identity").strip().lower() not in ("identity", ""):
            raise UnansweredError("it is compressed though that was not asked for", "Mend the settings of the server")
        held, until = bytearray(), monotonic() + 2 * self.bounds.seconds
        for piece in response.iter_raw():
            held += piece
            if len(held) > self.bounds.page_bytes:
                reason, _, mend = too_large(self.bounds.page_bytes).partition("; ")
                raise UnansweredError(reason, mend)
            if monotonic() > until:
                raise UnansweredError("its answer takes too long to come in", _LATER, passing=True)
        return bytes(held)

    def _away(self, error: UnansweredError) -> UnreachableError:
        return UnreachableError(f"{self.where}: {error.reason}", error.mend)

    def entries(self, answer: Answer) -> list[dict[str, Any]]:
        """Return the entries of a list that an answer must hold."""
        if answer.status != HTTPStatus.OK:
            raise self.unreachable(answer)
        try:
            return entries_of(json_of(answer))
        except UnansweredError as error:
            raise self._away(error) from error

    def unreachable(self, answer: Answer) -> UnreachableError:
        """Return what an answer means that is of no use, and was not expected."""
        return self._away(of_answer(answer) or of_status(answer.status))


def _elsewhere(target: str | None) -> UnansweredError:
    whither = shown(target) if target else "something that is no address of the web"
    reason = f"it leads to {whither}, and a password is sent nowhere but to the address in the target"
    return UnansweredError(reason, "If that is the WordPress you mean, give its address in the target")


@contextmanager
def opened(address: str, environment: Mapping[str, str], bounds: Bounds = BOUNDS) -> Iterator[Rest]:
    """Open the way to a WordPress. Certificates are always verified.

    Raises:
        UnreachableError: the address is none, or not https; or no user and password are given.
    """
    try:
        scope = scope_of(address)
    except UnreadablePlaceError as error:
        raise UnreachableError(error.reason, error.mend) from error
    authorization = credentials_from(environment).wordpress
    if not authorization:
        raise unset(environment)
    with httpx.Client(
        headers={
            "accept": "application/json, text/html;q=0.5",
            "accept-encoding": "identity",
            "user-agent": f"tenantbook/{version('tenantbook')} (publishing)",
        },
        timeout=httpx.Timeout(bounds.seconds),
        trust_env=not is_loopback(httpx.URL(scope.start).host),
        verify=ssl.create_default_context(),
        follow_redirects=False,
    ) as client:
        yield Rest(client, scope, authorization, bounds)


_LATER = "Try again later; if it stays, ask whoever runs the site"
