"""What somebody changed by hand in WordPress: noticed, told, and left alone, on every version."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml

from support.articles import HTML, Run, all_posts, an_article, rest
from support.wordpress import WordPress
from tenantbook.model.publication import Article, Doing
from tenantbook.plan.decide import Leave
from tenantbook.plan.told import plan_lines
from tenantbook.published.place import place_at
from tenantbook.record import UnreadableRecordError, digest_of, read_record

pytestmark = pytest.mark.wordpress

Case = Mapping[str, Any]
CASES: list[Case] = yaml.safe_load(Path(__file__).with_name("hand_edits.yml").read_text("utf-8"))
SETTINGS: Mapping[str, Any] = {"status": "publish", "categories": ["guides"], "create_terms": True}


def article_of(case: Case, html: str = HTML) -> Article:
    return an_article(case["edit"].replace(" ", "-"), html)


def edited(wordpress: WordPress, case: Case, post: Mapping[str, Any], user: str) -> None:
    route = f"posts/{post['id']}"
    if "trash" in case:
        rest(wordpress, "DELETE", route, user)
        return
    changes = dict(case.get("change", {}))
    if "replace" in case:
        before, after = case["replace"]
        assert before in post["content"]["raw"]
        changes["content"] = post["content"]["raw"].replace(before, after, 1)
    rest(wordpress, "POST", route, user, **changes)


def verdicts(wordpress: WordPress) -> dict[int, str]:
    """Return the verdict on each post that its readers, members included, can see."""
    environment = {"WP_USER": "editor", "WP_APP_PASSWORD": wordpress.users["editor"]}
    found = {}
    for page in place_at(wordpress.address, environment=environment).pages():
        try:
            record = read_record(str(page.html))
            is_whole = record is not None and record.digest == digest_of(str(page.html))
        except UnreadableRecordError:
            is_whole = False
        found[int(page.address.rpartition("=")[2])] = "ok" if is_whole else "edited"
    return found


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
    posts = {str(post["id"]): post for post in all_posts(every_wordpress)}

    for case in CASES:
        edited(every_wordpress, case, posts[keys[case["edit"]]], user)
    seen = verdicts(every_wordpress)
    assert {case["edit"]: case["verdict"] for case in CASES} == {
        edit: seen.get(int(key), "missing") for edit, key in keys.items()
    }

    with run.open(run.ledger, **SETTINGS) as publisher:
        standing = {each.key: each for each in publisher.published()}
    told = {case["edit"]: standing[keys[case["edit"]]].extra.get("by hand", "") for case in CASES}
    assert {case["edit"]: case["told"] for case in CASES} == told

    plan = run.plan(*articles.values(), **SETTINGS)
    refused = {action.id.page for action in plan.of(Doing.REFUSE)}
    assert refused == {articles[case["edit"]].id.page for case in CASES if not case.get("kept")}
    assert plan.of(Doing.UPDATE, Doing.CREATE, Doing.RETIRE) == ()
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
    assert set(verdicts(wordpress).values()) == {"ok"}
    assert [post["title"]["raw"] for post in all_posts(wordpress)] == ["Use a pass"] * len(cases)
    assert "jane" not in str(all_posts(wordpress)), "who changed what is nobody's business"
    assert "administrator" not in "".join(post["content"]["raw"] for post in all_posts(wordpress))
