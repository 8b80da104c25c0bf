"""A web server on loopback that answers as a test says, well or badly, and notes what it was asked."""

import asyncio
import ssl
import threading
from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import TracebackType
from typing import Self

import trustme

Headers = Mapping[str, str]


@dataclass(frozen=True)
class Asked:
    """One request: its target as it was sent, and its headers by their names in small letters."""

    method: str
    target: str
    headers: Headers


@dataclass(frozen=True)
class Reply:
    """An ordinary answer."""

    body: bytes = b""
    status: int = 200
    headers: Headers = field(default_factory=lambda: {"Content-Type": "text/html; charset=utf-8"})


#: Writes whatever it likes to whoever asked.
Custom = Callable[[Asked, asyncio.StreamWriter], Awaitable[None]]
Route = Reply | Custom


def html(text: str) -> Reply:
    return Reply(f"<!doctype html><title>{text}</title><p>{text}</p>".encode())


def page(*links: str) -> Reply:
    """Return a page that leads to `links`."""
    return Reply(
        ("<!doctype html><title>A page</title>" + "".join(f'<a href="{link}">x</a>' for link in links)).encode()
    )


def moved(target: str, status: int = 302) -> Reply:
    return Reply(status=status, headers={"Location": target})


def xml(text: str) -> Reply:
    return Reply(text.encode(), headers={"Content-Type": "application/xml"})


def urlset(*addresses: str) -> Reply:
    listed = "".join(f"<url><loc>{address}</loc></url>" for address in addresses)
    return xml(f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{listed}</urlset>')


def sitemap_index(*addresses: str) -> Reply:
    listed = "".join(f"<sitemap><loc>{address}</loc></sitemap>" for address in addresses)
    return xml(f'<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{listed}</sitemapindex>')


def tls_for(authority: trustme.CA, *names: str) -> ssl.SSLContext:
    """Return the settings of a server whose certificate is for `names`."""
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    authority.issue_cert(*names).configure_cert(context)
    return context


class WebServer:
    """A running server, as a context manager. `routes` may be changed while it runs; what it lacks is not found.

    `asked` lists all requests so far, `sent` counts the bytes of all bodies.
    """

    def __init__(self, routes: Mapping[str, Route] | None = None, tls: ssl.SSLContext | None = None) -> None:
        self.routes: dict[str, Route] = dict(routes or {})
        self.asked: list[Asked] = []
        self.address = ""
        self._tls = tls
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._tasks: set[asyncio.Task[None]] = set()

    @property
    def targets(self) -> list[str]:
        return [asked.target for asked in self.asked]

    def __enter__(self) -> Self:
        self._thread.start()
        asyncio.run_coroutine_threadsafe(self._start(), self._loop).result(10)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        asyncio.run_coroutine_threadsafe(self._stop(), self._loop).result(10)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)
        self._loop.close()

    async def _start(self) -> None:
        self._server = await asyncio.start_server(self._accept, "127.0.0.1", 0, ssl=self._tls)
        port = self._server.sockets[0].getsockname()[1]
        self.address = f"https://localhost:{port}" if self._tls else f"http://127.0.0.1:{port}"

    async def _stop(self) -> None:
        self._server.close()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.create_task(self._serve(reader, writer))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(ConnectionError, asyncio.IncompleteReadError, ssl.SSLError):
            try:
                await self._answer(await _asked(reader), writer)
            finally:
                writer.close()

    async def _answer(self, asked: Asked, writer: asyncio.StreamWriter) -> None:
        self.asked.append(asked)
        path = asked.target.partition("?")[0]
        route = self.routes.get(asked.target) or self.routes.get(path) or self.routes.get("*") or Reply(b"gone", 404)
        if isinstance(route, Reply):
            await send(writer, route)
        else:
            await route(asked, writer)


@contextmanager
def serving(folder: Path) -> Iterator[str]:
    """Serve a folder with Python's own server; give its address."""
    handler = partial(_Quiet, directory=str(folder))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join(10)


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Say nothing."""


async def _asked(reader: asyncio.StreamReader) -> Asked:
    first, *lines = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
    method, target, _ = first.split(" ")
    pairs = (line.partition(": ") for line in lines if line)
    return Asked(method, target, {name.lower(): value for name, _, value in pairs})


async def send(writer: asyncio.StreamWriter, reply: Reply) -> None:
    headers = {"Content-Length": str(len(reply.body)), "Connection": "close", **reply.headers}
    await begin(writer, reply.status, headers)
    writer.write(reply.body)
    await writer.drain()


async def begin(writer: asyncio.StreamWriter, status: int, headers: Headers) -> None:
    lines = [f"HTTP/1.1 {status} X", *(f"{name}: {value}" for name, value in headers.items()), "", ""]
    writer.write("\r\n".join(lines).encode())
    await writer.drain()
