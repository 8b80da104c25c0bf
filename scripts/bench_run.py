"""Run commands for the bench, and measure their seconds and their memory."""

import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from pathlib import Path

from bench_report import BenchError, Run
from commands import environment


def tell(text: str) -> None:
    """Say on the error stream what is happening."""
    print(f"[bench] {text}", file=sys.stderr, flush=True)


def settle() -> None:
    """Have the system write what it still holds, so that the next measurement does not pay for the last."""
    if hasattr(os, "sync"):
        os.sync()


def output(command: Sequence[str]) -> str:
    """Return what a command prints. Raises BenchError where it fails."""
    done = subprocess.run(command, env=environment(), capture_output=True, text=True, check=False)
    if done.returncode:
        raise BenchError(f"{' '.join(command[:6])} ended with {done.returncode}:\n{done.stdout}{done.stderr}")
    return done.stdout


def run(command: Sequence[str]) -> Run:
    """Run a command to its end and measure it. Raises BenchError where it fails."""
    with tempfile.TemporaryFile() as said:
        start = time.perf_counter()
        process = subprocess.Popen(command, env=environment(), stdout=said, stderr=subprocess.STDOUT)
        watch = Watch(process.pid)
        watch.start()
        code, largest = wait(process)
        seconds = time.perf_counter() - start
        watch.ended.set()
        watch.join()
        if code:
            said.seek(0)
            text = said.read().decode("utf-8", "replace")[-4000:]
            raise BenchError(f"{' '.join(command[:6])} ended with {code}:\n{text}")
    return Run(seconds, largest, watch.peak or None)


def wait(process: "subprocess.Popen[bytes]") -> tuple[int, int | None]:
    """Return a process's exit code, and the peak memory in bytes of the largest of it and its own; None on Windows."""
    if sys.platform == "win32":
        return process.wait(), None
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    return process.returncode, usage.ru_maxrss * (1 if sys.platform == "darwin" else 1024)


class Watch(threading.Thread):
    """Looks at the memory of a process and all below it, a few times a second, where /proc tells."""

    def __init__(self, pid: int) -> None:
        super().__init__(daemon=True)
        self.ended = threading.Event()
        self.peak = 0
        self._pid = pid

    def run(self) -> None:
        """Keep the largest sum until told that the process has ended."""
        while not self.ended.wait(0.1):
            self.peak = max(self.peak, sum(map(private_memory, family(self._pid))))


def family(pid: int) -> list[int]:
    """Return a process and all below it; only itself where the system does not say."""
    found = [pid]
    for each in found:
        try:
            below = Path(f"/proc/{each}/task/{each}/children").read_text("ascii")
        except OSError:
            continue
        found += map(int, below.split())
    return found


def private_memory(pid: int) -> int:
    """Return the bytes of memory that a process holds, its share of shared pages included; 0 where nothing tells."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text("ascii").splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:")), 0)
