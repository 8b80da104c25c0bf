"""What stands before a site: what could not be seen is unknown, and never called missing."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from support.articles import Run, an_article
from support.content import NOW
from support.demo_pages import demo_library, demo_snapshot
from support.webserver import WebServer, html
from support.wordpress import WordPress
from tenantbook.inspecting import Terms, inspect_place
from tenantbook.model.audience import Surface
from tenantbook.model.verdict import Verdict
from tenantbook.published.contract import Bounds, UnreadablePlaceError
from tenantbook.published.place import place_at

CLIENT = "northwind-dental"
WALLS = {
    "no header that names the interface": "remove_action('template_redirect', 'rest_output_link_header', 11);",
    "a sign-in": "add_action('template_redirect', function () { header_remove('Link'); "
    "wp_redirect(wp_login_url()); exit; }, 99);",
    "a coming-soon page": "add_action('template_redirect', function () { header_remove('Link'); "
    "status_header(503); die('<title>Soon</title>Back soon'); }, 99);",
}


@pytest.fixture
def plugin(every_wordpress: WordPress, tmp_path: Path) -> Iterator[Path]:
    folder = every_wordpress.content / "mu-plugins"
    folder.mkdir()
    yield folder / f"{tmp_path.name}.php"
    shutil.rmtree(folder)


@pytest.mark.wordpress
@pytest.mark.parametrize("wall", WALLS)
@pytest.mark.parametrize("permalinks", ["plain", "pretty"])
def test_an_interface_that_is_open_is_found_behind_whatever_stands_before_it(
    every_wordpress: WordPress, plugin: Path, wall: str, permalinks: str
) -> None:
    every_wordpress.set_permalinks(permalinks)
    every_wordpress.add([{"post_title": "Guide 1", "post_content": "Text.", "post_status": "publish"}])
    plugin.write_text(f"<?php add_action('init', function () {{ {WALLS[wall]} }});", "utf-8")

    place = place_at(every_wordpress.address, bounds=Bounds(tries=1), environment={})

    assert "Guide 1" in [page.title for page in place.pages()]


@pytest.mark.wordpress
def test_a_type_of_a_plugin_is_published_and_read(every_wordpress: WordPress, plugin: Path, tmp_path: Path) -> None:
    plugin.write_text(
        "<?php add_action('init', fn() => register_post_type('kb_article', ['public' => true, 'show_in_rest' => true, "
        "'rest_base' => 'kb-articles', 'supports' => ['title', 'editor', 'excerpt', 'revisions']]));",
        "utf-8",
    )
    run = Run(every_wordpress, tmp_path)

    assert run.publish(an_article(), status="publish", type="kb_article") == ["create: new"]
    place = place_at(every_wordpress.address, types=["kb_article"], environment={})
    assert [page.title for page in place.pages()] == ["Use a pass"]
    with pytest.raises(UnreadablePlaceError, match="no type of post 'kb-article' over REST"):
        list(place_at(every_wordpress.address, types=["kb-article"], environment={}).pages())


@pytest.mark.parametrize(
    "page", ["<title>Log in</title><form>Name <input></form>", "<title>Soon</title>Back soon", "<title>Shop</title>x"]
)
def test_a_site_without_any_page_of_ours_is_unknown_and_nothing_is_missing(server: WebServer, page: str) -> None:
    server.routes["/"] = html(page)
    terms = Terms(demo_library(), {CLIENT: demo_snapshot(CLIENT)}, NOW)

    (client,), _ = inspect_place(terms, place_at(server.address, environment={}), [CLIENT], Surface.CLIENT)

    assert {each.verdict for each in client.pages} == {Verdict.UNKNOWN}
    assert {each.reason.partition(", the first")[0] for each in client.pages} == {
        "no page of ours was seen there, among 1 page",
        "the page carries no record",  # the one that was seen, where ours should be
    }
