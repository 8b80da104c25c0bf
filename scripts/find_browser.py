"""Find a browser of the Chromium family for the tests, or install one."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from commands import SetupError, apt_install, is_root, quietly, say
from setup_machine import VENV, python_of

#: Names on the PATH, in the order in which they are tried.
COMMANDS = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "microsoft-edge",
    "microsoft-edge-stable",
)

#: Places below an applications folder of macOS.
MAC_APPS = (
    "Google Chrome.app/Contents/MacOS/Google Chrome",
    "Chromium.app/Contents/MacOS/Chromium",
    "Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
)

#: Places below a programs folder of Windows.
WINDOWS_PROGRAMS = (
    "Google/Chrome/Application/chrome.exe",
    "Microsoft/Edge/Application/msedge.exe",
    "Chromium/Application/chrome.exe",
)

#: Stands for the browser that playwright keeps for itself.
PLAYWRIGHTS_OWN = ""


def browser() -> str:
    """Return a browser's path, or an empty string for playwright's own; install one where there is none."""
    chosen = os.environ.get("TENANTBOOK_BROWSER")
    if chosen:
        return named_browser(chosen)
    return found_browser() or installed_browser()


def named_browser(name: str) -> str:
    """Return the path of the browser that the environment names."""
    path = shutil.which(name)
    if path is None:
        raise SetupError(f"TENANTBOOK_BROWSER names {name}, which cannot be run. Correct the variable, or unset it.")
    return path


def found_browser() -> str | None:
    """Return the first browser on this machine that runs."""
    found = filter(None, map(shutil.which, candidates(sys.platform, os.environ, Path.home())))
    return first_that(starts, found)


def candidates(platform: str, environment: Mapping[str, str], home: Path) -> Iterator[str]:
    """Yield the names and paths under which a browser may be found, the likeliest first."""
    yield from COMMANDS
    if platform == "darwin":
        yield from (f"{folder}/{app}" for folder in ("/Applications", f"{home}/Applications") for app in MAC_APPS)
    if platform == "win32":
        folders = [environment.get(name) for name in ("PROGRAMFILES", "PROGRAMFILES(X86)", "LOCALAPPDATA")]
        yield from (f"{folder}/{program}" for program in WINDOWS_PROGRAMS for folder in folders if folder)


def first_that(holds: Callable[[str], bool], paths: Iterator[str]) -> str | None:
    """Return the first path for which `holds` says yes."""
    return next((path for path in paths if holds(path)), None)


def starts(path: str) -> bool:
    """Tell whether a browser starts (Ubuntu's chromium-browser may be a stub that only names a snap)."""
    if sys.platform == "win32":  # where asking for the version opens a window
        return True
    try:
        return subprocess.run([path, "--version"], check=False, capture_output=True, timeout=30).returncode == 0
    except (OSError, subprocess.SubprocessError):
        return False


def installed_browser() -> str:
    """Install a browser with apt-get or else with playwright; return its path, or that of playwright's own."""
    if apt_install("chromium") and (path := found_browser()):
        return path
    say("Fetching playwright's own Chromium")
    with_libraries = ["--with-deps"] if is_root() and shutil.which("apt-get") else []
    code, output = quietly([str(python_of(VENV)), "-m", "playwright", "install", *with_libraries, "chromium"])
    if code:
        raise SetupError(f"{output}\n{no_browser_message(sys.platform)}")
    return PLAYWRIGHTS_OWN


def no_browser_message(platform: str) -> str:
    """Return what to run on a machine that has no browser and cannot fetch one."""
    return (
        "The tests open the built pages in a browser, and this machine has none of the Chromium family.\n"
        f"Install one, then try again:\n  {INSTALL.get(platform, INSTALL['linux'])}\n"
        "Or name one that is somewhere else in the variable TENANTBOOK_BROWSER."
    )


#: What installs a browser, by platform.
INSTALL = {
    "linux": "sudo apt-get update && sudo apt-get install -y chromium      (Fedora: sudo dnf install chromium)",
    "darwin": "brew install --cask google-chrome",
    "win32": "winget install --id Google.Chrome",
}
