"""A WordPress whose interface is changed, broken or away: answers that real ones give, and some that none should."""

import json

import pytest

from support.places import problem, read, soon
from support.webserver import Reply, WebServer, html
from tenantbook.published.contract import UnreadablePlaceError

LINK = {"Content-Type": "text/html", "Link": '<{}/wp-json/>; rel="https://api.w.org/", <{}/x>; rel="alternate"'}


def start(api: str) -> Reply:
    headers = {name: value.format(api, api) for name, value in LINK.items()}
    return Reply(b"<title>Guides</title><a href=/a.html>a</a>", headers=headers)


def as_json(held: object, status: int = 200, **headers: str) -> Reply:
    return Reply(json.dumps(held).encode(), status, {"Content-Type": "application/json", **headers})


def post(number: int) -> dict[str, object]:
    return {
        "id": number,
        "link": f"http://x.example/?p={number}",
        "title": {"rendered": "A &amp; b"},
        "content": {"rendered": "<p>x</p>"},
    }


def wordpress(server: WebServer, posts: Reply, pages: Reply | None = None) -> None:
    server.routes |= {"/": start(server.address), "/wp-json/wp/v2/posts": posts}
    server.routes["/wp-json/wp/v2/pages"] = pages or as_json([])


def test_a_title_is_told_as_readers_see_it(server: WebServer) -> None:
    wordpress(server, as_json([post(1)]))

    assert [(page.name, page.title) for page in read(server.address)] == [("http://x.example/?p=1", "A & b")]


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (as_json({"code": "rest_disabled", "message": "no"}, 401), "WordPress does not show its posts over REST (401)"),
        (as_json({"code": "rest_no_route"}, 404), "there is no page at this address (404)"),
        (as_json({"posts": []}), "WordPress's answer is no list"),
        (Reply(b"<h1>Maintenance</h1>"), "WordPress's answer is no JSON"),
        (Reply(b"[" * 100_000), "WordPress's answer is no JSON"),
        (Reply(b"", 503), "the server has a fault of its own (503)"),
    ],
)
def test_an_interface_that_does_not_answer_as_it_should_is_never_an_empty_place(
    server: WebServer, answer: Reply, words: str
) -> None:
    wordpress(server, answer)

    assert words in why(server.address)


def why(address: str) -> str:
    """Return why nothing could be read, be it the place or all that stands for its pages."""
    try:
        (page,) = read(address)
    except UnreadablePlaceError as error:
        return error.reason
    return page.problem


def test_a_post_without_content_is_told(server: WebServer) -> None:
    wordpress(server, as_json([{"id": 7, "link": "http://x.example/?p=7"}, post(8)]))

    pages = read(server.address)

    assert problem(pages, "http://x.example/?p=7").startswith("the answer holds no content")
    assert pages[1].html == "<p>x</p>"


def test_a_list_that_fails_in_the_middle_keeps_the_others(server: WebServer) -> None:
    first = as_json([post(1)], **{"X-WP-TotalPages": "3"})
    wordpress(server, first)
    for number, answer in ((2, Reply(b"not json")), (3, as_json([post(3)], **{"X-WP-TotalPages": "3"}))):
        server.routes[f"/wp-json/wp/v2/posts?{_query(number)}"] = answer
    server.routes[f"/wp-json/wp/v2/posts?{_query(1)}"] = first

    pages = read(server.address)

    assert [page.name for page in pages if page.html] == ["http://x.example/?p=1", "http://x.example/?p=3"]
    assert problem(pages, f"{server.address}/ (posts 51 to 100)").startswith("these could not be read: ")


def _query(number: int) -> str:
    fields = "id%2Clink%2Ctitle%2Ccontent%2Cstatus"
    return f"per_page=50&page={number}&orderby=id&order=asc&_fields={fields}"


def test_a_list_whose_length_nobody_tells_is_read_to_its_end(server: WebServer) -> None:
    wordpress(server, as_json([post(number) for number in range(50)]))
    server.routes[f"/wp-json/wp/v2/posts?{_query(2)}"] = as_json([post(50)], **{"X-WP-TotalPages": "many"})

    assert len(read(server.address)) == 51


def test_a_list_without_an_end_stops_at_the_bound(server: WebServer) -> None:
    wordpress(server, as_json([post(number) for number in range(50)]))

    pages = read(server.address, soon(pages=120))

    assert problem(pages, "").startswith("there are more than 120 posts and pages, and the rest was not read")


def test_posts_that_go_while_they_are_read_end_the_list(server: WebServer) -> None:
    first = as_json([post(1)], **{"X-WP-TotalPages": "2"})
    wordpress(server, first)
    server.routes[f"/wp-json/wp/v2/posts?{_query(2)}"] = as_json({"code": "rest_post_invalid_page_number"}, 400)

    assert len(read(server.address)) == 1


def test_an_interface_of_another_site_is_not_asked(server: WebServer) -> None:
    server.routes |= {"/": start("https://elsewhere.example"), "/a.html": html("a")}

    with pytest.raises(
        UnreadablePlaceError, match=r"its interface is at https://elsewhere\.example/wp-json/, another site"
    ):
        read(f"wordpress+{server.address}")
    assert [page.name for page in read(server.address)] == ["index.html", "a.html"]


def test_what_is_asked_for_as_a_wordpress_must_be_one(server: WebServer) -> None:
    server.routes |= {"/": html("a site")}

    with pytest.raises(UnreadablePlaceError, match="names no REST interface, so it is no WordPress"):
        read(f"wordpress+{server.address}")


def test_only_get_is_ever_sent(server: WebServer) -> None:
    wordpress(server, as_json([post(1)]))
    server.routes["/wp-json/wp/v2/users/me"] = as_json({"id": 1, "capabilities": {"edit_others_posts": True}})

    read(server.address, WP_USER="editor", WP_APP_PASSWORD="secret words")

    assert {asked.method for asked in server.asked} == {"GET"}


def test_the_application_password_goes_to_the_interface_alone(server: WebServer) -> None:
    wordpress(server, as_json([post(1)]))
    server.routes["/wp-json/wp/v2/users/me"] = as_json({"id": 1, "capabilities": {}})

    read(server.address, soon(), WP_USER="editor", WP_APP_PASSWORD="secret words")

    with_secret = [asked.target for asked in server.asked if "authorization" in asked.headers]
    assert all(target.startswith("/wp-json/wp/v2/") for target in with_secret)
    assert len(with_secret) == 3
