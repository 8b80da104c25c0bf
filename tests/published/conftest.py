"""What tests of places share: a server, bounds that end soon, and a way to read."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import trustme

from support.webserver import WebServer
from support.wordpress import WordPress


@pytest.fixture
def server() -> Iterator[WebServer]:
    with WebServer() as running:
        yield running


@pytest.fixture(scope="session")
def authority(tmp_path_factory: pytest.TempPathFactory) -> tuple[trustme.CA, Path]:
    ca = trustme.CA()
    file = tmp_path_factory.mktemp("authority") / "ca.pem"
    ca.cert_pem.write_to_path(str(file))
    return ca, file


@pytest.fixture(scope="session")
def started_wordpress() -> Iterator[WordPress]:
    with WordPress() as running:
        yield running


@pytest.fixture
def wordpress(started_wordpress: WordPress) -> WordPress:
    """A real WordPress without a post, and with plain permalinks."""
    started_wordpress.reset()
    return started_wordpress
