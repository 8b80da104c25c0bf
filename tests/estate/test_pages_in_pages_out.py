"""As many pages come out of the site generator as went in, or it is an error that names the missing ones."""

from hashlib import sha256
from pathlib import Path

import pytest
from estates import PROJECT, Estate, edit, tree
from presswork import SITES, library_of, miniature_at, press_sites, sites_of

from support.content import house
from tenantbook.disk import read_text
from tenantbook.model.audience import Surface
from tenantbook.pages.compose import Composer
from tenantbook.press import Plan, Press
from tenantbook.site.builders import SiteError
from tenantbook.site.cache import Cache
from tenantbook.site.compiling import CompileJob, PageSource, compile_pages
from tenantbook.site.generator import expect_pages
from tenantbook.site.source import expected_pages, settings_file, site_settings


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


def _job(estate: Estate, pages: tuple[PageSource, ...], **settings: object) -> CompileJob:
    library = library_of(estate)
    text = Composer(library).text(house(library), Surface.CLIENT)
    written = settings_file(
        {**site_settings(library, text, estate.workspace, name="A", provider="B"), "nav": None, **settings}
    )
    paths = tuple(page.path for page in text.pages)
    return CompileJob("frame", estate.workspace.build / "cache", written, paths, pages, "en", with_frame=True)


def _source(path: str, words: str) -> PageSource:
    return PageSource(sha256(f"{path}{words}".encode()).hexdigest(), path, f"# A page\n\n{words}\n".encode())


def test_of_a_site_with_too_few_pages_nothing_is_kept(estate: Estate) -> None:
    job = _job(estate, (_source("index.md", "One."),), draft_docs="/end-user/")
    dropped = [path.replace(".md", ".html") for path in job.paths if path.startswith("end-user/")]
    assert compile_pages(job) == f"{len(dropped)} of {len(job.paths)} pages did not come out: {', '.join(dropped[:5])}"
    assert list(job.cache.iterdir()) == []


def test_pages_of_one_path_are_compiled_in_one_run_each_with_its_own_words(estate: Estate) -> None:
    words = ["One.", "Two.", "Three."]
    pages = [_source("end-user/use-pass.md", word) for word in words] + [_source("index.md", "Four.")]
    job = _job(estate, tuple(pages))
    assert compile_pages(job) == ""
    made = [Cache(job.cache).page(page.key) for page in pages]
    assert [word for word in (*words, "Four.") for page in made if word in page.html] == [*words, "Four."]
    found = [[entry["text"] for entry in page.found if entry["text"]] for page in made]
    assert found == [[f"<p>{word}</p>"] for word in (*words, "Four.")]
    assert [{entry["location"].partition("#")[0] for entry in page.found} for page in made] == [
        {"end-user/use-pass.html"},
        {"end-user/use-pass.html"},
        {"end-user/use-pass.html"},
        {"index.html"},
    ]


def test_a_page_beside_the_first_of_its_path_that_is_dropped_is_an_error_that_names_it(estate: Estate) -> None:
    pages = (_source("index.md", "One."), _source("index.md", "Two."))
    hook = estate.root / "dropping.py"
    hook.write_text(
        "def on_post_page(output, page, config):\n    return '' if 'Two.' in output else output\n", encoding="utf-8"
    )
    problem = compile_pages(_job(estate, pages, hooks=[hook.as_posix()]))
    assert problem == "1 of 1 pages did not come out: index.html"


def test_missing_pages_are_counted_and_the_first_are_named(tmp_path: Path) -> None:
    (tmp_path / "here.html").touch()
    with pytest.raises(SiteError, match=r"^2 of 3 pages did not come out: a\.html, b/c\.html$"):
        expect_pages(tmp_path, ("a.html", "here.html", "b/c.html"))


def test_a_press_compiles_every_page_of_a_text(estate: Estate) -> None:
    library = library_of(estate)
    press, plan = Press(library, estate.workspace), Plan()
    subject = house(library)
    jobs = list(press.plan(["house"], lambda name: subject, plan))
    texts = [Composer(library).text(subject, surface) for surface in Surface]
    assert [tuple(expected_pages(text)) for text in texts] == [tuple(page.file for page in job.pages) for job in jobs]
    assert [tuple(plan.texts[key].pages) for _, _, key in plan.stamp] == [tuple(expected_pages(text)) for text in texts]
    assert "INHERIT" in jobs[0].settings.decode()
    assert read_text(PROJECT / "mkdocs.yml").startswith("#")
