"""The verb `publish` to a real WordPress, from built sites; and the check of what it made."""

import json
from typing import Any

import pytest

from support.articles import all_posts, rest
from support.publishing import Published
from support.wordpress import WordPress
from tenantbook.disk import write_text

pytestmark = pytest.mark.wordpress

TARGET = """
publisher: wordpress
clients: [plain]
status: publish
settings:
  address: {address}
  categories: [guides]
  create_terms: true
"""


def run(published: Published, wordpress: WordPress, *arguments: str) -> tuple[int, str]:
    signed_in = {"WP_USER": "editor", "WP_APP_PASSWORD": wordpress.users["editor"]}
    where = {"publish": ("--trust", wordpress.address), "check": ("--sign-in", wordpress.address)}[arguments[0]]
    done = published.estate.run(*arguments, *where, **signed_in)
    assert wordpress.users["editor"] not in done.output
    return done.exit_code, done.output


def verdicts(published: Published, wordpress: WordPress) -> dict[str, int]:
    place = (wordpress.address, "--client", "plain", "--surface", "client")
    _, said = run(published, wordpress, "check", *place, "--against", "snapshots", "--format", "json")
    report: dict[str, Any] = json.loads(said)
    return {name: number for name, number in report["counts"]["pages"].items() if number}


def test_what_was_just_published_is_all_right_and_an_edit_by_hand_is_found(
    every_wordpress: WordPress, published: Published
) -> None:
    write_text(published.estate.content("publish/blog.yml"), TARGET.format(address=every_wordpress.address))

    first = run(published, every_wordpress, "publish", "blog", "--yes")
    second = run(published, every_wordpress, "publish", "blog", "--yes")
    posts = all_posts(every_wordpress)
    assert (first[0], second[0]) == (0, 0), first[1]
    assert f"nothing to do, {len(posts)} articles are as they should be" in second[1]
    assert verdicts(published, every_wordpress) == {"ok": len(posts)}

    rest(every_wordpress, "POST", f"posts/{posts[0]['id']}", content=posts[0]["content"]["raw"].replace(".", "!", 1))
    code, said = run(published, every_wordpress, "publish", "blog", "--yes")
    assert (code, "changed there by hand by user 1: text" in said) == (1, True)
    assert verdicts(published, every_wordpress) == {"ok": len(posts) - 1, "edited": 1}


def test_titles_name_the_client_where_a_target_has_several(wordpress: WordPress, published: Published) -> None:
    several = TARGET.replace("clients: [plain]", "clients: all").format(address=wordpress.address)
    write_text(published.estate.content("publish/blog.yml"), several + "\npages: [use-pass]\naudiences: [end-user]\n")

    done = run(published, wordpress, "publish", "blog", "--yes", "--allow-many")
    titles = [post["title"]["raw"] for post in all_posts(wordpress)]
    again = run(published, wordpress, "publish", "blog", "--yes")

    assert (done[0], again[0], "nothing to do" in again[1]) == (0, 0, True), done[1]
    assert len(titles) == len(set(titles)) > 1
    assert all(title.endswith(")") for title in titles)
