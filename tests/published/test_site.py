"""Sites as they should be: found through sitemaps and links, each page once, as it is served."""

import gzip
from base64 import b64encode
from pathlib import Path

import pytest
import trustme

from support.places import names, problem, read, soon
from support.webserver import Reply, WebServer, html, moved, page, serving, sitemap_index, tls_for, urlset
from tenantbook.published.contract import UnreadablePlaceError
from tenantbook.published.place import place_at

TEXT = {"Content-Type": "text/plain"}


def test_a_sitemap_lists_the_pages_and_links_are_not_followed(server: WebServer) -> None:
    here = server.address
    server.routes |= {"/sitemap.xml": urlset(f"{here}/", f"{here}/a/", f"{here}/b.html"), "/": page("other.html")}
    server.routes |= {"/a/": html("a"), "/b.html": html("b"), "/other.html": html("other")}

    place = place_at(here, environment={})
    pages = list(place.pages())

    assert [(one.name, one.address, one.title) for one in pages] == [
        ("index.html", f"{here}/", "A page"),
        ("a/index.html", f"{here}/a/", "a"),
        ("b.html", f"{here}/b.html", "b"),
    ]
    assert place.words == f"{here}/, 3 pages of 1 sitemap"


def test_an_index_leads_to_sitemaps_packed_or_not(server: WebServer) -> None:
    here = server.address
    packed = gzip.compress(urlset(f"{here}/b.html").body)
    server.routes |= {"/": html("start"), "/a.html": html("a"), "/b.html": html("b")}
    server.routes |= {"/sitemap.xml": sitemap_index(f"{here}/one.xml", f"{here}/two.xml.gz")}
    server.routes |= {"/one.xml": urlset(f"{here}/a.html"), "/two.xml.gz": Reply(packed, headers=TEXT)}

    place = place_at(here, environment={})

    assert names(list(place.pages())) == ["a.html", "b.html"]
    assert place.words == f"{here}/, 2 pages of 2 sitemaps"


def test_robots_txt_leads_to_sitemaps(server: WebServer) -> None:
    here = server.address
    robots = f"User-agent: *\nDisallow:\n\nSITEMAP : {here}/maps/all.xml # here\n"
    server.routes |= {"/": html("start"), "/robots.txt": Reply(robots.encode(), headers=TEXT)}
    server.routes |= {"/maps/all.xml": urlset(f"{here}/a.html"), "/a.html": html("a")}

    assert names(read(here)) == ["a.html"]


def test_of_a_sitemap_only_what_is_below_the_path_is_read(server: WebServer) -> None:
    here = server.address
    listed = [
        f"{here}/a/",
        f"{here}/a/1.html",
        f"{here}/ab.html",
        f"{here}/b/2.html",
        "https://elsewhere.example/a/3.html",
    ]
    server.routes |= {"/sitemap.xml": urlset(*listed), "/a/": html("start"), "*": html("page")}

    place = place_at(f"{here}/a", environment={})

    assert names(list(place.pages())) == ["index.html", "1.html"]
    assert place.words == f"{here}/a, 2 pages of 1 sitemap, 1 of other sites left out"


def test_a_sitemap_that_lists_nothing_of_this_path_leaves_the_links(server: WebServer) -> None:
    here = server.address
    server.routes |= {"/sitemap.xml": urlset(f"{here}/b/"), "/a/": page("1.html"), "/a/1.html": html("1")}

    assert names(read(f"{here}/a/")) == ["index.html", "1.html"]


def test_a_start_without_a_slash_is_the_index(server: WebServer) -> None:
    server.routes |= {"/a": page("/a/1.html", "/b.html"), "/a/1.html": html("1"), "/b.html": html("b")}

    assert names(read(f"{server.address}/a")) == ["index.html", "1.html"]


def test_an_address_of_a_page_stands_for_the_folder_it_is_in(server: WebServer) -> None:
    server.routes |= {"/a/start.html": page("1.html", "../b.html"), "/a/1.html": html("1"), "/b.html": html("b")}

    assert names(read(f"{server.address}/a/start.html")) == ["start.html", "1.html"]


