"""Ask an address that speaks JSON, patiently and within bounds: the part that Hudu and IT Glue share.

Imported only when a publisher is opened: httpx is slow to load, and an extra.
"""

import json
import ssl
import time
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http import HTTPStatus
from importlib.metadata import version
from typing import Any
from urllib.parse import urlsplit

import httpx

from tenantbook.published.address import is_loopback
from tenantbook.published.contract import MEGABYTE
from tenantbook.published.failures import of_error
from tenantbook.published.inflate import Inflater, TooLargeError
from tenantbook.published.pauses import pause_before
from tenantbook.published.text import plain
from tenantbook.publishers.contract import RefusedError, UnreachableError

#: Worth another try. A write that may have been carried out is tried again only where twice is as good as once.
_PASSING = frozenset({500, 502, 503, 504})
_OURS = frozenset({400, 409, 413, 415, 422})


@dataclass(frozen=True, slots=True)
class Patience:
    """How often something is asked, how long one answer may take and one pause, in seconds, and its size in bytes."""

    tries: int = 6
    seconds: float = 60
    longest_pause: float = 60
    largest: int = 32 * MEGABYTE


@dataclass(frozen=True, slots=True)
class Door:
    """An address, and what opens it: the header of its key, and what the key is called in the environment."""

    words: str
    address: str
    media: str
    variable: str
    key: str = field(default="", repr=False)


class JsonApi:
    """Sends one request after another to one origin; never follows where it is led."""

    def __init__(self, client: httpx.Client, door: Door, patience: Patience) -> None:
        self._client = client
        self._door = door
        self._patience = patience

    def ask(
        self, method: str, path: str, query: Mapping[str, str | int] | None = None, body: object = None
    ) -> Any | None:
        """Return what the answer's JSON says; None where nothing is said, or what is read or deleted is not there.

        Raises:
            RefusedError: what was sent is not taken.
            UnreachableError: nothing can be sent any more.
        """
        for attempt in range(1, self._patience.tries + 1):
            last = attempt == self._patience.tries
            try:
                status, headers, said = self._once(method, path, query, body)
            except httpx.HTTPError as error:
                if last or method == "POST" or not of_error(error).passing:
                    why = of_error(error)
                    raise UnreachableError(f"{self._door.words} cannot be used: {why.reason}", why.mend) from error
                asked = ""
            else:
                again = status == HTTPStatus.TOO_MANY_REQUESTS or (status in _PASSING and method != "POST")
                asked = headers.get("retry-after", "")
                pause = pause_before(attempt, asked)
                if not again or last or pause > self._patience.longest_pause:
                    return self._understood(method, status, headers, said, pause)
            time.sleep(pause_before(attempt, asked))
        raise AssertionError("the last attempt returns or raises")

    def _once(
        self, method: str, path: str, query: Mapping[str, str | int] | None, body: object
    ) -> tuple[int, httpx.Headers, bytes]:
        until = time.monotonic() + self._patience.seconds
        content = None if body is None else json.dumps(body, ensure_ascii=False).encode()
        headers = {} if content is None else {"content-type": self._door.media}
        address = self._door.address.rstrip("/") + path
        with self._client.stream(method, address, params=query, content=content, headers=headers) as answer:
            return answer.status_code, answer.headers, self._read(answer, until)

    def _read(self, answer: httpx.Response, until: float) -> bytes:
        """Return what an answer says, unpacked. However it is packed, never more is held than the bound."""
        words, largest = self._door.words, self._patience.largest
        coding = answer.headers.get("content-encoding", "identity").strip().lower() or "identity"
        if coding not in ("identity", "gzip"):
            raise UnreachableError(f"{words} answers compressed in a way that was not asked for", _LATER)
        much = f"{words} answers with more than can be read, or too slowly"
        inflater, pieces, taken = Inflater(largest) if coding == "gzip" else None, list[bytes](), 0
        try:
            for piece in answer.iter_raw():
                taken += len(piece)
                pieces.append(inflater.feed(piece) if inflater else piece)
                if taken > largest or time.monotonic() > until:
                    raise UnreachableError(much, _LATER)
        except TooLargeError as error:
            raise UnreachableError(much, _LATER) from error
        except zlib.error as error:
            raise UnreachableError(f"{words} answers with what can't be unpacked", _LATER) from error
        return b"".join(pieces)

    def _understood(self, method: str, status: int, headers: httpx.Headers, said: bytes, pause: float) -> Any | None:
        if status == HTTPStatus.NO_CONTENT or (status == HTTPStatus.NOT_FOUND and method in ("GET", "DELETE")):
            return None
        if status == HTTPStatus.NOT_FOUND:
            raise RefusedError(f"{self._door.words} no longer has it (404): make a new plan")
        if HTTPStatus.OK <= status < HTTPStatus.MULTIPLE_CHOICES:
            return self._parsed(headers, said)
        if status in _OURS:
            raise RefusedError(f"{self._door.words} does not take it ({status}): {_says(said)}")
        raise self._shut(status, pause)

    def _parsed(self, headers: httpx.Headers, said: bytes) -> Any | None:
        if not said.strip():
            return None
        try:
            return json.loads(said)
        except (ValueError, RecursionError) as error:
            kind = plain(headers.get("content-type", "something"))
            raise UnreachableError(
                f"{self._door.words} answers with {kind} instead of JSON",
                "See whether the address is that of its API, and whether something stands in between",
            ) from error

    def _shut(self, status: int, pause: float) -> UnreachableError:
        words, variable = self._door.words, self._door.variable
        if status == HTTPStatus.UNAUTHORIZED:
            return UnreachableError(
                f"{words} does not accept the key in {variable} (401)", "Put a key that is valid there"
            )
        if status == HTTPStatus.FORBIDDEN:
            return UnreachableError(
                f"the key in {variable} may not do this in {words} (403)",
                "Give the key the right to read and write, and see whether this machine's address is let in",
            )
        if status == HTTPStatus.TOO_MANY_REQUESTS:
            when = f"Run it again in {pause:.0f} seconds" if pause >= 1 else "Run it again in some minutes"
            return UnreachableError(f"{words} has had too many requests (429)", f"{when}; it goes on where it stopped")
        return UnreachableError(f"{words} answers with status {status}", _LATER)


