"""Each role works within its rights, or is refused with the reason before the first write."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml

from support.articles import DRAWING, HTML, Run, all_posts, an_article, rest
from support.wordpress import WordPress
from tenantbook.model.publication import Article
from tenantbook.publishers.contract import UnreachableError

pytestmark = pytest.mark.wordpress

Case = Mapping[str, Any]
CASES: list[Case] = yaml.safe_load(Path(__file__).with_name("roles.yml").read_text("utf-8"))


def named(case: Case) -> str:
    return f"{case['role']}, {case['asks'] or 'a draft'}, {case.get('with', 'text')}"


def prepared(wordpress: WordPress, root: Path, case: Case) -> Article:
    """Put what a case wants there, and return its article."""
    article = an_article(
        html=f'{HTML}<p><img alt="A pass" src="pass.svg"></p>' if case.get("with") == "picture" else HTML
    )
    (root / "end-user").mkdir(exist_ok=True)
    (root / "end-user/pass.svg").write_text(DRAWING, "utf-8")
    match case.get("with"):
        case "a post of the administrator's":
            Run(wordpress, root, "administrator").publish(article)
        case "a public post of the administrator's":
            Run(wordpress, root, "administrator").publish(article, status="publish")
        case "own post, published by an editor":
            Run(wordpress, root, case["role"]).publish(article)
            (post,) = all_posts(wordpress)
            rest(wordpress, "POST", f"posts/{post['id']}", "editor", status="publish")
    return article


@pytest.mark.parametrize("case", CASES, ids=named)
def test_a_role_works_within_its_rights_or_is_refused_before_the_first_write(
    wordpress: WordPress, tmp_path: Path, case: Case
) -> None:
    article = prepared(wordpress, tmp_path, case)
    before = all_posts(wordpress)
    kind = f"{case['asks'].get('type', 'post')}s"

    said = outcome(Run(wordpress, tmp_path, case["role"]), article, case["asks"])

    if "said" in case:
        assert case["said"] in said
        assert (all_posts(wordpress), all_posts(wordpress, "media")) == (before, [])
    else:
        assert said.startswith(("create: new", "update: ")) or not said
        (post,) = all_posts(wordpress, kind)
        assert post["status"] == case["status"]
        assert len(all_posts(wordpress, "media")) == (case.get("with") == "picture")
        assert outcome(Run(wordpress, tmp_path, case["role"]), article, case["asks"]) == "", "a second run is silent"


def outcome(run: Run, article: Article, asks: Mapping[str, Any]) -> str:
    try:
        return "\n".join(run.publish(article, **asks))
    except UnreachableError as error:
        return str(error)


@pytest.mark.parametrize("role", ["editor", "author", "contributor"])
def test_what_a_role_sends_is_kept_to_the_letter(every_wordpress: WordPress, tmp_path: Path, role: str) -> None:
    run = Run(every_wordpress, tmp_path, role)
    hostile = an_article(
        title='Passes & <b>keys</b> -- "quoted"', html=f"<p>&lt;script&gt; &amp;amp; [gallery] -- “x”</p>{HTML}"
    )
    hostile = replace(hostile, record=replace(hostile.record, facts={"tap.said": "<!-- --> & \" ' \\u002d --"}))

    said = run.publish(hostile)

    assert said == ["create: new"]
    (standing,) = run.standing().values()
    assert (standing.sealed, standing.title) == (True, 'Passes & <b>keys</b> -- "quoted"')
    assert run.publish(hostile) == []
    seal = standing.content.partition(" -->")[0].rpartition(" ")[2]
    assert seal != "0" * 16