def test_links_of_every_kind_lead_to_pages_once_each(server: WebServer) -> None:
    start = """<title>start</title><a class=x
        href='a.html'>a</a> <A HREF=b.html>b</A> <a href="/c/?q=1&amp;r=2#part">c</a>
        <a href="./a.html#again">a</a>
        <area href="d.html"> <a href="mailto:x@example.com">m</a> <a href="javascript:x()">j</a> <a>none</a>
        <a href="index.html">start</a> <a href="file.pdf">p</a>
        <a href="caf\u00e9.html">e</a> <a href="gone.html">g</a>"""
    server.routes |= {"/": Reply(start.encode()), "*": html("page"), "/gone.html": Reply(b"", 404)}

    place = place_at(server.address, environment={})

    assert names(list(place.pages())) == [
        "index.html",
        "a.html",
        "b.html",
        "c/index.html?q=1&r=2",
        "d.html",
        "caf\u00e9.html",
    ]
    assert place.words == f"{server.address}/, 6 pages found by their links, 1 dead link"
    assert "/file.pdf" not in server.targets


def test_a_start_that_sends_its_readers_on_is_followed(server: WebServer) -> None:
    refresh = b'<title>on</title><meta http-equiv="refresh" content="0; url=latest/">'
    server.routes |= {"/": Reply(refresh), "/latest/": moved("/latest/index.html"), "/latest/index.html": html("new")}

    assert names(read(server.address)) == ["index.html", "latest/index.html"]


def test_a_base_changes_where_links_lead(server: WebServer) -> None:
    server.routes |= {"/": Reply(b'<base href="/deep/"><a href="a.html">a</a>'), "/deep/a.html": html("a")}

    assert names(read(server.address)) == ["index.html", "deep/a.html"]


def test_what_is_no_page_is_left_out_without_reading_it(server: WebServer) -> None:
    picture = Reply(b"x" * 1000, headers={"Content-Type": "image/png"})
    server.routes |= {"/": page("picture", "a"), "/picture": picture, "/a": Reply(b"<p>untyped", headers={})}

    assert names(read(server.address)) == ["index.html", "a"]


@pytest.mark.parametrize(
    ("body", "kind", "text"),
    [
        ("café".encode(), "text/html", "café"),
        ("café".encode("latin-1"), "text/html; charset=ISO-8859-1", "café"),
        ("“café”".encode("cp1252"), "text/html; charset=iso-8859-1", "“café”"),
        (b'<meta charset="windows-1252">caf\xe9', "text/html", '<meta charset="windows-1252">café'),
        ("\ufeffcafé".encode(), "text/html; charset=iso-8859-1", "café"),
        ("\ufeffcafé".encode("utf-16-le"), "text/html", "café"),
    ],
)
def test_a_page_is_read_in_the_charset_it_is_written_in(server: WebServer, body: bytes, kind: str, text: str) -> None:
    server.routes |= {"/": Reply(body, headers={"Content-Type": kind})}

    assert [one.html for one in read(server.address)] == [text]


def test_a_packed_page_is_unpacked(server: WebServer) -> None:
    headers = {"Content-Type": "text/html", "Content-Encoding": "gzip"}
    server.routes |= {"/": Reply(gzip.compress(b"<p>one") + gzip.compress(b"<p>two"), headers=headers)}

    assert [one.html for one in read(server.address)] == ["<p>one<p>two"]


def test_pages_come_one_by_one_and_in_the_same_order_each_time(server: WebServer) -> None:
    server.routes |= {"/": page(*(f"{number}.html" for number in range(40))), "*": html("page")}

    first, second = names(read(server.address)), names(read(server.address))

    assert first == second == ["index.html", *(f"{number}.html" for number in range(40))]


def test_a_site_of_someone_elses_pages_is_simply_delivered(server: WebServer) -> None:
    server.routes |= {"/": html("another company's guides")}

    assert [(one.title, one.problem) for one in read(server.address)] == [("another company's guides", "")]


