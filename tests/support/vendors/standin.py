"""What the stand-ins share: a server on loopback, its key, its limits, and a moment at which it stops answering."""

import json
import re
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Self
from urllib.parse import parse_qsl, urlsplit

KEY = "a-key-that-is-never-shown"
READING = ("GET",)


@dataclass(frozen=True)
class Asked:
    method: str
    path: str
    query: Mapping[str, str]
    headers: Mapping[str, str]
    body: Any = None


@dataclass(frozen=True)
class Reply:
    said: object = None
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)


class FaultError(Exception):
    """What was asked is wrong: the answer says so."""

    def __init__(self, status: int, said: object) -> None:
        super().__init__(f"{status} {said}")
        self.reply = Reply(said, status)


Route = Callable[..., Reply]


class Standin:
    """A vendor, as a context manager.

    `asked` lists all requests, `writes` those that changed something. `busy` holds the `Retry-After` of as many
    answers 429, empty for none. After `stop_after` writes, of which the last is carried out and not confirmed, the
    key is no longer accepted: to whoever writes that is the end, at just that moment.
    """

    media = "application/json"

    def __init__(self) -> None:
        self.asked: list[Asked] = []
        self.writes: list[tuple[str, str]] = []
        self.busy: list[str] = []
        self.articles_taken = True
        self.stop_after: int | None = None
        self.address = ""
        self._lock = threading.Lock()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True)

    def routes(self) -> list[tuple[str, str, Route]]:
        """Return each method and pattern of a path, and what answers it."""
        raise NotImplementedError

    def refusal(self, status: int, why: str) -> FaultError:
        """Return an error in the vendor's own form."""
        raise NotImplementedError

    def __enter__(self) -> Self:
        self._thread.start()
        self.address = f"http://127.0.0.1:{self._server.server_port}"
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join(10)

    def answer(self, asked: Asked) -> Reply:
        with self._lock:
            self.asked.append(asked)
            if self.busy:
                after = self.busy.pop(0)
                return Reply({"error": "Too many requests"}, 429, {"Retry-After": after} if after else {})
            try:
                return self._answer(asked)
            except FaultError as fault:
                return fault.reply

    def _answer(self, asked: Asked) -> Reply:
        stopped = self.stop_after is not None and len(self.writes) >= self.stop_after
        if asked.headers.get("x-api-key") != KEY or stopped:
            raise self.refusal(401, "Unauthorized")
        for method, pattern, route in self.routes():
            if method == asked.method and (found := re.fullmatch(pattern, asked.path)):
                if method == "POST" and not self.articles_taken:
                    raise self.refusal(422, "The account is full")
                reply = route(asked, *map(int, found.groups()))
                if method not in READING:
                    self.writes.append((method, asked.path))
                    if self.stop_after == len(self.writes):
                        raise self.refusal(401, "Unauthorized")
                return reply
        raise self.refusal(404, "Not Found")

    def known(self, given: Mapping[str, object], *names: str) -> None:
        """Refuse what is not in the API's description."""
        if unknown := set(given) - set(names):
            raise self.refusal(400, f"unknown: {', '.join(sorted(unknown))}")


def number(text: str) -> int:
    return int(text) if re.fullmatch(r"[0-9]{1,6}", text) else 0


def _handler(standin: Standin) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        # One packet an answer: else each waits 40 ms for the other side's acknowledgement.
        wbufsize = -1
        disable_nagle_algorithm = True

        def _serve(self) -> None:
            length = int(self.headers.get("content-length") or 0)
            sent = self.rfile.read(length) if length else b""
            headers = {name.lower(): value for name, value in self.headers.items()}
            parts = urlsplit(self.path)
            if sent and headers.get("content-type") != standin.media:
                self._send(Reply({"error": "Unsupported Media Type"}, 415))
                return
            body = json.loads(sent) if sent else None
            query = dict(parse_qsl(parts.query, keep_blank_values=True))
            self._send(standin.answer(Asked(self.command, parts.path, query, headers, body)))

        def _send(self, reply: Reply) -> None:
            said = b"" if reply.status == 204 else json.dumps(reply.said).encode()
            self.send_response(reply.status)
            for name, value in {"Content-Type": standin.media, **reply.headers}.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(said)))
            self.end_headers()
            self.wfile.write(said)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    for method in (*READING, "POST", "PUT", "PATCH", "DELETE"):
        setattr(Handler, f"do_{method}", Handler._serve)
    return Handler
