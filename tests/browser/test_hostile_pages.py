"""Pages of a client whose name is an attack: a browser shows the name, and does nothing that it says."""

import pytest
from estates import Estate
from hostile import HOSTILE, HOSTILE_GROUP
from playwright.sync_api import expect

from conftest import PHONE, Open

PAGES = (
    "client/index.html",
    "client/end-user/use-pass.html",
    "client/client-admin/enable-pass.html",
    "internal/index.html",
    "internal/engineer/enable-pass.html",
    "internal/helpdesk/create-pass.html",
)


def _in_one_line(text: str) -> str:
    return " ".join(text.split())


@pytest.mark.parametrize("page", PAGES)
def test_a_hostile_name_is_shown_and_nothing_happens(visit: Open, hostile_http: str, page: str) -> None:
    _look_at(visit, hostile_http, page)


def test_a_hostile_name_does_nothing_in_a_folder_either(visit: Open, hostile: Estate) -> None:
    _look_at(visit, (hostile.workspace.build / "sites").as_uri(), PAGES[0])


def _look_at(visit: Open, home: str, page: str) -> None:
    watched = visit(f"{home}/attacked/{page}", settle=page == PAGES[0], viewport=PHONE)
    assert (watched.dialogs, watched.complaints, watched.outside(f"{home}/attacked/")) == ([], [], [])
    assert HOSTILE in _in_one_line(watched.page.title())
    assert HOSTILE in _in_one_line(str(watched.page.evaluate("document.body.textContent")))
    acting = (
        "[...document.querySelectorAll('*')].filter(e => [...e.attributes].some(a => /^on|^javascript:/i.test(a.name)"
    )
    assert watched.page.evaluate(f"{acting} || /^\\s*javascript:/i.test(a.value))).length") == 0
    assert watched.page.locator("img[src='x']").count() == 0


def test_a_hostile_group_is_shown_in_the_table_of_the_policy(visit: Open, hostile_http: str) -> None:
    watched = visit(f"{hostile_http}/attacked/internal/engineer/enable-pass.html")
    cells = watched.page.locator("[data-fact='tap.included']").all_inner_texts()
    assert (any(HOSTILE_GROUP in _in_one_line(cell) for cell in cells), watched.dialogs) == (True, [])


@pytest.mark.parametrize("words", ["Contact", "Sign-in help"])
def test_searching_for_a_hostile_name_shows_text_and_nothing_happens(
    visit: Open, hostile_http: str, words: str
) -> None:
    watched = visit(f"{hostile_http}/attacked/client/index.html")
    watched.page.locator("input.md-search__input").click()
    watched.page.keyboard.type(words, delay=10)
    expect(watched.page.locator(".md-search-result__item").first).to_be_visible(timeout=10_000)
    assert (watched.dialogs, watched.complaints) == ([], [])
    assert watched.page.locator(".md-search-result img, .md-search-result script, .md-search-result b").count() == 0
