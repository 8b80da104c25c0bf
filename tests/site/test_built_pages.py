"""What stands in a built site: every page that should, whole, sealed, and needing nothing from elsewhere."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest
from estates import PROJECT, SURFACES, Estate

from tenantbook.cli.gather import read_library
from tenantbook.compare import expected_pages
from tenantbook.demo.tenants import DEMO_TENANTS
from tenantbook.record import digest_of, read_record

CLIENTS = [tenant.client for tenant in DEMO_TENANTS]

#: Which attributes make a browser fetch something, by element.
_FETCHES = {
    "script": ("src",),
    "link": ("href",),
    "img": ("src", "srcset"),
    "iframe": ("src",),
    "source": ("src", "srcset"),
    "video": ("src", "poster"),
    "audio": ("src",),
    "embed": ("src",),
    "object": ("data",),
    "use": ("href", "xlink:href"),
    "form": ("action",),
}


class _Fetches(HTMLParser):
    """Collects every address that a browser would load by itself."""

    def __init__(self) -> None:
        super().__init__()
        self.addresses: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.addresses += [value for name, value in attrs if value and name in _FETCHES.get(tag, ())]


def _sites(estate: Estate) -> list[Path]:
    return [estate.site(client, surface) for client in CLIENTS for surface in SURFACES] + [
        estate.workspace.build / "house"
    ]


def _pages(site: Path) -> Iterator[tuple[str, str]]:
    for file in sorted(site.rglob("*.html")):
        yield file.relative_to(site).as_posix(), file.read_text("utf-8")


@pytest.mark.parametrize("client", CLIENTS)
def test_every_page_that_should_be_there_is_and_no_other(estate: Estate, client: str) -> None:
    library, _ = read_library(estate.workspace)
    expected = {(page.surface, page.file) for page in expected_pages(library, client)}
    built = {(surface, name) for surface in SURFACES for name, _ in _pages(estate.site(client, surface))}
    assert expected | {(surface, "404.html") for surface in SURFACES} == built


@pytest.mark.parametrize("client", CLIENTS)
def test_every_page_carries_a_record_of_its_own_with_the_right_seal(estate: Estate, client: str) -> None:
    library, _ = read_library(estate.workspace)
    wrong = []
    for page in expected_pages(library, client):
        html = estate.page(client, page.surface, page.file)
        record = read_record(html)
        assert record is not None
        if (page.id, client, page.audience, digest_of(html)) != (
            record.page,
            record.client,
            record.audience,
            record.digest,
        ):
            wrong.append(page.file)
    assert wrong == []


def test_no_page_makes_a_browser_load_anything_from_elsewhere(estate: Estate) -> None:
    outside = []
    for site in _sites(estate):
        for name, html in _pages(site):
            reader = _Fetches()
            reader.feed(html)
            outside += [(name, address) for address in reader.addresses if re.match(r"(?i)\s*([a-z]+:)?//", address)]
    assert outside == []


def test_no_style_sheet_loads_anything_from_elsewhere(estate: Estate) -> None:
    loaded = [
        (file.name, address)
        for site in _sites(estate)
        for file in site.rglob("*.css")
        for address in re.findall(r"""(?:url\(|@import)\s*["']?((?:https?:)?//[^"')]+)""", file.read_text("utf-8"))
    ]
    assert loaded == []


@pytest.mark.parametrize("elsewhere", ["unpkg", "cdn.jsdelivr", "fonts.googleapis", "fonts.gstatic", "cdnjs"])
def test_no_page_names_a_public_store_of_scripts_or_fonts(estate: Estate, elsewhere: str) -> None:
    named = [name for site in _sites(estate) for name, html in _pages(site) if elsewhere in html]
    assert named == []


@pytest.mark.parametrize("elsewhere", ["unpkg", "cdn.", "googleapis", "https://"])
def test_the_theme_names_no_address_elsewhere(elsewhere: str) -> None:
    theme = PROJECT / "src/tenantbook/theme"
    assert [file.name for file in theme.rglob("*.*") if file.is_file() and elsewhere in file.read_text("utf-8")] == []


def test_every_search_dialog_has_a_name(estate: Estate) -> None:
    dialogs = {
        dialog
        for site in _sites(estate)
        for _, html in _pages(site)
        for dialog in re.findall(r'<[^>]*role="dialog"[^>]*>', html)
    }
    assert len(dialogs) > 0
    assert [dialog for dialog in dialogs if 'aria-label="Search"' not in dialog] == []


def test_every_link_to_a_page_of_the_site_leads_to_one(estate: Estate) -> None:
    broken = []
    for site in _sites(estate):
        for name, html in _pages(site):
            if name == "404.html":  # shown at any depth, so that its links start at the root
                continue
            targets = re.findall(r'href="([^":#?]+\.html)', html)
            here = (site / name).parent
            broken += [(site.name, name, target) for target in targets if not (here / target).resolve().is_file()]
    assert broken == []


def test_no_slot_is_left_empty_in_a_built_page(estate: Estate) -> None:
    slot = re.compile(r"[\ue000-\uf8ff]|970355007\d{6}|\{\{|\{%")
    pages = ((site, name, html) for site in _sites(estate) for name, html in _pages(site) if "handbook" not in name)
    assert [f"{site.parent.name}/{site.name}/{name}" for site, name, html in pages if slot.search(html)] == []


def test_a_site_says_nothing_of_the_day_it_was_built(estate: Estate) -> None:
    left = [name.name for site in _sites(estate) for name in site.glob("sitemap.xml*")]
    assert left == []
