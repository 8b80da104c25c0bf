"""`build --scheduler`: a real Dask scheduler and real workers on loopback leave the same sites as this machine."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest
from estates import SURFACES, Estate, new_estate, tree

from tenantbook.cli import INTERRUPTED
from tenantbook.cli.terminal import Exit

pytestmark = pytest.mark.socket

#: A worker's machine that has other files, or another engine, than ours. Preloaded into the worker.
ELSEWHERE = """
from pathlib import Path
read = Path.read_bytes
def read_text(self, *args, **kwargs):
    if ".token." in self.name:
        raise FileNotFoundError(2, "No such file or directory", str(self))
    return read(self).decode()
Path.read_text = read_text
"""
OLDER = """
from tenantbook.site import generator
generator.version = lambda name: "0.0.1" if name == "mkdocs" else "9.9"
"""


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def _process(*arguments: str) -> Iterator["subprocess.Popen[bytes]"]:
    command = [sys.executable, "-m", "dask", *arguments]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            yield process
        finally:
            process.kill()


def _until(what: Callable[[], object], seconds: float = 20) -> None:
    end = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < end, "it did not come to that"
        time.sleep(0.02)


def _listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


class LoopbackCluster:
    """A scheduler, and workers that can be killed."""

    def __init__(self, stack: ExitStack, scratch: Path) -> None:
        port = _free_port()
        self.address = f"tcp://127.0.0.1:{port}"
        self.workers: list[subprocess.Popen[bytes]] = []
        self._stack, self._scratch = stack, scratch
        stack.enter_context(_process("scheduler", "--host", "127.0.0.1", "--port", str(port), "--no-dashboard"))
        _until(lambda: _listens(port))

    def add_worker(self, *arguments: str) -> None:
        fixed = ("--no-nanny", "--nthreads", "1", "--no-dashboard", "--host", "127.0.0.1")
        where = ("--local-directory", str(self._scratch / str(len(self.workers))))
        self.workers.append(self._stack.enter_context(_process("worker", self.address, *fixed, *where, *arguments)))


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[LoopbackCluster]:
    with ExitStack() as stack:
        yield LoopbackCluster(stack, tmp_path / "dask")


@pytest.fixture
def two_workers(cluster: LoopbackCluster) -> LoopbackCluster:
    cluster.add_worker()
    cluster.add_worker()
    return cluster


@pytest.fixture
def unbuilt(tmp_path: Path, estate: Estate) -> Estate:
    """The demo's estate with its snapshots, and nothing built."""
    copy = new_estate(tmp_path / "elsewhere", estate.live)
    shutil.copytree(estate.workspace.snapshots, copy.workspace.snapshots)
    return copy


def _sites(estate: Estate) -> dict[str, dict[str, str]]:
    places = [(client, surface) for client in estate.clients for surface in SURFACES]
    sites = {f"{client}/{surface}": estate.site(client, surface) for client, surface in places}
    return {name: tree(place) for name, place in {**sites, "house": estate.workspace.build / "house"}.items()}


def _half_made(estate: Estate) -> list[Path]:
    return [*estate.workspace.build.glob("sites/*/.*.new.*"), *estate.workspace.build.glob(".token.*")]


