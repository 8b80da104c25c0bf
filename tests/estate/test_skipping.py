"""A build touches what differs and nothing else, and mends what somebody else has touched."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from estates import Estate, edit, touched, tree
from presswork import PROJECT, SITES, did, library_of, miniature_at, press_sites, sites_of

from tenantbook.disk import read_text, write_text
from tenantbook.site.compiling import frame_key, page_key

#: A lifetime that the provider does not recommend, another such, and the one that it does.
BEFORE, AFTER = "pass.lifetime: 500", "pass.lifetime: 510"


@pytest.fixture(scope="module")
def once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small estate, pressed, to copy for each test."""
    estate = miniature_at(tmp_path_factory.mktemp("skipping") / "estate")
    edit(estate.snapshot("plain"), "pass.lifetime: 480", BEFORE)
    outcome = press_sites(estate)
    assert (outcome.failed, outcome.built) == ({}, len(SITES))
    return Path(shutil.copytree(estate.root, estate.root.with_name("kept")))


@pytest.fixture
def estate(once: Path) -> Estate:
    """The small estate, as if each test were the first; always in one place, which its texts' keys hold."""
    place = once.with_name("estate")
    shutil.rmtree(place)
    shutil.copytree(once, place)
    return Estate(place)


def _entries(estate: Estate) -> set[str]:
    """Return the keys of what is compiled: pages and frames."""
    cache = estate.workspace.build / "cache"
    return {entry.name for entry in (*cache.glob("pages/*/*"), *(cache / "frames").iterdir()) if not entry.suffix}


def _pages(estate: Estate) -> int:
    return len(list((estate.workspace.build / "cache").glob("pages/*/*")))


def _changed(before: dict[str, tuple[int, int]], estate: Estate) -> set[str]:
    """Return the sites of which a file has come, gone or been written since."""
    after = touched(sites_of(estate))
    names = {name for name in {*before, *after} if before.get(name) != after.get(name)}
    return {"/".join(name.split("/")[:2]) for name in names}


def test_where_nothing_changed_nothing_is_compiled_stamped_or_touched(estate: Estate) -> None:
    before = touched(estate.workspace.build)
    outcome = press_sites(estate)
    assert (did(outcome), outcome.unchanged, touched(estate.workspace.build)) == ({}, len(SITES), before)


def test_one_clients_new_policy_changes_that_clients_two_sites_and_compiles_nothing(estate: Estate) -> None:
    edit(estate.snapshot("plain"), BEFORE, AFTER)
    before, shared = touched(sites_of(estate)), touched(estate.workspace.build / "cache")
    outcome = press_sites(estate)
    assert did(outcome) == {"built": 2}
    assert _changed(before, estate) == {"plain/client", "plain/internal"}
    assert shared == touched(estate.workspace.build / "cache")


def test_a_policy_that_leads_to_anothers_choices_compiles_nothing(estate: Estate) -> None:
    for kind in ("clients", "snapshots"):
        text = read_text(estate.content(f"{kind}/plain.yml"))
        text = text.replace("8000-000000000001", "8000-000000000009").replace("client: plain", "client: twin")
        write_text(estate.content(f"{kind}/twin.yml"), text.replace("pass.once: false", "pass.once: true"))
    assert did(press_sites(estate)) == {"built": 2, "compiled": 4}
    entries = _entries(estate)
    edit(estate.snapshot("plain"), "pass.once: false", "pass.once: true")
    assert did(press_sites(estate)) == {"built": 2}
    assert _entries(estate) < entries


def test_a_new_name_is_stamped_and_a_new_colour_too(estate: Estate) -> None:
    file = estate.content("clients/plain.yml")
    name = next(line for line in read_text(file).splitlines() if line.startswith("name:"))
    edit(file, name, "name: Renamed & Co\ncolour: '#123456'")
    assert did(press_sites(estate)) == {"built": 2}
    page, style = (estate.page("plain", "client", name) for name in ("index.html", "assets/client.css"))
    assert ("Renamed &amp; Co" in page, "#123456" in style) == (True, True)


def _edited(site: Path) -> None:
    write_text(site / "index.html", read_text(site / "index.html").replace("</p>", "!</p>", 1))


def _edited_in_place(site: Path) -> None:
    with (site / "index.html").open("a", encoding="utf-8") as page:
        page.write("<!-- by hand -->")


