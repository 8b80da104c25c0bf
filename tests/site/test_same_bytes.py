"""Same content and snapshots in, same bytes out: whenever, wherever, and however often a build was killed."""

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from estates import PROJECT, SURFACES, Estate, new_estate, tree

from tenantbook.disk import write_text

CLIENTS = ("cedar-health", "harbour-legal")
ASKED = [argument for client in CLIENTS for argument in ("--client", client)]


@pytest.fixture
def unbuilt(tmp_path: Path, estate: Estate) -> Estate:
    """Return the demo's estate with its snapshots, and nothing built."""
    copy = new_estate(tmp_path / "elsewhere", estate.live)
    shutil.copytree(estate.workspace.snapshots, copy.workspace.snapshots)
    return copy


def _sites(estate: Estate) -> dict[str, dict[str, str]]:
    return {
        f"{client}/{surface}": tree(estate.site(client, surface))
        for client in CLIENTS
        for surface in SURFACES
        if estate.site(client, surface).exists()
    }


def test_two_cold_builds_in_two_folders_give_the_same_bytes(unbuilt: Estate, estate: Estate) -> None:
    done = unbuilt.run("build", *ASKED, "--jobs", "1")
    assert done.exit_code == 0, done.output
    assert _sites(estate) == _sites(unbuilt)


def test_two_renders_in_two_processes_give_the_same_bytes(tmp_path: Path) -> None:
    trees = []
    for seed in ("1", "2"):
        copy = new_estate(tmp_path / seed, {})
        shutil.rmtree(copy.workspace.guides)
        done = copy.spawn("render", PYTHONHASHSEED=seed)
        assert done.returncode == 0, done.stdout + done.stderr
        trees.append({**tree(copy.workspace.guides), **tree(copy.content("schemas"))})
    assert trees[0] == trees[1]


def test_the_committed_guides_are_what_render_writes(estate: Estate) -> None:
    assert tree(PROJECT / "docs/guides") == tree(estate.workspace.guides)


def test_a_killed_build_never_leaves_a_half_made_site_and_the_next_one_makes_it_whole(
    unbuilt: Estate, estate: Estate
) -> None:
    whole = _sites(estate)
    assert len(whole) == 4
    for moment in _moments(4):
        _build_and_kill(unbuilt, after=moment)
        in_place = _sites(unbuilt)
        assert in_place == {name: whole[name] for name in in_place}, f"killed after {moment:.2f} s"
        # What was built so far is no longer up to date, so that the next build has everything to do.
        _age(unbuilt)
    done = unbuilt.run("build", *ASKED, "--jobs", "2")
    assert done.exit_code == 0, done.output
    assert whole == _sites(unbuilt)
    left = [file.name for client in CLIENTS for file in (unbuilt.workspace.build / "sites" / client).iterdir()]
    assert sorted([*SURFACES] * 2) == sorted(left)


def _moments(count: int) -> Iterator[float]:
    """Yield moments at which a build of four sites is at its work, in seconds after its start."""
    chance = random.Random(20261123)
    yield from (0.8 + 1.6 * (step + chance.random()) / count for step in range(count))


def _build_and_kill(estate: Estate, after: float) -> None:
    with subprocess.Popen(
        estate.command("build", *ASKED, "--jobs", "2"),
        env=estate.environment(),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=sys.platform != "win32",
    ) as process:
        time.sleep(after)
        with suppress(ProcessLookupError):
            if sys.platform == "win32":
                process.kill()
            else:
                os.killpg(process.pid, signal.SIGKILL)


def _age(estate: Estate) -> None:
    yesterday = time.time() - 24 * 3600
    for left in estate.workspace.build.glob("sites/*/.*.new.*"):
        os.utime(left, (yesterday, yesterday))
    for client in CLIENTS:
        for surface in SURFACES:
            mark = estate.workspace.mark(f"{client}/{surface}")
            if mark.exists():
                write_text(mark, "of an earlier day")
