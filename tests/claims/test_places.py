"""Menu paths and links: what leads where it says, what once did, what never will."""

import pytest
from languages import grammar

from tenantbook.claims.read import claims_in
from tenantbook.model.claim import Form, Truth

TODAY = [
    "Entra ID > Authentication methods > Policies",
    "Go to **Entra ID** › **Authentication methods**.",
    "Microsoft Entra admin center - Entra ID - Authentication methods - Policies - Temporary Access Pass",
    "Entra admin center / Entra ID / Authentication methods",
    "Choose Entra ID, then Authentication methods, then Policies.",
    "In entra.microsoft.com → Entra ID → Authentication methods",
]
FORMER = [
    "Entra admin center – Protection – Authentication methods",
    "Protection > Authentication methods > Policies > Temporary Access Pass",
    "**Protection** | **Authentication methods**",
    "Expand Protection, select Authentication methods.",
    "Protection -> Authentication methods",
]
NEITHER = [
    "Our Protection plan covers authentication methods.",
    "It used to be Protection > Authentication methods.",
    "It is no longer under Protection > Authentication methods.",
    "Authentication methods > Policies",
    "Protection",
    "Security > Authentication methods",
    "users, then authentication methods",
]


def truths(text: str) -> list[tuple[str, Truth]]:
    return [(claim.about, claim.truth) for claim in claims_in(text, Form.MARKDOWN, grammar()).claims]


@pytest.mark.parametrize("text", TODAY)
def test_a_path_of_today_is_true_everywhere(text: str) -> None:
    assert truths(text) == [("place:tap-policy", Truth.EVERYWHERE)]


@pytest.mark.parametrize("text", FORMER)
def test_a_former_path_is_wrong_and_names_that_of_today(text: str) -> None:
    (claim,) = claims_in(text, Form.MARKDOWN, grammar()).claims

    assert (claim.about, claim.truth) == ("place:tap-policy", Truth.WRONG)
    assert "today it is Entra ID > Authentication methods > Policies > Temporary Access Pass" in claim.why


@pytest.mark.parametrize("text", NEITHER)
def test_words_that_are_no_path_or_speak_of_the_past_are_left_alone(text: str) -> None:
    assert truths(text) == []


def test_a_path_that_leaves_out_its_beginning_cannot_be_told() -> None:
    assert truths("Entra admin center > Users > select the user") == [("place:user-methods", Truth.UNSURE)]


@pytest.mark.parametrize(
    ("says", "target"),
    [
        ("outlook.com", "https://mysignins.microsoft.com/"),
        ("https://portal.azure.com/", "https://entra.microsoft.com/"),
        ("Go to office.com now", "http://login.example.com"),
        ("microsoft.com", "https://microsoft.com.example.org/"),
        ("learn.microsoft.com", "https://nam01.safelinks.protection.outlook.com/?url=https%3A%2F%2Fexample.com%2F"),
    ],
)
def test_a_link_that_names_one_host_and_leads_to_another_is_wrong(says: str, target: str) -> None:
    assert truths(f"See [{says}]({target}).") == [("link", Truth.WRONG)]


@pytest.mark.parametrize(
    ("says", "target"),
    [
        ("entra.microsoft.com", "https://entra.microsoft.com/#view/x"),
        ("www.example.com", "https://example.com/a"),
        ("microsoft.com", "https://learn.microsoft.com/entra"),
        ("the documentation", "https://learn.microsoft.com/"),
        ("setup.exe", "https://example.com/files/setup.exe"),
        ("help@example.com", "mailto:desk@example.org"),
        ("example.com", "#top"),
        ("example.com", "../page.html"),
        ("example.com or example.org", "https://example.net/"),
        (
            "learn.microsoft.com",
            "https://nam01.safelinks.protection.outlook.com/?url=https%3A%2F%2Flearn.microsoft.com%2F",
        ),
        ("example.com", "https://[broken"),
    ],
)
def test_a_link_that_leads_where_it_says_is_no_claim(says: str, target: str) -> None:
    assert truths(f"See [{says}]({target}).") == []


def test_links_and_paths_are_found_without_a_word_on_passes() -> None:
    html = '<p>Open <a href="https://example.com/">office.com</a>, then Protection &rarr; Authentication methods.</p>'

    found = [claim.about for claim in claims_in(html, Form.HTML, grammar()).claims]

    assert found == ["link", "place:tap-policy"]
