"""Values are slots: filled last, noted when printed and when decided by, never taken apart."""

import pytest

from support.content import CONTENT, edition_for, miniature, page_of, read_files, read_templates, sound, subject_for
from tenantbook.content.library import Library, load_library
from tenantbook.model.audience import Surface
from tenantbook.model.edition import Edition, SlotKey
from tenantbook.model.snapshot import Target, Value
from tenantbook.pages.compose import Composer
from tenantbook.pages.fill import fill
from tenantbook.pages.frame import ValueAsTextError
from tenantbook.pages.slots import SlotsInUse, SlotTable, TooManySlotsError, slots_in

CLIENT = "name: {name}\ntenant: 00000000-0000-4000-8000-00000000000{digit}\n"

#: Two policies that differ in every value and lead to the same choices.
SOME: dict[str, Value] = {
    "tap.lifetime.minimum": 20,
    "tap.lifetime.default": 30,
    "tap.lifetime.maximum": 40,
    "tap.length": 10,
    "tap.included": (Target(group="Pilots"),),
}
OTHERS: dict[str, Value] = {
    "tap.lifetime.minimum": 1440,
    "tap.lifetime.default": 2000,
    "tap.lifetime.maximum": 43200,
    "tap.length": 16,
    "tap.included": (Target(group="Staff"), Target(unnamed="a-hidden-group")),
}


@pytest.fixture(scope="module")
def library() -> Library:
    clients = {f"clients/{name}.yml": CLIENT.format(name=name, digit=n) for n, name in enumerate(("acme", "beta"))}
    return sound({**read_files(CONTENT), **clients})


def texts(edition: Edition) -> dict[str, str]:
    return {page.path: page.markdown for page in edition.pages}


@pytest.mark.parametrize("surface", [*Surface, None])
def test_two_policies_that_lead_to_the_same_choices_share_every_text(library: Library, surface: Surface | None) -> None:
    acme = edition_for(library, subject_for(library, "acme", SOME), surface)
    beta = edition_for(library, subject_for(library, "beta", OTHERS), surface)

    assert texts(acme) == texts(beta)
    assert list(acme.slots) == list(beta.slots)
    assert fill(acme) != fill(beta)


@pytest.mark.parametrize(
    "facts",
    [
        {"tap.once": True},
        {"tap.enabled": False},
        {"tap.lifetime.minimum": 40, "tap.lifetime.default": 40},
        {"tap.included": (Target(everyone=True),)},
        {"tap.excluded": (Target(group="Guests"),)},
        {"tap.length": 17},
        {"tap.included": ()},
    ],
)
def test_a_policy_that_leads_to_other_choices_has_other_texts(library: Library, facts: dict[str, Value]) -> None:
    before = texts(edition_for(library, subject_for(library, "acme", SOME), Surface.INTERNAL))
    after = texts(edition_for(library, subject_for(library, "acme", {**SOME, **facts}), Surface.INTERNAL))

    assert sorted(before) == sorted(after)
    assert [path for path in before if before[path] != after[path]]


def test_every_slot_in_a_text_has_a_value_and_every_value_a_slot_in_a_text(library: Library) -> None:
    edition = edition_for(library, subject_for(library, "acme"))

    used = {slot for page in edition.pages for slot in slots_in(page.markdown)}
    of_the_site = {slot for slot, value in edition.slots.items() if value.name in ("client.name", "provider.name")}
    assert used | of_the_site == set(edition.slots)


def test_a_page_that_only_decides_by_a_fact_leans_on_it(library: Library) -> None:
    page = page_of(edition_for(library, subject_for(library, "acme")), "helpdesk/replace-pass.md")

    assert 'data-fact="tap.once"' not in page.markdown
    assert "tap.once" in page.leans_on
    assert "tap.enabled" in page.leans_on


def test_a_page_that_neither_prints_nor_decides_by_a_fact_does_not_lean_on_it(library: Library) -> None:
    page = page_of(edition_for(library, subject_for(library, "acme")), "end-user/use-pass.md")

    assert "tap.lifetime.default" not in page.leans_on


def test_the_start_page_leans_on_what_makes_its_guides_possible(library: Library) -> None:
    on, off = (
        page_of(edition_for(library, subject_for(library, "acme", {"tap.enabled": value}), Surface.CLIENT), "index.md")
        for value in (True, False)
    )

    assert (on.leans_on, off.leans_on) == (("tap.enabled", "tap.included", "tap.excluded"), ("tap.enabled",))
    word = library.languages["en"].words["not-in-use"]
    assert (word in on.markdown, word in off.markdown) == (False, True)


@pytest.mark.parametrize(
    "text",
    [
        "{{ pass.lifetime ~ ' or so' }}",
        "{{ pass.lifetime | upper }}",
        "{{ '%s' % pass.lifetime }}",
        "{{ pass.lifetime | string }}",
        "{{ [pass.lifetime] | join }}",
        "{% for part in pass.lifetime %}{{ part }}{% endfor %}",
        "{{ client.name ~ '!' }}",
        "{{ helpdesk.phone | replace('1', '2') }}",
        "{{ pass.enabled | number }}",
        "{% if pass.who > 1 %}x{% endif %}",
    ],
)
def test_a_value_used_as_text_is_refused_even_where_nothing_was_validated(text: str) -> None:
    base = miniature(CONTENT.parent / "tests" / "content" / "base")
    page = base["procedures/use-pass.yml"].replace("It works for {{ pass.lifetime }}.", f'"{text}"')
    library, problems = load_library({**base, "procedures/use-pass.yml": page}, read_templates())

    assert not problems
    with pytest.raises(ValueAsTextError):
        edition_for(library, subject_for(library, "acme"))


def test_a_library_can_print_only_so_many_values() -> None:
    keys = [SlotKey(f"value-{number}", "en") for number in range(6400)]

    assert len({SlotTable(keys).slot(key) for key in keys}) == 6400
    with pytest.raises(TooManySlotsError):
        SlotTable([*keys, SlotKey("one too many", "en")])


def test_a_value_keeps_its_slot_and_has_one_in_each_language() -> None:
    slots = SlotsInUse(SlotTable([SlotKey("other", ""), SlotKey("a", "en"), SlotKey("a", "de")]))

    first, again, german = slots.text("a", "en"), slots.text("a", "en"), slots.text("a", "de")
    assert first == again != german
    assert list(slots.used().values()) == [("a", "en"), ("a", "de")]
    assert {"a"} == {slots.name_of(slot) for slot in slots.used()}


def test_a_page_is_the_same_text_whatever_the_pages_beside_it_say(library: Library) -> None:
    composer = Composer(library)
    one, other = (
        composer.text(subject_for(library, "acme", {**SOME, "tap.excluded": excluded}), Surface.CLIENT)
        for excluded in ((), (Target(group="Guests"),))
    )

    shared = [before.path for before, after in zip(one.pages, other.pages, strict=True) if before is after]
    assert (one is other, "end-user/use-pass.md" in shared, "client-admin/enable-pass.md" in shared) == (
        False,
        True,
        False,
    )
