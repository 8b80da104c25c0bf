"""A password goes only where it belongs: to the origin that was named for it, when it was asked for."""

from collections.abc import Iterator

import pytest

from support.publishing import Published
from support.webserver import Reply, WebServer
from tenantbook.disk import read_text, write_text
from tenantbook.published.credentials import environment_for, why_not_signed_in

SECRETS = {
    "WP_USER": "editor",
    "WP_APP_PASSWORD": "abcd efgh",
    "TENANTBOOK_SITE_USER": "reader",
    "TENANTBOOK_SITE_PASSWORD": "s3cret",
    "HUDU_API_KEY": "hudu-key",
}
TARGET = "publisher: wordpress\nclients: [plain]\nsettings:\n  address: {address}\n"
HUDU = "publisher: hudu\nclients: [plain]\nsettings:\n  address: {address}\n  companies: {{plain: 7}}\n"


@pytest.fixture
def stranger() -> Iterator[WebServer]:
    """A site that calls itself a WordPress, and writes down what it is sent."""
    with WebServer() as server:
        api = f"{server.address}/wp-json/"
        server.routes["/"] = Reply(
            b"<p>x</p>", headers={"Content-Type": "text/html", "Link": f'<{api}>; rel="https://api.w.org/"'}
        )
        yield server


def secrets_sent(server: WebServer) -> list[str]:
    keys = ("authorization", "x-api-key", "cookie")
    return [f"{name}: {asked.headers[name]}" for asked in server.asked for name in keys if name in asked.headers]


@pytest.mark.parametrize("verb", ["check", "import"])
def test_a_site_that_was_not_named_gets_no_password(published: Published, stranger: WebServer, verb: str) -> None:
    published.estate.run(verb, stranger.address, **SECRETS)

    assert stranger.asked
    assert secrets_sent(stranger) == []


@pytest.mark.parametrize("verb", ["check", "import"])
def test_signing_in_somewhere_else_than_is_read_is_a_mistake(
    published: Published, stranger: WebServer, verb: str
) -> None:
    done = published.estate.run(verb, stranger.address, "--sign-in", "https://kb.example.com", **SECRETS)

    assert (done.exit_code, "nothing is read there" in done.output, stranger.asked) == (2, True, [])


def test_signing_in_without_a_password_is_a_mistake(published: Published, stranger: WebServer) -> None:
    done = published.estate.run("check", stranger.address, "--sign-in", stranger.address)

    assert (done.exit_code, "set WP_USER and WP_APP_PASSWORD" in done.output, stranger.asked) == (2, True, [])


@pytest.mark.parametrize("target", [TARGET, HUDU], ids=["wordpress", "hudu"])
@pytest.mark.parametrize("how", ["--dry-run", "--yes"])
def test_a_new_address_gets_nothing_until_it_is_confirmed(
    published: Published, stranger: WebServer, target: str, how: str
) -> None:
    write_text(published.estate.content("publish/blog.yml"), target.format(address=stranger.address))

    done = published.estate.run("publish", "blog", how, **SECRETS)

    assert done.exit_code == 2
    assert f"say --trust {stranger.address} once" in done.output.replace("\n", " ")
    assert stranger.asked == []


def test_a_confirmed_address_stays_so_and_a_changed_one_is_new(published: Published, stranger: WebServer) -> None:
    file = published.estate.content("publish/blog.yml")
    write_text(file, TARGET.format(address=stranger.address))
    published.estate.run("publish", "blog", "--dry-run", "--trust", stranger.address, **SECRETS)
    stranger.asked.clear()

    published.estate.run("publish", "blog", "--dry-run", **SECRETS)
    known = read_text(published.estate.workspace.root / "published/origins.json")
    asked = len(stranger.asked)
    write_text(file, TARGET.format(address=stranger.address.replace("127.0.0.1", "localhost")))
    done = published.estate.run("publish", "blog", "--dry-run", **SECRETS)

    assert known == f'{{\n  "blog": "{stranger.address}"\n}}\n'
    assert (asked > 0, len(stranger.asked)) == (True, asked)
    assert (done.exit_code, f"it was {stranger.address}" in done.output.replace("\n", " ")) == (2, True)


def test_targets_at_two_sites_do_not_share_a_password(published: Published) -> None:
    write_text(published.estate.content("publish/blog.yml"), TARGET.format(address="https://kb.example.com"))
    write_text(published.estate.content("publish/other.yml"), TARGET.format(address="https://kb.example.org"))

    done = published.estate.run("validate")

    assert (done.exit_code, "WP_APP_PASSWORD would be sent to" in done.output) == (1, True), done.output


def test_a_target_with_credentials_of_its_own_asks_for_them_by_name(published: Published, stranger: WebServer) -> None:
    write_text(
        published.estate.content("publish/blog.yml"),
        TARGET.format(address=stranger.address) + "credentials: acme-two\n",
    )

    done = published.estate.run("publish", "blog", "--dry-run", "--trust", stranger.address, **SECRETS)

    assert done.exit_code == 3
    assert "WP_USER_ACME_TWO and WP_APP_PASSWORD_ACME_TWO are not set" in done.output.replace("\n", " ")
    assert secrets_sent(stranger) == []


@pytest.mark.parametrize(
    ("place", "sign_in", "is_known"),
    [
        ("https://kb.example.com/guides/", ["https://kb.example.com"], True),
        ("wordpress+https://kb.example.com/", ["https://kb.example.com/"], True),
        ("https://kb.example.com.evil.example/", ["https://kb.example.com"], False),
        ("https://kb.example.com:8443/", ["https://kb.example.com"], False),
        ("http://kb.example.com/", ["https://kb.example.com"], False),
        ("build/sites", ["https://kb.example.com"], False),
        ("https://kb.example.com/", [], False),
    ],
)
def test_what_is_known_where_a_place_is_read(place: str, sign_in: list[str], *, is_known: bool) -> None:
    known = environment_for(place, sign_in, {**SECRETS, "HOME": "/root"})

    assert ("WP_APP_PASSWORD" in known, "TENANTBOOK_SITE_PASSWORD" in known) == (is_known, is_known)
    assert known["HOME"] == "/root"
    assert why_not_signed_in([], [place], {}) == ""
