"""No input and no workspace ends in a traceback, and a fault of our own is never taken for a finding."""

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import click
import pytest
from estates import Estate

from tenantbook.cli import CRASHED, main
from tenantbook.disk import read_text, write_text
from tenantbook.model.errors import TenantbookError

Harm = Callable[[Path], object]

#: What is wrong with a workspace, and words of what is said of it.
HARMED: dict[str, tuple[Harm, str]] = {
    "no page template": (lambda root: (root / "kb_src/templates/page.md.j2").unlink(), "page.md.j2"),
    "no templates": (lambda root: shutil.rmtree(root / "kb_src/templates"), "templates"),
    "a template that is no text": (
        lambda root: (root / "kb_src/templates/page.md.j2").write_bytes(b"\xff\xfe\x00"), "page.md.j2",
    ),
    "many brackets in an expression": (
        lambda root: write_text(
            root / "kb_src/procedures/use-pass.yml",
            read_text(root / "kb_src/procedures/use-pass.yml").replace("{{", "{{" + "(" * 3000 + "{{", 1),
        ),
        "use-pass.yml",
    ),
    "deep nesting": (
        lambda root: (root / "kb_src/clients/deep.yml").write_text("a: " + "[" * 5000), "deep.yml",
    ),
    "a surrogate": (lambda root: (root / "kb_src/clients/odd.yml").write_text('name: "\\ud800"\n'), "odd.yml"),
    "a NUL": (lambda root: (root / "kb_src/clients/odd.yml").write_bytes(b"name: a\0b\n"), "odd.yml"),
}  # fmt: skip


@pytest.mark.parametrize("verb", [("validate",), ("build", "--jobs", "1"), ("check", "--against", "snapshots")])
@pytest.mark.parametrize("harm", HARMED)
def test_a_workspace_that_is_broken_is_told_in_words(bare: Estate, harm: str, verb: tuple[str, ...]) -> None:
    harms, words = HARMED[harm]
    (bare.workspace.content / "clients").mkdir(exist_ok=True)
    harms(bare.root)

    done = bare.run(*verb)

    assert "Traceback" not in done.output
    assert done.exit_code in (1, 2, 3, 4), done.output
    assert words in done.output or verb[0] == "check", done.output


def _verb(error: Exception) -> click.Command:
    @click.command("validate")
    def command() -> None:
        raise error

    return command


@pytest.mark.parametrize(
    ("error", "code", "words"),
    [
        (TenantbookError("the file is gone\n::error::x; take it from git"), 2, "Error: the file is gone"),
        (ZeroDivisionError("x"), CRASHED, "a fault of its own"),
        (RecursionError("x"), CRASHED, "a fault of its own"),
        (MemoryError("x"), CRASHED, "a fault of its own"),
        (PermissionError(13, "Permission denied", "/x"), 2, "Error: Permission denied: /x"),
    ],
)
def test_a_fault_of_our_own_is_told_as_one(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], error: Exception, code: int, words: str
) -> None:
    monkeypatch.setattr("tenantbook.cli.Verbs.get_command", lambda *_: _verb(error))

    with pytest.raises(SystemExit) as caught:
        main(["validate"], prog_name="tenantbook")

    said = capsys.readouterr().err
    assert (caught.value.code, words in said) == (code, True)
    assert "\n::error" not in said


def test_every_error_of_ours_has_the_one_base() -> None:
    lines = subprocess.run(
        ["grep", "-rnE", r"^class [A-Z]\w*\(Exception\)", str(Path(__file__).parents[2] / "src")],
        check=False, capture_output=True, text=True,
    ).stdout.splitlines()  # fmt: skip

    assert [line for line in lines if "class TenantbookError" not in line] == []
