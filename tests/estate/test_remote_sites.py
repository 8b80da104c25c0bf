"""Sites sent elsewhere hold the same files as sites here; only what differs is sent, and what is not ours stays."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from estates import Estate, edit, tree
from fsspec.implementations.memory import MemoryFileSystem
from presswork import SITES, did, miniature_at, press_sites, sites_of

from tenantbook.disk import write_text
from tenantbook.site.remote import LIST, RemoteError, file_system, send

TO = "memory://bucket/guides"


@pytest.fixture
def store() -> Iterator[MemoryFileSystem]:
    """An object store in memory, emptied before and after."""
    files, _ = file_system(TO)
    files.store.clear()
    files.pseudo_dirs[:] = [""]
    yield files
    files.store.clear()


@pytest.fixture
def estate(tmp_path: Path) -> Estate:
    return miniature_at(tmp_path / "estate")


def _sent(store: MemoryFileSystem, below: str = "/bucket/guides") -> dict[str, bytes]:
    found = {name.removeprefix(f"{below}/"): store.cat_file(name) for name in store.find(below)}
    return {name: data for name, data in found.items() if not name.endswith(LIST)}


def _times(store: MemoryFileSystem) -> dict[str, object]:
    return {name: store.modified(name) for name in store.find("/bucket")}


def test_sites_sent_elsewhere_are_the_sites_that_would_stand_here(estate: Estate, store: MemoryFileSystem) -> None:
    sent = press_sites(estate, to=TO)
    assert (sent.failed, sent.built, sites_of(estate).exists()) == ({}, len(SITES), False)
    here = press_sites(estate)
    assert (here.failed, here.built) == ({}, len(SITES))
    folder = sites_of(estate)
    files = {file.relative_to(folder).as_posix(): file.read_bytes() for file in folder.rglob("*") if file.is_file()}
    assert files == _sent(store)


def test_what_did_not_change_is_not_sent_again(estate: Estate, store: MemoryFileSystem) -> None:
    press_sites(estate, to=TO)
    before = _times(store)
    assert did(press_sites(estate, to=TO)) == {}
    edit(estate.snapshot("plain"), "pass.lifetime: 480", "pass.lifetime: 500")
    assert did(press_sites(estate, to=TO)) == {"built": 2}
    after = _times(store)
    changed = {name.removeprefix("/bucket/guides/") for name in after if before.get(name) != after[name]}
    assert {name.split("/")[0] for name in changed} == {"plain"}
    assert [name for name in changed if "/assets/" in name] == []


def test_the_sites_of_one_who_is_no_client_any_more_go_and_nothing_else_does(
    estate: Estate, store: MemoryFileSystem
) -> None:
    press_sites(estate, to=TO)
    store.pipe_file("/bucket/guides/notes/readme.txt", b"somebody's own")
    store.pipe_file("/bucket/guides/without/client/by-hand.txt", b"somebody's own")
    for kind in ("clients", "snapshots"):
        estate.content(f"{kind}/without.yml").unlink()
    assert did(press_sites(estate, to=TO))["removed"] == ["without"]
    left = sorted(name for name in _sent(store) if name.split("/")[0] not in ("plain", "strict"))
    assert left == ["notes/readme.txt", "without/client/by-hand.txt"]


def test_an_address_that_holds_somebody_elses_files_is_refused(estate: Estate, store: MemoryFileSystem) -> None:
    store.pipe_file("/bucket/guides/plain/client/index.html", b"somebody's own")
    failed = press_sites(estate, to=TO).failed
    assert {site: "not from here" in why for site, why in failed.items()} == {"plain/client": True}
    assert store.cat_file("/bucket/guides/plain/client/index.html") == b"somebody's own"


def test_a_site_whose_sending_was_cut_short_is_finished_by_the_next(tmp_path: Path, store: MemoryFileSystem) -> None:
    site = tmp_path / "site"
    for name in ("a.css", "b.html", "c.html"):
        write_text(site / name, f"old {name}")
    send(site, TO)
    write_text(site / "c.html", "new c.html")
    # As a sending that was stopped after it had said what it would do.
    listed = json.loads(store.cat_file(f"/bucket/guides/{LIST}"))
    listed["files"]["c.html"] = ""
    store.pipe_file(f"/bucket/guides/{LIST}", json.dumps(listed).encode())
    (site / "a.css").unlink()
    send(site, TO)
    assert _sent(store) == {"b.html": b"old b.html", "c.html": b"new c.html"}


def test_a_list_that_names_files_outside_its_site_removes_none_of_them(tmp_path: Path, store: MemoryFileSystem) -> None:
    store.pipe_file("/bucket/precious.txt", b"kept")
    store.pipe_file(f"/bucket/guides/{LIST}", json.dumps({"v": 1, "files": {"../precious.txt": "x"}}).encode())
    write_text(tmp_path / "site/index.html", "new")
    send(tmp_path / "site", TO)
    assert store.cat_file("/bucket/precious.txt") == b"kept"


def test_a_damaged_list_is_told_and_nothing_is_sent(tmp_path: Path, store: MemoryFileSystem) -> None:
    store.pipe_file(f"/bucket/guides/{LIST}", b"[]")
    write_text(tmp_path / "site/index.html", "new")
    with pytest.raises(RemoteError, match="is damaged"):
        send(tmp_path / "site", TO)
    assert _sent(store) == {}


@pytest.mark.parametrize("address", ["nothing://there", "s3://bucket/guides"])
def test_an_address_that_cannot_be_used_is_told_before_anything_is_built(estate: Estate, address: str) -> None:
    done = estate.spawn("build", "--to", address)
    assert (done.returncode, address in done.stderr, (estate.workspace.build).exists()) == (2, True, False)


def test_a_folder_elsewhere_is_an_address_too(estate: Estate, tmp_path: Path) -> None:
    done = estate.spawn("build", "--jobs", "2", "--to", (tmp_path / "share").as_uri())
    assert (done.returncode, done.stderr) == (0, "")
    press_sites(estate)
    sent = {name: digest for name, digest in tree(tmp_path / "share").items() if not name.endswith(LIST)}
    assert sent == tree(sites_of(estate))
