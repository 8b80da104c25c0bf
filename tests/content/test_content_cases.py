"""Cases as data: content files in, mistakes out. See the files in `cases/`; a new case is an entry there."""

from pathlib import Path

import pytest
import yaml

from support.content import Files, miniature, problems_of

HERE = Path(__file__).parent

#: What `parts:` of a case stands below; its first line is line 8 of the file.
FRAME = """\
title: A case
summary: One case.
topic: Cases
audiences: [helpdesk, end-user]
reviewed: 2026-01-31
sources: [Made up]
parts:
"""

#: Long advice that ends a message, cut so that a case shows what it is about.
ADVICE = (": print the fact, such as", ": …")


def cases() -> list[object]:
    return [
        pytest.param(case, id=f"{file.stem}: {case['name']}")
        for file in sorted((HERE / "cases").glob("*.yml"))
        for case in yaml.safe_load(file.read_text(encoding="utf-8"))
    ]


def files_of(case: dict[str, object]) -> Files:
    """Return the base library with the case's files put in; `null` takes one out."""
    changed: dict[str, str | None] = dict(case.get("files", {}))  # type: ignore[call-overload]
    if "parts" in case:
        changed["procedures/case.yml"] = FRAME + "".join(f"  {line}\n" for line in str(case["parts"]).splitlines())
    return {file: text for file, text in {**miniature(HERE / "base"), **changed}.items() if text is not None}


def shortened(problem: str) -> str:
    before, found, _ = problem.partition(ADVICE[0])
    return before + ADVICE[1] if found else problem


@pytest.mark.parametrize("case", cases())
def test_a_case_has_just_the_mistakes_it_lists(case: dict[str, object]) -> None:
    """`only:` leaves out what other files say about the change."""
    only = str(case.get("only", ""))
    told = [shortened(problem) for problem in problems_of(files_of(case)) if problem.startswith(only)]

    assert case["problems"] == told


def test_the_base_library_has_no_mistakes() -> None:
    assert not problems_of(miniature(HERE / "base"))
