"""`serve`: pages on loopback, every edit shown, every mistake told while the last good pages stay."""

import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from estates import DEMO_CLIENTS, Estate, add_text, edit, new_estate

from tenantbook.disk import read_text, write_text

CLIENT = "harbour-legal"
PAGE = f"sites/{CLIENT}/client/end-user/use-pass.html"

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows sends Ctrl-C to the tests as well")


@dataclass
class Serving:
    """A running `serve`, and what it has said so far."""

    estate: Estate
    port: int
    process: "subprocess.Popen[str]"
    lines: list[str] = field(default_factory=list)

    def get(self, path: str) -> str:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/{path}", timeout=5) as answer:
                return str(answer.read().decode())
        except (urllib.error.URLError, ConnectionError):
            return ""

    def hear(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.lines.append(line.rstrip())

    def said(self, text: str) -> bool:
        return any(text in line for line in self.lines)


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as free:
        return int(free.getsockname()[1])


def _until(holds: Callable[[], bool], what: str, seconds: float = 40) -> None:
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, f"never happened: {what}"
        time.sleep(0.1)


@pytest.fixture
def serving(tmp_path: Path, estate: Estate, interruptible: None) -> Iterator[Serving]:
    own = new_estate(tmp_path / "estate", {}, {CLIENT: read_text(DEMO_CLIENTS / f"{CLIENT}.yml")})
    write_text(own.snapshot(CLIENT), read_text(estate.snapshot(CLIENT)))
    port = _free_port()
    with subprocess.Popen(
        own.command("serve", "--client", CLIENT, "--port", str(port), "--jobs", "1"),
        env=own.environment(PYTHONUNBUFFERED="1"),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
    ) as process:
        running = Serving(own, port, process)
        ear = threading.Thread(target=running.hear)
        ear.start()
        try:
            yield running
        finally:
            process.kill()
            ear.join(timeout=10)


def test_an_edit_is_shown_a_mistake_is_told_and_ctrl_c_ends(serving: Serving) -> None:
    _until(lambda: "Harbour Legal" in serving.get("index.html"), "the overview is served")
    assert "1 hour" in serving.get(PAGE)

    add_text(serving.estate, "use-pass", "end-user", "Freshly added words.")
    _until(lambda: "Freshly added words." in serving.get(PAGE), "an edit of the content is shown")

    edit(
        serving.estate.content("procedures/use-pass.yml"), "Freshly added words.", "Wrong words for {{ tap.lifetim }}."
    )
    _until(lambda: serving.said("use-pass.yml:"), "the mistake is told with its file and line")
    assert "Freshly added words." in serving.get(PAGE)

    edit(serving.estate.content("procedures/use-pass.yml"), "Wrong words for {{ tap.lifetim }}.", "Mended words.")
    _until(lambda: "Mended words." in serving.get(PAGE), "the mended text is shown")

    serving.process.send_signal(signal.SIGINT)
    assert serving.process.wait(timeout=20) == 0, serving.lines
    _until(lambda: serving.said("stopped"), "the end is told")
    assert not serving.said("Traceback")


def test_a_port_that_is_taken_is_told_with_what_to_do(tmp_path: Path) -> None:
    own = new_estate(tmp_path / "estate", {}, {})
    with socket.create_server(("127.0.0.1", 0)) as taken:
        done = own.spawn("serve", "--port", str(taken.getsockname()[1]))
    assert (done.returncode, "Traceback" in done.stderr) == (2, False), done.stderr
    assert "choose another with --port" in done.stderr
