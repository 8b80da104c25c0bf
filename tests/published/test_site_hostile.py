"""Sites that are broken, slow, endless or hostile: each reading ends within its bound, with the right words."""

import asyncio
import gzip
import zlib
from collections.abc import AsyncIterator

import pytest

from support.places import names, problem, read, soon
from support.webserver import Asked, Reply, WebServer, begin, html, moved, page, send, urlset, xml
from tenantbook.published.contract import UnreadablePlaceError
from tenantbook.published.place import place_at

HTML = {"Content-Type": "text/html"}


async def silent(_asked: Asked, _writer: asyncio.StreamWriter) -> None:
    await asyncio.sleep(60)


async def dripping(_asked: Asked, writer: asyncio.StreamWriter) -> None:
    await begin(writer, 200, HTML)
    while True:
        writer.write(b"x")
        await writer.drain()
        await asyncio.sleep(0.05)


async def dripping_headers(_asked: Asked, writer: asyncio.StreamWriter) -> None:
    writer.write(b"HTTP/1.1 200 OK\r\nX-Slow: ")
    await dripping(_asked, writer)


async def hanging_up(_asked: Asked, writer: asyncio.StreamWriter) -> None:
    writer.close()


async def endless(_asked: Asked, writer: asyncio.StreamWriter) -> None:
    await begin(writer, 200, HTML)
    while True:
        writer.write(b"x" * 65_536)
        await writer.drain()


async def two_gigabytes(_asked: Asked, writer: asyncio.StreamWriter) -> None:
    await begin(writer, 200, {**HTML, "Content-Length": str(2 * 1024**3)})
    while True:
        writer.write(b"x" * 65_536)
        await writer.drain()


async def packed_for_ever(_asked: Asked, writer: asyncio.StreamWriter) -> None:
    await begin(writer, 200, {**HTML, "Content-Encoding": "gzip"})
    async for piece in _empty_members():
        writer.write(piece)
        await writer.drain()


async def _empty_members() -> AsyncIterator[bytes]:
    while True:
        yield gzip.compress(b"") * 1000


def bomb(megabytes: int) -> bytes:
    engine = zlib.compressobj(9, wbits=31)
    zeros = bytes(1024 * 1024)
    return b"".join([*(engine.compress(zeros) for _ in range(megabytes)), engine.flush()])


async def not_http(_asked: Asked, writer: asyncio.StreamWriter) -> None:
    writer.write(b"SSH-2.0-OpenSSH_9.2\r\n")
    await writer.drain()


async def cut_off(_asked: Asked, writer: asyncio.StreamWriter) -> None:
    await begin(writer, 200, {**HTML, "Content-Length": "1000"})
    writer.write(b"<p>half")
    await writer.drain()


async def two_lengths(_asked: Asked, writer: asyncio.StreamWriter) -> None:
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 3\r\nContent-Length: 5\r\n\r\nabcde")
    await writer.drain()


async def endless_headers(_asked: Asked, writer: asyncio.StreamWriter) -> None:
    writer.write(b"HTTP/1.1 200 OK\r\n")
    while True:
        writer.write(b"X-More: " + b"y" * 8000 + b"\r\n")
        await writer.drain()


LARGE = "it is too large: more than 1 MB, so it was not read; no guide is that large, so see what was published there"
BROKE_OFF = "its answer broke off, or is not HTTP; try again later; if it stays, ask whoever runs the site"
SLOW = "it did not answer in full within 0.5 seconds; try again later; if it stays, ask whoever runs the site"
ONE_MEGABYTE = 1024 * 1024

