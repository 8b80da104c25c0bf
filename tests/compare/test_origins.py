"""Where a page's words come from: the file and the line that print or decide by a fact, for whoever reads the page."""

import pytest

from support.content import miniature, sound
from support.demo_pages import Made, demo_library, demo_pages
from support.published import MINIATURE
from tenantbook.compare import expected_pages, origin_of, page_origin
from tenantbook.model.verdict import Origin
from tenantbook.pages.derived import facts_behind

BASE = miniature(MINIATURE)

PAGE = """\
title: A page
summary: One page.
topic: Pages
audiences: [helpdesk, end-user, client-admin]
requires: [pass.enabled]
reviewed: 2026-01-31
sources: [Made up]
otherwise:
  - text: "Passes are off, and once they were {{ pass.once }}."
parts:
  - text: "pass.lifetime is a name here, and {{ recommended('pass.lifetime') }} what is recommended."
  - audiences: [end-user]
    text: >-
      A pass
      works for {{ pass.lifetime }}.
  - audiences: [helpdesk]
    steps:
      - do: Choose.
        when: >-
          pass.lifetime > 60
      - do: Choose once more.
        detail: |
          {% if pass.included is everyone %}
          For all.
          {% endif %}
        audiences: [helpdesk]
  - audiences: [client-admin]
    facts: [pass.enabled,
            pass.lifetime]
  - use: make-pass#steps
    audiences: [helpdesk]
  - use: make-pass#steps
    audiences: [client-admin]
    when: not pass.once
"""
LIBRARY = sound({**BASE, "scenarios/a-page.yml": PAGE})
OWN = "kb_src/scenarios/a-page.yml"
MADE = "kb_src/procedures/make-pass.yml"


def line_in(file: str, words: str) -> int:
    text = PAGE if file == OWN else BASE[file.removeprefix("kb_src/")]
    return next(number for number, line in enumerate(text.splitlines(), 1) if words in line)


@pytest.mark.parametrize(
    ("fact", "audience", "file", "words"),
    [
        ("pass.enabled", "end-user", OWN, "requires: [pass.enabled]"),
        ("pass.lifetime", "end-user", OWN, "works for {{ pass.lifetime }}"),
        ("pass.lifetime", "helpdesk", OWN, "pass.lifetime > 60"),
        ("pass.lifetime", "client-admin", OWN, "            pass.lifetime]"),
        ("pass.included", "helpdesk", OWN, "{% if pass.included is everyone %}"),
        ("pass.once", "helpdesk", MADE, "when: not pass.once"),
        ("pass.once", "client-admin", OWN, "    when: not pass.once"),
        ("pass.once", "end-user", OWN, "once they were {{ pass.once }}"),
        ("pass.included", "end-user", OWN, "{% if pass.included is everyone %}"),
    ],
    ids=[
        *("required", "printed", "decided", "tabled", "on a line of many", "used", "decided whether to use"),
        *("otherwise", "only mentioned"),
    ],
)
def test_an_origin_is_what_the_reader_s_page_prints_or_decides_by(
    fact: str, audience: str, file: str, words: str
) -> None:
    assert Origin(file, line_in(file, words)) == origin_of(LIBRARY, "a-page", fact, audience, "en")


def test_what_nothing_names_has_no_origin() -> None:
    assert None is origin_of(LIBRARY, "use-pass", "pass.gone", "end-user", "en")
    assert None is origin_of(LIBRARY, "no-page", "pass.once", "end-user", "en")
    assert None is page_origin(LIBRARY, "no-page", "en")
    assert None is origin_of(LIBRARY, "start", "pass.once", "", "en")


def test_a_first_page_leads_to_what_is_required_by_the_first_task() -> None:
    found = origin_of(LIBRARY, "start", "pass.enabled", "", "en")

    assert Origin("kb_src/procedures/make-pass.yml", line_in(MADE, "requires:")) == found
    assert Origin("kb_src/templates/start.md.j2", 1) == page_origin(LIBRARY, "start", "en")


def test_a_page_that_reads_as_its_neighbour_has_its_neighbours_origins() -> None:
    night = BASE["audiences.yml"] + "  night: {title: Night, surface: internal, lead: For the night., like: helpdesk}\n"
    library = sound({**BASE, "scenarios/a-page.yml": PAGE, "audiences.yml": night})

    assert origin_of(library, "a-page", "pass.lifetime", "helpdesk", "en") == origin_of(
        library, "a-page", "pass.lifetime", "night", "en"
    )


def test_a_translated_page_leads_to_its_translation() -> None:
    german = BASE["languages/en.yml"].replace("name: English", "name: Deutsch").replace("en_GB", "de_DE")
    files = {
        "languages/de.yml": german,
        "procedures/use-pass.de.yml": BASE["procedures/use-pass.yml"],
        "procedures/make-pass.de.yml": BASE["procedures/make-pass.yml"],
    }
    library = sound({**BASE, **files})

    found = origin_of(library, "use-pass", "pass.lifetime", "end-user", "de")
    assert found is not None
    assert found.file == "kb_src/procedures/use-pass.de.yml"
    assert Origin(found.file, 1) == page_origin(library, "use-pass", "de")


def lines_of(origin: Origin) -> list[str]:
    return demo_library().sources[origin.file.removeprefix("kb_src/")].splitlines()


@pytest.mark.parametrize("client", ["cedar-health", "maple-accounting"])
def test_every_fact_of_every_page_has_an_origin_whose_line_names_it(client: str) -> None:
    library = demo_library()
    for made in demo_pages(client):
        for fact in made.page.leans_on:
            origin = origin_of(library, made.page.id, fact, made.page.audience, "en")
            assert origin is not None, (made.expected.file, fact)
            names = {fact, *(name for name in library.derived if fact in facts_behind(library, name))}
            line = lines_of(origin)[origin.line - 1]
            assert any(name in line for name in names), (made.expected.file, fact, origin)


def test_every_expected_page_is_one_that_is_composed_and_says_where_it_is_written() -> None:
    def place(made: Made) -> tuple[str, str, str]:
        return made.expected.surface, made.page.audience, made.page.id

    expected = list(expected_pages(demo_library(), "cedar-health"))

    assert sorted(place(made) for made in demo_pages("cedar-health")) == sorted(
        (each.surface, each.audience, each.id) for each in expected
    )
    assert all(each.origin for each in expected)
