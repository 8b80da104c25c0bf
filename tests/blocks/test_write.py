"""HTML written as blocks, case by case."""

import pytest
from case_files import Case, cases, written

from tenantbook.blocks import Editor, as_blocks, images_in


@pytest.mark.parametrize("case", [pytest.param(case, id=case["name"]) for case in cases()])
def test_a_case_becomes_just_the_blocks_it_lists(case: Case) -> None:
    found = written(case, Editor.of_version(*case.get("wordpress", (6, 8))))

    assert (case["blocks"].strip("\n"), tuple(case.get("problems", ()))) == (found.markup, found.problems)


def test_pictures_are_listed_once_and_as_they_are_written() -> None:
    html = '<img src="../a.png"><img src="b.svg"><img src="../a.png"><img src="data:image/png;base64,AA"><svg></svg>'

    assert images_in(html) == ("../a.png", "b.svg")


def test_elements_that_lie_too_deep_are_a_problem_and_not_a_crash() -> None:
    html = "<blockquote>" * 200 + "x" + "</blockquote>" * 200
    found = as_blocks(html, images={}, links={})

    assert found.markup == ""
    assert len(found.problems) == 1
    assert images_in(html) == ()
