"""Another language is one file: how its prose speaks of amounts, of the pass, and of each fact."""

import pytest
from labelled import snapshot_with
from languages import bilingual, grammar

from tenantbook.checks import problems_in
from tenantbook.claims.grammar import UnreadLanguageError, grammar_of
from tenantbook.claims.read import claims_in
from tenantbook.model.claim import Form, Truth

STRICT = {"tap.lifetime.minimum": 60, "tap.lifetime.maximum": 240, "tap.lifetime.default": 60, "tap.once": True}


@pytest.mark.parametrize(
    ("says", "about", "truth"),
    [
        ("Der Pass gilt eine Stunde.", "tap.lifetime.default", Truth.HERE),
        ("Ein Temporary Access Pass ist höchstens acht Stunden gültig.", "tap.lifetime.maximum", Truth.WRONG),
        ("Der befristete Zugriffspass ist nur einmal verwendbar.", "tap.once", Truth.HERE),
        ("Ein TAP umgeht die MFA.", "tap.mfa", Truth.WRONG),
    ],
)
def test_a_claim_in_another_language_is_found_and_judged(says: str, about: str, truth: Truth) -> None:
    prose = claims_in(f"# Befristeter Zugriffspass\n\n{says}", Form.MARKDOWN, grammar("de"), snapshot_with(STRICT))

    assert [(about, truth)] == [(claim.about, claim.truth) for claim in prose.claims]


@pytest.mark.parametrize(
    "says",
    [
        "Das Passwort gilt 90 Tage.",
        "Der Pass gilt nicht 8 Stunden.",
        "Früher war der Pass 8 Stunden gültig.",
        "Gilt der Pass 8 Stunden?",
        "The pass is valid for 90 days.",
    ],
)
def test_what_is_no_claim_in_that_language_is_left_alone(says: str) -> None:
    prose = claims_in(f"# Befristeter Zugriffspass\n\n{says}", Form.MARKDOWN, grammar("de"), snapshot_with(STRICT))

    assert prose.claims == ()


def test_a_language_without_prose_says_what_is_missing() -> None:
    with pytest.raises(UnreadLanguageError, match=r"languages/nl\.yml has no `prose:`"):
        grammar_of(bilingual(), "nl")


def test_the_language_file_of_the_test_is_sound_as_far_as_prose_goes() -> None:
    told = [problem for problem in problems_in(bilingual()) if problem.file == "languages/de.yml"]

    assert [problem for problem in told if "is missing" not in problem.text] == []
