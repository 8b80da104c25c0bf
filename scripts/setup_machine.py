"""Make `.venv`, install tenantbook into it, and run it there, with nothing but the standard library."""

import hashlib
import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from commands import ROOT, SetupError, apt_install, become, guarded, quietly, say
from python_version import NEEDED

VENV = ROOT / ".venv"
UNFINISHED = VENV / "tenantbook-unfinished"

#: Asked of the venv's own Python: is there a pip, which version is it, and is tenantbook importable?
QUESTION = """
import importlib.util, json, pip, sys
print(json.dumps([sys.version_info[:3], importlib.util.find_spec("tenantbook") is not None]))
"""


@dataclass(frozen=True, slots=True)
class Want:
    """A purpose, and what pip installs for it."""

    name: str
    requirements: tuple[str, ...]
    size: str


PULL = Want("pull", ("--editable", ".[graph]"), "about 600 MB")
DEMO = Want("demo", ("--editable", ".[demo]"), "about 600 MB")
TEST = Want("test", ("--editable", ".[demo]", "--group", "dev"), "about 900 MB")

#: Each holds everything that the ones before it hold.
WANTS = (PULL, DEMO, TEST)


@dataclass(frozen=True, slots=True)
class Venv:
    """What a working virtual environment says about itself."""

    version: tuple[int, ...]
    has_tenantbook: bool


def run_verb(verb: str, want: Want, arguments: Sequence[str]) -> int:
    """Set the machine up and run one verb of tenantbook; return its exit code."""
    return guarded(lambda: set_up_and_run(verb, want, arguments))


def set_up_and_run(verb: str, want: Want, arguments: Sequence[str]) -> int:
    """Set the machine up for `want`, then become `tenantbook VERB ARGUMENTS`."""
    prepare(want)
    return become([str(python_of(VENV)), "-m", "tenantbook", verb, *arguments])


def prepare(want: Want) -> None:
    """See to it that `.venv` works and holds what `want` names; do nothing where it does already."""
    with one_at_a_time(ROOT / "build" / "setup.lock"):
        venv = None if UNFINISHED.exists() else ask(VENV)
        if venv is None:
            make_venv()
            venv = ask(VENV)
        if venv is None:
            raise SetupError(f"{VENV} was made, but its Python does not run. Remove that folder and try again.")
        fingerprint = fingerprint_of((ROOT / "pyproject.toml").read_bytes(), venv.version, ROOT)
        if not (venv.has_tenantbook and is_stamped(VENV, want, fingerprint)):
            install(want)
            put_stamps(VENV, want, fingerprint)


# --- the virtual environment


def python_of(venv: Path, platform: str = sys.platform) -> Path:
    """Return where a virtual environment keeps its Python."""
    return venv / ("Scripts/python.exe" if platform == "win32" else "bin/python")


def ask(venv: Path) -> Venv | None:
    """Return what a virtual environment says about itself, or None where it is absent, broken or too old."""
    try:
        answer = subprocess.run([python_of(venv), "-I", "-c", QUESTION], capture_output=True, timeout=60, check=True)
        version, has_tenantbook = json.loads(answer.stdout)
    except (OSError, subprocess.SubprocessError, ValueError):
        return None
    return Venv(tuple(version), has_tenantbook) if tuple(version[:2]) >= NEEDED else None


def make_venv() -> None:
    """Make `.venv`, in place of whatever is left there of an earlier try."""
    need_ensurepip()
    say("Making a fresh .venv")
    if VENV.is_symlink():
        VENV.unlink()
    code, output = quietly([sys.executable, "-m", "venv", "--clear", str(VENV)])
    if code:
        raise SetupError(
            f"{output}\nPython could not make {VENV}. Remove that folder and run this with a Python outside it."
        )


def need_ensurepip() -> None:
    """Make sure that this Python can give a new virtual environment its pip (Debian packs that part separately)."""
    package = f"python{sys.version_info.major}.{sys.version_info.minor}-venv"
    if not can_make_venvs() and not (apt_install(package) and can_make_venvs()):
        raise SetupError(no_venv_message(package))


def can_make_venvs() -> bool:
    """Tell whether this Python has the modules that make virtual environments."""
    return quietly([sys.executable, "-c", "import ensurepip, venv"])[0] == 0


