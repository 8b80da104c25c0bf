"""Thirty nights against a WordPress whose plugins change what is saved or asked: no copy, no lost edit."""

import shutil
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from secrets import token_hex
from typing import Any

import httpx
import pytest
import yaml

from support.articles import HTML, Run, all_posts, an_article, rest
from support.wordpress import WordPress
from tenantbook.model.publication import Article
from tenantbook.publishers.contract import UnreachableError
from tenantbook.publishers.wordpress import rest as way

pytestmark = pytest.mark.wordpress

Filter = Mapping[str, Any]
FILTERS: Sequence[Filter] = yaml.safe_load(Path(__file__).with_name("filters.yml").read_text("utf-8"))
NAMED = [each["name"] for each in FILTERS]
LINKED = HTML + '<p>Open <a href="https://mysignins.microsoft.com/">your sign-in page</a>. It\'s yours.</p>'
NOTE = "<!-- wp:paragraph -->\n<p>Ask Kim at the front desk.</p>\n<!-- /wp:paragraph -->"
SETTINGS = {"status": "publish"}
NIGHTS, EDITED, HEALED = 30, 10, 25


@pytest.fixture(autouse=True)
def no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(way, "sleep", lambda _: None)


@pytest.fixture
def plugin(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Path]:
    """The file of a plugin that a WordPress always runs; nothing stands there yet."""
    name = "every_wordpress" if "every_wordpress" in request.fixturenames else "wordpress"
    folder = request.getfixturevalue(name).content / "mu-plugins"
    folder.mkdir()
    # A name of its own: PHP keeps what it compiled of a file for some seconds.
    yield folder / f"{tmp_path.name}.php"
    shutil.rmtree(folder)


def tonight(night: int) -> list[Article]:
    """Return what is to be published on a night: every third the policy has changed."""
    html = LINKED.replace("8 hours", f"{1 + night // 3} hours")
    return [an_article(html=html), an_article("create-pass", html, "Create a pass")]


def outcome(run: Run, articles: Sequence[Article]) -> list[str]:
    """Return what a night's run says that somebody has to look at; nothing where all is as it should be."""
    try:
        said = run.publish(*articles, **SETTINGS)
    except UnreachableError as error:
        return [str(error)]
    except AssertionError as error:  # the run ended with a place that cannot be used
        return [str(error)]
    return [line for line in said if line.startswith(("failed", "refuse", "problem"))]


def seen_by_readers(wordpress: WordPress) -> dict[str, str]:
    """Return the text of each post as a visitor's request gets it, by title."""
    address = f"{wordpress.address}/index.php?rest_route=/wp/v2/posts&per_page=100&fresh={token_hex(8)}"
    return {
        post["title"]["rendered"]: "" if post["content"]["protected"] else post["content"]["rendered"]
        for post in httpx.get(address, timeout=30).json()
    }


def are_right(wordpress: WordPress, articles: Sequence[Article]) -> bool:
    seen = seen_by_readers(wordpress)
    hours = articles[0].html.split(" hours")[0].rpartition(">")[2]
    return set(seen) == {article.title for article in articles} and all(
        f"{hours} hours" in text for text in seen.values()
    )


@pytest.mark.parametrize("hostile", FILTERS, ids=NAMED)
def test_thirty_nights_make_no_copy_lose_no_edit_and_never_say_done_in_vain(
    wordpress: WordPress, plugin: Path, tmp_path: Path, hostile: Filter
) -> None:
    run = Run(wordpress, tmp_path)
    plugin.write_text(f"<?php {hostile['php']}", "utf-8")
    edited: dict[str, Any] = {}
    for night in range(NIGHTS):
        if night == EDITED and (posts := all_posts(wordpress)):
            post = posts[0]
            edited = rest(wordpress, "POST", f"posts/{post['id']}", content=post["content"]["raw"] + NOTE)
        if night == HEALED:
            plugin.unlink()

        said = outcome(run, tonight(night))

        if not plugin.exists():
            break
        posts = all_posts(wordpress)
        titles = [post["title"]["raw"] for post in posts]
        assert sorted(titles) == sorted(set(titles)), f"a copy on night {night}"
        if not said:
            assert are_right(wordpress, tonight(night)), f"“done” in vain on night {night}"
        if edited:
            now = next(post for post in posts if post["id"] == edited["id"])
            assert "Ask Kim at the front desk." in now["content"]["raw"], f"lost on night {night}"
            assert said, f"an edit by hand was not told on night {night}"
        assert bool(said) is not bool(hostile.get("holds") and not edited), f"{said} on night {night}"
    assert len(all_posts(wordpress)) <= 2


@pytest.mark.parametrize("hostile", FILTERS, ids=NAMED)
def test_a_new_post_of_a_hostile_place_is_left_where_it_does_no_harm(
    every_wordpress: WordPress, plugin: Path, tmp_path: Path, hostile: Filter
) -> None:
    run = Run(every_wordpress, tmp_path)
    plugin.write_text(f"<?php {hostile['php']}", "utf-8")

    for _ in range(2):
        said = outcome(run, tonight(0))

    statuses = {post["status"] for post in all_posts(every_wordpress)} or {"nothing"}
    assert statuses == {hostile["makes"]}, said
    assert bool(said) is not bool(hostile.get("holds"))
    known = {int(sent.key) for sent in run.ledger.sent.values()}
    assert known == {post["id"] for post in all_posts(every_wordpress)}


@pytest.mark.parametrize("hostile", FILTERS, ids=NAMED)
def test_once_the_plugin_is_gone_the_next_night_finishes_what_was_begun(
    wordpress: WordPress, plugin: Path, tmp_path: Path, hostile: Filter
) -> None:
    run = Run(wordpress, tmp_path)
    plugin.write_text(f"<?php {hostile['php']}", "utf-8")
    for night in range(2):
        outcome(run, tonight(night))
    plugin.unlink()

    said = outcome(run, tonight(3))

    assert said == []
    assert are_right(wordpress, tonight(3))
    assert len(all_posts(wordpress)) == 2
