"""What is published beside what should be: missing, orphaned, doubled, foreign, unreadable, or none of ours."""

from collections.abc import Iterable
from dataclasses import replace

import pytest

from support.content import NOW
from support.demo_pages import Made, demo_library, demo_pages, demo_snapshot
from support.records import resealed, with_changes
from tenantbook.compare import Against, Candidate, Place, check_page, check_published, expected_pages
from tenantbook.content.library import Library
from tenantbook.model.audience import Surface
from tenantbook.model.published import PublishedPage
from tenantbook.model.verdict import Checked, Expected, Severity, Verdict
from tenantbook.record import read_record, seal_text

CLIENT, OTHER = "northwind-dental", "harbour-legal"
LIBRARY = demo_library()
SITE = Place(CLIENT, Surface.CLIENT)
WORDPRESS = Place(CLIENT, Surface.CLIENT, keeps_paths=False)


def published_as(name: str, html: str | None, problem: str = "") -> PublishedPage:
    return PublishedPage(name, name, html, problem)


def judge(expected: Expected, html: str | None) -> Checked:
    return check_page(expected, html, Against.of(LIBRARY, demo_snapshot(expected.client), NOW))


def expected(surface: Surface = Surface.CLIENT) -> list[Expected]:
    return list(expected_pages(LIBRARY, CLIENT, (surface,)))


def made(client: str, surface: Surface = Surface.CLIENT) -> list[Made]:
    return [each for each in demo_pages(client) if each.expected.surface == surface]


def named(page: str, client: str = CLIENT, surface: Surface = Surface.CLIENT) -> str:
    return next(each.html for each in made(client, surface) if each.expected.file == page)


def site(client: str = CLIENT, surface: Surface = Surface.CLIENT) -> list[PublishedPage]:
    return [published_as(each.expected.file, each.html) for each in made(client, surface)]


def checked(
    pages: Iterable[PublishedPage], place: Place = SITE, library: Library = LIBRARY
) -> tuple[list[Checked], list[str]]:
    """Return what is not ok, and the names of pages that are none of ours."""
    found = list(check_published(pages, expected(place.surface), judge, library, place))
    wrong = [each for each in found if isinstance(each, Checked) and each.verdict is not Verdict.OK]
    return wrong, [each.page.name for each in found if isinstance(each, Candidate)]


def told(
    pages: Iterable[PublishedPage], place: Place = SITE, library: Library = LIBRARY
) -> list[tuple[Verdict, str, str]]:
    return [(each.verdict, each.page, each.reason) for each in checked(pages, place, library)[0]]


USE = "end-user/use-pass.html"


def test_a_site_as_it_was_built_has_one_verdict_a_page() -> None:
    found = list(check_published(site(), expected(), judge, LIBRARY, SITE))

    assert [(each.expected.file, Verdict.OK) for each in made(CLIENT)] == [
        (each.page, each.verdict) for each in found if isinstance(each, Checked)
    ]
    assert len(found) == len(expected())


def test_pages_without_a_record_are_candidates_for_reading() -> None:
    pages = [*site(), published_as("about.html", "<p>About us</p>"), published_as("404.html", "")]

    assert checked(pages) == ([], ["about.html", "404.html"])


def test_a_page_that_is_not_there_is_missing_if_all_was_read() -> None:
    fewer = [page for page in site() if page.name != USE]

    assert told(fewer) == [(Verdict.MISSING, USE, "the page should be published and is not")]
    assert told(fewer, replace(SITE, is_whole=False)) == []
    assert [each.severity for each in checked(fewer)[0]] == [Severity.ERROR]


def test_a_page_that_could_not_be_read_is_unknown_and_not_missing() -> None:
    pages = [published_as(USE, None, "HTTP 503") if page.name == USE else page for page in site()]

    assert told(pages) == [(Verdict.UNKNOWN, USE, "HTTP 503")]


def forged(**changes: str) -> str:
    """Return a page whose record says something else, under a seal of its own."""
    return resealed(with_changes(named(USE), changes))


NOBODY = "a page of somebody who is no client, or no longer one"
INSIDE = named("helpdesk/create-pass.html", CLIENT, Surface.INTERNAL)

