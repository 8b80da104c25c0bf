"""A real browser, and pages that note all they ask for and complain of."""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest
from playwright.sync_api import Browser, Error, Page, sync_playwright

COMMANDS = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "microsoft-edge",
    "microsoft-edge-stable",
)
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PHONE = {"width": 390, "height": 844}
DESK = {"width": 1280, "height": 900}

_MISSING = (
    "no browser to open the built pages in: install chromium (`apt-get install chromium`) or Google Chrome, "
    "or name one in TENANTBOOK_BROWSER"
)


def browser_path() -> str | None:
    """Return the browser that the environment names, else one on the PATH; None leaves it to playwright's own."""
    named = os.environ.get("TENANTBOOK_BROWSER")
    if named is not None:
        return named or None
    return next(filter(None, map(shutil.which, COMMANDS)), None)


@contextmanager
def started_browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        try:
            started = playwright.chromium.launch(executable_path=browser_path(), args=FLAGS)
        except Error as error:
            pytest.fail(f"{_MISSING}\n{error}", pytrace=False)
        yield started
        started.close()


@dataclass
class Watched:
    """A page, and what happened while it was open."""

    page: Page
    requests: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)
    dialogs: list[str] = field(default_factory=list)

    def outside(self, home: str) -> list[str]:
        """Return every request that leads away from `home`."""
        return [address for address in self.requests if not address.startswith((home, "data:", "blob:", "about:"))]

    def text(self) -> str:
        """Return the text of the article as a reader sees it, in one line."""
        return " ".join(self.page.locator("article").inner_text().split())


Open = Callable[..., Watched]


@contextmanager
def visiting(browser: Browser) -> Iterator[Open]:
    """Open an address in a window of its own, and note all that it asks for and complains of.

    With `settle`, it comes back only once the page has asked for nothing more during half a second.
    """
    contexts = []

    def opened(address: str, *, settle: bool = False, **options: Any) -> Watched:
        context = browser.new_context(**{"viewport": DESK, **options})
        contexts.append(context)
        watched = Watched(context.new_page())
        page = watched.page
        page.on("request", lambda request: watched.requests.append(request.url))
        page.on("console", lambda message: _complain(watched, message.type, message.text))
        page.on("pageerror", lambda error: watched.complaints.append(str(error)))
        page.on("dialog", lambda dialog: (watched.dialogs.append(dialog.message), dialog.dismiss()))
        page.goto(address, wait_until="load")
        if settle:
            page.wait_for_load_state("networkidle")
        return watched

    yield opened
    for context in contexts:
        context.close()


def _complain(watched: Watched, kind: str, text: str) -> None:
    if kind in {"error", "warning"}:
        watched.complaints.append(text)
