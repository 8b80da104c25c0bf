"""Small estates that are built, and where they are published to."""

import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "estate"))

from estates import Estate, link
from fsspec.implementations.memory import MemoryFileSystem
from presswork import miniature_at

from support.publishing import SHARE, Published
from tenantbook.disk import write_text


@pytest.fixture(scope="session")
def built_miniature(tmp_path_factory: pytest.TempPathFactory) -> Estate:
    """Three clients, built. Only to be copied."""
    estate = miniature_at(tmp_path_factory.mktemp("published") / "estate")
    write_text(estate.content("publish/share.yml"), SHARE)
    done = estate.run("build", "--jobs", "1")
    assert done.exit_code == 0, done.output
    return estate


@pytest.fixture
def published(tmp_path: Path, built_miniature: Estate) -> Published:
    """The three clients, built and not yet published."""
    shutil.copytree(built_miniature.root, tmp_path / "estate", copy_function=link)
    return Published(Estate(tmp_path / "estate"))


@pytest.fixture
def store() -> Iterator[MemoryFileSystem]:
    """An object store in memory, emptied before and after."""
    files = MemoryFileSystem()
    files.store.clear()
    files.pseudo_dirs[:] = [""]
    yield files
    files.store.clear()


@pytest.fixture
def at_store(published: Published, store: MemoryFileSystem) -> Callable[[], dict[str, bytes]]:
    """Let the target publish to the object store; return how to see what it holds."""
    write_text(published.estate.content("publish/share.yml"), SHARE.replace("../share", "memory://bucket/guides"))
    return lambda: {name.removeprefix("/bucket/guides/"): store.cat_file(name) for name in store.find("/bucket/guides")}
