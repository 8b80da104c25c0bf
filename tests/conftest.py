"""What tests of every kind share: the demo's estate, pulled over the socket and built, once."""

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

sys.path.insert(0, str(Path(__file__).resolve().parent / "site"))

from estates import Estate, live, new_estate
from hostile import HOSTILE_CLIENTS, HOSTILE_TENANTS, plant

from support.webserver import WebServer
from support.wordpress import SUITES, WordPress
from tenantbook.demo.standin import StandIn
from tenantbook.demo.tenants import DEMO_TENANTS

# Random tests draw the same in every run, so that a change is judged by what it changes. Drawing freely is for a run of
# its own, `pytest --hypothesis-profile free`, which keeps what it finds in .hypothesis.
settings.register_profile("seeded", derandomize=True, deadline=None)
settings.register_profile("free", derandomize=False, deadline=None)
settings.load_profile("seeded")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--bless", action="store_true", help="golden: take what is composed now as what is expected")


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "article: reads the published article that ARTICLE_POST names")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what reads a published article, unless one is named."""
    if os.environ.get("ARTICLE_POST"):
        return
    articles = [item for item in items if item.get_closest_marker("article")]
    if articles:
        config.hook.pytest_deselected(items=articles)
        items[:] = [item for item in items if item not in articles]


def _built(estate: Estate) -> Estate:
    for verb in (["pull"], ["build", "--jobs", "2"]):
        done = estate.run(*verb)
        assert (done.exit_code, done.stderr) == (0, ""), done.output
    return estate


@pytest.fixture(scope="session")
def standin() -> Iterator[StandIn]:
    """The demo's tenants, of which every one has consented. Change nothing here: all tests share them."""
    with StandIn() as running:
        for tenant in DEMO_TENANTS:
            running.consent(tenant.id)
        yield running


@pytest.fixture(scope="session")
def estate(tmp_path_factory: pytest.TempPathFactory, standin: StandIn) -> Estate:
    """The demo's clients, pulled and built. Only to be looked at."""
    return _built(new_estate(tmp_path_factory.mktemp("estate"), live(standin)))


@pytest.fixture(scope="session")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Estate]:
    """Clients whose names are attacks and whose files hold canaries, pulled and built."""
    with StandIn(HOSTILE_TENANTS) as running:
        root = tmp_path_factory.mktemp("hostile")
        yield _built(plant(new_estate(root, live(running), HOSTILE_CLIENTS)))


@pytest.fixture
def server() -> Iterator[WebServer]:
    with WebServer() as running:
        yield running


@pytest.fixture(scope="session")
def started_wordpress() -> Iterator[WordPress]:
    with WordPress() as running:
        yield running


@pytest.fixture(scope="session", params=SUITES)
def started_wordpresses(request: pytest.FixtureRequest) -> Iterator[WordPress]:
    with WordPress(request.param) as running:
        yield running


@pytest.fixture
def every_wordpress(started_wordpresses: WordPress) -> WordPress:
    """A real WordPress without a post, and with plain permalinks: one after the other of every version there is."""
    started_wordpresses.reset()
    return started_wordpresses


@pytest.fixture
def wordpress(started_wordpress: WordPress) -> WordPress:
    """A real WordPress without a post, and with plain permalinks."""
    started_wordpress.reset()
    return started_wordpress