BAD_PAGES = {
    "a page that is never answered": (silent, SLOW),
    "a page that comes byte by byte": (dripping, SLOW),
    "headers that come byte by byte": (dripping_headers, SLOW),
    "a connection that is closed": (hanging_up, BROKE_OFF),
    "a page without an end": (endless, LARGE),
    "a page of two gigabytes": (two_gigabytes, LARGE),
    "a gzip bomb": (Reply(bomb(50), headers={**HTML, "Content-Encoding": "gzip"}), LARGE),
    "a gzip stream that unpacks to nothing, without an end": (packed_for_ever, LARGE),
    "no gzip at all": (Reply(b"plain", headers={**HTML, "Content-Encoding": "gzip"}), BROKE_OFF),
    "a gzip file cut off": (
        Reply(gzip.compress(b"x" * 9999)[:-12], headers={**HTML, "Content-Encoding": "gzip"}),
        "it broke off in the middle; try again later; if it stays, ask whoever runs the site",
    ),
    "a compression that nobody asked for": (
        Reply(b"x", headers={**HTML, "Content-Encoding": "br"}),
        "it is compressed in a way that was not asked for; mend the settings of the server",
    ),
    "something that is not HTTP": (not_http, BROKE_OFF),
    "a page cut off": (cut_off, BROKE_OFF),
    "two lengths": (two_lengths, BROKE_OFF),
    "headers without an end": (endless_headers, BROKE_OFF),
    "a charset that is none": (
        Reply(b"x", headers={"Content-Type": "text/html; charset=klingon"}),
        "its charset 'klingon' is not known; publish it as UTF-8",
    ),
    "a charset that takes for ever": (
        Reply(b"x" * 100_000, headers={"Content-Type": "text/html; charset=idna"}),
        "its charset 'idna' is not known; publish it as UTF-8",
    ),
    "bytes that are not the charset they claim": (
        Reply(b"caf\xe9", headers={"Content-Type": "text/html; charset=utf-8"}),
        "its text is not UTF-8, though nothing says what else it is; save it as UTF-8",
    ),
    "a server's own fault": (
        Reply(b"", 500),
        "the server has a fault of its own (500); try again later; if it stays, ask whoever runs the site",
    ),
    "too many requests": (
        Reply(b"", 429, {"Retry-After": "3600"}),
        "the server has had too many requests from here (429); try again in 3600 seconds",
    ),
    "a page behind a password": (
        Reply(b"", 401),
        (
            "it asks for a name and a password, or refuses those given (401); put a name and its password in "
            "TENANTBOOK_SITE_USER and TENANTBOOK_SITE_PASSWORD, or correct them, and say --sign-in with the site's "
            "address"
        ),
    ),
    "a redirect to itself": (
        moved("/bad.html"),
        "it is led on and on, in a circle perhaps; mend the site's redirects",
    ),
    "a redirect to nowhere": (
        moved("http://[::1"),
        BROKE_OFF,
    ),
    "a redirect to another site": (
        moved("https://evil.example/steal?x=1"),
        (
            "it leads to another site, https://evil.example/steal, which was not asked for; "
            "if that is the one you mean, give its address"
        ),
    ),
    "a redirect to a file of this machine": (
        moved("file:///etc/passwd"),
        "it leads to something that is no address of the web; mend the site's redirects",
    ),
}


@pytest.mark.parametrize("bad", BAD_PAGES)
def test_a_bad_page_is_told_with_its_reason_and_the_others_are_read(server: WebServer, bad: str) -> None:
    route, words = BAD_PAGES[bad]
    server.routes |= {"/": page("bad.html", "good.html"), "/bad.html": route, "/good.html": html("good")}

    pages = read(f"{server.address}/", soon(page_bytes=ONE_MEGABYTE))

    assert names(pages) == ["index.html", "bad.html", "good.html"]
    assert problem(pages, "bad.html") == words


def test_a_page_of_two_gigabytes_is_not_even_begun(server: WebServer) -> None:
    sent = []

    async def large(asked: Asked, writer: asyncio.StreamWriter) -> None:
        await begin(writer, 200, {**HTML, "Content-Length": str(2 * 1024**3)})
        for _ in range(2 * 1024):
            writer.write(bytes(ONE_MEGABYTE))
            await writer.drain()
            sent.append(ONE_MEGABYTE)

    server.routes |= {"/": page("bad.html"), "/bad.html": large}

    assert problem(read(f"{server.address}/", soon(page_bytes=ONE_MEGABYTE)), "bad.html") == LARGE
    assert sum(sent) < 20 * ONE_MEGABYTE


@pytest.mark.parametrize(
    ("start", "words"),
    [
        (silent, "it did not answer in full within 0.5 seconds"),
        (dripping, "it did not answer in full within 0.5 seconds"),
        (Reply(b"", 401), "it asks for a name and a password, or refuses those given (401)"),
        (Reply(b"", 403), "the server does not let us read it (403)"),
        (Reply(b"", 404), "there is no page at this address (404)"),
        (Reply(b"", 503), "the server has a fault of its own (503)"),
        (Reply(b"", 418), "the server answers with status 418, which is no page"),
        (
            moved("https://www.example.com/"),
            "it leads to another site, https://www.example.com/, which was not asked for",
        ),
        (endless, "it is too large: more than 1 MB, so it was not read"),
    ],
)
def test_a_start_that_cannot_be_read_is_a_place_that_cannot_be_read(
    server: WebServer, start: Reply, words: str
) -> None:
    server.routes |= {"/": start}

    with pytest.raises(UnreadablePlaceError) as caught:
        read(f"{server.address}/", soon(page_bytes=ONE_MEGABYTE))

    assert caught.value.reason == f"{server.address}/: {words}"
    assert caught.value.mend


