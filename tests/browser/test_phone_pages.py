"""The end user's page on a telephone: this tenant's times and no others, nothing from outside, nothing too wide."""

import re

import pytest
from estates import Estate, durations

from conftest import PHONE, Open
from tenantbook.demo.tenants import DEMO_TENANTS

#: What each tenant's end users read of lifetimes; nothing where passes are off.
LIFETIMES = {
    "northwind-dental": {"1 hour", "8 hours"},
    "harbour-legal": {"15 minutes", "1 hour"},
    "fjord-logistics": {"1 hour", "30 days"},
    "maple-accounting": set(),
    "cedar-health": {"30 minutes", "2 hours"},
    "quarry-engineering": {"4 hours"},
    "lantern-travel": {"1 hour", "8 hours"},
}

#: Microsoft's own window after a one-time sign-in, the same everywhere.
PLATFORM = {"5 minutes", "10 minutes"}

USE = "client/end-user/use-pass.html"


def test_every_demo_client_is_looked_at() -> None:
    assert sorted(LIFETIMES) == sorted(tenant.client for tenant in DEMO_TENANTS)


@pytest.mark.parametrize("client", LIFETIMES)
def test_a_page_shows_this_tenants_lifetimes_and_no_others_and_loads_nothing_else(
    visit: Open, home: str, client: str
) -> None:
    watched = visit(f"{home}/{client}/{USE}", viewport=PHONE, is_mobile=True, has_touch=True)
    assert LIFETIMES[client] == durations(watched.text()) - PLATFORM
    assert (watched.outside(f"{home}/{client}/client/"), watched.complaints, watched.dialogs) == ([], [], [])


def test_a_page_that_is_left_open_asks_for_nothing_outside(visit: Open, home: str) -> None:
    watched = visit(f"{home}/harbour-legal/{USE}", settle=True, viewport=PHONE, is_mobile=True, has_touch=True)
    assert (watched.outside(f"{home}/harbour-legal/client/"), watched.complaints) == ([], [])
    assert len(watched.requests) > 5


@pytest.mark.parametrize(
    "folder", [*(f"{client}/client/end-user" for client in LIFETIMES), "cedar-health/client", "cedar-health/internal"]
)
def test_no_page_scrolls_sideways_on_a_phone(visit: Open, http: str, estate: Estate, folder: str) -> None:
    site = estate.workspace.build / "sites" / folder
    pages = [file.relative_to(site).as_posix() for file in sorted(site.rglob("*.html")) if file.name != "404.html"]
    watched = visit(f"{http}/{folder}/{pages[0]}", viewport=PHONE, is_mobile=True, has_touch=True)
    wide = []
    for page in pages:
        watched.page.goto(f"{http}/{folder}/{page}", wait_until="load")
        width = watched.page.evaluate("document.documentElement.scrollWidth")
        if width > PHONE["width"]:
            wide.append((page, width))
    assert (wide, watched.complaints) == ([], [])


def test_the_strict_tenants_people_never_read_of_reusable_passes(visit: Open, http: str, estate: Estate) -> None:
    folder = estate.site("harbour-legal", "client") / "end-user"
    told = []
    for file in sorted(folder.glob("*.html")):
        text = visit(f"{http}/harbour-legal/client/end-user/{file.name}", viewport=PHONE).text()
        if re.search(r"(?i)re-?us|until it ends|more than once|again with the code", text):
            told.append(file.name)
    assert told == []
    assert "works once" in visit(f"{http}/harbour-legal/{USE}", viewport=PHONE).text()


def test_no_page_of_the_strict_tenant_for_any_reader_says_that_a_pass_may_be_reusable(estate: Estate) -> None:
    pages = (estate.workspace.build / "sites/harbour-legal").rglob("*.html")
    assert [file.name for file in pages if re.search(r"(?i)reusable", file.read_text("utf-8"))] == []


def test_the_disabled_tenants_people_are_told_that_it_is_off_and_whom_to_call(visit: Open, http: str) -> None:
    watched = visit(f"{http}/maple-accounting/{USE}", viewport=PHONE)
    text, calls = watched.text(), watched.page.locator('article a[href^="tel:"]')
    assert "not in use at Maple Accounting" in text
    assert ("Contact Example MSP helpdesk" in text, calls.first.get_attribute("href")) == (True, "tel:+15550100")
    assert watched.page.locator("article ol").count() == 0


def test_a_client_with_a_helpdesk_of_its_own_is_sent_there(visit: Open, http: str) -> None:
    text = visit(f"{http}/cedar-health/{USE}", viewport=PHONE).text()
    assert ("Cedar Health IT desk" in text, "Example MSP helpdesk" in text) == (True, False)