def _edited_where_it_is_shared(site: Path) -> None:
    # An editor that writes into the file changes it for all who share it, in the cache, too.
    with (site / "assets/tenantbook/tenantbook.css").open("a", encoding="utf-8") as style:
        style.write("body { display: none }")


def _deleted(site: Path) -> None:
    (site / "search/search_index.js").unlink()


def _added(site: Path) -> None:
    write_text(site / "assets/more/by-hand.html", "added")


def _emptied(site: Path) -> None:
    (site / "404.html").write_bytes(b"")


def _gone(site: Path) -> None:
    shutil.rmtree(site)


def _a_file_for_a_folder(site: Path) -> None:
    shutil.rmtree(site / "search")
    write_text(site / "search", "a file")


TOUCHES = [
    _edited,
    _edited_in_place,
    _edited_where_it_is_shared,
    _deleted,
    _added,
    _emptied,
    _gone,
    _a_file_for_a_folder,
]


@pytest.mark.parametrize("touch", TOUCHES, ids=lambda touch: str(touch.__name__).strip("_"))
def test_what_somebody_did_to_a_site_is_mended(estate: Estate, touch: Callable[[Path], None]) -> None:
    before = tree(sites_of(estate))
    if touch is _edited_where_it_is_shared:
        # The copy that the test began with shares nothing.
        shutil.rmtree(estate.workspace.build)
        press_sites(estate)
    touch(estate.site("strict", "client"))
    assert before != tree(sites_of(estate))
    outcome = press_sites(estate)
    assert (outcome.failed, tree(sites_of(estate))) == ({}, before)
    assert did(press_sites(estate)) == {}


def test_a_removed_clients_folder_goes_and_its_marks_with_it(estate: Estate) -> None:
    for kind in ("clients", "snapshots"):
        estate.content(f"{kind}/without.yml").unlink()
    before = touched(sites_of(estate) / "plain")
    assert did(press_sites(estate)) == {"removed": ["without"]}
    names = {
        folder: sorted(place.name for place in (estate.workspace.build / folder).iterdir())
        for folder in ("sites", "marks")
    }
    assert ({"sites": ["plain", "strict"], "marks": ["plain", "strict"]}, before) == (
        names,
        touched(sites_of(estate) / "plain"),
    )


def test_asking_for_one_client_removes_no_other_and_prunes_nothing(estate: Estate) -> None:
    estate.content("clients/without.yml").unlink()
    entries = _entries(estate)
    press_sites(estate, ["plain"])
    assert ((sites_of(estate) / "without").is_dir(), entries) == (True, _entries(estate))


def test_a_file_among_the_sites_is_no_client(estate: Estate) -> None:
    write_text(sites_of(estate) / ".DS_Store", "a file manager's")
    assert did(press_sites(estate)) == {}


def _template(estate: Estate) -> None:
    edit(estate.content("templates/page.md.j2"), "{% if read %}", "Said by a template.\n\n{% if read %}")


def _settings(estate: Estate) -> None:
    edit(estate.root / "mkdocs.yml", "    - navigation.top\n", "")


def test_what_every_page_is_made_from_compiles_every_page_anew_and_prunes_the_old(estate: Estate) -> None:
    entries, pages = _entries(estate), _pages(estate)
    _settings(estate)
    assert did(press_sites(estate)) == {"built": len(SITES), "compiled": pages}
    assert (pages, set()) == (_pages(estate), entries & _entries(estate))


def test_a_template_compiles_every_page_that_is_written_with_it_anew_and_no_other(estate: Estate) -> None:
    entries, pages = _entries(estate), _pages(estate)
    texts = [json.loads(read_text(text)) for text in (estate.workspace.build / "cache/texts").iterdir()]
    others = {text["pages"]["index.html"] for text in texts} | {text["frame"] for text in texts}
    _template(estate)
    assert did(press_sites(estate)) == {"built": len(SITES), "compiled": len(entries - others)}
    assert (pages, others) == (_pages(estate), entries & _entries(estate))


def test_the_key_of_a_frame_holds_its_settings_its_menu_and_the_house_settings() -> None:
    keys = [
        frame_key(b"site_name: x", ["index.md"], b"theme: one"),
        frame_key(b"site_name: x", ["index.md"], b"theme: two"),
        frame_key(b"site_name: y", ["index.md"], b"theme: one"),
        frame_key(b"site_name: x", ["start.md"], b"theme: one"),
        frame_key(b"site_name: x", ["index.md", "more.md"], b"theme: one"),
    ]
    assert (len(set(keys)), frame_key(b"site_name: x", ["index.md"], b"theme: one")) == (len(keys), keys[0])


