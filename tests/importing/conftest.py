"""Projects to import into: the content without clients, in a folder of a test's own."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "drafts"))

from estates import Estate, new_estate


@pytest.fixture
def project(tmp_path: Path) -> Estate:
    return new_estate(tmp_path / "project", {}, {})
