"""Estates that a test may change, and stand-ins that it may disturb."""

import shutil
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from estates import DEMO_CLIENTS, Estate, link, live, new_estate

from tenantbook.demo.standin import StandIn
from tenantbook.disk import read_text, write_text


@pytest.fixture
def town() -> Iterator[StandIn]:
    """A stand-in of one's own, as it is at first: one tenant has not consented."""
    with StandIn() as running:
        yield running


@pytest.fixture
def pulled(tmp_path: Path, estate: Estate, town: StandIn) -> Estate:
    """The demo's clients with their snapshots and nothing built, on a stand-in of one's own."""
    copy = new_estate(tmp_path / "estate", live(town))
    shutil.copytree(estate.workspace.snapshots, copy.workspace.snapshots)
    return copy


@pytest.fixture
def built(tmp_path: Path, estate: Estate, town: StandIn) -> Estate:
    """Three of the demo's clients with their built sites, on a stand-in of one's own."""
    names = ("northwind-dental", "harbour-legal", "fjord-logistics")
    files = {name: read_text(DEMO_CLIENTS / f"{name}.yml") for name in names}
    copy = new_estate(tmp_path / "estate", live(town), files)
    for name in names:
        write_text(copy.snapshot(name), read_text(estate.snapshot(name)))
        shutil.copytree(
            estate.workspace.build / "sites" / name, copy.workspace.build / "sites" / name, copy_function=link
        )
    return copy


@pytest.fixture
def bare(tmp_path: Path) -> Estate:
    """The content and the house, without any client and without a tenant to read."""
    return new_estate(tmp_path / "estate", {}, {})


@pytest.fixture
def interruptible() -> Iterator[None]:
    """Let what is started here hear of Ctrl-C, even where a shell runs the tests in the background and ignores it."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)
