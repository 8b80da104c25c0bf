"""Run other programs in the project: in silence, in the open, or in this process's place."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent

#: What the exit codes of tenantbook call "usage or configuration".
CANNOT_SET_UP = 2


class SetupError(Exception):
    """Something on this machine stands in the way; the message says what, and what to do."""


def guarded(action: Callable[[], int]) -> int:
    """Run `action` and turn what stands in its way into words and an exit code."""
    for stream in (sys.stdout, sys.stderr):
        with suppress(AttributeError):  # a stream that was replaced by something simpler
            stream.reconfigure(errors="replace")  # type: ignore[union-attr]
    try:
        return action()
    except SetupError as error:
        print(f"\n{error}", file=sys.stderr)
        return CANNOT_SET_UP
    except KeyboardInterrupt:
        print("\nInterrupted.", file=sys.stderr)
        return 130


def apt_install(*packages: str) -> bool:
    """Install Debian packages where that needs no password; tell whether it worked."""
    if not (is_root() and shutil.which("apt-get")):
        return False
    say(f"Installing {' '.join(packages)} with apt-get")
    quietly(["apt-get", "update"])
    return quietly(["apt-get", "install", "-y", "--no-install-recommends", *packages])[0] == 0


def is_root() -> bool:
    """Tell whether this is root, which only POSIX systems have."""
    return hasattr(os, "geteuid") and os.geteuid() == 0


def quietly(command: Sequence[str], folder: Path = ROOT) -> tuple[int, str]:
    """Run a command in the project or another folder; return its exit code and all it said."""
    try:
        done = subprocess.run(
            command,
            cwd=folder,
            env=without_secrets(environment()),
            check=False,
            close_fds=False,  # the lock of a setup goes on to what the setup runs
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )
    except OSError as error:
        return 127, str(error)
    return done.returncode, done.stdout.decode("utf-8", "replace").strip()


def openly(command: Sequence[str], **variables: str) -> int:
    """Run a command in the project for all to see; return its exit code."""
    sys.stdout.flush()
    with subprocess.Popen(command, cwd=ROOT, env=environment() | variables) as process:
        while True:
            with suppress(KeyboardInterrupt):  # the command hears of it as well, and ends in its own time
                return exit_code(process.wait())


def become(command: list[str]) -> int:
    """Run a command in this process's place, so that a scheduler's signals and the exit code are the command's own."""
    if sys.platform != "win32":  # which has no such thing
        sys.stdout.flush()
        os.chdir(ROOT)
        os.execve(command[0], command, environment())  # noqa: S606  # the venv's own Python
    return openly(command)


def exit_code(returned: int) -> int:
    """Return a process's exit code in the shell's form: a signal counts from 128."""
    return 128 - returned if returned < 0 else returned


def environment() -> dict[str, str]:
    """Return this process's environment with what commands need to be quiet and to write UTF-8 everywhere."""
    return {**os.environ, "DEBIAN_FRONTEND": "noninteractive", "PIP_USER": "0", "PYTHONUTF8": "1"}


#: Names of variables that hold a secret. What sets up and installs is told none of them.
_SECRET = re.compile(r"SECRET|PASSW(?:OR)?D|TOKEN|CREDENTIAL|API_?KEY|PRIVATE_?KEY", re.IGNORECASE)


def without_secrets(variables: Mapping[str, str]) -> dict[str, str]:
    """Return an environment for a child that needs nobody's password."""
    return {name: value for name, value in variables.items() if not _SECRET.search(name)}


def say(text: str) -> None:
    """Tell the reader what is happening."""
    print(f"[setup] {text}", flush=True)
