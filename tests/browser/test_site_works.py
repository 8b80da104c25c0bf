"""What a reader does on a site: search, switch tabs, copy a message, go by day and by night."""

import re

import pytest
from playwright.sync_api import expect

from conftest import PHONE, Open
from tenantbook.demo.tenants import DEMO_TENANTS

ENABLED = {tenant.client: tenant.tap for tenant in DEMO_TENANTS if tenant.tap.enabled}
COLOURS = {"harbour-legal": "rgb(31, 58, 95)", "lantern-travel": "rgb(246, 196, 83)"}
TEXT_ON = {"harbour-legal": "rgb(255, 255, 255)", "lantern-travel": "rgb(0, 0, 0)"}


@pytest.mark.parametrize("viewport", [PHONE, {"width": 1280, "height": 900}], ids=["phone", "desk"])
def test_search_finds_a_page_and_opens_it(visit: Open, home: str, viewport: dict[str, int]) -> None:
    watched = visit(f"{home}/harbour-legal/client/index.html", viewport=viewport)
    page = watched.page
    if viewport is PHONE:
        page.locator('label.md-header__button[for="__search"]').click()
    page.locator("input.md-search__input").click()
    page.keyboard.type("phone", delay=20)
    result = page.locator(".md-search-result__item a[href*='lost-device.html']").first
    expect(result).to_be_visible(timeout=10_000)
    result.click()
    page.wait_for_url(re.compile(r"lost-device\.html"))
    expect(page.locator("article h1")).to_be_visible()
    assert (watched.outside(f"{home}/harbour-legal/client/"), watched.complaints) == ([], [])


def test_search_on_a_client_site_finds_nothing_for_staff(visit: Open, http: str) -> None:
    page = visit(f"{http}/harbour-legal/client/index.html").page
    page.locator("input.md-search__input").click()
    page.keyboard.type("MgGraph", delay=5)
    expect(page.locator(".md-search-result__meta")).to_have_text(re.compile(r"No matching documents"), timeout=10_000)


@pytest.mark.parametrize("client", ENABLED)
def test_each_tab_of_the_engineers_page_shows_this_tenants_numbers(visit: Open, http: str, client: str) -> None:
    page = visit(f"{http}/{client}/internal/engineer/create-pass.html").page
    tabs = page.locator("article .tabbed-set").first
    assert tabs.locator(".tabbed-labels > label").all_inner_texts() == ["Admin center", "PowerShell", "Graph"]
    default = ENABLED[client].default
    shown = {}
    for name in ("PowerShell", "Graph", "Admin center"):
        tabs.locator(".tabbed-labels > label", has_text=name).click()
        visible = tabs.locator(".tabbed-block:visible")
        expect(visible).to_have_count(1)
        shown[name] = visible.inner_text()
    numbers = {
        name: set(re.findall(r"""lifetimeInMinutes['"]?\s*[=:]\s*(\d+)""", shown[name]))
        for name in ("PowerShell", "Graph")
    }
    assert {"PowerShell": {str(default)}, "Graph": {str(default)}} == numbers
    assert ("Temporary Access Pass" in shown["Admin center"], "lifetimeInMinutes" in shown["Admin center"]) == (
        True,
        False,
    )


def test_a_tab_that_was_chosen_is_chosen_on_the_next_page(visit: Open, http: str) -> None:
    page = visit(f"{http}/harbour-legal/internal/engineer/create-pass.html").page
    page.locator("article .tabbed-labels > label", has_text="PowerShell").first.click()
    page.goto(f"{http}/harbour-legal/internal/engineer/enable-pass.html", wait_until="load")
    expect(page.locator("article .tabbed-set").first.locator(".tabbed-block:visible")).to_contain_text(
        "Connect-MgGraph"
    )


WORDS = {60: "1 hour", 30: "30 minutes", 1440: "1 day", 45: "45 minutes", 240: "4 hours"}


@pytest.mark.parametrize("client", ENABLED)
def test_the_message_is_copied_with_the_real_lifetime_and_no_code(visit: Open, http: str, client: str) -> None:
    watched = visit(
        f"{http}/{client}/internal/helpdesk/create-pass.html", permissions=["clipboard-read", "clipboard-write"]
    )
    message = watched.page.locator(".tb-message", has_text="Message to copy").first
    message.locator("button").first.click()
    expect(watched.page.locator(".md-dialog")).to_be_visible()
    copied = str(watched.page.evaluate("navigator.clipboard.readText()"))
    assert copied.startswith("Hello,")
    assert f"can be used for {WORDS[ENABLED[client].default]} from its start" in copied
    # A code is at least eight characters of mixed kinds; an address has dots and slashes.
    assert [
        word for word in re.findall(r"\S{8,}", copied) if re.search(r"\d", word) and re.search(r"[A-Za-z]", word)
    ] == []
    assert re.findall(r"[<>\ue000-\uf8ff]|data-fact", copied) == []


def test_the_message_of_a_strict_tenant_says_that_the_code_works_once(visit: Open, http: str) -> None:
    page = visit(f"{http}/harbour-legal/internal/helpdesk/create-pass.html").page
    text = page.locator(".tb-message", has_text="Message to copy").first.inner_text()
    assert ("once" in text, "If we told you that it works once" in text) == (True, False)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("client", COLOURS)
def test_a_site_has_its_clients_colour_by_day_and_by_night(visit: Open, home: str, client: str, scheme: str) -> None:
    watched = visit(f"{home}/{client}/client/index.html", color_scheme=scheme)
    page = watched.page
    header = "getComputedStyle(document.querySelector('.md-header'))"
    shown = [page.evaluate(f"{header}.{what}") for what in ("backgroundColor", "color")]
    background = page.evaluate("getComputedStyle(document.body).backgroundColor")
    brightness = sum(int(part) for part in re.findall(r"\d+", background)[:3])
    expected = {"light": "default", "dark": "slate"}[scheme]
    assert ([COLOURS[client], TEXT_ON[client]], expected) == (
        shown,
        page.locator("body").get_attribute("data-md-color-scheme"),
    )
    assert (brightness > 600, []) == (scheme == "light", watched.complaints)


def test_the_button_goes_round_the_schemes(visit: Open, http: str) -> None:
    page = visit(f"{http}/harbour-legal/client/index.html", color_scheme="light").page
    seen = []
    for _ in range(3):
        page.locator(".md-header__option label:visible").first.click()
        seen.append(page.locator("body").get_attribute("data-md-color-media"))
    assert {"(prefers-color-scheme)", "(prefers-color-scheme: light)", "(prefers-color-scheme: dark)"} == set(seen)
