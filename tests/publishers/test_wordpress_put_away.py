"""Articles that were taken off a real WordPress, and are wanted again after somebody used their posts."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from support.articles import Run, all_posts, an_article, an_id, rest
from support.wordpress import WordPress
from tenantbook.model.audience import Surface
from tenantbook.model.publication import Article

pytestmark = pytest.mark.wordpress


def put_away(run: Run, article: Article, **settings: Any) -> Mapping[str, Any]:
    """Publish an article, retire it, and return its post."""
    run.publish(article, **settings)
    assert run.publish(**settings) == ["retire: is published no more"]
    (post,) = all_posts(run.wordpress)
    return post


def test_what_became_somebodys_own_after_it_was_put_away_is_not_written_over_when_it_is_wanted_again(
    every_wordpress: WordPress, tmp_path: Path
) -> None:
    run = Run(every_wordpress, tmp_path)
    post = put_away(run, an_article())
    theirs = post["content"]["raw"].replace("Open the page.", "Ask the front desk.")
    rest(every_wordpress, "POST", f"posts/{post['id']}", content=theirs, status="publish")

    (refused,) = run.publish(an_article())
    (kept,) = all_posts(every_wordpress)
    (adopted,) = replace(run, adopt={an_id(): str(post["id"])}).publish(an_article())
    (gone_over,) = all_posts(every_wordpress)

    assert refused.startswith(f"refuse: it was taken off post {post['id']}, which was changed by hand since then")
    assert kept["content"]["raw"] == theirs
    assert adopted.startswith("adopt: ")
    assert "Open the page." in gone_over["content"]["raw"]


def test_an_internal_article_does_not_come_back_to_a_post_that_was_made_public_meanwhile(
    every_wordpress: WordPress, tmp_path: Path
) -> None:
    run = Run(every_wordpress, tmp_path)
    article = an_article(surface=Surface.INTERNAL, audience="helpdesk")
    post = put_away(run, article, status="private")
    rest(every_wordpress, "POST", f"posts/{post['id']}", status="publish")

    (refused,) = run.publish(replace(article, html="<h1>Use a pass</h1><p>For ourselves.</p>"), status="private")
    (kept,) = all_posts(every_wordpress)

    assert refused.startswith(f"refuse: it is internal, and post {post['id']} was made public in WordPress")
    assert "For ourselves." not in kept["content"]["raw"]
