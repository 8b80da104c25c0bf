"""Whole articles, each with what should be found in it and nothing else. A new one is a file in `articles/`."""

from pathlib import Path

import pytest
import yaml
from labelled import english, snapshot_with

from tenantbook.claims.read import claims_in
from tenantbook.model.claim import Form

ARTICLES = sorted((Path(__file__).parent / "articles").glob("*.yml"))


@pytest.mark.parametrize("file", ARTICLES, ids=lambda file: file.stem)
def test_an_article_makes_just_the_claims_it_lists(file: Path) -> None:
    entry = yaml.safe_load(file.read_text(encoding="utf-8"))

    prose = claims_in(
        entry["text"], Form(entry["form"]), english(), snapshot_with(entry.get("tenant")), title=entry.get("title", "")
    )

    found = [[claim.line, claim.about, claim.truth.value] for claim in prose.claims]
    assert sorted(entry["claims"]) == sorted(found)


@pytest.mark.parametrize("file", ARTICLES, ids=lambda file: file.stem)
def test_every_claim_says_why_in_one_sentence_and_quotes_the_text(file: Path) -> None:
    entry = yaml.safe_load(file.read_text(encoding="utf-8"))

    prose = claims_in(entry["text"], Form(entry["form"]), english(), title=entry.get("title", ""))

    assert [claim for claim in prose.claims if not claim.why.endswith(".") or not claim.says] == []
    assert [claim for claim in prose.claims if claim.about != "link" and not claim.source] == []
