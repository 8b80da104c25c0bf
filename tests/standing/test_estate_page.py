"""The estate page in a real browser: sorted, filtered, heard, printed, on a phone, and asking for nothing."""

import functools
import threading
from collections import Counter
from collections.abc import Iterator
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe

from support.browsing import PHONE, Open, Watched
from tenantbook.standing.course import State
from tenantbook.standing.row import Standing

pytestmark = pytest.mark.browser

TITLES = ("Client", "Verdict", "What differs", "Tenant read", "Waivers", "Last change", "Right since")

#: What a server of a careful provider says of every page.
POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; base-uri 'none'"

#: What a column holds in every row that fits, also those further down that are laid out only when one scrolls there.
COLUMN = """column => {
  dispatchEvent(new Event("beforeprint"));
  const rows = [...document.querySelectorAll("tbody tr")].filter(row => !row.hidden);
  dispatchEvent(new Event("afterprint"));
  return rows.map(({cells}) => column ? cells[column].dataset.k : cells[0].firstElementChild.textContent);
}"""


class _Strict(SimpleHTTPRequestHandler):
    def end_headers(self) -> None:
        self.send_header("Content-Security-Policy", POLICY)
        super().end_headers()

    def log_message(self, *_args: Any) -> None:
        """Say nothing of each request."""


@pytest.fixture(scope="module")
def strict_http(large_page: Path) -> Iterator[str]:
    handler = functools.partial(_Strict, directory=str(large_page.parent))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/estate"
        server.shutdown()
        thread.join()


@pytest.fixture(params=["http", "folder"])
def home(request: pytest.FixtureRequest, strict_http: str, large_page: Path) -> str:
    return strict_http if request.param == "http" else large_page.as_uri()


@pytest.fixture
def opened(visit: Open, large_page: Path) -> Watched:
    return visit(f"{large_page.as_uri()}/index.html")


def column_of(watched: Watched, column: int = 0) -> list[str]:
    """Return what a column is sorted by in every row that fits; of the first one, the names."""
    found: list[str] = watched.page.evaluate(COLUMN, column)
    return found


def status_of(watched: Watched) -> str:
    return watched.page.locator("#status").inner_text()


def test_five_thousand_rows_are_there_and_nothing_is_asked_for_outside(visit: Open, home: str) -> None:
    watched = visit(f"{home}/index.html", settle=True)
    assert (
        watched.page.locator("tbody tr").count(),
        status_of(watched),
    ) == (5000, "All 5,000 clients, sorted by verdict, worst first")
    files = sorted(address.rpartition("/")[2] for address in watched.requests if not address.startswith("data:"))
    assert (files, watched.outside(home), watched.complaints) == (["estate.css", "estate.js", "index.html"], [], [])


@pytest.mark.parametrize("column", range(len(TITLES)), ids=TITLES)
def test_each_column_sorts_both_ways_and_says_so(opened: Watched, column: int) -> None:
    head = opened.page.locator("thead th").nth(column)
    orders = {}
    for _ in range(2):
        head.get_by_role("button").click()
        orders[head.get_attribute("aria-sort")] = column_of(opened, column)
        assert status_of(opened).startswith(f"All 5,000 clients, sorted by {TITLES[column].lower()}, ")
    known = {way: [key for key in keys if key] for way, keys in orders.items()}
    key = float if column in (1, 2) else natural if column == 0 else str
    assert sorted(known["ascending"], key=key) == known["ascending"]
    assert sorted(known["descending"], key=key, reverse=True) == known["descending"]
    assert all(keys == [*known[way], *[""] * (5000 - len(known[way]))] for way, keys in orders.items())
    assert opened.page.locator("thead [aria-sort]").count() == 1


def natural(name: str) -> tuple[str, int]:
    """Return a made-up name as people order it: 2 before 10."""
    words, _, number = name.rpartition(" ")
    return (words, int(number)) if number.isdigit() else (name, 0)