def test_a_port_where_nothing_listens_is_told_at_once(server: WebServer) -> None:
    with WebServer() as gone:
        address = gone.address

    with pytest.raises(UnreadablePlaceError, match="nothing answers there"):
        read(address)


def test_a_host_that_nobody_knows_is_told() -> None:
    with pytest.raises(UnreadablePlaceError, match=r"https://no\.such\.host\.invalid/: its name is not known"):
        read("https://no.such.host.invalid/")


def test_a_server_that_asks_for_patience_is_asked_again(server: WebServer) -> None:
    waiting = [Reply(b"", 429, {"Retry-After": "0"}), Reply(b"", 503, {"Retry-After": "0"})]

    async def busy(_asked: Asked, writer: asyncio.StreamWriter) -> None:
        await send(writer, waiting.pop(0) if waiting else html("here"))

    server.routes |= {"/": busy}

    assert names(read(f"{server.address}/", soon(tries=3))) == ["index.html"]


def test_a_way_back_out_of_the_path_is_not_taken(server: WebServer) -> None:
    ways = [
        "../b/x.html",
        "/b/y.html",
        "%2e%2e/b/z.html",
        "..%2fb/w.html",
        "//evil.example/a/",
        "https://evil.example/a/",
    ]
    server.routes |= {"/a/": page(*ways, "in.html", "\\..\\b\\v.html"), "/a/in.html": html("in"), "*": html("out")}

    read(f"{server.address}/a/")

    assert not [target for target in server.targets if target.startswith("/b")]


def test_a_redirect_out_of_the_path_is_refused(server: WebServer) -> None:
    server.routes |= {"/a/": page("in.html"), "/a/in.html": moved("/login?next=/a/"), "/login": html("sign in")}

    pages = read(f"{server.address}/a/")

    assert problem(pages, "in.html").startswith(f"it leads to {server.address}/login, which is not below")
    assert "/login?next=/a/" not in server.targets


def test_a_calendar_without_an_end_stops_at_the_depth(server: WebServer) -> None:
    async def month(asked: Asked, writer: asyncio.StreamWriter) -> None:
        number = int(asked.target.partition("=")[2] or 0)
        await send(writer, page(f"/?month={number + 1}"))

    server.routes |= {"/": month}

    pages = read(f"{server.address}/", soon(depth=5))

    assert len(pages) == 7
    assert problem(pages, "").startswith("there are pages more than 5 links from the start, and the rest was not read")


def test_more_pages_than_the_bound_are_said_to_be_unread(server: WebServer) -> None:
    server.routes |= {"/": page(*(f"{number}.html" for number in range(50))), "*": html("one")}

    pages = read(f"{server.address}/", soon(pages=10))

    assert len(pages) == 11
    assert problem(pages, "").startswith("there are more than 10 pages, and the rest was not read")


def test_more_bytes_than_the_bound_are_said_to_be_unread(server: WebServer) -> None:
    server.routes |= {"/": page(*(f"{number}.html" for number in range(50))), "*": html("x" * 10_000)}

    pages = read(f"{server.address}/", soon(total_bytes=100_000))

    assert len(pages) < 20
    assert problem(pages, "").startswith("there is more than 100,000 bytes to read, and the rest was not read")


def test_a_reading_that_takes_too_long_as_a_whole_ends(server: WebServer) -> None:
    server.routes |= {"/": page(*(f"{number}.html" for number in range(50))), "*": silent}

    pages = read(f"{server.address}/", soon(total_seconds=1.2, at_once=2))

    assert len(pages) < 12
    assert problem(pages, "").startswith("reading took longer than 1.2 seconds, and the rest was not read")


