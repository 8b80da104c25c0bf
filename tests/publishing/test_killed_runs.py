"""However often a run is killed, the one that is let finish leaves what an undisturbed one leaves."""

import json
import random
import re
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from estates import Estate, edit, link, tree
from presswork import miniature_at

from support.publishing import SHARE, Published
from tenantbook.disk import read_text, write_text

CLIENTS = [f"client-{number:02}" for number in range(18)]

#: How often each stage is killed, at a moment of its own each time.
KILLS = 5

Left = tuple[dict[str, str], dict[str, object]]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Published:
    """Eighteen clients, built: 108 pages and what their sites have beside them."""
    estate = miniature_at(tmp_path_factory.mktemp("killed") / "estate")
    for kind in ("clients", "snapshots"):
        text = read_text(estate.content(f"{kind}/plain.yml"))
        for number, client in enumerate(CLIENTS):
            tenant = f"00000000-0000-4000-8000-0000000001{number:02}"
            text_of = re.sub(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", tenant, text)
            write_text(estate.content(f"{kind}/{client}.yml"), text_of.replace("client: plain", f"client: {client}"))
        for client in ("plain", "strict", "without"):
            estate.content(f"{kind}/{client}.yml").unlink()
    write_text(estate.content("publish/share.yml"), SHARE)
    published = Published(estate)
    published.rebuild()
    return published


def copied(built: Published, root: Path) -> Published:
    shutil.copytree(built.estate.root, root / "estate", copy_function=link)
    return Published(Estate(root / "estate"))


def change(published: Published) -> None:
    """Change the policy of half of the clients, and let two go."""
    for client in CLIENTS[:9]:
        edit(published.estate.snapshot(client), "pass.lifetime: 480", "pass.lifetime: 240")
    for client in CLIENTS[-2:]:
        for kind in ("clients", "snapshots"):
            published.estate.content(f"{kind}/{client}.yml").unlink()
    published.rebuild()


def left_by(published: Published) -> Left:
    """Return every file that is published, and the ledger without its times and places."""
    articles = json.loads(read_text(published.ledger))["articles"]
    for kept in articles.values():
        del kept["when"], kept["address"]
    assert sorted(file.name for file in published.ledger.parent.iterdir()) == ["share.json", "share.lock"]
    return tree(published.share), articles


def finish(published: Published) -> float:
    """Let a run finish; return how many seconds it took."""
    begin = time.monotonic()
    done = published.estate.spawn("publish", "share", "--yes", "--allow-many")
    assert (done.returncode, done.stderr) == (0, ""), done.stdout
    return time.monotonic() - begin


def size_of(file: Path) -> int:
    try:
        return file.stat().st_size
    except FileNotFoundError:
        return 0


def kill(published: Published, after: float) -> bool:
    """Start a run and kill it so long after it began to work; return whether it was at work then."""
    journal = published.ledger.with_suffix(".journal")
    with subprocess.Popen(
        published.estate.command("publish", "share", "--yes", "--allow-many"),
        env=published.estate.environment(),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as process:
        # What an earlier run left of its journal is gone before this one writes its first line.
        for begun in (False, True):
            while process.poll() is None and bool(size_of(journal)) is not begun:
                time.sleep(0.002)
        time.sleep(after)
        process.send_signal(signal.SIGKILL)
        return process.wait(timeout=30) == -signal.SIGKILL


@pytest.fixture
def interruptible() -> Iterator[None]:
    """Let what is started here hear of Ctrl-C, even where a shell runs the tests in the background and ignores it."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.parametrize("seed", [20261125, 7])
def test_runs_killed_at_any_moment_and_resumed_leave_what_an_undisturbed_one_leaves(
    built: Published, tmp_path: Path, seed: int
) -> None:
    undisturbed, killed = copied(built, tmp_path / "undisturbed"), copied(built, tmp_path / "killed")
    chance, at_work = random.Random(seed), 0
    for stage in ("at first", "after a change"):
        if stage == "after a change":
            change(undisturbed)
            change(killed)
        lasting = finish(undisturbed)
        at_work += sum(kill(killed, lasting * chance.random() / (2 * KILLS)) for _ in range(KILLS))
        finish(killed)
        assert left_by(undisturbed) == left_by(killed), stage
        assert tree(killed.estate.workspace.build / "sites").keys() <= {
            name for name in tree(killed.share) if ".tenantbook" not in name
        }
    assert at_work >= KILLS


@pytest.mark.usefixtures("interruptible")
def test_ctrl_c_leaves_a_ledger_that_the_next_run_goes_on_from(built: Published, tmp_path: Path) -> None:
    published = copied(built, tmp_path)
    with subprocess.Popen(
        published.estate.command("publish", "share", "--yes"),
        env=published.estate.environment(),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        while process.poll() is None and not published.share.exists():
            time.sleep(0.002)
        process.send_signal(signal.SIGINT)
        said = process.communicate(timeout=30)[1]
        assert (process.returncode, said.strip()) == (130, "stopped")
    known = json.loads(read_text(published.ledger))["articles"]
    assert 0 < len(known) < 144
    finish(published)
    assert len(json.loads(read_text(published.ledger))["articles"]) == 144
