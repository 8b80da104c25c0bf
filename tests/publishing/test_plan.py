"""What publishing does about an article in every situation that it can be found in: cases are data."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import yaml

from tenantbook.model.audience import Surface
from tenantbook.model.edition import Record
from tenantbook.model.publication import Action, Article, ArticleId, Doing, Plan, Sent, Standing
from tenantbook.plan.decide import Leave, decide
from tenantbook.plan.ledger import Kept, Ledger
from tenantbook.plan.lines import words_digest
from tenantbook.plan.situation import Situation

CASES = yaml.safe_load((Path(__file__).parent / "cases/plan.yml").read_text("utf-8"))
NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)


def article_id(page: str, client: str = "acme", surface: Surface = Surface.CLIENT) -> ArticleId:
    return ArticleId(client, surface, "end-user", page, "en")


def article(of: ArticleId, html: str = "<p>One</p>") -> Article:
    record = Record(of.page, of.client, of.audience, of.language, NOW, {})
    return Article(of, "One", "", html, record, f"{of.page}.html")


def sent(key: str, theirs: str = "theirs", **extra: str) -> Sent:
    return Sent(key, f"https://example.com/{key}", "a", theirs, NOW, "One", extra)


def standing(key: str, of: ArticleId | None, **given: Any) -> Standing:
    return Standing(**{"key": key, "article": of, "title": "One", "address": "", "digest": "theirs", **given})


def situation(case: dict[str, Any]) -> Situation:
    use = article_id("use", surface=Surface.INTERNAL if case.get("internal") else Surface.CLIENT)
    marks = {"use": use, "other": article_id("use", "birch"), "none": None}
    status = {"status": case["status"]} if "status" in case else {}
    known = case.get("sent", "theirs")
    words = case.get("words", words_digest("One", "<p>One</p>"))
    kept = Kept(sent("7", known, **status) if known else None, "", case.get("pending", ""), words if known else "")
    there = case.get("there", [{}])
    ids = {"use": use, "other": article_id("other")}
    wanted = [article(use)] if case.get("wanted", True) and "unready" not in case else []
    return Situation(
        target="portal",
        wanted=wanted,
        unready={use: case["unready"]} if "unready" in case else {},
        ledger=Ledger("portal", {use: kept} if known or kept.pending else {}),
        standing=[
            standing(**{"key": "7", "content": "<p>One</p>", **unmarked(entry), "of": marks[entry.get("mark", "use")]})
            for entry in there
        ],
        adopt={ids[page]: key for page, key in case.get("adopt", {}).items()},
        digests={use: case.get("now", "a")},
        objections={use: case["objection"]} if "objection" in case else {},
        is_ours=lambda _: case.get("about") != "others",
        is_known=lambda each: each.client == "acme" and case.get("about") != "others",
        may_be_public=lambda _: not case.get("internal"),
    )


def unmarked(entry: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in entry.items() if name != "mark"}


def told(action: Action) -> str:
    return f"{action.doing}: {action.why.partition('; look at it')[0].partition('; take it out of the content')[0]}"


def planned(case: dict[str, Any], *, force: bool = False) -> list[str]:
    return [told(action) for action in decide(situation(case), Leave(force=force)).actions]


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_every_situation_has_its_answer(case: dict[str, Any]) -> None:
    expected = [each for each in (case["does"], case.get("also")) if each]
    assert expected == planned(case)


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_force_goes_over_what_was_made_by_hand_and_over_nothing_else(case: dict[str, Any]) -> None:
    first = case.get("forced", case["does"])
    expected = [each for each in (first, case.get("also")) if each]
    assert expected == planned(case, force=True)


def test_what_is_changed_by_hand_is_shown_line_by_line() -> None:
    case = {
        "there": [
            {
                "digest": "theirs-edited",
                "content": "<p>One</p><ul><li>Two <a href='https://x.example'>there</a></li></ul>",
                "mark": "use",
            }
        ]
    }
    (action,) = decide(situation(case), Leave()).actions
    assert "+- Two <https://x.example> there" in action.diff


def many(there: int, changing: int, *, wanted: bool = True, read_again: int = 0) -> Plan:
    ids = [article_id(f"page-{number}") for number in range(there)]
    found = Situation(
        target="portal",
        wanted=[article(each) for number, each in enumerate(ids) if wanted or number >= changing],
        unready={},
        ledger=Ledger("portal", {each: Kept(sent(each.page)) for each in ids}),
        standing=[standing(each.page, each) for each in ids],
        adopt={},
        digests={each: "b" if number < changing else "a" for number, each in enumerate(ids)},
        objections={},
        is_ours=lambda _: True,
        is_known=lambda _: True,
        may_be_public=lambda _: True,
    )
    return decide(found, Leave(), ids[:read_again])


@pytest.mark.parametrize("wanted", [True, False])
@pytest.mark.parametrize(
    ("there", "changing", "stops"),
    [(9, 9, False), (10, 10, True), (34, 10, False), (33, 10, True), (100, 30, False), (100, 31, True)],
)
def test_a_plan_that_changes_much_of_what_stands_there_stops(
    there: int, changing: int, stops: bool, wanted: bool
) -> None:
    plan = many(there, changing, wanted=wanted)
    assert (stops, changing) == (bool(plan.problems), len(plan.of(Doing.UPDATE, Doing.RETIRE)))


def test_articles_that_were_only_read_again_are_no_reason_to_stop() -> None:
    assert (many(100, 100, read_again=80).problems, bool(many(100, 100, read_again=60).problems)) == ((), True)


def test_told_to_go_on_a_large_plan_goes_on() -> None:
    plan = many(20, 20)
    assert "20 overwritten and 0 retired" in plan.problems[0]
    case = CASES[0]
    assert decide(situation(case), Leave(many=True)).problems == ()


def test_a_lost_ledger_of_articles_that_say_what_they_should_is_no_reason_to_stop() -> None:
    ids = [article_id(f"page-{number}") for number in range(20)]
    html = '<p>Read <a href="use.html">on</a></p>'
    there = '<p>Read <a href="/?p=7">on</a></p>'
    found = Situation(
        target="blog",
        wanted=[article(each, html) for each in ids],
        unready={},
        ledger=Ledger("blog"),
        standing=[standing(each.page, each, sealed=True, content=there) for each in ids],
        adopt={},
        digests=dict.fromkeys(ids, "new"),
        objections=dict.fromkeys(ids, ""),
        is_ours=lambda _: True,
        is_known=lambda _: True,
        may_be_public=lambda _: True,
    )
    plan = decide(found, Leave())
    assert (len(plan.of(Doing.UPDATE)), plan.problems) == (20, ())