ORPHANS = [
    ("old.html", named(USE), "a second copy of use-pass (end-user)"),
    ("start.html", named("index.html"), "a second copy of start"),
    ("secret.html", INSIDE, "an internal page, where the client sees it"),
    ("other.html", named(USE, OTHER), "a page of another client"),
    ("gone.html", forged(client="gone-ltd"), NOBODY),
    ("house.html", forged(client="house"), NOBODY),
    ("old-id.html", forged(page="burn-pass"), "no page is called burn-pass, or no longer"),
    ("old-group.html", forged(audience="guests"), "no audience is called guests, or no longer"),
    ("not-theirs.html", forged(page="enable-pass"), "enable-pass is not for end-user, or no longer"),
]


@pytest.mark.parametrize("place", [SITE, WORDPRESS], ids=["paths", "records"])
@pytest.mark.parametrize(("name", "html", "reason"), ORPHANS)
def test_a_page_of_ours_that_should_not_be_there_is_an_orphan(name: str, html: str, reason: str, place: Place) -> None:
    (orphan,) = checked([*site(), published_as(name, html)], place)[0]

    assert (orphan.verdict, orphan.page, orphan.reason) == (Verdict.ORPHAN, name, reason)
    assert (orphan.severity, orphan.mend, orphan.client) == (Severity.ERROR, "take the page down", CLIENT)


def test_nothing_that_a_client_may_see_names_another_client() -> None:
    pages = [*site(), published_as("other.html", named(USE, OTHER)), published_as(USE, named(USE, OTHER))]

    assert not any(OTHER in repr(each) for each in checked(pages)[0])


def test_on_an_internal_site_another_client_is_named_and_a_client_page_is_told() -> None:
    inside = Place(CLIENT, Surface.INTERNAL)
    pages = [
        *site(surface=Surface.INTERNAL),
        published_as("other.html", named("engineer/use-pass.html", OTHER, Surface.INTERNAL)),
        published_as("theirs.html", named(USE)),
    ]

    assert told(pages, inside) == [
        (Verdict.ORPHAN, "other.html", "a page of harbour-legal"),
        (Verdict.ORPHAN, "theirs.html", "a page for the client surface"),
    ]


def test_another_client_s_page_in_the_place_of_one_is_edited() -> None:
    pages = [page for page in site() if page.name != USE] + [published_as(USE, named(USE, OTHER))]

    assert told(pages) == [(Verdict.EDITED, USE, "the record is that of use-pass (end-user) for another client")]


def test_an_internal_first_page_in_the_place_of_the_client_s_is_edited() -> None:
    inside = named("index.html", CLIENT, Surface.INTERNAL)
    pages = [page for page in site() if page.name != "index.html"] + [published_as("index.html", inside)]

    assert told(pages) == [(Verdict.EDITED, "index.html", "the page is the first one of an internal site")]


def test_a_removed_client_s_page_is_an_orphan() -> None:
    library = replace(LIBRARY, clients={name: entry for name, entry in LIBRARY.clients.items() if name != OTHER})

    assert told([*site(), published_as("other.html", named(USE, OTHER))], SITE, library) == [
        (Verdict.ORPHAN, "other.html", NOBODY)
    ]


def address(page: Made, number: int) -> PublishedPage:
    """Return a page as WordPress would have it: another address, its record in a comment, a theme around it."""
    record = read_record(page.html)
    assert record
    body = page.html[page.html.index("<h1") : page.html.index('<div class="tb-record"')]
    return published_as(f"https://portal.example/?p={number}", f"<html><nav>Menu</nav>{seal_text(body, record)}</html>")


PORTAL = [address(page, number) for number, page in enumerate(made(CLIENT), 1)]


def test_where_paths_are_not_kept_pages_are_known_by_their_records() -> None:
    pages = [published_as("https://portal.example/news", "<p>News</p>"), *reversed(PORTAL)]

    assert checked(pages, WORDPRESS) == ([], ["https://portal.example/news"])


def without(file: str) -> list[PublishedPage]:
    """Return the portal without one page."""
    return [found for found, page in zip(PORTAL, made(CLIENT), strict=True) if page.expected.file != file]


