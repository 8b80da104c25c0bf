"""A published article comes out with its real mistakes, and without an alarm on what is right in it.

`ARTICLE_POST` names the article, as WordPress gives it over REST, and `ARTICLE_CORRECTIONS` the list of what is wrong
and right in it, made by people: each entry with its words (`claim`) and what they found (`verdict`).
"""

import json
import os
import re
from pathlib import Path
from typing import Any

import pytest

from support.content import CONTENT, read_files, sound
from tenantbook.claims.grammar import grammar_of
from tenantbook.claims.read import claims_in
from tenantbook.model.claim import Claim, Form, Prose, Truth

pytestmark = pytest.mark.article

#: What makes a sentence of the list and a claim that was found the same: the words that carry it.
_WORDS = re.compile(r"[a-z0-9]+")

#: What people found wrong in ways that prose alone can tell: figures, menus, links, known errors.
_TELLABLE = re.compile(r"^(wrong$|out of date)")


@pytest.fixture(scope="module")
def article() -> Prose:
    post = json.loads(Path(os.environ["ARTICLE_POST"]).read_text("utf-8"))
    grammar = grammar_of(sound(read_files(CONTENT)))
    return claims_in(post["content"]["rendered"], Form.HTML, grammar, title=post["title"]["rendered"])


@pytest.fixture(scope="module")
def corrections() -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(Path(os.environ["ARTICLE_CORRECTIONS"]).read_text("utf-8"))["claims"]
    return [each for each in found if not each["claim"].startswith("(")]


def _carried(text: str) -> set[str]:
    return set(_WORDS.findall(text.lower())) - {"the", "a", "to", "or", "for", "and", "it", "is", "in", "click"}


def _speaks_of(correction: dict[str, Any], text: str) -> bool:
    """Return whether a text holds nearly all the words of what a correction is about."""
    words = _carried(correction["claim"].partition("(link")[0])
    return len(words & _carried(text)) >= 0.6 * len(words)


def _wrong(article: Prose) -> list[Claim]:
    return [claim for claim in article.claims if claim.truth is Truth.WRONG]


def test_every_real_mistake_is_found(article: Prose, corrections: list[dict[str, Any]]) -> None:
    wrong = [each for each in corrections if _TELLABLE.match(each["verdict"])]
    missed = [each["claim"] for each in wrong if not any(_speaks_of(each, one.sentence) for one in _wrong(article))]
    assert (len(wrong) > 3, missed) == (True, [])


def test_nothing_that_is_right_is_called_wrong(article: Prose, corrections: list[dict[str, Any]]) -> None:
    right = [each for each in corrections if each["verdict"].startswith("correct") and "factory" not in each["verdict"]]
    alarms = [each["claim"] for each in right if any(_speaks_of(each, one.says) for one in _wrong(article))]
    assert (len(right) > 4, alarms) == (True, [])


def test_what_is_microsofts_default_is_true_by_default_only(article: Prose) -> None:
    found = {claim.about: claim.truth for claim in article.claims if claim.truth is Truth.BY_DEFAULT}
    assert found == {"tap.lifetime.default": Truth.BY_DEFAULT, "tap.lifetime.maximum": Truth.BY_DEFAULT}
