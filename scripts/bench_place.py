"""Know where the bench builds, whether there is room, and what the machine is."""

import argparse
import os
import platform
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path

from bench_words import megabytes

#: Bytes that a client's sites may take on disk, twice (ours and the floor's), with room to spare.
_ROOM = 4_000_000


def places(asked: argparse.Namespace) -> Iterator[tuple[str, Path]]:
    """Yield the places to build in: a folder on disk, and a file system in memory, which not every system has."""
    if asked.only != "memory":
        asked.disk.mkdir(parents=True, exist_ok=True)
        yield "disk", asked.disk
    if asked.only != "disk":
        yield "memory", asked.memory


def no_room(folder: Path, clients: int) -> str:
    """Return what stands against building in a folder, or nothing."""
    if not folder.is_dir():
        return f"there is no folder {folder}"
    free = shutil.disk_usage(folder).free
    needed = clients * _ROOM
    return "" if free > needed else f"{folder} has {megabytes(free)} free, and {megabytes(needed)} may be needed"


@contextmanager
def temporary(folder: Path) -> Iterator[Path]:
    """Give a new folder, and remove it with all that is in it."""
    root = Path(tempfile.mkdtemp(dir=folder, prefix="tenantbook-bench."))
    try:
        yield root
    finally:
        shutil.rmtree(root, ignore_errors=True)


def machine() -> str:
    """Return in one line what this is measured on."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    load = f", load {os.getloadavg()[0]:.1f} before the start" if hasattr(os, "getloadavg") else ""
    versions = ", ".join(f"{name} {version(name)}" for name in ("tenantbook", "mkdocs", "mkdocs-material"))
    return f"{platform.system()}, {cores} cores{load}; Python {platform.python_version()}, {versions}"
