"""The shape of a folder: enough to see that a file of it was touched, and cheaper than reading them all."""

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path


def shape(place: Path, without: str = "") -> str:
    """Return a digest of every file's name, size and time; `without` names a file that may change as it likes."""
    known = (entry for name, entry in _entries(str(place), "") if name != f"/{without}")
    return hashlib.sha256("\n".join(known).encode()).hexdigest()


def _entries(folder: str, below: str) -> Iterator[tuple[str, str]]:
    with os.scandir(folder) as found:
        for entry in sorted(found, key=lambda each: each.name):
            name = f"{below}/{entry.name}"
            if entry.is_dir(follow_symlinks=False):
                yield from _entries(entry.path, name)
            else:
                state = entry.stat(follow_symlinks=False)
                yield name, f"{name} {state.st_size} {state.st_mtime_ns}"
