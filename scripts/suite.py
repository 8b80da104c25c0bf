"""What test.py runs, in order: ruff, mypy, and the tests in pytest."""

import os
import sys
from collections.abc import Mapping, Sequence
from xml.etree import ElementTree as ET

from commands import ROOT, SetupError, guarded, openly
from find_browser import browser
from find_php import php
from find_wordpress import wordpress
from setup_machine import TEST, VENV, prepare, python_of

#: The checks that need no browser: what they are called, and the module and arguments that do it.
LINT_STEPS: Mapping[str, tuple[str, ...]] = {
    "ruff check": ("ruff", "check", "."),
    "ruff format": ("ruff", "format", "--check", "."),
    "mypy": ("mypy",),
    "mypy, the scripts": ("mypy", "scripts"),
}

RESULTS = ROOT / "build" / "test-results.xml"


def main(arguments: Sequence[str]) -> int:
    """Set the machine up and run the steps; return the first exit code that is not 0."""
    return guarded(lambda: set_up_and_test(pytest_arguments(arguments)))


def pytest_arguments(arguments: Sequence[str]) -> list[str]:
    """Return what is passed on to pytest; a leading `--` only sets it apart."""
    return list(arguments[1:] if arguments[:1] == ["--"] else arguments)


def set_up_and_test(arguments: Sequence[str]) -> int:
    """Run every step, or only the tests that `arguments` ask for."""
    prepare(TEST)
    found = {"TENANTBOOK_BROWSER": browser(), **wordpress_and_php()}
    codes = {} if arguments else {name: step(name, *command) for name, command in LINT_STEPS.items()}
    codes["pytest"] = tests(found, arguments)
    print(f"\n{summary(codes)}")
    return next(filter(None, codes.values()), 0)


def wordpress_and_php() -> dict[str, str]:
    """Return the variable that names the PHP for WordPress, fetched with it; nothing where neither can be had.

    CI must have both. Elsewhere the other tests still tell a lot, and what was left out is said.
    """
    try:
        found = {"TENANTBOOK_PHP": php()}
        wordpress()
    except SetupError as error:
        if is_ci(os.environ):
            raise
        print(f"\nNOT TESTED: what needs a WordPress.\n{error}", file=sys.stderr)
        return {}
    return found


def step(name: str, *command: str, **variables: str) -> int:
    """Run a module of the venv under a heading; return its exit code."""
    print(f"\n== {name}")
    return openly([str(python_of(VENV)), "-m", *command], **variables)


def tests(found: Mapping[str, str], arguments: Sequence[str]) -> int:
    """Run pytest; in CI a skipped test is a failed one, because it would look like a passed one."""
    RESULTS.unlink(missing_ok=True)
    left_out = () if "TENANTBOOK_PHP" in found else ("-m", "not wordpress")
    code = step("pytest", "pytest", f"--junit-xml={RESULTS}", *left_out, *arguments, **found)
    skipped = skips(RESULTS.read_text("utf-8")) if RESULTS.exists() else []
    if not (skipped and is_ci(os.environ)):
        return code
    print("\nIn CI no test may be skipped, and these were:", *skipped, sep="\n  ", file=sys.stderr)
    return code or 1


def skips(results: str) -> list[str]:
    """Return each test that pytest's JUnit results call skipped, with its reason; an expected failure is none."""
    return [
        f"{case.get('classname')}::{case.get('name')}: {skip.get('message')}"
        for case in ET.fromstring(results).iter("testcase")  # noqa: S314  # pytest wrote it a moment ago
        for skip in case.iterfind("skipped")
        if skip.get("type") != "pytest.xfail"
    ]


def is_ci(environment: Mapping[str, str]) -> bool:
    """Tell whether a CI service runs this: they set CI=true, and GitHub, GitLab and others agree on it."""
    return environment.get("CI", "").lower() not in {"", "0", "false"}


def summary(codes: Mapping[str, int]) -> str:
    """Return one line that names each step and how it ended."""
    return "   ".join(f"{name}: {'ok' if code == 0 else f'failed ({code})'}" for name, code in codes.items())
