"""The line that says whose an article is."""

from dataclasses import replace

import pytest

from support.vendors.both import article
from tenantbook.publishers.marking import line_of, mark_of, marked_name, record_of, seal_of

ID, RECORD = article().id, article().record
BODY = "<p>Within 8 hours.</p>"


def whole(title: str = "Use", body: str = BODY, was: str = "") -> str:
    return f"{body}\n{line_of(ID, RECORD, seal_of(title, body), was)}"


def test_a_line_is_read_back() -> None:
    mark = mark_of("Use", whole(was="abcdef0123456789"))

    assert mark is not None
    assert (mark.id, mark.sealed, mark.finished, mark.was) == (ID, True, True, "abcdef012345")
    assert record_of(whole()) == RECORD


def test_a_line_may_stand_first_or_last() -> None:
    first = f"{line_of(ID, RECORD, seal_of('Use', BODY), '')}{BODY}"

    assert [mark.sealed for mark in (mark_of("Use", first), mark_of("Use", whole())) if mark] == [True, True]


@pytest.mark.parametrize(
    ("title", "html", "sealed"),
    [
        ("Use", whole().replace('<p><em>', '<p class="x"><em style="">').replace("\n", "\n\n  "), True),
        ("Use", whole().replace("Within", "<b>Within</b>"), True),
        ("Use", whole().replace("8 hours", "9 hours"), False),
        ("Other", whole(), False),
        ("Use", whole().replace("Kept by tenantbook", "Kept by us"), False),
    ],
    ids=["moved about", "bold", "another value", "another title", "another line"],
)  # fmt: skip
def test_a_seal_holds_for_words_and_breaks_with_them(title: str, html: str, sealed: bool) -> None:
    mark = mark_of(title, html)

    assert mark is not None
    assert mark.sealed is sealed


@pytest.mark.parametrize(
    "html",
    [
        BODY,
        "<p>tenantbook: a tool</p>",
        whole() + whole().replace("/use-pass/", "/revoke-pass/"),
        whole().replace("/client/end-user/", "/somewhere/end-user/"),
        whole().replace("tenantbook:", "tenantbook "),
        "<!-- tenantbook:acme-dental/client/end-user/use-pass/en -->",
        "<p data-x='tenantbook:acme-dental/client/end-user/use-pass/en'></p>",
    ],
)
def test_what_says_nothing_or_two_things_carries_no_mark(html: str) -> None:
    assert mark_of("Use", html) is None


def test_an_unfinished_article_says_so_by_its_line_or_by_its_title() -> None:
    for mark in (mark_of("Use", f"{line_of(ID, RECORD, '', '')}{BODY}"), mark_of(marked_name(ID), "")):
        assert mark is not None
        assert (mark.id, mark.finished, mark.sealed) == (ID, False, None)


@pytest.mark.parametrize("damage", ["#tenantbook-record-", "#tenantbook-record-%%%", "#tenantbook-record-e30"])
def test_a_damaged_record_is_none(damage: str) -> None:
    assert record_of(f'<a href="{damage}">x</a>') is None


def test_nothing_in_a_record_ends_the_address_it_stands_in() -> None:
    hostile = replace(RECORD, facts={"a.b": "\"'><script>\u202e --> &"})

    line = line_of(ID, hostile, "", "")

    assert "script" not in line
    assert record_of(line) == hostile
