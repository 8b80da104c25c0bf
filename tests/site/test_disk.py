"""Folders are written atomically, only where they differ, and never beside themselves."""

import os
from pathlib import Path

import pytest
from estates import touched, tree
from hypothesis import given
from hypothesis import strategies as st

from tenantbook.disk import (
    Changes,
    OutsideFolderError,
    UnreadableFileError,
    Workspace,
    inside,
    plan_tree,
    read_text,
    read_tree,
    swap_in,
    write_text,
    write_tree,
)


@pytest.mark.parametrize(
    "path",
    ["../x", "a/../../x", "/etc/passwd", "..", "", ".", "a\\..\\..\\x", "C:/x", "C:x", "\\\\host\\share", "a/b:stream"],
)
def test_no_path_leads_out_of_its_folder(path: str, tmp_path: Path) -> None:
    with pytest.raises(OutsideFolderError):
        inside(tmp_path, path)


@given(st.text(max_size=40))
def test_whatever_path_is_allowed_stays_below_its_folder(path: str) -> None:
    folder = Path("/house")
    try:
        found = inside(folder, path)
    except OutsideFolderError:
        return
    below = Path(os.path.normpath(found))
    assert below != folder
    assert below.is_relative_to(folder)


@pytest.mark.parametrize("client", ["../x", "..", "C:/x", "a/../../b"])
def test_no_client_id_leads_a_site_out_of_the_build_folder(client: str, tmp_path: Path) -> None:
    with pytest.raises(OutsideFolderError):
        Workspace.at(tmp_path).site(client, "client")


def test_writing_the_same_text_again_touches_nothing(tmp_path: Path) -> None:
    file = tmp_path / "a/b.txt"
    first = write_text(file, "same")
    before = touched(tmp_path)
    second = write_text(file, "same")
    assert (True, False, before) == (first, second, touched(tmp_path))


def test_a_write_that_fails_leaves_the_old_text_and_nothing_else(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    write_text(file, "old")
    with pytest.raises(UnicodeEncodeError):
        write_text(file, "half \ud800")
    blocked = tmp_path / "folder"
    (blocked / "full").mkdir(parents=True)
    with pytest.raises(OSError, match="folder"):
        write_text(blocked, "a file cannot take a folder's place")
    assert {name: read_text(tmp_path / name) for name in tree(tmp_path)} == {"a.txt": "old"}


def test_another_link_to_a_file_keeps_its_text_when_the_file_is_written(tmp_path: Path) -> None:
    write_text(tmp_path / "a.txt", "old")
    os.link(tmp_path / "a.txt", tmp_path / "b.txt")
    write_text(tmp_path / "a.txt", "new")
    assert [read_text(tmp_path / name) for name in ("a.txt", "b.txt")] == ["new", "old"]


def test_a_folder_comes_to_hold_exactly_what_it_should_and_only_what_differs_is_touched(tmp_path: Path) -> None:
    write_tree(tmp_path, {"keep.txt": b"same", "change.txt": b"old", "gone/away.txt": b"x"})
    kept = touched(tmp_path)["keep.txt"]
    wanted = {"keep.txt": b"same", "change.txt": b"new", "sub/more.txt": b"y"}
    planned = plan_tree(tmp_path, wanted)
    done = write_tree(tmp_path, wanted)
    assert (Changes(("change.txt", "sub/more.txt"), ("gone/away.txt",)),) * 2 == (planned, done)
    assert (sorted(wanted), kept, False) == (
        sorted(tree(tmp_path)),
        touched(tmp_path)["keep.txt"],
        (tmp_path / "gone").exists(),
    )


def test_a_plan_changes_nothing(tmp_path: Path) -> None:
    write_tree(tmp_path, {"a.txt": b"a"})
    before = touched(tmp_path)
    plan_tree(tmp_path, {"b.txt": b"b"})
    assert before == touched(tmp_path)


def test_a_plan_for_a_path_outside_is_refused_before_anything_is_written(tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    with pytest.raises(OutsideFolderError):
        write_tree(folder, {"a.txt": b"a", "../b.txt": b"b"})
    assert tree(tmp_path) == {}


def test_a_finished_folder_takes_the_place_of_the_old_one(tmp_path: Path) -> None:
    write_tree(tmp_path / "site", {"old.html": b"old"})
    write_tree(tmp_path / "new", {"new.html": b"new"})
    swap_in(tmp_path / "new", tmp_path / "site")
    assert list(tree(tmp_path)) == ["site/new.html"]


@pytest.mark.parametrize(
    ("data", "says"), [(b"\xff\xfe", "not UTF-8"), (b"x" * (4 * 1024 * 1024 + 1), "larger than 4 MB")]
)
def test_a_file_that_is_no_text_is_told_by_name(data: bytes, says: str, tmp_path: Path) -> None:
    file = tmp_path / "bad.yml"
    file.write_bytes(data)
    with pytest.raises(UnreadableFileError, match=says) as told:
        read_text(file)
    assert str(told.value).startswith(str(file))


def test_a_file_written_on_windows_reads_as_any_other(tmp_path: Path) -> None:
    (tmp_path / "a.yml").write_bytes(b"\xef\xbb\xbfa: 1\r\nb: 2\r\n")
    assert read_tree(tmp_path, (".yml",)) == {"a.yml": "a: 1\nb: 2\n"}


def test_hidden_files_and_what_is_left_out_are_not_read(tmp_path: Path) -> None:
    for name in ("a.yml", ".hidden.yml", "snapshots/b.yml", ".git/c.yml", "d.txt"):
        write_text(tmp_path / name, name)
    assert read_tree(tmp_path, (".yml",), leave_out=("snapshots",)) == {"a.yml": "a.yml"}
