"""Find a PHP that WordPress runs on, for the tests, or install one."""

import os
import shutil
import subprocess
import sys

from commands import SetupError, apt_install

#: What WordPress needs, and what keeps its posts in a file.
EXTENSIONS = ("curl", "mbstring", "pdo_sqlite", "xml")

#: Debian's names, without a version, so that each release brings its own.
PACKAGES = ("php-cli", "php-curl", "php-mbstring", "php-sqlite3", "php-xml")


def php() -> str:
    """Return the path of a PHP with all that is needed; install it where there is none."""
    chosen = os.environ.get("TENANTBOOK_PHP")
    if chosen:
        return named_php(chosen)
    found = found_php()
    if found is None and apt_install(*PACKAGES):
        found = found_php()
    if found is None:
        raise SetupError(no_php_message(sys.platform))
    return found


def named_php(name: str) -> str:
    """Return the path of the PHP that the environment names."""
    path = shutil.which(name)
    if path is None:
        raise SetupError(f"TENANTBOOK_PHP names {name}, which cannot be run. Correct the variable, or unset it.")
    lacking = missing(modules_of(path))
    if lacking:
        raise SetupError(f"TENANTBOOK_PHP names {path}, which lacks {', '.join(lacking)}. Add them, or unset it.")
    return path


def found_php() -> str | None:
    """Return the PHP on the PATH if it has all that is needed."""
    path = shutil.which("php")
    return path if path and not missing(modules_of(path)) else None


def modules_of(path: str) -> str:
    """Return what a PHP says of its extensions, one a line."""
    try:
        return subprocess.run([path, "-m"], check=False, capture_output=True, timeout=30).stdout.decode(
            "utf-8", "replace"
        )
    except (OSError, subprocess.SubprocessError):
        return ""


def missing(modules: str) -> list[str]:
    """Return the extensions that are needed and not listed."""
    held = {line.strip().lower() for line in modules.splitlines()}
    return [name for name in EXTENSIONS if name not in held]


def no_php_message(platform: str) -> str:
    """Return what to run on a machine that has no PHP and cannot fetch one."""
    return (
        "The tests start a WordPress, and this machine has no PHP with all that it needs.\n"
        f"Install one, then try again:\n  {INSTALL.get(platform, INSTALL['linux'])}\n"
        "Or name one that is somewhere else in the variable TENANTBOOK_PHP."
    )


#: What installs it, by platform.
INSTALL = {
    "linux": f"sudo apt-get update && sudo apt-get install -y {' '.join(PACKAGES)}",
    "darwin": "brew install php",
    "win32": "winget install --id PHP.PHP.8.3",
}
