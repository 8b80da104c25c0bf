"""A real WordPress, read over its REST interface: plain permalinks and pretty ones, as a visitor and signed in."""

import pytest

from support.places import names, problem, read, soon
from support.wordpress import WordPress
from tenantbook.published.contract import UnreadablePlaceError
from tenantbook.published.place import place_at

pytestmark = pytest.mark.wordpress

FACTS = '{"tap.enabled":true,"said":"it\'s \\"so\\" & 1 < 2"}'
RECORD = f'<!-- tenantbook:record {{"v":1,"page":"use-pass","facts":{FACTS}}} -->'
BLOCKS = f"<!-- wp:paragraph -->\n<p>The pass lasts <b>8 hours</b>.</p>\n<!-- /wp:paragraph -->\n\n{RECORD}"


def a_post(number: int, **more: object) -> dict[str, object]:
    return {"post_title": f"Guide {number}", "post_content": f"<p>Text {number}</p>", **more}


@pytest.mark.parametrize("permalinks", ["plain", "pretty"])
@pytest.mark.parametrize("user", ["", "editor", "subscriber"])
def test_every_post_and_page_is_read(wordpress: WordPress, permalinks: str, user: str) -> None:
    wordpress.set_permalinks(permalinks)
    wordpress.add([a_post(1), a_post(2), {**a_post(3), "post_type": "page"}, a_post(4, post_status="draft")])
    signed_in = {"WP_USER": user, "WP_APP_PASSWORD": wordpress.users[user]} if user else {}

    place = place_at(wordpress.address, environment=signed_in)
    pages = list(place.pages())

    assert [(page.title, page.form, page.problem) for page in pages] == [
        (f"Guide {number}", "wordpress", "") for number in (1, 2, 3)
    ]
    assert all("<p>Text" in str(page.html) for page in pages)
    assert all(page.name == page.address and page.address.startswith(wordpress.address) for page in pages)
    said = ", signed in" if user else ""
    assert place.words == f"{wordpress.address}/, 3 posts and pages of a WordPress{said}"


def test_two_hundred_and_fifty_posts_are_paged(wordpress: WordPress) -> None:
    wordpress.add([a_post(number) for number in range(250)])

    pages = read(f"wordpress+{wordpress.address}")

    assert [page.title for page in pages] == [f"Guide {number}" for number in range(250)]
    assert len(set(names(pages))) == 250


def test_a_record_in_a_comment_comes_through_as_it_was_written(wordpress: WordPress) -> None:
    wordpress.add([{"post_title": "Use a pass", "post_content": BLOCKS}])
    editor = {"WP_USER": "editor", "WP_APP_PASSWORD": wordpress.users["editor"]}

    (as_visitor,) = read(wordpress.address)
    (as_editor,) = read(wordpress.address, **editor)

    assert RECORD in str(as_visitor.html)
    assert as_editor.html == as_visitor.html


@pytest.mark.parametrize("user", ["editor", "nobody"])
def test_a_wrong_password_is_noticed_though_public_posts_would_be_read(wordpress: WordPress, user: str) -> None:
    wordpress.add([a_post(1)])
    secret = "wrong wrong wrong wron gwro ngwr"

    with pytest.raises(UnreadablePlaceError) as caught:
        read(wordpress.address, WP_USER=user, WP_APP_PASSWORD=secret)

    assert "WordPress does not let WP_USER in with WP_APP_PASSWORD" in caught.value.reason
    assert "unset both" in caught.value.mend
    assert secret not in f"{caught.value!r} {caught.value.__cause__!r}"


def test_private_posts_are_read_by_whoever_may(wordpress: WordPress) -> None:
    wordpress.add([a_post(1), a_post(2, post_status="private")])

    def titles(**environment: str) -> list[str]:
        return [page.title for page in read(wordpress.address, **environment)]

    assert titles() == ["Guide 1"]
    assert titles(WP_USER="editor", WP_APP_PASSWORD=wordpress.users["editor"]) == ["Guide 1", "Guide 2"]
    assert titles(WP_USER="author", WP_APP_PASSWORD=wordpress.users["author"]) == ["Guide 1"]


def test_a_post_behind_a_password_is_not_taken_for_an_empty_one(wordpress: WordPress) -> None:
    wordpress.add([a_post(1, post_password="sesame")])

    (page,) = read(wordpress.address)

    assert problem([page], page.name).startswith("it asks its readers for a password, so what they see is not known")


def test_posts_of_some_categories_are_read_by_slug_or_number(wordpress: WordPress) -> None:
    wordpress.add([a_post(1, categories=["guides"]), a_post(2, categories=["news"]), a_post(3)])
    wordpress.add([{**a_post(4), "post_type": "page"}])

    def titles(*categories: str) -> list[str]:
        return [page.title for page in place_at(wordpress.address, categories=categories, environment={}).pages()]

    assert titles("guides") == ["Guide 1"]
    assert titles("guides", "news") == ["Guide 1", "Guide 2"]
    assert titles("1") == ["Guide 3"]  # what has no category is in the first


def test_a_category_that_is_not_there_is_told_with_the_one_that_was_meant(wordpress: WordPress) -> None:
    wordpress.add([a_post(1, categories=["guides"])])

    with pytest.raises(UnreadablePlaceError, match=r"has no category 'guide' \(did you mean 'guides'\?\)"):
        list(place_at(wordpress.address, categories=["guide"], environment={}).pages())
    with pytest.raises(UnreadablePlaceError, match="has no category '99'"):
        list(place_at(wordpress.address, categories=["99"], environment={}).pages())


def test_a_wordpress_may_be_read_as_any_site(wordpress: WordPress) -> None:
    wordpress.set_permalinks("pretty")
    wordpress.add([a_post(1), a_post(2)])

    pages = read(f"site+{wordpress.address}", soon(seconds=10))

    assert {"guide-1/index.html", "guide-2/index.html"} <= set(names(pages))
    assert {page.form for page in pages} == {"html"}


def test_posts_that_are_too_large_are_told_one_by_one(wordpress: WordPress) -> None:
    wordpress.add([{**a_post(1), "post_type": "page"}])
    wordpress.add([{"post_title": "Large", "post_content": "x" * 60_000, "post_type": "page"}])

    small, large = read(wordpress.address, soon(page_bytes=50_000, seconds=10))

    assert (small.title, small.problem) == ("Guide 1", "")
    assert problem([large], large.name).startswith("it is too large: more than 50,000 bytes")