def test_where_paths_are_not_kept_a_page_is_missing_too() -> None:
    assert told(without(USE), WORDPRESS) == [(Verdict.MISSING, USE, "the page should be published and is not")]


def test_a_page_known_by_its_record_is_told_under_its_address() -> None:
    first, second, *others = PORTAL
    changed = replace(second, html=str(second.html).replace("<h1", "<p>More</p><h1"))

    assert [(Verdict.EDITED, second.name, "the page has been changed since it was built")] == told(
        [first, changed, *others], WORDPRESS
    )


def test_of_two_copies_the_first_is_judged_and_the_other_is_an_orphan() -> None:
    again = replace(PORTAL[1], name="https://portal.example/?p=99")

    assert [(Verdict.ORPHAN, again.name)] == [found[:2] for found in told([*PORTAL, again], WORDPRESS)]


@pytest.mark.parametrize(
    ("html", "says"), [(None, "HTTP 500"), ('<div class="tb-record" data-rec', "the page's record is damaged")]
)
def test_where_a_page_could_not_be_told_no_other_is_said_to_be_missing(html: str | None, says: str) -> None:
    broken = published_as("https://portal.example/?p=99", html, "HTTP 500")

    assert [
        (Verdict.UNKNOWN, broken.name, says),
        (Verdict.UNKNOWN, USE, "not found, while a page there could not be told"),
    ] == told([*without(USE), broken], WORDPRESS)


def test_a_page_of_ours_whose_record_was_taken_off_is_edited_wherever_it_stands() -> None:
    bare = published_as("x.html", "<!--tenantbook:begin--><p>A guide</p>")

    assert told([*site(), bare]) == [(Verdict.EDITED, "x.html", "the record has been taken off the page")]


def test_one_place_may_hold_many_clients() -> None:
    shared = Place("", Surface.INTERNAL, keeps_paths=False)
    both = [page for client in (CLIENT, OTHER) for page in expected_pages(LIBRARY, client, (Surface.INTERNAL,))]
    pages = [
        published_as(f"{client}/{number}", page.html)
        for client in (CLIENT, OTHER)
        for number, page in enumerate(made(client, Surface.INTERNAL))
    ]

    found = [each for each in check_published(pages, both, judge, LIBRARY, shared) if isinstance(each, Checked)]

    assert {(CLIENT, Verdict.OK), (OTHER, Verdict.OK)} == {(each.client, each.verdict) for each in found}
    assert len(found) == len(both)


def test_pages_are_taken_one_at_a_time() -> None:
    taken: list[str] = []

    def one_by_one() -> Iterable[PublishedPage]:
        for page in site():
            taken.append(page.name)
            yield page

    next(check_published(one_by_one(), expected(), judge, LIBRARY, SITE))

    assert taken == ["index.html"]


@pytest.mark.parametrize(("place", "pages"), [(SITE, site()), (WORDPRESS, PORTAL)], ids=["paths", "records"])
def test_where_reading_broke_off_what_was_not_seen_is_unknown(place: Place, pages: list[PublishedPage]) -> None:
    found = told([*pages[:2], published_as("", None, "HTTP 429 on page 2 of the list")], place)

    assert {(Verdict.UNKNOWN, "HTTP 429 on page 2 of the list")} == {(verdict, reason) for verdict, _, reason in found}
    assert len(expected()) - 2 == len(found)


@pytest.mark.parametrize("place", [SITE, replace(SITE, is_whole=False), replace(WORDPRESS, client="", is_whole=False)])
def test_where_reading_broke_off_the_rest_is_unknown_though_no_page_is_missed(place: Place) -> None:
    broken = PublishedPage("", "https://portal.example/", None, "there are more than 13 pages")

    found = told([*site(), broken], place)

    assert (Verdict.UNKNOWN, "https://portal.example/", "there are more than 13 pages") in found


def test_a_host_may_take_the_ending_off_the_addresses_of_pages() -> None:
    assert told([replace(page, name=page.name.removesuffix(".html")) for page in site()]) == []
    assert told([*site(), published_as("end-user/use-pass.php", named(USE))]) == [
        (Verdict.ORPHAN, "end-user/use-pass.php", "a second copy of use-pass (end-user)")
    ]