def no_venv_message(package: str) -> str:
    """Return what to do where Python cannot make virtual environments."""
    return (
        f"This Python ({sys.executable}) cannot make virtual environments: its ensurepip module is missing.\n"
        "On Debian or Ubuntu run this, then try again:\n"
        f"  sudo apt-get update && sudo apt-get install -y {package}\n"
        "Elsewhere install Python from https://www.python.org/downloads/."
    )


# --- what pip installed, and for which state of the project


def fingerprint_of(pyproject: bytes, version: tuple[int, ...], root: Path) -> str:
    """Return a digest of everything that makes an earlier installation good enough."""
    return hashlib.sha256(b"\0".join([pyproject, repr(version).encode(), str(root).encode()])).hexdigest()


def stamp_of(venv: Path, want: Want) -> Path:
    """Return the file that says for which fingerprint `want` was installed."""
    return venv / f"tenantbook-{want.name}.stamp"


def is_stamped(venv: Path, want: Want, fingerprint: str) -> bool:
    """Tell whether `want` was installed for this fingerprint."""
    try:
        return stamp_of(venv, want).read_text("utf-8") == fingerprint
    except (OSError, ValueError):
        return False


def put_stamps(venv: Path, want: Want, fingerprint: str) -> None:
    """Note that `want`, and every smaller want with it, is installed for this fingerprint."""
    for each in WANTS[: WANTS.index(want) + 1]:
        stamp_of(venv, each).write_text(fingerprint, "utf-8")


def install(want: Want) -> None:
    """Install what `want` names; a run that is killed leaves a mark, so that the next one starts afresh."""
    say(f"Installing what {want.name} needs into .venv ({want.size}; the first time takes a few minutes)")
    started = time.monotonic()
    UNFINISHED.touch()
    if "--group" in want.requirements:
        pip_install("pip>=25.1")  # the first that knows dependency groups
    pip_install(*want.requirements)
    UNFINISHED.unlink()
    say(f"Installed in {time.monotonic() - started:.0f} s")


def pip_install(*requirements: str) -> None:
    """Let the venv's pip install `requirements`, in silence unless it fails."""
    pip = [
        str(python_of(VENV)),
        "-m",
        "pip",
        "install",
        "--disable-pip-version-check",
        "--no-input",
        "--progress-bar=off",
    ]
    code, output = quietly([*pip, *requirements])
    if code:
        UNFINISHED.unlink()  # pip ended by itself, and put back what it had changed
        raise SetupError(f"{output}\npip could not install {' '.join(requirements)}.\n{advice(output)}")


#: What pip's words give away, and what helps.
REMEDIES: Mapping[tuple[str, ...], str] = {
    ("CERTIFICATE_VERIFY_FAILED", "SSLError"): (
        "The secure connection was not trusted, as happens behind an inspecting proxy. Point pip at your company's "
        "certificates and try again:\n  PIP_CERT=/path/to/company-ca.pem (PowerShell: $env:PIP_CERT = '...')"
    ),
    ("No space left", "Errno 28"): "The disk is full. Make some room and try again.",
    (
        "Permission denied",
        "Errno 13",
        "WinError 5",
    ): "A file could not be written. Close what uses .venv, or remove it, and try again.",
    (
        "ProxyError",
        "NewConnectionError",
        "Connection",
        "Errno -3",
        "getaddrinfo",
        "timed out",
        "No matching distribution",
    ): (
        "The package index could not be reached. Check the network, then try again. Behind a proxy, or with an "
        "index of your own, set one of these first:\n  HTTPS_PROXY=http://proxy.example:8080\n  PIP_INDEX_URL=https://pypi.example/simple"
    ),
}


def advice(output: str) -> str:
    """Return what to do about a failure of pip, judging by its words."""
    for signs, remedy in REMEDIES.items():
        if any(sign in output for sign in signs):
            return remedy
    return "pip's own words are above. Mend what they name and run this again."


# --- one run at a time


@contextmanager
def one_at_a_time(path: Path) -> Iterator[None]:
    """Wait until no other run sets this project up; the system lets go of the lock even where a run is killed."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a+b") as file:
        os.set_inheritable(file.fileno(), True)  # noqa: FBT003  # a pip that outlives a killed run keeps the lock
        said = False
        while not locked(file.fileno()):
            if not said:
                say("Another run is setting this project up; waiting for it")
            said = True
            time.sleep(0.5)
        yield


def locked(descriptor: int) -> bool:
    """Try to lock an open file; tell whether it worked."""
    try:
        if sys.platform == "win32":
            import msvcrt  # noqa: PLC0415  # Windows only

            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl  # noqa: PLC0415  # POSIX only

            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
