"""Articles published to a real WordPress: made, left alone, changed, adopted, retired; on every version."""

from pathlib import Path

import pytest

from support.articles import Run, an_article, an_id
from support.wordpress import WordPress

pytestmark = pytest.mark.wordpress


def test_a_new_article_is_a_draft_and_a_second_run_writes_nothing(every_wordpress: WordPress, tmp_path: Path) -> None:
    run = Run(every_wordpress, tmp_path)

    first = run.publish(an_article()), run.standing()[an_id()]
    second = run.publish(an_article()), run.standing()[an_id()]

    assert (first[0], second[0]) == (["create: new"], [])
    assert (first[1].status, first[1].title, first[1].sealed) == ("draft", "Use a pass", True)
    assert first[1] == second[1]
