"""Look at what a build left behind: pages that must be there, and files that must not change."""

import os
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from bench_report import BenchError


def times(folder: Path) -> dict[str, int]:
    """Return when each file below a folder was last written, apart from the cache, which nobody reads."""
    found: dict[str, int] = {}
    waiting = [(str(folder), "")]
    while waiting:
        path, below = waiting.pop()
        with os.scandir(path) as entries:
            for entry in entries:
                name = f"{below}{entry.name}"
                if entry.is_dir(follow_symlinks=False):
                    waiting += [(entry.path, f"{name}/")] if name != "cache" else []
                else:
                    found[name] = entry.stat(follow_symlinks=False).st_mtime_ns
    return found


def check_touched(before: Mapping[str, int], after: Mapping[str, int], client: str | None) -> dict[str, int]:
    """Return `after`; raise BenchError unless exactly the sites of `client` (None: no site) were written anew."""
    changed = {name for name in before.keys() | after.keys() if before.get(name) != after.get(name)}
    own = {name for name in changed if client in name.split("/")}
    if strangers := sorted(changed - own):
        raise BenchError(f"{len(strangers)} files were touched that nothing had changed for, such as {strangers[0]}")
    if client and not own:
        raise BenchError(f"the policy of {client} changed, and no file of its sites did")
    return dict(after)


def check_pages(site: Path, pages: Sequence[str]) -> None:
    """Raise BenchError unless every page of a site is there and holds something."""
    for page in pages:
        try:
            size = (site / page).stat().st_size
        except OSError:
            size = 0
        if not size:
            raise BenchError(f"{site / page} did not come out")


def size_of(folder: Path) -> tuple[int, int, int]:
    """Return how many files a folder holds, how many of them are links to shared ones, and the bytes of the others."""
    files = linked = written = 0
    for _, state in walk(folder):
        files += 1
        linked += state.st_nlink > 1
        written += state.st_size if state.st_nlink == 1 else 0
    return files, linked, written


def walk(folder: Path) -> Iterator[tuple[Path, os.stat_result]]:
    """Yield every file below a folder with its state."""
    for path, folders, names in os.walk(folder):
        folders.sort()
        for name in sorted(names):
            file = Path(path, name)
            yield file, file.stat()
