"""An estate page of five thousand rows, one of hostile names, and a browser to open them in."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from made_estates import standing_after
from playwright.sync_api import Browser
from test_hostile_standing import HOSTILE

from support.browsing import Open, started_browser, visiting
from tenantbook.board import write
from tenantbook.model.client import Helpdesk, HouseFile
from tenantbook.standing.row import Difference, Standing

PROVIDER = HouseFile(name="Example & <b>MSP</b>", helpdesk=Helpdesk(name="Desk"))


@pytest.fixture(scope="module")
def large() -> Standing:
    """Five thousand clients after two nights."""
    return standing_after(5000, nights=2)


@pytest.fixture(scope="module")
def large_page(large: Standing, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("large") / "build" / "estate"
    write(folder, large, PROVIDER)
    return folder


@pytest.fixture(scope="module")
def hostile_page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    standing = standing_after(len(HOSTILE) * 2)
    pairs = zip(standing.rows, HOSTILE * 2, strict=True)
    rows = [replace(row, name=name, differs=(Difference(name, name, name, 1),), why=(name,) * 3) for row, name in pairs]
    folder = tmp_path_factory.mktemp("hostile") / "build" / "estate"
    write(folder, replace(standing, rows=tuple(rows)), PROVIDER)
    return folder


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with started_browser() as started:
        yield started


@pytest.fixture
def visit(browser: Browser) -> Iterator[Open]:
    with visiting(browser) as opened:
        yield opened