def test_a_search_shows_the_rows_that_hold_every_word_and_announces_how_many(opened: Watched, large: Standing) -> None:
    opened.page.get_by_role("searchbox", name="Search").fill("hárbour LEGAL 3")
    wanted = [row.name for row in large.rows if all(word in row.name.lower() for word in ("harbour", "legal"))]
    found = column_of(opened)
    assert (True, f"{len(found)} of 5,000 clients, sorted by verdict, worst first") == (
        set(found) <= set(wanted) and len(found) > 3,
        status_of(opened),
    )
    assert opened.page.locator("#status").get_attribute("aria-live") == "polite"


@pytest.mark.parametrize("state", State)
def test_a_verdict_shows_its_rows_alone(opened: Watched, large: Standing, state: State) -> None:
    opened.page.locator(f'[data-show="{state}"]').click()
    expected = Counter(row.name for row in large.rows if row.state is state)
    assert (expected, "true") == (
        Counter(column_of(opened)),
        opened.page.locator(f'[data-show="{state}"]').get_attribute("aria-pressed"),
    )
    assert status_of(opened).startswith(f"{expected.total():,} of 5,000 clients")


def test_verdict_and_search_go_together_and_nothing_found_offers_the_way_back(opened: Watched) -> None:
    opened.page.locator('[data-show="unknown"]').click()
    opened.page.locator("#find").fill("consent acme")
    some = column_of(opened)
    opened.page.locator("#find").fill("no such client")
    assert (0 < len(some) < 310, column_of(opened), opened.page.locator("#empty").is_visible()) == (True, [], True)
    opened.page.locator("#clear").click()
    assert (len(column_of(opened)), opened.page.evaluate("document.activeElement.id")) == (5000, "find")


def test_more_rows_follow_as_one_scrolls_and_by_a_button_for_those_who_do_not(opened: Watched) -> None:
    shown = opened.page.locator("tbody tr:not([hidden])")
    first = shown.count()
    assert (
        opened.page.locator("#more").text_content(),
        opened.page.locator("table").get_attribute("aria-rowcount"),
    ) == ("Show more (4,900 left)", "5001")
    opened.page.locator("#more").scroll_into_view_if_needed()
    shown.nth(first).wait_for(state="attached")
    opened.page.locator("#find").fill("harbour")
    assert (shown.count(), len(column_of(opened))) == (100, 333)


def test_clients_with_an_expired_waiver_can_be_shown_alone(opened: Watched, large: Standing) -> None:
    opened.page.locator('[data-show="expired"]').click()
    assert sum(bool(row.waivers.expired) for row in large.rows) == len(column_of(opened))
    assert opened.page.locator("tbody tr:not([hidden]) .expired").first.inner_text().startswith("1 expired 3 Nov 2026")


def test_the_keyboard_is_enough(opened: Watched) -> None:
    page = opened.page
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the clients"
    page.locator("thead button").first.focus()
    page.keyboard.press("Enter")
    assert page.locator("thead th").first.get_attribute("aria-sort") == "ascending"
    page.locator("#find").focus()
    page.keyboard.type("oak")
    page.keyboard.press("Escape")
    assert len(column_of(opened)) == 5000


def test_it_is_a_table_to_those_who_hear_it(opened: Watched) -> None:
    page = opened.page
    assert (
        page.get_by_role("table").count(),
        page.locator("thead [role=columnheader]").count(),
        page.locator("[role=row]").count(),
    ) == (1, 7, 5001)
    assert {7} == set(page.locator("tbody tr").evaluate_all("rows => rows.map(row => row.cells.length)"))
    assert page.locator("tbody tr").first.get_by_role("rowheader").count() == 1


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [PHONE, {"width": 1280, "height": 900}], ids=["phone", "desk"])
def test_axe_finds_nothing(visit: Open, hostile_page: Path, scheme: str, size: dict[str, int]) -> None:
    watched = visit(f"{hostile_page.as_uri()}/index.html", viewport=size, color_scheme=scheme)
    found = Axe().run(watched.page)
    assert [(each["id"], each["nodes"][0]["html"][:200]) for each in found.response["violations"]] == []


