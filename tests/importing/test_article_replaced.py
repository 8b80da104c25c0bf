"""An old article comes in, is mapped to the book's procedures, and is published over itself on a real WordPress.

Where `ARTICLE_POST` names a published article, it goes the same way; see tests/claims/test_published_article.py.
"""

import json
import os
import shutil
from pathlib import Path
from typing import Any

import pytest
import yaml
from estates import Estate

from support.articles import all_posts
from support.imports import drafts
from support.wordpress import WordPress
from tenantbook.disk import write_text

OLD_POST = Path(__file__).parents[1] / "claims" / "articles" / "msp-post.yml"

#: What stays as it was when a guide takes the place of a post, whatever its text becomes.
KEPT = ("id", "slug", "link", "categories", "author", "date", "status")

TARGET = """
publisher: wordpress
clients: [house]
surfaces: [internal]
pages: [{page}]
audiences: [{audience}]
status: publish
adopt:
  {page}/{audience}: {number}
settings:
  address: {address}
"""

CATEGORIES = ["mail", "knowledge-base", "microsoft-365", "security"]


def replaced(project: Estate, wordpress: WordPress, old: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Publish over an old post what it was mapped to; return the post before and after, both as an editor sees it."""
    assert wordpress.add([{**old, "categories": CATEGORIES}]) == [old["import_id"]]
    (before,) = all_posts(wordpress)
    done = project.run("import", f"{wordpress.address}/?p={old['import_id']}", "--format", "json")
    assert done.exit_code == 0, done.output
    (post,) = json.loads(done.stdout)["posts"]
    ((name, number),) = post["adopt"].items()
    page, audience = name.split("/")
    (scenario,) = drafts(project).rglob("scenarios/*.yml")
    shutil.move(scenario, project.workspace.content / "scenarios" / scenario.name)
    target = TARGET.format(page=page, audience=audience, number=number, address=wordpress.address)
    write_text(project.workspace.content / "publish/blog.yml", target)
    house = project.workspace.content / "house.yml"
    write_text(house, house.read_text("utf-8") + "publish_internal: Signed off by R. Moreau on 3 November 2026\n")

    editor = {"WP_USER": "editor", "WP_APP_PASSWORD": wordpress.users["editor"]}
    assert project.run("validate").exit_code == 0
    assert project.run("build", "--jobs", "1").exit_code == 0
    first = project.run("publish", "blog", "--yes", "--trust", wordpress.address, **editor)
    assert (first.exit_code, f"takes the place of “{before['title']['raw']}”" in first.output) == (0, True), (
        first.output
    )
    (after,) = all_posts(wordpress)
    second = project.run("publish", "blog", "--yes", **editor)
    assert (second.exit_code, "nothing to do, 1 article is as it should be" in second.output) == (0, True)
    assert all_posts(wordpress) == [after]

    signed_in = ("--sign-in", wordpress.address)
    checked = project.run("check", wordpress.address, *signed_in, "--surface", "internal", **editor)
    assert (checked.exit_code, "1 ok" in checked.output) == (0, True), checked.output

    again = project.run("import", wordpress.address, "--brief")
    assert (again.exit_code, "a guide of this book, published there" in again.output) == (0, True), again.output
    return before, after


@pytest.mark.wordpress
def test_an_old_article_is_mapped_to_the_book_and_published_over_itself(
    project: Estate, every_wordpress: WordPress
) -> None:
    old = yaml.safe_load(OLD_POST.read_text("utf-8"))
    post = {"post_title": old["title"], "post_content": old["text"], "post_name": "get-people-back-in"}

    before, after = replaced(project, every_wordpress, {**post, "import_id": 1876})

    assert {name: after[name] for name in KEPT} == {name: before[name] for name in KEPT}
    assert len(after["categories"]) == len(CATEGORIES)
    assert "30 days for one-time use" in before["content"]["raw"]
    assert "30 days for one-time use" not in after["content"]["raw"]
    assert "<strong>Entra ID</strong> &gt; <strong>Authentication methods</strong>" in after["content"]["raw"]


@pytest.mark.wordpress
@pytest.mark.article
def test_a_published_article_is_published_over_itself(project: Estate, wordpress: WordPress) -> None:
    held = json.loads(Path(os.environ["ARTICLE_POST"]).read_text("utf-8"))
    post = {"post_title": held["title"]["rendered"], "post_content": held["content"]["rendered"]}

    before, after = replaced(project, wordpress, {**post, "post_name": held["slug"], "import_id": held["id"]})

    assert {name: after[name] for name in KEPT} == {name: before[name] for name in KEPT}
    assert (after["id"], after["slug"]) == (held["id"], held["slug"])
    assert "30 days for one-time use" not in after["content"]["raw"]