def test_the_key_of_a_page_holds_its_frame_its_path_and_its_words() -> None:
    keys = [page_key("a", "b", b"c"), page_key("x", "b", b"c"), page_key("a", "x", b"c"), page_key("a", "b", b"x")]
    assert (len(set(keys)), page_key("ab", "", b"c") in keys) == (len(keys), False)


def _key_in(source: Path) -> str:
    """Return the key of a frame, as the engine in a folder gives it."""
    program = "from tenantbook.site.compiling import frame_key; print(frame_key(b'', [], b''))"
    done = subprocess.run(
        [sys.executable, "-c", program], env={**os.environ, "PYTHONPATH": str(source)}, check=True, capture_output=True
    )
    return done.stdout.decode()


def test_a_changed_theme_makes_other_keys(tmp_path: Path) -> None:
    shutil.copytree(PROJECT / "src", tmp_path / "src", ignore=shutil.ignore_patterns("__pycache__"))
    before = _key_in(tmp_path / "src")
    with (tmp_path / "src/tenantbook/theme/main.html").open("a", encoding="utf-8") as page:
        page.write("<!-- new -->")
    assert (before == _key_in(PROJECT / "src"), before == _key_in(tmp_path / "src")) == (True, False)


@pytest.mark.parametrize(
    "package", ["mkdocs", "mkdocs-material", "pymdown-extensions", "markdown", "pygments", "jinja2"]
)
def test_another_version_of_the_engine_makes_other_keys(tmp_path: Path, package: str) -> None:
    # Found before the installed one, whose version it hides.
    write_text(
        tmp_path / f"{package.replace('-', '_')}-99.0.dist-info/METADATA",
        f"Metadata-Version: 2.1\nName: {package}\nVersion: 99.0\n",
    )
    assert _key_in(PROJECT / "src") != _key_in(tmp_path)


def test_the_cache_drops_what_nobody_uses_and_keeps_what_is_used(estate: Estate) -> None:
    used = touched(estate.workspace.build / "cache")
    write_text(estate.workspace.build / "cache/frames" / ("0" * 64) / "index.html", "of an older text")
    write_text(estate.workspace.build / "cache/pages/00" / ("0" * 64), "of an older text")
    write_text(estate.workspace.build / "cache/texts" / ("0" * 64), "{}")
    write_text(estate.workspace.build / "cache" / ("0" * 64) / "index.html", "of an older tenantbook")
    write_text(estate.workspace.build / "cache/.new.killed/source/docs/index.md", "half")
    assert (did(press_sites(estate)), used) == ({}, touched(estate.workspace.build / "cache"))


def _half_pages(cache: Path) -> None:
    for page in cache.glob("pages/*/*"):
        page.write_bytes(page.read_bytes()[:2000])


def _frames_without_a_style(cache: Path) -> None:
    for style in cache.glob("frames/*/assets/tenantbook/tenantbook.css"):
        style.unlink()


def _no_pages(cache: Path) -> None:
    shutil.rmtree(cache / "pages")


def _no_frames(cache: Path) -> None:
    shutil.rmtree(cache / "frames")


def _empty_frames(cache: Path) -> None:
    for mark in cache.glob("frames/*.whole"):
        shutil.rmtree(mark.with_suffix(""))
        mark.with_suffix("").mkdir()


@pytest.mark.parametrize(
    "damage", [_half_pages, _frames_without_a_style, _no_pages, _no_frames, _empty_frames, shutil.rmtree]
)
def test_a_damaged_cache_is_compiled_anew_before_anything_is_stamped_from_it(
    estate: Estate, damage: Callable[[Path], None]
) -> None:
    before = tree(sites_of(estate))
    damage(estate.workspace.build / "cache")
    shutil.rmtree(sites_of(estate))
    outcome = press_sites(estate)
    assert (outcome.failed, outcome.built, tree(sites_of(estate))) == ({}, len(SITES), before)


def test_the_small_estate_is_sound(estate: Estate) -> None:
    assert sorted(library_of(estate).clients) == sorted({site.split("/")[0] for site in SITES})
