"""Articles published to a real WordPress: made, left alone, changed, adopted, retired; on every version."""

import pytest

from support.articles import HTML, Run, an_article, an_id
from support.wordpress import WordPress

pytestmark = pytest.mark.wordpress


def test_a_new_article_is_a_draft_and_a_second_run_writes_nothing(every_wordpress: WordPress) -> None:
    run = Run(every_wordpress)

    run.publish(an_article())
    first = run.standing()[an_id()]
    again = run.publish(an_article())
    second = run.standing()[an_id()]

    assert (first.status, first.title, first.sealed, again) == ("draft", "Use a pass", True, [])
    assert first == second
