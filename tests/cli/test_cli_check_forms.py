"""`check --format`, `--diff`, `--output` and `--fail-on`: the same run in every form."""

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from estates import Estate
from junitparser import JUnitXml

from support import report_readers as readers
from tenantbook.demo.admin import change_policy
from tenantbook.demo.standin import StandIn
from tenantbook.demo.standin_faults import Fault
from tenantbook.demo.tenants import DEMO_TENANTS
from tenantbook.disk import read_text

pytestmark = pytest.mark.socket

IDS = {tenant.client: tenant.id for tenant in DEMO_TENANTS}
DENTAL, LEGAL = "northwind-dental", "harbour-legal"


@pytest.fixture
def lowered(built: Estate, town: StandIn) -> Estate:
    """Three clients, of whom one's maximum lifetime has been lowered since."""
    change_policy(town.endpoint, town.ca_file, town.admin, IDS[DENTAL], {"maximumLifetimeInMinutes": 240})
    return built


def _drifting_pages(run: dict[str, Any]) -> set[str]:
    places = [result["locations"] + result["relatedLocations"] for result in run["results"]]
    return {place["physicalLocation"]["artifactLocation"]["uri"] for found in places for place in found}


READ: dict[str, Callable[[str], bool]] = {
    "text": lambda text: "Northwind Dental (northwind-dental): " in text and "[8 hours]" in text,
    "json": lambda text: readers.report(text)["counts"]["pages"]["drift"] > 0,
    "junit": lambda text: bool(readers.junit(text).xpath("//testsuite[contains(@name, 'Northwind')]//failure")),
    "sarif": lambda text: f"{DENTAL}/client/end-user/use-pass.html" in _drifting_pages(readers.sarif(text)),
    "github": lambda text: {level for level, _, _ in readers.annotations(text)} == {"error", "warning", "notice"},
    "markdown": lambda text: "1 of 3 clients needs something" in readers.github_html(text).words,
}


@pytest.mark.parametrize("form", READ)
def test_a_run_that_found_drift_tells_it_in_every_form_and_leaves_with_1(lowered: Estate, form: str) -> None:
    done = lowered.run("check", "--format", form)

    assert (done.exit_code, done.stderr) == (1, "")
    assert READ[form](done.stdout)


@pytest.mark.parametrize("form", READ)
def test_a_tenant_that_cannot_be_read_leaves_with_3_in_every_form(built: Estate, town: StandIn, form: str) -> None:
    town.inject(IDS[LEGAL], Fault(drop=True))
    done = built.run("check", "--format", form, "--client", LEGAL)

    assert (done.exit_code, done.stderr) == (3, "")
    assert "the tenant could not be read" in done.stdout


def test_a_diff_has_the_sentence_as_published_and_as_it_should_read(lowered: Estate) -> None:
    done = lowered.run("check", "--diff")
    lines = done.stdout.splitlines()
    head = next(place for place, line in enumerate(lines) if line.startswith(f"--- {DENTAL} client/end-user/use-pass"))
    old, new = lines[head + 3 : head + 5]

    assert done.exit_code == 1
    assert (old[0], new[0]) == ("-", "+")
    assert old[1:].replace("8 hours", "4 hours") == new[1:]


def test_a_report_can_be_written_into_a_file_that_equals_what_is_printed(lowered: Estate, tmp_path: Path) -> None:
    file = tmp_path / "new" / "report.xml"
    done = lowered.run("check", "--format", "junit", "--output", str(file))

    assert done.exit_code == 1
    assert done.stdout.splitlines()[0].endswith(f"; the report is in {file}")
    assert JUnitXml.fromstring(read_text(file).encode()).failures > 0
    assert [other.name for other in file.parent.iterdir()] == ["report.xml"]


def test_a_file_that_cannot_be_written_is_a_mistake_of_usage(lowered: Estate, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    done = lowered.run("check", "--output", str(tmp_path / "file" / "report.txt"))

    assert done.exit_code == 2
    assert "the report can't be written to" in done.stderr


@pytest.mark.parametrize("form", ["json", "junit", "sarif", "github", "markdown"])
def test_a_diff_in_another_form_is_a_mistake_of_usage(built: Estate, form: str) -> None:
    assert built.run("check", "--diff", "--format", form).exit_code == 2


@pytest.mark.parametrize("fail_on", ["error", "warning", "note"])
def test_a_wrong_lifetime_fails_at_every_level(lowered: Estate, fail_on: str) -> None:
    assert lowered.run("check", "--fail-on", fail_on).exit_code == 1


def test_no_form_of_a_fresh_estate_tells_of_a_finding(estate: Estate) -> None:
    suites = JUnitXml.fromstring(estate.run("check", "--no-log", "--format", "junit").stdout.encode())
    run = readers.sarif(estate.run("check", "--no-log", "--format", "sarif").stdout)
    notes = readers.annotations(estate.run("check", "--no-log", "--format", "github").stdout)

    assert (suites.tests, suites.failures, suites.errors) == (169, 0, 0)
    assert (run["results"], run["invocations"][0]["executionSuccessful"]) == ([], True)
    assert [level for level, _, _ in notes] == ["notice"]


if sys.platform != "win32":  # where pipes are no files

    def test_a_report_goes_into_a_pipe_or_where_a_link_leads_and_leaves_both_there(
        built: Estate, tmp_path: Path
    ) -> None:
        pipe, link, file = (tmp_path / name for name in ("pipe", "link", "file"))
        os.mkfifo(pipe)
        link.symlink_to(file)
        reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
        for output in (pipe, link):
            asked = ("--against", "snapshots", "--format", "github", "--client", DENTAL, "--output", str(output))
            assert built.run("check", *asked).exit_code == 0
        assert (b"24 ok" in os.read(reader, 65_536), pipe.is_fifo()) == (True, True)
        assert ("24 ok" in read_text(file), link.is_symlink()) == (True, True)
        os.close(reader)
