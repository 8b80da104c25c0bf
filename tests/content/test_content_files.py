"""Content as it lies on disk, and what cases cannot say in YAML."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from support.content import CONTENT, miniature, problems_of, read_files, read_templates
from tenantbook.checks import CHECKS
from tenantbook.cli.gather import read_library
from tenantbook.content.document import MAX_BYTES, MAX_NODES, Document, read_document, write_document, write_flow
from tenantbook.disk import Workspace
from tenantbook.model.problem import Problem

BASE = Path(__file__).parent / "base"


def planted(root: Path, name: str, data: bytes) -> Workspace:
    """Return a workspace that holds the base library, the project's templates and one more file."""
    files = {**miniature(BASE), **{f"templates/{each}": text for each, text in read_templates().items()}}
    for each, text in files.items():
        (root / "kb_src" / each).parent.mkdir(parents=True, exist_ok=True)
        (root / "kb_src" / each).write_text(text, encoding="utf-8")
    (root / "kb_src" / name).write_bytes(data)
    return Workspace.at(root)


def told(workspace: Workspace) -> list[str]:
    return [str(problem) for problem in read_library(workspace)[1]]


def test_a_file_that_is_not_utf8_is_named(tmp_path: Path) -> None:
    workspace = planted(tmp_path, "clients/acme.yml", "name: Café\n".encode("latin-1"))

    (problem,) = told(workspace)

    assert str(Path("clients", "acme.yml")) in problem
    assert "not UTF-8" in problem


def test_a_file_with_a_byte_order_mark_and_windows_line_ends_is_read(tmp_path: Path) -> None:
    text = (BASE / "clients" / "acme.yml").read_text(encoding="utf-8")
    workspace = planted(tmp_path, "clients/acme.yml", b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode())

    library, problems = read_library(workspace)

    assert (problems, library.clients["acme"].name) == ([], "Acme")


def test_files_that_begin_with_a_dot_are_not_read(tmp_path: Path) -> None:
    assert not told(planted(tmp_path, "clients/.acme.yml.swp.yml", b"name: ["))


def test_a_file_that_is_too_large_is_refused_before_anything_is_built_from_it() -> None:
    big = f"name: {'x' * MAX_BYTES}\n"

    assert Problem("a.yml", 1, "larger than 512 kB; split the file") == read_document("a.yml", big)


def test_a_file_with_too_many_entries_is_refused() -> None:
    refused = read_document("a.yml", f"a: [{'1,' * MAX_NODES}1]\n")

    assert Problem("a.yml", 1, f"more than {MAX_NODES} entries; split the file") == refused


def test_a_language_has_the_words_of_the_others() -> None:
    english = miniature(BASE)["languages/en.yml"]
    german = english.replace("  nobody: nobody\n", "").replace("  or: or\n", "  oder: oder\n")

    problems = problems_of({**miniature(BASE), "languages/de.yml": german})

    assert problems == [
        "languages/de.yml:4: the word 'nobody' is missing",
        "languages/de.yml:4: the word 'or' is missing",
        "languages/en.yml:4: the word 'oder' is missing",
    ]


@pytest.mark.parametrize(
    ("template", "problem"),
    [
        ("{{ word('hous') }}", "templates/page.md.j2:1: unknown word 'hous' (did you mean 'hours'?)"),
        ("\n{{ pass.lifetme }}", "templates/page.md.j2:2: unknown fact 'pass.lifetme' (did you mean 'pass.lifetime'?)"),
        ("{% if possible %}", "templates/page.md.j2:1: not readable as a template: Unexpected end of template."),
    ],
)
def test_a_page_template_names_what_exists(template: str, problem: str) -> None:
    (told,) = problems_of(miniature(BASE), {**read_templates(), "page.md.j2": template})

    assert told.startswith(problem)


def test_a_page_template_that_is_missing_is_told() -> None:
    only = {name: text for name, text in read_templates().items() if name != "start.md.j2"}

    assert problems_of(miniature(BASE), only) == ["templates/start.md.j2:1: the page template is missing"]


def test_every_check_says_in_a_sentence_what_it_stands_for() -> None:
    assert not [check.__name__ for check in CHECKS if not (check.__doc__ or "").strip().endswith(".")]


def test_the_projects_own_content_has_no_mistakes_and_names_its_schemas() -> None:
    files = read_files(CONTENT)

    unnamed = [file for file, text in files.items() if not text.startswith("# yaml-language-server: $schema=")]
    assert (problems_of(files), unnamed) == ([], [])


def test_an_empty_folder_is_told_what_is_missing_and_nothing_else() -> None:
    assert problems_of({}) == [
        "audiences.yml:1: the file is missing",
        "baseline.yml:1: the file is missing",
        "facts/:1: the folder holds no file",
        "house.yml:1: the file is missing",
        "languages/:1: the folder holds no file",
        "places.yml:1: the file is missing",
        "procedures/:1: the folder holds no file",
        "roles.yml:1: the file is missing",
    ]


#: Line breaks that YAML folds and no content or name from a tenant may hold.
BREAKS = "\x85\u2028\u2029"

plain = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**16), 10**16)
    | st.text(st.characters(exclude_categories=["Cs"], exclude_characters=BREAKS))
    | st.text("0123456789.+-:eE_~nolyx"),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text("abc:#'\" -?", min_size=1), inner, max_size=4),
    max_leaves=12,
)


@given(plain)
def test_what_is_written_as_yaml_is_read_back(data: object) -> None:
    for text in (write_document({"held": data}, head="Written by a test."), f"held: {write_flow(data)}\n"):
        found = read_document("a.yml", text)

        assert isinstance(found, Document), found
        assert {"held": data} == found.data


@given(st.text())
def test_any_text_is_a_document_or_one_problem_on_one_line(text: str) -> None:
    found = read_document("a.yml", text)

    if isinstance(found, Problem):
        assert "\n" not in str(found)
        assert 1 <= found.line <= text.count("\n") + 2
    else:
        assert found.file == "a.yml"


@given(st.lists(st.text("abc", min_size=1, max_size=5), min_size=1, max_size=30), st.data())
def test_the_lines_of_a_folded_text_can_be_counted(words: list[str], data: st.DataObject) -> None:
    gaps = [data.draw(st.sampled_from([" ", "\n  ", "\n\n  ", "  "])) for _ in words[1:]]
    written = words[0] + "".join(gap + word for gap, word in zip(gaps, words[1:], strict=True))
    document = read_document("a.yml", f"held: >-\n  {written}\n")

    assert isinstance(document, Document)
    assert [len(line.split()) for line in written.split("\n")] == [
        len(line.split()) for line in document.as_written(("held",), document.data["held"]).split("\n")
    ]
