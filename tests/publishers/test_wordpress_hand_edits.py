"""What somebody changed by hand in WordPress: noticed, told, and left alone, on every version."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import yaml

from support.articles import FACTS, HTML, NOW, Run, all_posts, an_article, rest
from support.demo_pages import demo_library, demo_snapshot
from support.wordpress import WordPress
from tenantbook.compare import Against, Candidate, Place, check_page, check_published
from tenantbook.model.audience import Surface
from tenantbook.model.publication import Article, Doing
from tenantbook.model.verdict import Checked, Expected
from tenantbook.plan.decide import Leave
from tenantbook.plan.told import plan_lines
from tenantbook.published.place import place_at

pytestmark = pytest.mark.wordpress

Case = Mapping[str, Any]
CASES: list[Case] = yaml.safe_load(Path(__file__).with_name("hand_edits.yml").read_text("utf-8"))
SETTINGS: Mapping[str, Any] = {"status": "publish", "categories": ["guides"], "create_terms": True}


def article_of(case: Case, html: str = HTML) -> Article:
    return an_article(case["edit"].replace(",", "").replace(" ", "-"), html)


def edited(wordpress: WordPress, case: Case, post: Mapping[str, Any], user: str) -> None:
    route = f"posts/{post['id']}"
    if "trash" in case:
        rest(wordpress, "DELETE", route, user)
        return
    changes = dict(case.get("change", {}))
    raw = post["content"]["raw"]
    if "replace" in case:
        before, after = case["replace"]
        assert before in raw
        changes["content"] = raw.replace(before, after, 1)
    elif "above" in case or "below" in case:
        changes["content"] = "\n\n".join(filter(None, [case.get("above"), raw, case.get("below")]))
    rest(wordpress, "POST", route, user, **changes)


class Found(NamedTuple):
    """The verdict on each article, by its page, and the words that were read for claims."""

    verdicts: Mapping[str, str]
    read: str


def checked(run: Run, articles: Sequence[Article], *, signed_in: bool) -> Found:
    """Return what `check` finds of articles where they are published, with what the ledger knows."""
    environment = {"WP_USER": "editor", "WP_APP_PASSWORD": run.wordpress.users["editor"]} if signed_in else {}
    pages = place_at(run.wordpress.address, environment=environment).pages()
    known = run.ledger.sent
    by_key = {sent.key: article for article, sent in known.items()}
    sent = {key: known[article] for key, article in by_key.items()}
    place = Place("acme-dental", Surface.CLIENT, keeps_paths=False, articles=by_key, sent=sent)
    expected = [Expected("acme-dental", "client", each.id.audience, each.id.page, each.file) for each in articles]
    library = demo_library()
    snapshot = replace(demo_snapshot("northwind-dental"), client="acme-dental")
    snapshot = replace(snapshot, facts={**snapshot.facts, **FACTS})
    against = Against.of(library, snapshot, NOW)
    found = list(check_published(pages, expected, lambda each, html: check_page(each, html, against), library, place))
    names = {each.file: each.id for each in expected}
    links = {post.address: article.page for article, post in run.ledger.sent.items()}
    verdicts = {
        names.get(each.page) or links.get(each.page, each.page): each.verdict.value
        for each in found
        if isinstance(each, Checked)
    }
    return Found(verdicts, " ".join(str(each.page.html) for each in found if isinstance(each, Candidate)))


@pytest.fixture(params=["same user", "another user"])
def user(request: pytest.FixtureRequest) -> str:
    return {"same user": "editor", "another user": "administrator"}[request.param]


def test_what_is_changed_by_hand_is_noticed_and_left_alone(
    every_wordpress: WordPress, tmp_path: Path, user: str
) -> None:
    run = Run(every_wordpress, tmp_path)
    articles = {case["edit"]: article_of(case) for case in CASES}
    assert run.publish(*articles.values(), **SETTINGS) == ["create: new"] * len(CASES)
    keys = {case["edit"]: run.ledger.sent[articles[case["edit"]].id].key for case in CASES}
    pages = {case["edit"]: articles[case["edit"]].id.page for case in CASES}
    assert set(checked(run, list(articles.values()), signed_in=True).verdicts.values()) == {"ok"}
    posts = {str(post["id"]): post for post in all_posts(every_wordpress)}

    for case in CASES:
        edited(every_wordpress, case, posts[keys[case["edit"]]], user)
    for signed_in in (True, False):
        found = checked(run, list(articles.values()), signed_in=signed_in)
        assert {edit: found.verdicts.get(page) for edit, page in pages.items()} == {
            case["edit"]: case["verdict"] if signed_in else case.get("visitor", case["verdict"]) for case in CASES
        }
        assert found.read.count("lasts at most 30 days") == len([case for case in CASES if case.get("claims")])

    with run.open(run.ledger, **SETTINGS) as publisher:
        standing = {each.key: each for each in publisher.published()}
    told = {case["edit"]: standing[keys[case["edit"]]].extra.get("by hand", "") for case in CASES}
    assert {case["edit"]: case["told"] for case in CASES} == told

    plan = run.plan(*articles.values(), **SETTINGS)
    refused = {action.id.page for action in plan.of(Doing.REFUSE)}
    assert refused == {articles[case["edit"]].id.page for case in CASES if not case.get("kept")}
    assert plan.of(Doing.UPDATE, Doing.CREATE, Doing.RETIRE) == ()
    # The check, signed in, and the plan never contradict each other.
    assert refused == {pages[case["edit"]] for case in CASES if case["verdict"] != "ok"}
    lines = "\n".join(line for line, _ in plan_lines(plan))
    who = "" if user == "editor" else " by user 1"  # whose name an editor may not see
    assert "/slug/en: changed there by hand and left so: slug (acme-dental-end-user-slug-en → passes)" in lines
    assert f"/title/en: changed there by hand{who}: title (Use a pass → Passes); look at it there" in lines
    assert "/trash/en: lies in the bin there" in lines
    assert "/taken-down/en: its status was changed there by hand from publish to draft" in lines


def test_what_is_left_alone_stays_so_when_a_new_text_is_published(every_wordpress: WordPress, tmp_path: Path) -> None:
    run = Run(every_wordpress, tmp_path)
    kept = [case for case in CASES if case.get("kept")]
    run.publish(*map(article_of, kept), **SETTINGS)
    for post, case in zip(all_posts(every_wordpress), kept, strict=True):
        edited(every_wordpress, case, post, "administrator")
    news = [article_of(case, HTML.replace("8 hours", "4 hours")) for case in kept]

    for _ in range(2):  # on every later run, too
        run.publish(*news, **SETTINGS)
        for post, case in zip(all_posts(every_wordpress), kept, strict=True):
            assert "4 hours" in post["content"]["raw"]
            assert {name: _raw(post[name]) for name in case["after"]} == case["after"]
        news = [replace(article, summary="Another.", title="Another") for article in news]


def _raw(value: Any) -> Any:
    if isinstance(value, list):
        return sorted(value)
    return value["raw"] if isinstance(value, dict) else value


def test_what_was_changed_by_hand_is_gone_over_only_by_force(wordpress: WordPress, tmp_path: Path) -> None:
    run = Run(wordpress, tmp_path, leave=Leave(many=True))
    cases = [case for case in CASES if not case.get("kept")]
    articles = [article_of(case) for case in cases]
    run.publish(*articles, **SETTINGS)
    for post, case in zip(all_posts(wordpress), cases, strict=True):
        edited(wordpress, case, post, "administrator")

    forced = replace(run, leave=Leave(force=True, many=True)).publish(*articles, **SETTINGS)

    assert {line.partition(":")[0] for line in forced} == {"update"}
    assert set(checked(run, articles, signed_in=True).verdicts.values()) == {"ok"}
    assert [post["title"]["raw"] for post in all_posts(wordpress)] == ["Use a pass"] * len(cases)
    assert "jane" not in str(all_posts(wordpress)), "who changed what is nobody's business"
    assert "administrator" not in "".join(post["content"]["raw"] for post in all_posts(wordpress))
