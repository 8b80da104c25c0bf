"""`validate` tells every mistake at once; `render` keeps the committed guides true to the content."""

import pytest
from estates import Estate, add_text, edit, touched, tree

from tenantbook.disk import read_text, write_text

GUIDE = "docs/guides/end-user/use-pass.md"


def test_sound_content_is_counted(estate: Estate) -> None:
    done = estate.run("validate")
    assert (done.exit_code, "7 clients" in done.stdout) == (0, True)


def test_every_mistake_in_every_file_is_told_with_its_line(bare: Estate) -> None:
    write_text(bare.content("clients/one.yml"), "name: One\ntenant: not-an-id\ncolor: red\n")
    write_text(bare.content("clients/two.yml"), "name: [unclosed\n")
    edit(bare.content("procedures/use-pass.yml"), "requires: [tap.usable]", "requires: [tap.usabel]")
    edit(bare.content("procedures/create-pass.yml"), "audiences: [engineer", "audiences: [enginer")
    done = bare.run("validate")
    told = [line for line in done.stdout.splitlines() if ".yml:" in line]
    assert (done.exit_code, f"{len(told)} mistakes in" in done.stdout) == (1, True)
    for file, line, says in (
        ("clients/one.yml", 2, "tenant"),
        ("clients/one.yml", 3, "did you mean colour"),
        ("clients/two.yml", 2, "not readable as YAML"),
        ("procedures/use-pass.yml", None, "did you mean tap.usable"),
        ("procedures/create-pass.yml", None, "did you mean engineer"),
    ):
        place = f"{file}:{line}:" if line else f"{file}:"
        assert [each for each in told if place in each and says in each.replace("'", "").replace("`", "")] != [], told


@pytest.mark.parametrize("verb", ["render", "build", "check", "pull", "permissions", "demo"])
def test_no_verb_makes_anything_from_content_with_a_mistake(bare: Estate, verb: str) -> None:
    edit(bare.content("house.yml"), "name:", "nmae:")
    before = tree(bare.root)
    done = bare.run(verb)
    assert (2, before, True) == (done.exit_code, tree(bare.root), "did you mean" in done.output)


def test_render_check_finds_the_committed_guides_up_to_date(bare: Estate) -> None:
    done = bare.run("render", "--check")
    assert (done.exit_code, "are up to date" in done.stdout) == (0, True), done.output


def test_render_check_names_a_guide_edited_by_hand_and_the_mend(bare: Estate) -> None:
    edit(bare.root / GUIDE, "8 hours", "9 hours")
    before = touched(bare.root)
    done = bare.run("render", "--check")
    assert (1, before) == (done.exit_code, touched(bare.root))
    assert [f"out of date: {GUIDE}", "1 file out of date; run `tenantbook render` and commit them"] == (
        done.stdout.splitlines()
    )


def test_render_check_names_the_guides_that_an_edit_of_the_content_changes(bare: Estate) -> None:
    add_text(bare, "use-pass", "end-user", "Freshly added words.")
    done = bare.run("render", "--check")
    assert (done.exit_code, f"out of date: {GUIDE}" in done.stdout) == (1, True)


def test_render_check_names_a_guide_that_no_procedure_makes(bare: Estate) -> None:
    write_text(bare.workspace.guides / "end-user/own.md", "# Mine")
    done = bare.run("render", "--check")
    assert (done.exit_code, "out of date: docs/guides/end-user/own.md" in done.stdout) == (1, True)


def test_render_mends_and_then_writes_nothing_and_touches_nothing(bare: Estate) -> None:
    good = read_text(bare.root / GUIDE)
    edit(bare.root / GUIDE, "8 hours", "9 hours")
    (bare.workspace.guides / "index.md").unlink()
    first = bare.run("render")
    mended = touched(bare.root)
    second = bare.run("render")
    assert (good, [0, 0], mended) == (
        read_text(bare.root / GUIDE),
        [first.exit_code, second.exit_code],
        touched(bare.root),
    )
    written = [line for line in first.stdout.splitlines() if line.startswith("written")]
    assert sorted(written) == ["written: docs/guides/end-user/use-pass.md", "written: docs/guides/index.md"]
    assert "written" not in second.stdout
    assert bare.run("render", "--check").exit_code == 0


def test_render_touches_only_the_guides_that_an_edit_changes(bare: Estate) -> None:
    before = touched(bare.workspace.guides)
    add_text(bare, "create-pass", "helpdesk", "Freshly added words.")
    assert bare.run("render").exit_code == 0
    now = touched(bare.workspace.guides)
    changed = [name for name in now if now[name] != before[name]]
    assert changed == ["helpdesk/create-pass.md"]