@pytest.fixture
def interruptible() -> Iterator[None]:
    """Let what is started here hear of Ctrl-C, even where a shell runs the tests in the background and ignores it."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@contextmanager
def _building(estate: Estate, address: str) -> Iterator["subprocess.Popen[str]"]:
    """Run a build, and go on once it is at work."""
    command = estate.command("build", "--scheduler", address)
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    with subprocess.Popen(command, env=estate.environment(), text=True, **pipes) as process:
        try:
            _until(lambda: any(estate.workspace.build.glob("cache/*")) or process.poll() is not None)
            yield process
        finally:
            process.kill()


def test_a_cluster_builds_the_same_sites_as_this_machine(
    two_workers: LoopbackCluster, unbuilt: Estate, estate: Estate
) -> None:
    done = unbuilt.spawn("build", "--scheduler", two_workers.address)
    assert (done.returncode, done.stderr) == (0, "")
    assert _sites(estate) == _sites(unbuilt)
    again = unbuilt.spawn("build", "--scheduler", two_workers.address)
    assert (0, f"0 sites built, 15 unchanged, in {unbuilt.workspace.build}\n") == (again.returncode, again.stdout)


def test_the_work_of_a_worker_lost_on_the_way_is_done_by_the_other(
    two_workers: LoopbackCluster, unbuilt: Estate, estate: Estate
) -> None:
    with _building(unbuilt, two_workers.address) as build:
        two_workers.workers[0].kill()
        said, _ = build.communicate(timeout=40)
    assert build.returncode == 0, said
    assert _sites(estate) == _sites(unbuilt)


def test_a_build_that_loses_every_worker_ends_and_names_what_it_could_not_build(
    cluster: LoopbackCluster, unbuilt: Estate
) -> None:
    cluster.add_worker()
    with _building(unbuilt, cluster.address) as build:
        cluster.workers[0].kill()
        said, _ = build.communicate(timeout=40)
    assert build.returncode == Exit.COULD_NOT_FIND_OUT, said
    assert "northwind-dental/client: not built: its worker was ended" in said


@pytest.mark.usefixtures("interruptible")
@pytest.mark.skipif(sys.platform == "win32", reason="an interrupt cannot be sent to one process there")
def test_ctrl_c_ends_the_run_and_leaves_no_half_made_site(two_workers: LoopbackCluster, unbuilt: Estate) -> None:
    with _building(unbuilt, two_workers.address) as build:
        os.kill(build.pid, signal.SIGINT)
        build.communicate(timeout=15)
    assert build.returncode == INTERRUPTED
    _until(lambda: not _half_made(unbuilt), 10)


def test_a_scheduler_that_does_not_answer_is_told_within_seconds(unbuilt: Estate) -> None:
    address = f"tcp://127.0.0.1:{_free_port()}"
    begin = time.monotonic()
    done = unbuilt.spawn("build", "--scheduler", address)
    assert done.returncode == Exit.USAGE
    assert f"no Dask scheduler answers at {address} within 10 seconds; is it running" in done.stderr
    assert time.monotonic() - begin < 20


@pytest.mark.parametrize(
    ("preload", "told"),
    [
        pytest.param(ELSEWHERE, "must stand at the same path on every machine", id="other files"),
        pytest.param(OLDER, "it has another engine (mkdocs 0.0.1", id="another engine"),
    ],
)
def test_a_worker_that_sees_something_else_is_refused_before_anything_is_built(
    cluster: LoopbackCluster, unbuilt: Estate, tmp_path: Path, preload: str, told: str
) -> None:
    module = tmp_path / "elsewhere.py"
    module.write_text(preload, encoding="utf-8")
    cluster.add_worker("--preload", str(module))
    done = unbuilt.spawn("build", "--scheduler", cluster.address)
    assert (done.returncode, told in done.stderr) == (Exit.USAGE, True), done.stderr
    assert "cannot build here" in done.stderr
    assert not unbuilt.workspace.build.exists() or not any(unbuilt.workspace.build.iterdir())


def test_without_the_extra_the_command_says_what_to_install(unbuilt: Estate, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    done = unbuilt.run("build", "--scheduler", "tcp://127.0.0.1:1")
    assert (done.exit_code, "pip install -e '.[dask]'" in done.stderr) == (Exit.USAGE, True)


def test_workers_send_sites_to_an_address_that_this_machine_only_names(
    two_workers: LoopbackCluster, unbuilt: Estate, estate: Estate, tmp_path: Path
) -> None:
    share = tmp_path / "share"
    done = unbuilt.spawn("build", "--scheduler", two_workers.address, "--to", share.as_uri())
    assert (done.returncode, done.stderr) == (0, "")
    for client in estate.clients:
        for surface in SURFACES:
            sent = tree(share / client / surface)
            assert sent.pop(".tenantbook-files.json", "") != ""
            assert sent == tree(estate.site(client, surface))
