"""A real browser, and the built sites over http and from a folder."""

import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from estates import Estate
from playwright.sync_api import Browser

from support.browsing import PHONE, Open, Watched, started_browser, visiting

__all__ = ["PHONE", "Open", "Watched"]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_args: Any) -> None:
        """Say nothing of each request."""


def _served(folder: Path) -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(folder))) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/sites"
        server.shutdown()
        thread.join()


# The estates are asked for so that they are read before the browser starts: it keeps an event loop in this thread.
@pytest.fixture(scope="module")
def browser(estate: Estate, hostile: Estate) -> Iterator[Browser]:
    with started_browser() as started:
        yield started


@pytest.fixture(scope="module")
def http(estate: Estate) -> Iterator[str]:
    yield from _served(estate.workspace.build)


@pytest.fixture(scope="module")
def hostile_http(hostile: Estate) -> Iterator[str]:
    yield from _served(hostile.workspace.build)


@pytest.fixture(params=["http", "folder"])
def home(request: pytest.FixtureRequest, estate: Estate, http: str) -> str:
    """Where the sites are opened from: a server, and then a folder."""
    return http if request.param == "http" else (estate.workspace.build / "sites").as_uri()


@pytest.fixture
def visit(browser: Browser) -> Iterator[Open]:
    """See `support.browsing.visiting`."""
    with visiting(browser) as opened:
        yield opened
