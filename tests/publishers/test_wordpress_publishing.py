"""Articles published to a real WordPress: made, left alone, changed, adopted, retired; on every version."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml

from support.articles import DRAWING, HTML, NOW, Run, all_posts, an_article, an_id, rest
from support.wordpress import WordPress
from tenantbook.model.audience import Surface
from tenantbook.model.publication import Article, Doing
from tenantbook.plan.decide import Leave
from tenantbook.publishers.wordpress.envelope import note_in

pytestmark = pytest.mark.wordpress

NEW = HTML.replace("8 hours", "4 hours")
OLD_POST = Path(__file__).parents[1] / "claims" / "articles" / "msp-post.yml"


def test_a_new_article_is_a_draft_and_a_second_run_writes_nothing(every_wordpress: WordPress, tmp_path: Path) -> None:
    run = Run(every_wordpress, tmp_path)

    first = run.publish(an_article()), run.standing()[an_id()]
    second = run.publish(an_article()), run.standing()[an_id()]

    assert (first[0], second[0]) == (["create: new"], [])
    assert (first[1].status, first[1].title, first[1].sealed) == ("draft", "Use a pass", True)
    assert first[1] == second[1]


def test_a_tenant_that_was_read_again_is_told_to_readers_once_a_week(wordpress: WordPress, tmp_path: Path) -> None:
    run = Run(wordpress, tmp_path)

    def read(days: int) -> Article:
        day = f'<p class="tb-read">Read on day {days}.</p>'
        article = an_article(html=HTML + day)
        return replace(article, record=replace(article.record, read=NOW + timedelta(days=days)))

    run.publish(read(0))
    (first,) = all_posts(wordpress)
    assert [run.publish(read(days)) for days in (1, 6)] == [[], []]
    assert all_posts(wordpress) == [first]
    assert run.publish(read(7)) == ["update: its text has changed"]
    assert [run.publish(read(days)) for days in (8, 13)] == [[], []]

    (last,) = all_posts(wordpress)
    assert ("Read on day 7." in last["content"]["raw"], last["id"]) == (True, first["id"])


def test_a_draft_that_somebody_published_stays_public_and_is_kept_up_to_date(
    wordpress: WordPress, tmp_path: Path
) -> None:
    run = Run(wordpress, tmp_path)
    run.publish(an_article())
    (draft,) = all_posts(wordpress)
    rest(wordpress, "POST", f"posts/{draft['id']}", "administrator", status="publish")

    said = run.publish(an_article(html=NEW))

    (post,) = all_posts(wordpress)
    assert said == ["update: its text has changed"]
    assert (post["id"], post["status"]) == (draft["id"], "publish")
    assert "4 hours" in post["content"]["raw"]
    assert note_in(post["content"]["raw"]) == "its text has changed"


def test_another_status_or_category_in_the_target_reaches_the_same_post(wordpress: WordPress, tmp_path: Path) -> None:
    run = Run(wordpress, tmp_path)
    settings = {"create_terms": True, "categories": ["guides", "passes"]}
    run.publish(an_article(), **settings)
    (draft,) = all_posts(wordpress)
    rest(wordpress, "POST", f"posts/{draft['id']}", "administrator", categories=[*draft["categories"], 1])

    run.publish(
        an_article(title="Sign in with a pass"), status="publish", create_terms=True, categories=["guides", "news"]
    )

    (post,) = all_posts(wordpress)
    slugs = {term["id"]: term["slug"] for term in rest(wordpress, "GET", "categories&per_page=100")}
    assert (post["id"], post["status"], post["title"]["raw"]) == (draft["id"], "publish", "Sign in with a pass")
    assert {slugs[number] for number in post["categories"]} == {"guides", "news", "uncategorized"}
    assert post["slug"] == draft["slug"]


def test_an_old_post_is_adopted_in_its_place(every_wordpress: WordPress, tmp_path: Path) -> None:
    old = yaml.safe_load(OLD_POST.read_text("utf-8"))
    post = {"post_title": old["title"], "post_content": old["text"], "import_id": 1876, "post_excerpt": "By hand."}
    filed = {"post_name": "get-people-back-in", "categories": ["entra", "guides", "how-to", "sign-in"]}
    (number,) = every_wordpress.add([{**post, **filed, "post_date": "2025-03-04 10:00:00"}])
    assert number == 1876
    (before,) = all_posts(every_wordpress)
    run = Run(every_wordpress, tmp_path, adopt={an_id(): "1876"})

    said = run.publish(an_article(), categories=["guides"])
    (after,) = all_posts(every_wordpress)
    again = run.publish(an_article(), categories=["guides"])
    (last,) = all_posts(every_wordpress)

    assert said == [f"adopt: takes the place of “{old['title']}” (1876)"]
    kept = ("id", "slug", "link", "categories", "author", "date", "status", "excerpt")
    assert {name: after[name] for name in kept} == {name: before[name] for name in kept}
    assert len(after["categories"]) == 4
    assert "The pass lasts" in after["content"]["raw"]
    assert (again, last["modified_gmt"]) == ([], after["modified_gmt"])


@pytest.mark.parametrize(
    ("settings", "state", "is_told"), [({}, "open", True), ({"close_comments": True}, "closed", False)]
)
def test_comments_are_closed_on_new_posts_and_on_adopted_ones_where_that_is_asked_for(
    every_wordpress: WordPress, tmp_path: Path, settings: Mapping[str, Any], state: str, is_told: bool
) -> None:
    old = {
        "post_title": "Old",
        "post_content": "Old.",
        "import_id": 1876,
        "comment_status": "open",
        "ping_status": "open",
    }
    every_wordpress.add([old])
    run = Run(every_wordpress, tmp_path, adopt={an_id(): "1876"})

    run.publish(an_article(), an_article("create-pass"), **settings)
    adopted, new = sorted(all_posts(every_wordpress), key=lambda post: post["id"] != 1876)

    assert (new["comment_status"], new["ping_status"]) == ("closed", "closed")
    assert (adopted["comment_status"], adopted["ping_status"]) == (state, state)
    told = run.ledger.sent[an_id()].extra.get("told", "")
    assert ("anybody may comment on it" in told) is is_told

    rest(every_wordpress, "POST", f"posts/{new['id']}", comment_status="open")
    run.publish(an_article(), an_article("create-pass", html=NEW), **settings)
    opened = next(post for post in all_posts(every_wordpress) if post["id"] == new["id"])
    assert ("4 hours" in opened["content"]["raw"], opened["comment_status"]) == (True, "open")


def test_a_post_to_adopt_that_is_not_there_stops_the_run(wordpress: WordPress, tmp_path: Path) -> None:
    run = Run(wordpress, tmp_path, adopt={an_id(): "1876"})

    (said,) = run.publish(an_article())

    assert said.startswith("problem: there is no post 1876 to adopt for acme-dental/client/end-user/use-pass/en")


@pytest.mark.parametrize("whither", ["draft", "trash"])
def test_what_is_wanted_no_more_is_put_away_and_comes_back_as_the_same_post(
    every_wordpress: WordPress, tmp_path: Path, whither: str
) -> None:
    run = Run(every_wordpress, tmp_path)
    settings: Mapping[str, Any] = {"status": "publish", "retire": whither}
    run.publish(an_article(), **settings)
    (public,) = all_posts(every_wordpress)

    retired = run.publish(**settings)
    (away,) = all_posts(every_wordpress)
    silent = run.publish(**settings)
    forced = replace(run, leave=Leave(force=True))
    back = forced.publish(an_article(), **settings)
    posts = all_posts(every_wordpress)

    assert (retired, away["status"]) == (["retire: is published no more"], whither)
    assert silent in ([], ["retire: is gone there already"])
    assert len(back) == 1
    visible = [(post["status"], post["slug"]) for post in posts if post["status"] == "publish"]
    assert visible == [("publish", public["slug"])]
    if whither == "draft":
        assert [post["id"] for post in posts] == [public["id"]]


def test_unknown_categories_and_tags_are_told_all_at_once(wordpress: WordPress, tmp_path: Path) -> None:
    rest(wordpress, "POST", "categories", name="Guides", slug="guides")

    said = Run(wordpress, tmp_path).publish(an_article(), categories=["guide"], tags=["tap"])

    mend = "make it there, correct it in the target, or write `create_terms: true`"
    assert said == [
        f"problem: WordPress has no category 'guide' (did you mean 'guides'?); {mend}",
        f"problem: WordPress has no tag 'tap'; {mend}",
    ]
    assert all_posts(wordpress) == []


def test_a_drawing_goes_up_once_as_png_and_says_what_it_shows(every_wordpress: WordPress, tmp_path: Path) -> None:
    (tmp_path / "assets").mkdir()
    (tmp_path / "assets/pass.svg").write_text(DRAWING, "utf-8")
    html = HTML + '<p><img alt="A pass &amp; a key" src="../assets/pass.svg"></p>'
    run = Run(every_wordpress, tmp_path, "author")

    run.publish(an_article(html=html), an_article("create-pass", html=html))
    again = run.publish(an_article(html=html), an_article("create-pass", html=html))

    (picture,) = all_posts(every_wordpress, "media")
    assert again == []
    assert (picture["mime_type"], picture["alt_text"]) == ("image/png", "A pass & a key")
    assert all(picture["source_url"] in post["content"]["raw"] for post in all_posts(every_wordpress))


def test_a_changed_picture_is_a_changed_article(wordpress: WordPress, tmp_path: Path) -> None:
    (tmp_path / "end-user").mkdir()
    (tmp_path / "end-user/pass.svg").write_text(DRAWING, "utf-8")
    article = an_article(html=HTML + '<p><img alt="A pass" src="pass.svg"></p>')
    run = Run(wordpress, tmp_path)
    run.publish(article)
    (tmp_path / "end-user/pass.svg").write_text(DRAWING.replace("#2f4b7c", "#ff0000"), "utf-8")

    assert run.publish(article) == ["update: its text has changed"]
    assert len(all_posts(wordpress, "media")) == 2


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("missing.png", "the picture end-user/missing.png cannot be read"),
        ("../../secret.png", "the picture ../secret.png cannot be read"),
        ("guide.pdf", "the picture end-user/guide.pdf is none that WordPress takes"),
        ("https://elsewhere.example/a.png", "is on another site; put a copy beside the page"),
    ],
)
def test_a_picture_that_cannot_go_up_is_told_before_the_first_write(
    wordpress: WordPress, tmp_path: Path, source: str, said: str
) -> None:
    (told,) = Run(wordpress, tmp_path).publish(an_article(html=f'{HTML}<p><img alt="x" src="{source}"></p>'))

    assert said in told
    assert all_posts(wordpress) == []


def test_articles_that_link_to_each_other_are_linked_at_once(wordpress: WordPress, tmp_path: Path) -> None:
    one = an_article(html=HTML + '<p>See <a href="create-pass.html#steps">how to make one</a>.</p>')
    other = an_article("create-pass", html=HTML + '<p>See <a href="../end-user/use-pass.html">how to use it</a>.</p>')
    run = Run(wordpress, tmp_path)

    run.publish(one, other)
    again = run.publish(one, other)

    posts = {post["slug"].removeprefix("acme-dental-end-user-"): post for post in all_posts(wordpress)}
    assert again == []
    assert len(posts) == 2
    assert f"/?p={posts['create-pass-en']['id']}#steps" in posts["use-pass-en"]["content"]["raw"]
    assert f'/?p={posts["use-pass-en"]["id"]}"' in posts["create-pass-en"]["content"]["raw"]


def test_a_slug_that_is_taken_is_told(wordpress: WordPress, tmp_path: Path) -> None:
    wordpress.add([{"post_title": "Use a pass", "post_name": "use-pass"}])
    run = Run(wordpress, tmp_path)

    run.publish(an_article(), slug="{page}", status="publish")

    assert run.ledger.sent[an_id()].extra["told"] == "its slug is use-pass-2, since use-pass was taken"


def test_a_copy_of_a_post_is_not_taken_for_the_article(wordpress: WordPress, tmp_path: Path) -> None:
    run = Run(wordpress, tmp_path)
    run.publish(an_article())
    (post,) = all_posts(wordpress)
    copy = rest(wordpress, "POST", "posts", title="A copy", content=post["content"]["raw"])

    known = run.publish(an_article(html=NEW))
    run.workspace.root.joinpath("published").rename(tmp_path / "elsewhere")
    unknown = run.publish(an_article(html=NEW))

    of_copy = f"refuse: a copy of it ({copy['id']}) carries its mark; remove it"
    assert known == ["update: its text has changed", of_copy]
    assert unknown == [f"refuse: stands there 2 times ({post['id']}, {copy['id']}); remove all but one"]
    assert [("4 hours" in each["content"]["raw"]) for each in all_posts(wordpress)] == [True, False]


def test_what_is_internal_and_was_made_public_by_hand_is_refused(wordpress: WordPress, tmp_path: Path) -> None:
    internal = an_article(audience="engineer", surface=Surface.INTERNAL)
    run = Run(wordpress, tmp_path)
    run.publish(internal, status="private")
    (post,) = all_posts(wordpress)
    rest(wordpress, "POST", f"posts/{post['id']}", status="publish")

    (action,) = run.plan(replace(internal, html=NEW), status="private").actions

    assert action.doing is Doing.REFUSE
    assert f"it is internal, and post {post['id']} was made public in WordPress" in action.why


def test_what_changed_since_the_plan_was_made_is_not_gone_over(wordpress: WordPress, tmp_path: Path) -> None:
    run = Run(wordpress, tmp_path)
    run.publish(an_article())
    (post,) = all_posts(wordpress)
    with run.open(run.ledger) as publisher:
        publisher.preflight()
        plan, _ = run.planned(publisher, run.ledger, [an_article(html=NEW)])
        rest(wordpress, "POST", f"posts/{post['id']}", title="Changed meanwhile")

        with pytest.raises(Exception, match=rf"post {post['id']} was changed since the plan was made"):
            publisher.apply(plan.actions[0])

    assert all_posts(wordpress)[0]["title"]["raw"] == "Changed meanwhile"