def test_a_million_links_are_not_all_remembered(server: WebServer) -> None:
    server.routes |= {"/": page(*(f"{number}.html" for number in range(100_000))), "*": Reply(b"", 404)}

    pages = read(f"{server.address}/", soon(pages=10))

    assert len(server.asked) < 40
    assert pages[0].name == "index.html"
    assert problem(pages, "").startswith("there are links to more than 20 pages, and the rest was not read")


def test_a_sitemap_of_more_addresses_than_the_bound_is_said_to_be_unread(server: WebServer) -> None:
    addresses = [f"{server.address}/{number}.html" for number in range(30)]
    server.routes |= {"/": page(), "/a/": html("a"), "/sitemap.xml": urlset(*addresses, f"{server.address}/a/")}

    pages = read(f"{server.address}/a/", soon(pages=10))

    assert [one.problem.partition(";")[0] for one in pages if one.problem] == [
        "this sitemap could not be read: it lists more than 20 addresses"
    ]


def test_a_page_made_to_slow_the_search_for_links_down_does_not(server: WebServer) -> None:
    server.routes |= {"/": Reply(b"<a " * 300_000 + b" " * 300_000 + b"<a href=" * 100_000)}

    assert names(read(f"{server.address}/", soon(seconds=30))) == ["index.html"]


def test_whoever_stops_taking_pages_does_not_wait_for_the_rest(server: WebServer) -> None:
    server.routes |= {"/": page(*(f"{number}.html" for number in range(9)))}
    server.routes |= {f"/{number}.html": silent for number in range(9)}

    pages = place_at(f"{server.address}/", bounds=soon(seconds=60), environment={}).pages()

    assert next(pages).name == "index.html"
    pages.close()  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("sitemap", "words"),
    [
        (xml('<!DOCTYPE x [<!ENTITY a "b">]><urlset>&a;</urlset>'), "it declares a document type"),
        (xml("<rss></rss>"), "it is a file of <rss>"),
        (xml("<urlset><url>"), "it is no XML"),
        (xml("nothing of the kind"), "it is no XML"),
        (Reply(b"\x1f\x8bxxxx"), "it is a damaged gzip file"),
        (Reply(bomb(60)), "it unpacks to more than 52,428,800 bytes"),
        (Reply(b"", 500), "the server has a fault of its own (500)"),
        (silent, "it did not answer in full within 0.5 seconds"),
    ],
)
def test_a_sitemap_that_cannot_be_read_is_told_and_links_are_followed(
    server: WebServer, sitemap: Reply, words: str
) -> None:
    server.routes |= {"/": page("a.html"), "/a.html": html("a"), "/sitemap.xml": sitemap}

    pages = read(f"{server.address}/")

    assert names(pages) == ["sitemap.xml", "index.html", "a.html"]
    assert problem(pages, "sitemap.xml").startswith(f"this sitemap could not be read: {words}; ")


def test_a_web_page_in_the_sitemaps_place_is_none_unless_somebody_promised_one(server: WebServer) -> None:
    server.routes |= {"/": page("a.html"), "*": html("the application")}

    assert names(read(f"{server.address}/")) == ["index.html", "a.html"]

    server.routes["/robots.txt"] = Reply(
        f"Sitemap: {server.address}/map.xml".encode(), headers={"Content-Type": "text/plain"}
    )
    pages = read(f"{server.address}/")

    assert problem(pages, "map.xml").startswith("this sitemap could not be read: it is a web page; ")


def test_sitemaps_that_list_each_other_end(server: WebServer) -> None:
    here = server.address
    server.routes |= {"/": html("start"), "/a.html": html("a"), "/two.xml": urlset(f"{here}/a.html")}
    index = "".join(f"<sitemap><loc>{here}/{name}.xml</loc></sitemap>" for name in ("sitemap", "two"))
    server.routes["/sitemap.xml"] = xml(f"<sitemapindex>{index}</sitemapindex>")

    assert names(read(f"{here}/")) == ["a.html"]
    assert server.targets.count("/sitemap.xml") == 1


def test_an_index_of_more_sitemaps_than_the_bound_says_so(server: WebServer) -> None:
    listed = "".join(f"<sitemap><loc>{server.address}/{number}.xml</loc></sitemap>" for number in range(30))
    server.routes |= {"/": html("start"), "/sitemap.xml": xml(f"<sitemapindex>{listed}</sitemapindex>"), "*": urlset()}

    pages = read(f"{server.address}/", soon(sitemaps=5))

    assert pages[0].problem.endswith("there are more than 5 sitemaps; check part by part")
