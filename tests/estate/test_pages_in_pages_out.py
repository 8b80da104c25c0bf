"""As many pages come out of the site generator as went in, or it is an error that names the missing ones."""

from pathlib import Path

import pytest
from estates import PROJECT, Estate, edit, tree
from presswork import SITES, library_of, miniature_at, press_sites, sites_of

from support.content import house
from tenantbook.disk import read_text
from tenantbook.editions import Press
from tenantbook.model.audience import Surface
from tenantbook.pages.compose import Composer
from tenantbook.site.builders import SiteError
from tenantbook.site.compiling import CompileJob, compile_text
from tenantbook.site.generator import expect_pages
from tenantbook.site.source import expected_pages, site_settings, source_files


@pytest.fixture
def estate(tmp_path: Path) -> Estate:
    return miniature_at(tmp_path / "estate")


def test_every_page_of_an_edition_is_a_page_of_its_site_and_no_other_is(estate: Estate) -> None:
    assert press_sites(estate).failed == {}
    composer, subject = Composer(library_of(estate)), house(library_of(estate))
    expected = {
        surface.value: sorted(["404.html", *expected_pages(composer.text(subject, surface))]) for surface in Surface
    }
    built = {site: sorted(name for name in tree(sites_of(estate) / site) if name.endswith(".html")) for site in SITES}
    assert built == {site: expected[site.split("/")[1]] for site in SITES}


def test_a_generator_told_to_drop_a_page_is_an_error_that_names_it(estate: Estate) -> None:
    edit(estate.root / "mkdocs.yml", "plugins:\n", "draft_docs: /end-user/use-pass.md\n\nplugins:\n")
    outcome = press_sites(estate)
    told = {site: "end-user/use-pass" in why for site, why in outcome.failed.items()}
    assert told == {site: True for site in SITES if site.endswith("/client")}
    assert [(sites_of(estate) / site).exists() for site in sorted(told)] == [False, False, False]


def test_the_house_leaving_out_pages_of_its_own_leaves_out_none_of_a_clients(estate: Estate) -> None:
    edit(estate.root / "mkdocs.yml", "exclude_docs: SUMMARY.md", "exclude_docs: end-user/")
    assert press_sites(estate).failed == {}


def test_a_house_page_that_is_dropped_is_an_error_that_names_it(estate: Estate) -> None:
    settings = estate.root / "mkdocs.yml"
    old = next(line for line in read_text(settings).splitlines() if line.startswith("exclude_docs:"))
    edit(settings, old, "exclude_docs: |\n  SUMMARY.md\n  guides/end-user/use-pass.md\n")
    done = estate.spawn("build", "--jobs", "2")
    told = [line for line in done.stdout.splitlines() if line.startswith("house: not built")]
    assert (done.returncode, ["end-user/use-pass" in line for line in told]) == (3, [True])


def test_a_compiled_text_with_too_few_pages_is_not_kept(estate: Estate) -> None:
    library = library_of(estate)
    text = Composer(library).text(house(library), Surface.CLIENT)
    settings = {**site_settings(library, text, estate.workspace, name="A", provider="B"), "nav": None}
    settings["draft_docs"] = "/end-user/"
    files = source_files({page.path: "# A page without links\n" for page in text.pages}, settings)
    cache = estate.workspace.build / "cache"
    pages = tuple(expected_pages(text))
    problem = compile_text(CompileJob("key", cache, files, pages, "en"))
    dropped = [page for page in pages if page.startswith("end-user/")]
    assert f"{len(dropped)} of {len(pages)} pages did not come out: {', '.join(dropped[:5])}" == problem
    assert list(cache.iterdir()) == []


def test_missing_pages_are_counted_and_the_first_are_named(tmp_path: Path) -> None:
    (tmp_path / "here.html").touch()
    with pytest.raises(SiteError, match=r"^2 of 3 pages did not come out: a\.html, b/c\.html$"):
        expect_pages(tmp_path, ("a.html", "here.html", "b/c.html"))


def test_a_press_expects_every_page_of_a_text(estate: Estate) -> None:
    library = library_of(estate)
    press = Press(library, estate.workspace)
    subject = house(library)
    plan = press.plan(["house"], lambda name: subject)
    texts = [Composer(library).text(subject, surface) for surface in Surface]
    assert [tuple(expected_pages(text)) for text in texts] == [job.pages for job in plan.compile]
    assert "INHERIT" in plan.compile[0].files["mkdocs.yml"].decode()
    assert read_text(PROJECT / "mkdocs.yml").startswith("#")
