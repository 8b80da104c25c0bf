"""However a build ends, every site in place is whole, and the next build gives what an undisturbed one gives."""

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from estates import Estate, tree
from presswork import SITES, badly_sealed, miniature_at, modes, sites_of, whole_sites

from tenantbook.disk import write_text

#: How often a build is killed, at a moment of its own each time.
KILLS = 12

Built = dict[str, dict[str, str]]


@pytest.fixture(scope="module")
def estate(tmp_path_factory: pytest.TempPathFactory) -> Estate:
    return miniature_at(tmp_path_factory.mktemp("interrupted") / "estate")


@pytest.fixture(scope="module")
def undisturbed(estate: Estate) -> Built:
    """Every byte and mode of a build with one worker."""
    return _cold(estate, jobs=1)


def _cold(estate: Estate, jobs: int) -> Built:
    shutil.rmtree(estate.workspace.build, ignore_errors=True)
    done = estate.spawn("build", "--jobs", str(jobs))
    assert (done.returncode, done.stderr) == (0, ""), done.stdout
    return _everything(estate)


def _everything(estate: Estate) -> Built:
    """Return all that is built, hidden files included; of marks only that they are there, for they hold times."""
    build = estate.workspace.build
    files = tree(build)
    marks = [name for name in files if name.startswith("marks/") or name.endswith(".whole")]
    return {
        "bytes": {name: digest for name, digest in files.items() if name not in marks},
        "modes": modes(build),
        "marks": dict.fromkeys(marks, ""),
    }


def test_two_cold_builds_give_the_same_bytes_and_modes_however_many_work_at_them(
    estate: Estate, undisturbed: Built
) -> None:
    assert len(undisturbed["bytes"]) > 100
    assert undisturbed == _cold(estate, jobs=3)


def test_a_build_killed_at_any_moment_leaves_whole_sites_and_the_next_one_makes_the_rest(
    estate: Estate, undisturbed: Built
) -> None:
    whole = {name: _below(undisturbed["bytes"], f"sites/{name}/") for name in SITES}
    chance = random.Random(20261124)
    stopped_at_work = 0
    cold = _lasting(lambda: shutil.rmtree(estate.workspace.build, ignore_errors=True), estate)
    warm = _lasting(lambda: _outdate(estate), estate)
    for turn in range(KILLS):
        if turn % 3 == 0:
            shutil.rmtree(estate.workspace.build, ignore_errors=True)
        _outdate(estate)
        lasting = cold if turn % 3 == 0 else warm
        stopped_at_work += _start_and_stop(estate, signal.SIGKILL, lasting * chance.random(), jobs=2) != 0
        in_place = whole_sites(estate)
        assert in_place == {name: whole[name] for name in in_place}
        assert [wrong for name in in_place for wrong in badly_sealed(sites_of(estate) / name)] == []
    assert stopped_at_work >= KILLS / 2
    _age(estate)
    _outdate(estate)
    done = estate.spawn("build", "--jobs", "2")
    assert (done.returncode, done.stderr) == (0, ""), done.stdout
    assert undisturbed == _everything(estate)


def test_what_a_killed_build_left_is_gone_an_hour_later_even_beside_sites_that_stand(
    estate: Estate, undisturbed: Built
) -> None:
    _cold(estate, jobs=2)
    left = sites_of(estate) / "plain" / ".client.new.abc"
    young = sites_of(estate) / "plain" / ".internal.new.def"
    old = sites_of(estate) / "strict" / ".internal.old"
    for folder in (left, young, old):
        write_text(folder / "index.html", "half")
    for folder in (left, old):
        _an_hour_ago(folder)
    assert estate.spawn("build", "--jobs", "1").returncode == 0
    assert [folder.exists() for folder in (left, young, old)] == [False, True, False]
    shutil.rmtree(young)
    assert undisturbed == _everything(estate)


@pytest.fixture
def interruptible() -> Iterator[None]:
    """Let what is started here hear of Ctrl-C, even where a shell runs the tests in the background and ignores it."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no process groups to interrupt")
@pytest.mark.parametrize("moment", [0.05, 0.3, 0.8])
def test_ctrl_c_leaves_whole_sites_and_says_that_it_was_interrupted(
    estate: Estate, undisturbed: Built, interruptible: None, moment: float
) -> None:
    shutil.rmtree(estate.workspace.build)
    code = _start_and_stop(estate, signal.SIGINT, moment, jobs=2, at_work=True)
    in_place = whole_sites(estate)
    # A quick machine may be done before a late moment: then with everything in place.
    done = code == 0 and moment > 0.05 and {f"sites/{name}" for name in in_place} == _sites_of(undisturbed["bytes"])
    assert done or code == 130
    assert in_place == {name: _below(undisturbed["bytes"], f"sites/{name}/") for name in in_place}


def _sites_of(files: dict[str, str]) -> set[str]:
    return {"/".join(name.split("/")[:3]) for name in files if name.startswith("sites/")}


def _below(files: dict[str, str], folder: str) -> dict[str, str]:
    return {name.removeprefix(folder): digest for name, digest in files.items() if name.startswith(folder)}


def _lasting(before: Callable[[], object], estate: Estate) -> float:
    """Return how many seconds a build lasts that nobody stops."""
    before()
    begin = time.monotonic()
    assert estate.spawn("build", "--jobs", "2").returncode == 0
    return time.monotonic() - begin


def _start_and_stop(estate: Estate, how: signal.Signals, after: float, jobs: int, *, at_work: bool = False) -> int:
    """Start a build, stop it some time after it began (`at_work`: to work), and return its exit code."""
    with subprocess.Popen(
        estate.command("build", "--jobs", str(jobs)),
        env=estate.environment(),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=sys.platform != "win32",
    ) as process:
        cache = estate.workspace.build / "cache"
        began = time.monotonic()
        while at_work and process.poll() is None and not cache.exists() and time.monotonic() - began < 20:
            time.sleep(0.01)
        time.sleep(after)
        with suppress(ProcessLookupError):
            if sys.platform == "win32":
                process.kill()
            else:
                os.killpg(process.pid, how)
        return process.wait(timeout=30)


def _outdate(estate: Estate) -> None:
    """Make every site in place one that has to be stamped again."""
    for mark in estate.workspace.build.glob("marks/*/*"):
        write_text(mark, "of an earlier day")


def _age(estate: Estate) -> None:
    """Make what is left over as old as on the next day."""
    for left in estate.workspace.build.rglob(".*"):
        _an_hour_ago(left)


def _an_hour_ago(place: Path) -> None:
    then = time.time() - 3601
    os.utime(place, (then, then))
