"""A published article comes in whole, is mapped to the procedures that cover it, and its drafts are sound.

`ARTICLE_POST` names the article, as WordPress gives it over REST; see tests/claims/test_published_article.py.
"""

import json
import os
from pathlib import Path

import pytest
from estates import Estate

from support.imports import drafts

pytestmark = pytest.mark.article


def moved_into_the_book(project: Estate) -> list[Path]:
    moved = [
        draft.rename(project.root / "kb_src" / draft.parent.name / draft.name)
        for draft in drafts(project).rglob("*.yml")
    ]
    assert moved
    return moved


def test_the_article_is_mapped_to_the_stock_procedures_in_its_order(project: Estate) -> None:
    done = project.run("import", os.environ["ARTICLE_POST"], "--format", "json")

    assert done.exit_code == 0, done.output
    (post,) = json.loads(done.stdout)["posts"]
    matches = [draft["match"]["page"] for draft in post["drafts"] if draft["match"]]
    assert matches == ["enable-pass", "create-pass", "use-pass"]
    assert post["numbers"]["kept as text"] == 0
    assert {draft["file"]: draft["problems"] for draft in post["drafts"] if draft["problems"]} == {}


def test_its_drafts_are_sound_in_the_book_and_show_no_figure_of_its_own(project: Estate) -> None:
    project.run("import", os.environ["ARTICLE_POST"])
    moved_into_the_book(project)

    done = project.run("validate")
    assert done.exit_code == 0, done.output


def test_its_origin_leads_back_to_it(project: Estate) -> None:
    done = project.run("import", os.environ["ARTICLE_POST"], "--format", "json")

    (post,) = json.loads(done.stdout)["posts"]
    held = json.loads(Path(os.environ["ARTICLE_POST"]).read_text("utf-8"))
    origin = post["origin"]
    assert (origin["id"], origin["slug"], origin["link"]) == (held["id"], held["slug"], held["link"])
    assert len(origin["categories"]) == len(held["categories"])
    assert list(post["adopt"].values()) == [held["id"]]
