"""Asking a vendor that is ill: in bounds, and told in words."""

import gzip
import tracemalloc
from collections.abc import Iterator

import pytest

from support.vendors.standin import KEY
from support.webserver import Reply, WebServer, moved
from tenantbook.publishers.contract import RefusedError, UnreachableError
from tenantbook.publishers.json_api import Door, JsonApi, Patience, opened, safe_address

pytestmark = pytest.mark.socket

JSON = {"Content-Type": "application/json"}


@pytest.fixture
def api(server: WebServer) -> Iterator[JsonApi]:
    door = Door("The vendor", server.address, "application/json", "VENDOR_KEY", KEY)
    with opened(door, Patience(tries=2, seconds=5, longest_pause=1, largest=2000)) as asking:
        yield asking


@pytest.mark.parametrize(
    ("reply", "said"),
    [
        (Reply(b"<html>Sign in</html>"), "text/html.* instead of JSON"),
        (Reply(b"{", headers=JSON), "instead of JSON"),
        (Reply(b"[" * 100_000, headers=JSON), "more than can be read"),
        (moved("https://elsewhere.example/"), "status 302"),
        (Reply(b"", 401), "does not accept the key in VENDOR_KEY"),
        (Reply(b"", 403), "may not do this"),
        (Reply(b"", 503, {"Retry-After": "600"}), "status 503"),
        (Reply(b"", 500, {"Retry-After": "0"}), "status 500"),
    ],
    ids=["html", "broken", "endless", "moved", "401", "403", "long pause", "500"],
)
def test_what_is_no_answer_is_told_and_never_holds_the_key(
    server: WebServer, api: JsonApi, reply: Reply, said: str
) -> None:
    server.routes["*"] = reply

    with pytest.raises(UnreachableError, match=said) as caught:
        api.ask("GET", "/x")

    assert KEY not in f"{caught.value!r}{vars(api)}"


def test_what_may_have_been_carried_out_is_not_sent_twice(server: WebServer, api: JsonApi) -> None:
    server.routes["*"] = Reply(b"", 503, {"Retry-After": "0"})

    for method, times in (("POST", 1), ("PUT", 2), ("GET", 2)):
        server.asked.clear()
        with pytest.raises(UnreachableError):
            api.ask(method, "/x", body={} if method != "GET" else None)
        assert len(server.asked) == times


def test_a_reason_is_passed_on_in_one_line_whatever_its_form(server: WebServer, api: JsonApi) -> None:
    for body in (b'{"errors":[{"title":"E","detail":"Name is\\n blank"}]}', b'{"error":"Name is\\n blank"}'):
        server.routes["*"] = Reply(body, 422, JSON)
        with pytest.raises(RefusedError, match=r"\(422\): Name is. blank$"):
            api.ask("POST", "/x", body={})


def test_nobody_at_home_is_told(server: WebServer) -> None:
    door = Door("The vendor", "http://127.0.0.1:1", "application/json", "VENDOR_KEY", KEY)
    with opened(door, Patience(tries=1)) as api, pytest.raises(UnreachableError, match="nothing answers there"):
        api.ask("GET", "/x")


def test_a_key_goes_to_https_or_to_this_machine_only() -> None:
    addresses = ("https://a.example", "http://127.0.0.1:1", "http://a.example", "ftp://a.example")

    assert [safe_address(each) for each in addresses] == [True, True, False, False]


@pytest.mark.parametrize(
    ("coding", "times", "said"),
    [("gzip", 1, "more than can be read"), ("gzip, gzip", 2, "not asked for"), ("br", 1, "not asked for")],
)
def test_an_answer_that_unpacks_to_much_is_never_held(
    server: WebServer, api: JsonApi, coding: str, times: int, said: str
) -> None:
    body = b"0" * 64_000_000
    for _ in range(times):
        body = gzip.compress(body, 1)
    server.routes["*"] = Reply(body, headers={**JSON, "Content-Encoding": coding})

    tracemalloc.start()
    with pytest.raises(UnreachableError, match=said):
        api.ask("GET", "/x")
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert peak < 10_000_000


def test_a_packed_answer_is_read(server: WebServer, api: JsonApi) -> None:
    server.routes["*"] = Reply(gzip.compress(b'{"a": 1}'), headers={**JSON, "Content-Encoding": "gzip"})
    assert api.ask("GET", "/x") == {"a": 1}


def test_what_is_not_packed_as_it_says_is_told(server: WebServer, api: JsonApi) -> None:
    server.routes["*"] = Reply(b'{"a": 1}', headers={**JSON, "Content-Encoding": "gzip"})
    with pytest.raises(UnreachableError, match="can't be unpacked"):
        api.ask("GET", "/x")
