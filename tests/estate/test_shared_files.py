"""What every site of a text holds is there once, linked; what no page asks for is not there at all."""

import os
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from estates import Estate, tree
from presswork import SITES, miniature_at, press_sites, sites_of

MEMORY = Path("/dev/shm")


@pytest.fixture(scope="module")
def estate(tmp_path_factory: pytest.TempPathFactory) -> Estate:
    estate = miniature_at(tmp_path_factory.mktemp("shared") / "estate")
    assert press_sites(estate).failed == {}
    return estate


def _other_file_system(here: Path) -> Iterator[Path]:
    with TemporaryDirectory(dir=MEMORY) as folder:
        if Path(folder).stat().st_dev == here.stat().st_dev:
            pytest.skip("the tests' own folder is on the memory file system, too")
        yield Path(folder)


@pytest.fixture
def apart(tmp_path: Path) -> Iterator[Estate]:
    """An estate whose cache is on another file system than its sites, where nothing can be linked."""
    if not MEMORY.is_dir():
        pytest.skip("no second file system to try")
    for folder in _other_file_system(tmp_path):
        estate = miniature_at(tmp_path / "estate")
        estate.workspace.build.mkdir()
        (estate.workspace.build / "cache").symlink_to(folder, target_is_directory=True)
        yield estate


def _links(estate: Estate) -> dict[str, bool]:
    """Return of each kind of file in the sites whether it is linked."""
    found: dict[str, set[bool]] = {}
    for site in SITES:
        for file in (sites_of(estate) / site).rglob("*"):
            if file.is_file():
                found.setdefault(_kind(file), set()).add(file.stat().st_nlink > 1)
    assert all(len(linked) == 1 for linked in found.values()), found
    return {kind: linked.pop() for kind, linked in found.items()}


def _kind(file: Path) -> str:
    if file.suffix == ".html":
        return "page"
    return "own" if file.name in {"client.css", "checked.svg", "search_index.js", "search_index.json"} else "shared"


def test_what_is_the_same_in_every_site_is_linked_and_what_is_a_clients_own_is_not(estate: Estate) -> None:
    assert _links(estate) == {"page": False, "own": False, "shared": True}


def test_sites_of_one_frame_share_their_files_and_no_others(estate: Estate) -> None:
    frames = {entry for entry in (estate.workspace.build / "cache/frames").iterdir() if entry.is_dir()}
    style = "assets/tenantbook/tenantbook.css"
    files = {(sites_of(estate) / site / style).stat().st_ino for site in SITES}
    assert files == {(frame / style).stat().st_ino for frame in frames}


def test_where_nothing_can_be_linked_it_is_copied_to_the_same_sites(estate: Estate, apart: Estate) -> None:
    outcome = press_sites(apart)
    assert (outcome.failed, _links(apart)) == ({}, {"page": False, "own": False, "shared": False})
    assert tree(sites_of(estate)) == tree(sites_of(apart))
    again = press_sites(apart)
    assert (again.built, again.unchanged) == (0, len(SITES))


@pytest.mark.parametrize("place", ["sites", "cache"])
def test_no_site_holds_maps_of_sources_stemmers_of_other_languages_or_a_sitemap(estate: Estate, place: str) -> None:
    names = list(tree(estate.workspace.build / place))
    spare = [name for name in names if name.endswith(".map") or "lunr" in name or "sitemap" in name]
    assert (len(names) > 20, spare) == (True, [])


def test_no_folder_of_a_site_is_empty(estate: Estate) -> None:
    empty = [place for place, folders, files in os.walk(sites_of(estate)) if not folders and not files]
    assert empty == []
