"""Articles read from built sites: the page's own content and nothing of the site around it."""

from estates import edit

from support.publishing import Published
from tenantbook.cli.gather import read_library
from tenantbook.disk import read_text, write_text
from tenantbook.model.audience import Surface
from tenantbook.model.publication import Article, ArticleId
from tenantbook.publishing.articles import Shelf, read_all

USE = ArticleId("plain", Surface.CLIENT, "end-user", "use-pass", "en")


def read(published: Published, *wanted: ArticleId) -> tuple[list[Article], dict[ArticleId, str]]:
    shelf = Shelf(published.estate.workspace, read_library(published.estate.workspace)[0])
    return read_all(shelf, wanted, lambda _: None, whole_sites=False)


def test_an_article_is_the_pages_own_content(published: Published) -> None:
    ((article,), unready) = read(published, USE)
    assert unready == {}
    assert (article.title, article.summary) == ("Use a pass", "Sign in with the code you were given.")
    assert article.html.startswith('<h1 id="use-a-pass">Use a pass</h1>')
    around = ("headerlink", "tb-record", "<nav", "tenantbook:begin", "<script")
    assert [each for each in around if each in article.html] == []
    assert (article.record.page, article.record.facts["pass.lifetime"]) == ("use-pass", 480)
    assert (article.file, article.origin and article.origin.file) == (
        "end-user/use-pass.html",
        "kb_src/procedures/use-pass.yml",
    )


def test_the_first_page_and_the_houses_pages_are_articles_too(published: Published) -> None:
    start = USE._replace(audience="", page="start")
    house = USE._replace(client="house")
    found, unready = read(published, start, house)
    assert (unready, [each.file for each in found]) == ({}, ["index.html", "guides/end-user/use-pass.html"])


def test_a_page_that_is_not_as_it_was_built_is_never_read(published: Published) -> None:
    page = published.estate.site("plain", "client") / "end-user/use-pass.html"
    sealed = read_text(page)
    edit(page, "480", "9999") if "480" in sealed else edit(page, "8 hours", "9 hours")
    _, unready = read(published, USE)
    assert "tenantbook build` --client plain" in unready[USE]


def test_a_page_with_another_pages_record_is_never_read_even_from_a_site_that_stands_as_built(
    published: Published,
) -> None:
    site = published.estate.site("plain", "client")
    shelf = Shelf(published.estate.workspace, read_library(published.estate.workspace)[0])
    read_all(shelf, [USE], lambda _: None, whole_sites=False)
    another, own = (read_text(site / name) for name in ("index.html", "end-user/use-pass.html"))
    for changed in (another, "<html><body>no record</body></html>", own.replace("8 hours", "9 hours")):
        write_text(site / "end-user/use-pass.html", changed)
        found, unready = read_all(shelf, [USE], lambda _: None, whole_sites=False)
        assert (found, list(unready)) == ([], [USE])


def test_a_site_that_is_half_there_is_not_read(published: Published) -> None:
    (published.estate.site("plain", "client") / "index.html").unlink()
    assert "not built" in read(published, USE)[1][USE]


def test_the_house_is_read_only_while_its_guides_and_site_are_up_to_date(published: Published) -> None:
    house = USE._replace(client="house")
    edit(published.estate.content("procedures/use-pass.yml"), "Type the code.", "Type the code you got.")
    assert "older than the content" in read(published, house)[1][house]