def _says(said: bytes, most: int = 300) -> str:
    """Return what an answer says is wrong, in one line: whatever form it has."""
    try:
        words = "; ".join(_words_in(json.loads(said)))
    except (ValueError, RecursionError):
        words = "no reason is given"
    return plain(words)[:most]


def _words_in(said: object) -> Iterator[str]:
    if isinstance(said, str):
        yield said
    elif isinstance(said, list):
        for each in said:
            yield from _words_in(each)
    elif isinstance(said, dict):
        # JSON:API says the same in several ways; the detail is the longest.
        for each in [said["detail"]] if "detail" in said else said.values():
            yield from _words_in(each)


def safe_address(address: str) -> bool:
    """Tell whether a key may be sent to an address: https, or this machine itself."""
    parts = urlsplit(address)
    return parts.scheme == "https" or (parts.scheme == "http" and is_loopback(parts.hostname or ""))


@contextmanager
def opened(door: Door, patience: Patience) -> Iterator[JsonApi]:
    """Open what asks one address. Certificates are always verified; nothing is sent yet."""
    headers = {
        "x-api-key": door.key,
        "accept": door.media,
        "accept-encoding": "gzip",
        "user-agent": f"tenantbook/{version('tenantbook')} (publishing)",
    }
    with httpx.Client(
        headers=headers,
        timeout=httpx.Timeout(patience.seconds),
        trust_env=not is_loopback(httpx.URL(door.address).host),
        verify=ssl.create_default_context(),
        follow_redirects=False,
    ) as client:
        yield JsonApi(client, door, patience)


_LATER = "Try again later; it goes on where it stopped"
