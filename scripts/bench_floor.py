"""Measure the floor below every build: the bare writing of the same tree."""

import os
import shutil
import time
from collections.abc import Iterable
from itertools import islice
from pathlib import Path

from bench_check import size_of, walk
from bench_estate import Estate
from bench_report import BenchError
from bench_run import settle

#: Sites whose bytes the floor holds in memory at once.
_AT_ONCE = 50


def bare_writing(estate: Estate) -> float:
    """Return the seconds that a trivial loop takes to make the same tree: folders, links, and bytes held in memory."""
    target = estate.root / "floor"
    seconds = 0.0
    settle()
    sites = iter(sorted(path for client in estate.sites.iterdir() for path in client.iterdir()))
    while some := list(islice(sites, _AT_ONCE)):
        folders, links, contents = in_memory(some, estate.sites, target)
        start = time.perf_counter()
        for folder in folders:
            os.makedirs(folder, exist_ok=True)  # noqa: PTH103  # the barest there is
        for source, place in links:
            os.link(source, place)
        for place, data in contents:
            with open(place, "wb") as file:  # noqa: PTH123
                file.write(data)
        seconds += time.perf_counter() - start
    if size_of(target) != size_of(estate.sites):
        raise BenchError("the floor did not write the tree that was built")
    shutil.rmtree(target)
    return seconds


def in_memory(
    sites: Iterable[Path], below: Path, target: Path
) -> tuple[list[str], list[tuple[str, str]], list[tuple[str, bytes]]]:
    """Return what makes a copy of some sites: folders, links with their sources, and files with their bytes."""
    folders: dict[str, None] = {}
    links: list[tuple[str, str]] = []
    contents: list[tuple[str, bytes]] = []
    for site in sites:
        found = walk(site) if site.is_dir() else [(site, site.stat())]
        for file, state in found:
            place = target / file.relative_to(below)
            folders[str(place.parent)] = None
            if state.st_nlink > 1:
                links.append((str(file), str(place)))
            else:
                contents.append((str(place), file.read_bytes()))
    return list(folders), links, contents