def test_hostile_names_do_nothing(visit: Open, hostile_page: Path) -> None:
    watched = visit(f"{hostile_page.as_uri()}/index.html", settle=True)
    for button in watched.page.locator("thead button").all():
        button.click()
    watched.page.locator("#find").fill("<script>")
    assert (
        len(column_of(watched)),
        watched.dialogs,
        watched.complaints,
        watched.page.locator("tbody script, tbody img").count(),
    ) == (2, [], [], 0)


@pytest.mark.parametrize("which", ["large_page", "hostile_page"])
def test_on_a_phone_nothing_scrolls_sideways_and_a_thumb_hits_everything(
    visit: Open, request: pytest.FixtureRequest, which: str
) -> None:
    folder: Path = request.getfixturevalue(which)
    watched = visit(f"{folder.as_uri()}/index.html", viewport=PHONE, is_mobile=True, has_touch=True)
    heights = watched.page.evaluate(
        """() => [...document.querySelectorAll("button, input, select, .files a, tbody tr:nth-child(-n+20) a")]
          .filter(each => each.tabIndex >= 0 && each.checkVisibility())
          .map(each => [each.outerHTML.slice(0, 80), each.getBoundingClientRect().height])"""
    )
    width = watched.page.evaluate("document.documentElement.scrollWidth")
    assert (PHONE["width"], []) == (width, [each for each in heights if each[1] < 43.9])
    watched.page.locator("#order").select_option("0-")
    assert status_of(watched).endswith(", sorted by client, Z to A")


def test_without_scripts_the_table_is_whole_and_offers_nothing_dead(visit: Open, hostile_page: Path) -> None:
    watched = visit(f"{hostile_page.as_uri()}/index.html", java_script_enabled=False)
    assert (watched.page.locator("tbody tr").count(), watched.page.locator("button:visible").count()) == (28, 0)


def test_a_page_that_was_left_on_the_screen_says_how_old_it_is(visit: Open, large_page: Path) -> None:
    watched = visit("about:blank")
    for today, told in (("2026-11-23T09:00:00Z", None), ("2026-11-25T09:00:00Z", "This page is 3 days old.")):
        watched.page.clock.set_fixed_time(today)
        watched.page.goto(f"{large_page.as_uri()}/index.html")
        old = watched.page.locator("#old")
        assert (told is not None, True) == (old.is_visible(), old.inner_text().startswith(told or ""))


def test_what_is_printed_is_the_table_as_it_is_filtered_without_the_tools(opened: Watched) -> None:
    page = opened.page
    page.locator("#find").fill("oak")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")
    assert page.locator("tbody tr:not([hidden])").count() == 333
    shown = [page.locator(each).is_visible() for each in ("h1", "thead", "#find", ".chips")]
    assert (
        shown,
        page.locator("tbody tr:not([hidden])").first.evaluate("row => getComputedStyle(row).display"),
    ) == ([True, True, False, False], "table-row")


def test_the_words_of_a_badge_fit_on_it(visit: Open, large: Standing, tmp_path: Path) -> None:
    from tenantbook.standing.badge import badge  # noqa: PLC0415 -- beside its use

    for state in State:
        row = next(row for row in large.rows if row.state is state)
        file = tmp_path / f"{state}.svg"
        file.write_text(badge(row), encoding="utf-8")
        watched = visit(file.as_uri())
        text, drawing = (watched.page.locator(each).bounding_box() for each in ("text", "rect"))
        assert text
        assert drawing
        assert drawing["x"] + 26 <= text["x"]
        assert text["x"] + text["width"] <= drawing["x"] + drawing["width"] - 6
