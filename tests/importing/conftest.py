"""Projects to import into: the content without clients, in a folder of a test's own."""

from pathlib import Path

import pytest
from estates import Estate, new_estate


@pytest.fixture
def project(tmp_path: Path) -> Estate:
    return new_estate(tmp_path / "project", {}, {})
