"""What conditions mean on a page: targets, clients, figures, what is derived; and which facts a page leans on then."""

from pathlib import Path

import pytest

from support.content import edition_for, miniature, page_of, problems_of, read_templates, sound, subject_for
from tenantbook.model.snapshot import Target, Value

BASE = Path(__file__).parents[1] / "content" / "base"
EVERYONE, STAFF, BOARD = Target(everyone=True), Target(group="Staff"), Target(group="Board")

FACTS = """\
policy: door
graph: /policies/door
permission: Policy.Read.Door
clouds: [global]
source: Made up
facts:
  door.open: {at: a, kind: flag, default: true, source: Made up, label: Open, means: Whether it is open.}
  door.wait: {at: b, kind: duration, unit: minutes, default: 20, source: Made up, label: Wait, means: How long.}
  door.included: {at: c, kind: targets, default: [everyone], source: Made up, label: In, means: For whom.}
  door.excluded: {at: d, kind: targets, default: [], source: Made up, label: Out, means: For whom not.}
derived:
  door.usable: {holds: door.open and door.included and door.included is not within door.excluded, means: For anybody.}
"""

PAGE = """\
title: A case
summary: One case.
topic: Cases
audiences: [helpdesk]
reviewed: 2026-01-31
sources: [Made up]
requires: [door.usable]
otherwise:
  - text: Nobody can.
parts:
  - {when: door.included is naming 'Staff', text: Staff is named.}
  - {when: door.included is overlapping door.excluded, text: Some are on both lists.}
  - {when: door.wait <= figure('pass.window'), text: It is short.}
  - {when: client.id == 'acme', text: It is Acme.}
  - {when: client.id != 'acme', text: It is another.}
"""

FILES = {**miniature(BASE), "facts/door.yml": FACTS, "procedures/case.yml": PAGE}


def shown(**facts: Value) -> tuple[str, tuple[str, ...]]:
    library = sound(FILES)
    named = {f"door.{name}": value for name, value in facts.items()}
    edition = edition_for(library, subject_for(library, "acme", named))
    page = page_of(edition, "helpdesk/case.md")
    return page.markdown, page.leans_on


@pytest.mark.parametrize(
    ("included", "excluded", "usable"),
    [
        ((EVERYONE,), (), True),
        ((EVERYONE,), (STAFF,), True),
        ((EVERYONE,), (EVERYONE,), False),
        ((), (), False),
        ((STAFF,), (), True),
        ((STAFF,), (STAFF,), False),
        ((STAFF, BOARD), (STAFF,), True),
        ((STAFF, BOARD), (BOARD, STAFF), False),
        ((STAFF,), (EVERYONE,), False),
    ],
)
def test_what_is_derived_decides_whether_a_task_is_possible(
    included: tuple[Target, ...], excluded: tuple[Target, ...], usable: bool
) -> None:
    text, leans_on = shown(included=included, excluded=excluded)

    assert ("Nobody can." in text) is not usable
    assert "door.included" in leans_on


def test_a_page_leans_on_the_facts_that_were_asked_and_on_no_others() -> None:
    _, leans_on = shown(open=False)

    assert leans_on == ("door.open",)


def test_targets_figures_and_clients_are_compared() -> None:
    text, leans_on = shown(included=(STAFF, BOARD), excluded=(STAFF,), wait=10)

    for said in ("Staff is named.", "Some are on both lists.", "It is short.", "It is Acme."):
        assert said in text
    assert "It is another." not in text
    assert set(leans_on) == {"door.open", "door.included", "door.excluded", "door.wait"}
    assert "It is short." not in shown(wait=11)[0]
    assert "both lists" not in shown(included=(BOARD,), excluded=(STAFF,))[0]


def test_the_first_page_leans_on_what_a_task_requires() -> None:
    library = sound(FILES)
    start = page_of(edition_for(library, subject_for(library, "acme")), "index.md")

    assert {"door.open", "door.included", "door.excluded"} <= set(start.leans_on)


def test_a_page_template_is_checked_by_type_as_well() -> None:
    templates = read_templates()
    wrong = "{% for part in parts %}\n{% if part.text and door.included == 'everyone' %}All.{% endif %}\n{% endfor %}\n"

    told = problems_of(FILES, {**templates, "page.md.j2": wrong + templates["page.md.j2"]})

    assert told == ["templates/page.md.j2:2: a word is never equal to targets; write `door.included is everyone`"]
