"""`builder:` in house.yml: another site generator makes the same pages and words, or the build says why not."""

import shutil
from importlib.util import find_spec
from pathlib import Path

import pytest
from estates import SURFACES, Estate, edit, holding, new_estate, tree, words_of

from tenantbook.cli.terminal import Exit
from tenantbook.site import generator
from tenantbook.web.html import Kind, attributes, tokens

BUILDERS = ("properdocs", "zensical")
NAME = "name: Example MSP\n"


@pytest.fixture
def unbuilt(tmp_path: Path, estate: Estate) -> Estate:
    """The demo's estate with its snapshots, and nothing built."""
    copy = new_estate(tmp_path / "other", estate.live)
    shutil.copytree(estate.workspace.snapshots, copy.workspace.snapshots)
    return copy


def _choose(estate: Estate, builder: str) -> None:
    edit(estate.content("house.yml"), NAME, f"{NAME}builder: {builder}\n")


def _pages(site: Path) -> dict[str, str]:
    """Return the words of every page that has a record."""
    texts = {file.relative_to(site).as_posix(): file.read_text("utf-8") for file in sorted(site.rglob("*.html"))}
    return {name: words_of(text) for name, text in texts.items() if "tb-record" in text}


def _foreign(folder: Path) -> set[str]:
    """Return every address elsewhere that a page below a folder loads something from."""
    found = set()
    for file in sorted(folder.rglob("*.html")):
        for token in tokens(file.read_text("utf-8")):
            if token.kind is Kind.START and token.name in ("script", "link", "img", "iframe"):
                named = attributes(token.rest)
                found.add(named.get("href", "") if token.name == "link" else named.get("src", ""))
    return {address for address in found if address.startswith(("//", "http:", "https:"))}


def test_a_page_by_mkdocs_loads_nothing_from_elsewhere(estate: Estate) -> None:
    assert _foreign(estate.workspace.build / "sites") == set()
    assert _foreign(estate.workspace.build / "house") == set()


@pytest.mark.parametrize("builder", BUILDERS)
def test_another_builder_makes_the_same_pages_with_the_same_words(
    builder: str, unbuilt: Estate, estate: Estate
) -> None:
    if not find_spec(builder):
        pytest.skip(f"{builder} is not installed")
    _choose(unbuilt, builder)
    done = unbuilt.run("build", "--jobs", "2")
    assert (done.exit_code, done.stderr) == (0, ""), done.output
    places = [(client, surface) for client in estate.clients for surface in SURFACES]
    for ours, others in [
        *((estate.site(*place), unbuilt.site(*place)) for place in places),
        (estate.workspace.build / "house", unbuilt.workspace.build / "house"),
    ]:
        assert _pages(ours) == _pages(others)
        assert {file for file in tree(ours) if file.endswith(".html")} == {
            file for file in tree(others) if file.endswith(".html")
        }
    sites = unbuilt.workspace.build / "sites"
    assert _foreign(sites) | _foreign(unbuilt.workspace.build / "house") == set()
    assert holding(sites, [chr(point) for point in range(0xE000, 0xE100)]) == {}
    again = unbuilt.run("build", "--jobs", "1")
    assert f"0 sites built, 15 unchanged, in {unbuilt.workspace.build}\n" == again.stdout


def test_another_builder_compiles_every_text_anew() -> None:
    engines = set()
    for builder in ("mkdocs", *(name for name in BUILDERS if find_spec(name))):
        engines.add(generator.engine(builder))
    assert len(engines) == 1 + sum(1 for name in BUILDERS if find_spec(name))


def test_a_builder_that_drops_a_page_is_an_error_that_names_it(unbuilt: Estate, tmp_path: Path) -> None:
    if not find_spec("properdocs"):
        pytest.skip("properdocs is not installed")
    _choose(unbuilt, "properdocs")
    # As a fault of the builder's own would do it: one page is left out, and nothing is said.
    write = unbuilt.root / "dropping.py"
    write.write_text(
        "def on_files(files, config):\n"
        "    for file in list(files.documentation_pages()):\n"
        "        if file.src_uri.endswith('end-user/lost-device.md'):\n"
        "            files.remove(file)\n"
        "    config['nav'] = None\n"
        "    config['validation']['links']['not_found'] = 0\n"
        "    return files\n",
        encoding="utf-8",
    )
    edit(unbuilt.workspace.settings, "\nplugins:\n", f"\nhooks: [{write.as_posix()}]\nplugins:\n")
    done = unbuilt.run("build", "--client", "harbour-legal", "--jobs", "2")
    assert done.exit_code == Exit.COULD_NOT_FIND_OUT, done.output
    said = "harbour-legal/client: not built: 1 of"
    assert said in done.stdout
    assert "pages did not come out: end-user/lost-device.html" in done.stdout
    assert not unbuilt.site("harbour-legal", "client").exists()


def test_what_a_builder_complains_of_is_told_by_client(unbuilt: Estate) -> None:
    if not find_spec("zensical"):
        pytest.skip("zensical is not installed")
    _choose(unbuilt, "zensical")
    edit(unbuilt.workspace.settings, "\nmarkdown_extensions:\n", "\nmarkdown_extensions:\n  - no_such_extension\n")
    done = unbuilt.run("build", "--client", "harbour-legal", "--jobs", "2")
    assert done.exit_code == Exit.COULD_NOT_FIND_OUT, done.output
    assert "harbour-legal/client: not built: zensical: " in done.stdout


def test_a_builder_that_is_not_installed_is_told_with_what_to_install(
    unbuilt: Estate, monkeypatch: pytest.MonkeyPatch
) -> None:
    def version(name: str) -> str:
        raise generator.PackageNotFoundError(name)

    _choose(unbuilt, "zensical")
    generator.engine.cache_clear()
    monkeypatch.setattr(generator, "version", version)
    done = unbuilt.run("build")
    generator.engine.cache_clear()
    assert (done.exit_code, "pip install zensical" in done.stderr) == (Exit.USAGE, True), done.output
    assert not unbuilt.workspace.build.exists()


def test_an_unknown_builder_is_a_mistake_in_house_yml(unbuilt: Estate) -> None:
    _choose(unbuilt, "zensicle")
    done = unbuilt.run("validate")
    assert done.exit_code == Exit.FINDINGS
    assert "house.yml:" in done.stdout
    assert "zensical" in done.stdout