# --- names, passwords and certificates


def test_a_name_and_a_password_go_to_the_site_and_nowhere_else(server: WebServer) -> None:
    with WebServer({"*": html("elsewhere")}) as other:
        server.routes |= {"/": page("a.html", f"{other.address}/b.html"), "/a.html": moved(f"{other.address}/c.html")}

        pages = read(server.address, TENANTBOOK_SITE_USER="reader", TENANTBOOK_SITE_PASSWORD="s3cret")

        assert problem(pages, "a.html").startswith(f"it leads to another site, {other.address}/c.html")
        assert other.asked == []
    expected = f"Basic {b64encode(b'reader:s3cret').decode()}"
    assert {asked.headers["authorization"] for asked in server.asked} == {expected}


def test_a_bearer_token_is_sent_where_there_is_one(server: WebServer) -> None:
    server.routes |= {"/": html("start")}

    read(server.address, TENANTBOOK_SITE_TOKEN="t0ken")

    assert {asked.headers["authorization"] for asked in server.asked} == {"Bearer t0ken"}


def test_secrets_never_stand_in_what_is_said(server: WebServer) -> None:
    server.routes |= {"/": Reply(b"", 401)}
    secrets = {
        "TENANTBOOK_SITE_USER": "reader",
        "TENANTBOOK_SITE_PASSWORD": "s3cret",
        "WP_USER": "w",
        "WP_APP_PASSWORD": "p4ss",
    }
    place = place_at(f"{server.address}/?key=qu3ry", environment=secrets, bounds=soon())

    with pytest.raises(UnreadablePlaceError) as caught:
        list(place.pages())

    said = f"{caught.value} {caught.value!r} {place!r} {place.words}".replace("?key=qu3ry", "", 1)
    hidden = ["s3cret", "p4ss", b64encode(b"reader:s3cret").decode(), b64encode(b"w:p4ss").decode()]
    assert [secret for secret in hidden if secret in said] == []
    assert "qu3ry" not in f"{caught.value} {place.words}"


@pytest.mark.parametrize("address", ["https://reader:s3cret@kb.example.com/", "https://s3cret@kb.example.com/"])
def test_an_address_with_a_password_in_it_is_refused_without_repeating_it(address: str) -> None:
    with pytest.raises(UnreadablePlaceError) as caught:
        place_at(address)

    assert "TENANTBOOK_SITE_USER" in caught.value.mend
    assert "s3cret" not in str(caught.value)


def test_http_is_for_this_machine_only() -> None:
    with pytest.raises(UnreadablePlaceError, match="Did you mean https://kb"):
        place_at("http://kb.example.com/guides/")
    assert place_at("http://127.0.0.1:1/").words == "http://127.0.0.1:1/"


def test_a_certificate_is_verified(authority: tuple[trustme.CA, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    ca, file = authority
    with WebServer({"/": html("start")}, tls_for(ca, "localhost")) as server:
        with pytest.raises(UnreadablePlaceError, match="its certificate is not trusted: ") as caught:
            read(server.address)
        assert "SSL_CERT_FILE" in caught.value.mend

        monkeypatch.setenv("SSL_CERT_FILE", str(file))
        assert names(read(server.address)) == ["index.html"]


def test_a_certificate_of_another_name_is_told(
    authority: tuple[trustme.CA, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    ca, file = authority
    monkeypatch.setenv("SSL_CERT_FILE", str(file))
    with (
        WebServer({"/": html("start")}, tls_for(ca, "other.example")) as server,
        pytest.raises(UnreadablePlaceError, match="Hostname mismatch"),
    ):
        read(server.address)


def test_https_where_only_http_is_spoken_is_told(tmp_path: Path) -> None:
    with (
        serving(tmp_path) as address,
        pytest.raises(UnreadablePlaceError, match="no secure connection could be made"),
    ):
        read(address.replace("http://", "https://"))
