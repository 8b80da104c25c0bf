"""The one HTTP client that every tenant is read through.

Imported only when tenants are read: what it imports is an optional extra and slow to load.
"""

import asyncio
import logging
import ssl
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from typing import cast

import httpx
from kiota_abstractions.request_option import RequestOption
from kiota_http.kiota_client_factory import KiotaClientFactory
from kiota_http.middleware.middleware import REQUEST_OPTIONS_KEY, BaseMiddleware
from kiota_http.middleware.options import RedirectHandlerOption
from msgraph.graph_request_adapter import options as graph_options
from msgraph_core import GraphClientFactory  # type: ignore[import-untyped]
from msgraph_core.middleware import GraphTelemetryHandler  # type: ignore[import-untyped]
from msgraph_core.middleware.options import GraphTelemetryHandlerOption  # type: ignore[import-untyped]

from tenantbook.graph.failures import WrongAnswerError
from tenantbook.graph.settings import Settings

#: The largest answer that is read, in bytes. A policy cannot be saved above 20 kB.
LARGEST_BODY = 5_000_000

_LOUD = ("azure", "msal", "httpx", "httpcore", "kiota_http", "kiota_abstractions", "opentelemetry")


@dataclass(slots=True)
class Seen(RequestOption):
    """The newest answer to one tenant's requests: its status, and how long it asked to be left alone, in seconds.

    Kept so that a time-out can say why, and so that the tenant is asked again in time.
    """

    status: int | None = None
    wait: float | None = None

    @staticmethod
    def get_key() -> str:
        """Return the name under which a request carries this option."""
        return "tenantbook-seen"


class Watch(BaseMiddleware):
    """The last middleware: notes each answer's status, retried ones too, and bounds its body.

    It also closes what it sent through, because the SDK's wrapper around a transport does not.
    """

    def __init__(self) -> None:
        super().__init__()
        self._used: set[httpx.AsyncBaseTransport] = set()

    async def aclose(self) -> None:
        """Close the connections of every transport that was used."""
        for transport in self._used:
            await transport.aclose()

    async def send(self, request: httpx.Request, transport: httpx.AsyncBaseTransport) -> httpx.Response:
        """Send `request` and return the answer with a body that stops at `LARGEST_BODY`."""
        # Kiota drops a request's options when it is first sent, so a retry finds them in a place of our own.
        options = request.extensions.get(REQUEST_OPTIONS_KEY, {})
        seen = request.extensions.setdefault(Seen.get_key(), options.get(Seen.get_key()))
        self._used.add(transport)
        response = await super().send(request, transport)
        if isinstance(seen, Seen):
            seen.status, seen.wait = response.status_code, _wait(response)
        if response.headers.get("content-encoding", "identity") != "identity":
            await response.aclose()
            raise WrongAnswerError("the answer is compressed, though that was not asked for")
        response.stream = _Bounded(cast("httpx.AsyncByteStream", response.stream))
        return response


def _wait(response: httpx.Response) -> float | None:
    """Return the seconds of a `Retry-After`; None where there is none, or where it is a date."""
    asked = response.headers.get("retry-after", "").strip()
    return float(asked) if asked.isascii() and asked.isdigit() and len(asked) < _DIGITS else None


#: A wait with as many digits is no wait any more.
_DIGITS = 7


class _Bounded(httpx.AsyncByteStream):
    """A body that raises WrongAnswerError once it grows past `LARGEST_BODY`."""

    def __init__(self, stream: httpx.AsyncByteStream) -> None:
        self._stream = stream

    async def __aiter__(self) -> AsyncIterator[bytes]:
        size = 0
        async for piece in self._stream:
            size += len(piece)
            if size > LARGEST_BODY:
                raise WrongAnswerError(f"the answer is larger than {LARGEST_BODY:,} bytes")
            yield piece

    async def aclose(self) -> None:
        await self._stream.aclose()


@asynccontextmanager
async def opened(settings: Settings, jobs: int) -> AsyncIterator[httpx.AsyncClient]:
    """Open the client that `jobs` tenants at a time share. TLS is always verified.

    The SDK's own middleware retries 429, 503 and 504 three times, and `Again` what it does not. Redirects are not
    followed: Graph sends none for these paths, and a token belongs to one host.
    """
    client = httpx.AsyncClient(
        # Uncompressed, so that the bound on a body bounds what it takes in memory.
        headers={"Accept": "application/json", "Accept-Encoding": "identity"},
        limits=httpx.Limits(max_connections=jobs, max_keepalive_connections=jobs),
        timeout=httpx.Timeout(30, connect=10, pool=None),
        trust_env=settings.loopback is None,
        verify=ssl.create_default_context(cafile=settings.loopback_ca),
    )
    watch = Watch()
    async with GraphClientFactory.create_with_custom_middleware(_middleware(watch), client=client):
        try:
            yield client
        finally:
            await watch.aclose()


def _middleware(watch: Watch) -> list[BaseMiddleware]:
    redirects = RedirectHandlerOption(should_redirect=False)
    options: dict[str, RequestOption] = {**graph_options, RedirectHandlerOption.get_key(): redirects}
    telemetry = GraphTelemetryHandler(options=graph_options[GraphTelemetryHandlerOption.get_key()])
    return [*KiotaClientFactory.get_default_middleware(options), telemetry, Again(), watch]


class Again(BaseMiddleware):
    """Sends once more what met a passing fault that the SDK takes for final: 500, 502, a broken connection."""

    _statuses = frozenset({500, 502})
    _pauses = (0.3, 1.0)

    async def send(self, request: httpx.Request, transport: httpx.AsyncBaseTransport) -> httpx.Response:
        """Send `request`, up to three times. All that is sent here only reads, so nothing is done twice."""
        for pause in self._pauses:
            try:
                response = await super().send(request, transport)
            except (httpx.RemoteProtocolError, httpx.ReadError):
                await asyncio.sleep(pause)
                continue
            if response.status_code not in self._statuses:
                return response
            await response.aclose()
            await asyncio.sleep(pause)
        return await super().send(request, transport)


@contextmanager
def quiet() -> Iterator[None]:
    """Silence the libraries' loggers: each failure is reported once, in our words, and no address is logged."""
    loggers = [logging.getLogger(name) for name in _LOUD]
    levels = [logger.level for logger in loggers]
    for logger in loggers:
        logger.setLevel(logging.CRITICAL + 1)
    try:
        yield
    finally:
        for logger, level in zip(loggers, levels, strict=True):
            logger.setLevel(level)
