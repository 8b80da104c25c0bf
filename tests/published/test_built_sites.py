"""Sites that tenantbook built, read from disk, from a zip and over HTTP: the same pages, byte for byte."""

import shutil
from pathlib import Path

from estates import Estate

from support.places import read, soon
from support.webserver import WebServer, serving
from tenantbook.model.published import PublishedPage
from tenantbook.published.place import place_at
from tenantbook.record import digest_of, read_record


def pages_of(text: str) -> dict[str, bytes]:
    """Return the bytes of every page of a place, all of which must have been read."""
    pages = read(text, soon(seconds=20))
    assert [page.problem for page in pages if page.html is None] == []
    return {page.name: str(page.html).encode() for page in pages}


def on_disk(folder: Path) -> dict[str, bytes]:
    return {file.relative_to(folder).as_posix(): file.read_bytes() for file in folder.rglob("*.html")}


def records(pages: list[PublishedPage]) -> set[tuple[str, str]]:
    found = (read_record(str(page.html)) for page in pages)
    return {(record.client, record.page) for record in found if record}


def test_a_built_site_is_read_from_its_folder_and_every_record_is_whole(estate: Estate) -> None:
    folder = estate.site("northwind-dental", "client")

    pages = pages_of(str(folder))

    assert pages == on_disk(folder)
    sealed = {name: html.decode() for name, html in pages.items() if read_record(html.decode())}
    assert sealed
    assert all(digest_of(html) == read_record(html).digest for html in sealed.values())  # type: ignore[union-attr]


def test_a_folder_of_sites_is_read_with_client_and_surface_in_the_names(estate: Estate) -> None:
    folder = estate.workspace.build / "sites"

    pages = read(str(folder))

    assert {page.name.split("/")[0] for page in pages} == set(estate.clients)
    assert {page.name.split("/")[1] for page in pages} == {"client", "internal"}
    assert {client for client, _ in records(pages)} == set(estate.clients)


def test_a_zip_of_a_built_site_holds_the_same_pages(estate: Estate, tmp_path: Path) -> None:
    folder = estate.site("northwind-dental", "internal")
    file = shutil.make_archive(str(tmp_path / "site"), "zip", folder)

    assert pages_of(file) == on_disk(folder)


def test_a_built_site_that_is_served_is_crawled_whole(estate: Estate) -> None:
    for surface in ("client", "internal"):
        folder = estate.site("northwind-dental", surface)
        with serving(folder) as address:
            place = place_at(address, environment={})
            crawled = {page.name: str(page.html).encode() for page in place.pages()}

        expected = on_disk(folder)
        expected.pop("404.html", None)  # nothing leads there
        assert crawled == expected
        assert place.words == f"{address}/, {len(expected)} pages found by their links"


def test_one_clients_site_of_many_is_crawled_alone(estate: Estate) -> None:
    with serving(estate.workspace.build / "sites") as address:
        crawled = read(f"{address}/northwind-dental/client/", soon(seconds=20))

    assert {client for client, _ in records(crawled)} == {"northwind-dental"}


def test_the_saved_page_of_a_built_site_is_read(estate: Estate, server: WebServer) -> None:
    file = estate.site("northwind-dental", "client") / "end-user" / "use-pass.html"

    (page,) = read(str(file))

    assert str(page.html).encode() == file.read_bytes()
    assert records([page]) == {("northwind-dental", "use-pass")}
