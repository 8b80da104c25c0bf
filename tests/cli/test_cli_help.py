"""The command as a whole: its help, what it loads, how it speaks to a terminal and to a pipe."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner
from estates import PROJECT, Estate

from tenantbook.cli import VERBS, file_of, main
from tenantbook.disk import write_text


@pytest.mark.parametrize("option", ["--help", "-h"])
def test_help_lists_every_verb_and_the_exit_codes(option: str) -> None:
    done = CliRunner().invoke(main, [option])
    told = [verb for verb, line in VERBS.items() if f"  {verb} " in done.output and line in done.output]
    assert (0, list(VERBS), True) == (
        done.exit_code,
        told,
        "0 all right; 1 findings; 2 usage or configuration; 3 could not find out" in " ".join(done.output.split()),
    )


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_has_a_help_of_its_own(verb: str) -> None:
    done = CliRunner().invoke(main, [verb, "--help"])
    assert (done.exit_code, done.output.startswith(f"Usage: main {verb} [OPTIONS]")) == (0, True)


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_has_a_file_and_is_in_the_documentation(verb: str) -> None:
    pages = [PROJECT / "README.md", *sorted((PROJECT / "docs/handbook").glob("*.md"))]
    told = [page.name for page in pages if f"tenantbook {verb}" in page.read_text("utf-8")]
    assert ((PROJECT / f"src/tenantbook/cli/{file_of(verb)}.py").is_file(), bool(told)) == (True, True)


def test_an_unknown_verb_is_a_mistake_of_usage() -> None:
    assert CliRunner().invoke(main, ["bulid"]).exit_code == 2


def test_a_folder_without_content_is_a_mistake_of_usage(tmp_path: Path) -> None:
    done = CliRunner().invoke(main, ["validate", "--root", str(tmp_path)])
    assert (done.exit_code, "holds no kb_src folder" in done.stderr) == (2, True)


def test_the_project_is_found_from_a_folder_below_it(bare: Estate) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tenantbook", "permissions"],
        cwd=bare.workspace.guides,
        env=bare.environment(),
        check=False,
        capture_output=True,
        text=True,
    )
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize("arguments", [["--help"], ["validate"], ["render", "--check"], ["permissions"]])
def test_verbs_that_build_and_read_nothing_load_neither_generator_nor_graph(bare: Estate, arguments: list[str]) -> None:
    heavy = ("mkdocs", "material", "msgraph", "msgraph_core", "kiota_abstractions", "azure", "aiohttp", "httpx")
    code = "\n".join(
        [
            "import json, sys",
            "from tenantbook.cli import main",
            f"main({arguments!r}, standalone_mode=False)",
            f"print(json.dumps([name for name in {heavy!r} if name in sys.modules]))",
        ]
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        env=bare.environment(TENANTBOOK_ROOT=str(bare.root)),
        check=False,
        capture_output=True,
        text=True,
    )
    assert (done.stderr, json.loads(done.stdout.splitlines()[-1])) == ("", [])


def test_a_pipe_gets_no_colour(bare: Estate) -> None:
    done = bare.spawn("validate")
    assert (done.returncode, "\x1b" in done.stdout + done.stderr) == (0, False)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pseudo-terminals for a test to open")
def test_a_terminal_gets_colour(bare: Estate) -> None:
    import pty  # noqa: PLC0415 -- only POSIX systems have it

    outer, inner = pty.openpty()
    with subprocess.Popen(
        bare.command("validate"), env=bare.environment(TERM="xterm-256color"), stdout=inner
    ) as process:
        code = process.wait(timeout=60)
    os.close(inner)
    said = os.read(outer, 10_000).decode()
    os.close(outer)
    assert (code, "\x1b[32m" in said, "files are sound" in said) == (0, True, True)


def test_permissions_are_those_that_the_facts_and_names_take_one_a_line(bare: Estate) -> None:
    done = bare.run("permissions")
    expected = "Policy.Read.AuthenticationMethod\nOrganization.Read.All\nGroupMember.Read.All\n"
    assert (0, expected) == (done.exit_code, done.stdout)


SECURITY_DEFAULTS = """\
policy: security-defaults
graph: /policies/identitySecurityDefaultsEnforcementPolicy
under: '@'
permission: Policy.Read.All
clouds: [global]
source: Microsoft Graph v1.0
facts:
  defaults.enabled:
    at: isEnabled
    kind: flag
    default: false
    source: Microsoft Graph v1.0
    label: Security defaults
    means: Whether security defaults are on.
"""


def test_a_new_policy_adds_its_permission(bare: Estate) -> None:
    write_text(bare.content("facts/security-defaults.yml"), SECURITY_DEFAULTS)
    done = bare.run("permissions")
    assert (done.exit_code, "Policy.Read.All\n" in done.stdout) == (0, True), done.output


def test_schema_writes_one_for_each_kind_of_file_and_the_second_time_nothing(bare: Estate) -> None:
    edit = bare.content("schemas/client.json")
    write_text(edit, "{}")
    first, second = bare.run("schema"), bare.run("schema")
    kinds = len(list(bare.content("schemas").glob("*.json")))
    assert (f"{kinds} schemas, 1 of them new or changed\n", f"{kinds} schemas, 0 of them new or changed\n") == (
        first.stdout,
        second.stdout,
    )
    assert (PROJECT / "kb_src/schemas/client.json").read_text("utf-8") == edit.read_text("utf-8")


def test_schema_works_on_content_with_mistakes(bare: Estate) -> None:
    write_text(bare.content("clients/broken.yml"), "nmae: x\n")
    assert bare.run("schema").exit_code == 0
