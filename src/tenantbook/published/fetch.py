"""Fetch one address at a time within bounds of size, time, tries and place.

Imported only when a site is read: httpx is slow to load, and an extra.
"""

import asyncio
import ssl
import time
import zlib
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from http import HTTPStatus
from importlib.metadata import version

import httpx

from tenantbook.published.address import Scope, is_loopback, normal, origin_of, shown
from tenantbook.published.contract import MEGABYTE, Bounds
from tenantbook.published.failures import PUT_SIGN_IN, BoundReachedError, UnansweredError, of_error, of_status
from tenantbook.published.folder import too_large
from tenantbook.published.inflate import Inflater, TooLargeError
from tenantbook.published.pauses import pause_before

_MOVED = frozenset({301, 302, 303, 307, 308})
_RETRIED = frozenset({429, 500, 502, 503, 504})
#: What asks every cache on the way to stand back, where what is read is not for everybody.
NO_CACHE = {"cache-control": "no-cache", "pragma": "no-cache"}
_BARE = frozenset({"identity", ""})
_PACKED = frozenset({"gzip", "x-gzip", "deflate"})


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back: the address it came from in the end, its headers, and its body, unpacked."""

    address: str
    status: int
    headers: httpx.Headers
    body: bytes

    @property
    def kind(self) -> str:
        """The media type, in small letters; empty where the server names none."""
        return str(self.headers.get("content-type", "")).partition(";")[0].strip().lower()

    @property
    def charset(self) -> str:
        """The charset that the server names, or empty."""
        parts = (part.strip().partition("=") for part in self.headers.get("content-type", "").split(";")[1:])
        return next((value.strip("\"' ") for name, _, value in parts if name.strip().lower() == "charset"), "")


@dataclass(frozen=True, slots=True)
class Request:
    """What to ask for: which addresses it may be led to, how large the answer may be, which kinds are worth reading."""

    address: str
    allowed: Callable[[str], bool]
    largest: int
    worth: Callable[[str], bool] = field(default=lambda _kind: True)
    authorization: str = field(default="", repr=False)


class Fetcher:
    """Fetches from one origin only, and counts what it took."""

    def __init__(self, client: httpx.AsyncClient, scope: Scope, bounds: Bounds) -> None:
        self.bounds = bounds
        self._client = client
        self._scope = scope
        self._until = time.monotonic() + bounds.total_seconds
        self._left = bounds.total_bytes

    async def get(self, request: Request) -> Answer:
        """Return the answer of an address, or of where it leads to.

        Raises:
            UnansweredError: there is no answer that can be used.
            BoundReachedError: the whole reading took too long, or too much.
        """
        address = request.address
        for _ in range(self.bounds.redirects + 1):
            answer = await self._patiently(request, address)
            if answer.status not in _MOVED or "location" not in answer.headers:
                return answer
            target = normal(answer.headers["location"], address)
            if target is None or not request.allowed(target):
                raise UnansweredError(*_led_away(target, self._scope), answer.status)
            address = target
        raise UnansweredError("it is led on and on, in a circle perhaps", _MEND_REDIRECTS)

    async def _patiently(self, request: Request, address: str) -> Answer:
        for attempt in range(1, self.bounds.tries + 1):
            last = attempt == self.bounds.tries
            try:
                answer = await self._in_time(request, address)
            except UnansweredError as error:
                if last or not error.passing:
                    raise
                pause = pause_before(attempt, "")
            else:
                if answer.status not in _RETRIED:
                    return answer
                pause = pause_before(attempt, answer.headers.get("retry-after", ""))
                if last or pause > self.bounds.longest_pause:
                    raise of_status(answer.status, pause)
            await asyncio.sleep(min(pause, self._seconds_left()))
        raise AssertionError("the last attempt returns or raises")

    def _seconds_left(self) -> float:
        left = self._until - time.monotonic()
        if left <= 0:
            raise BoundReachedError(f"reading took longer than {self.bounds.total_seconds:g} seconds")
        if self._left <= 0:
            raise BoundReachedError(f"there is more than {self.bounds.total_bytes:,} bytes to read")
        return left

    async def _in_time(self, request: Request, address: str) -> Answer:
        seconds = min(self.bounds.seconds, self._seconds_left())
        try:
            async with asyncio.timeout(seconds):
                return await self._once(request, address)
        except TimeoutError as error:
            raise UnansweredError(f"it did not answer in full within {seconds:g} seconds", _TRY_AGAIN) from error
        except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError, OSError, UnicodeError, zlib.error) as error:
            raise of_error(error) from error

    async def _once(self, request: Request, address: str) -> Answer:
        assert origin_of(address) == self._scope.origin  # noqa: S101  # what may be secret goes nowhere else
        headers = {"authorization": request.authorization, **NO_CACHE} if request.authorization else {}
        async with self._client.stream("GET", address, headers=headers) as response:
            answer = Answer(address, response.status_code, response.headers, b"")
            if answer.status >= HTTPStatus.BAD_REQUEST:
                return Answer(address, answer.status, answer.headers, await _beginning(response))
            if answer.status in _MOVED or not request.worth(answer.kind):
                return answer
            return Answer(address, answer.status, answer.headers, await self._body(response, request.largest))

    async def _body(self, response: httpx.Response, largest: int) -> bytes:
        pieces, size = [], 0
        try:
            async for piece in _unpacked(response, largest):
                size += len(piece)
                self._left -= len(piece)
                self._seconds_left()
                pieces.append(piece)
        except TooLargeError as error:
            reason, _, mend = too_large(largest).partition("; ")
            raise UnansweredError(reason, mend.capitalize()) from error
        return b"".join(pieces)


async def _unpacked(response: httpx.Response, largest: int) -> AsyncIterator[bytes]:
    """Yield a body unpacked. What is declared too large is not even begun."""
    if int(response.headers.get("content-length", "0")) > largest:  # h11 let through nothing but digits
        raise TooLargeError
    coding = response.headers.get("content-encoding", "identity").strip().lower()
    if coding not in _PACKED | _BARE:
        raise UnansweredError("it is compressed in a way that was not asked for", "Mend the settings of the server")
    inflater, taken = None if coding in _BARE else Inflater(largest), 0
    async for piece in response.aiter_raw():
        taken += len(piece)
        if taken > largest:  # also of a stream that unpacks to nothing, and may be endless
            raise TooLargeError
        yield inflater.feed(piece) if inflater else piece
    if inflater and not inflater.ended:
        raise UnansweredError("it broke off in the middle", _TRY_AGAIN, passing=True)


async def _beginning(response: httpx.Response, most: int = 65_536) -> bytes:
    """Return the beginning of what an error says, which some programs word as JSON."""
    said = b""
    try:
        async for piece in _unpacked(response, MEGABYTE):
            said += piece[: most - len(said)]
            if len(said) >= most:
                break
    except (TooLargeError, UnansweredError, zlib.error):
        return b""  # the status says enough
    return said


def _led_away(target: str | None, scope: Scope) -> tuple[str, str]:
    if target is None:
        return "it leads to something that is no address of the web", _MEND_REDIRECTS
    if not scope.same_site(target):
        reason = f"it leads to another site, {shown(target)}, which was not asked for"
        return reason, "If that is the one you mean, give its address"
    reason = f"it leads to {shown(target)}, which is not below {scope.origin}{scope.path}"
    return reason, f"{PUT_SIGN_IN}; or give the address it leads to"


@asynccontextmanager
async def opened(scope: Scope, bounds: Bounds, authorization: str) -> AsyncIterator[Fetcher]:
    """Open what fetches from one origin. Certificates are always verified."""
    home = is_loopback(httpx.URL(scope.start).host)
    headers: Mapping[str, str] = {
        "accept": "text/html,application/xhtml+xml,*/*;q=0.5",
        "accept-encoding": "gzip",
        "user-agent": f"tenantbook/{version('tenantbook')} (check of published pages)",
        **({"authorization": authorization} if authorization else {}),
    }
    async with httpx.AsyncClient(
        headers=headers,
        limits=httpx.Limits(max_connections=bounds.at_once, max_keepalive_connections=bounds.at_once),
        timeout=httpx.Timeout(bounds.seconds, pool=None),
        trust_env=not home,
        verify=ssl.create_default_context(),
    ) as client:
        yield Fetcher(client, scope, bounds)


_MEND_REDIRECTS = "Mend the site's redirects"
_TRY_AGAIN = "Try again later; if it stays, ask whoever runs the site"
