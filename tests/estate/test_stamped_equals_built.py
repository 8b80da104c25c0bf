"""A stamped site is the site that the generator itself would have built from the filled-in pages."""

import json
from collections.abc import Mapping
from dataclasses import replace
from html import escape
from pathlib import Path

import pytest
from estates import add_text, new_estate, tree
from hypothesis import example, given, settings
from hypothesis import strategies as st
from presswork import (
    Pressroom,
    badly_sealed,
    documents,
    heading_ids,
    library_of,
    pages_of,
    search_index,
    search_script,
    subject_of_tenant,
)

from support.built import parsed
from tenantbook.demo.tenants import DEMO_TENANTS, DemoTenant, TapPolicy
from tenantbook.model.audience import Surface
from tenantbook.model.client import Client, Helpdesk
from tenantbook.model.snapshot import Target
from tenantbook.pages.slots import SLOT
from tenantbook.pages.worded import Subject
from tenantbook.record import digest_of, read_record
from tenantbook.site.cache import CompiledPage
from tenantbook.site.source import BADGE
from tenantbook.stamp import Values, cut_html, cut_json, cut_page, join, stamp_page

CASES = [(tenant, surface) for tenant in DEMO_TENANTS for surface in Surface]

#: Values that try to be markup, end what they stand in, or lose something on their way.
HOSTILE = (
    "</script><script>alert(1)</script>",
    "R&D &amp; &#60;b&#62; &lt;i",
    "\"double\" 'single' `code` ``more``",
    "{{ 7*7 }} {% raw %} {# no #}",
    "[x](javascript:alert(1)) ![y](z.png)",
    "<!-- --> <!--tenantbook:begin--> ]]>",
    "C:\\new\\u0041 \\ue000 \\\\",
    "\u202eright to left\u202c \u200f \u05d0\u05d1",
    "\U0001f600 \U0001f468\u200d\U0001f469\u200d\U0001f467",
    "  leading, double  and trailing  ",
    "\u00a0no break\u00a0",
    "365",
    "970355007000001 970355007",
    "1. one",
    "# heading {: #id .class }",
    "|cell|",
    "Ⅷ ½ ² ١٢٣",
    '<div class="tb-record" hidden data-search-exclude data-record="x" data-digest="0">',
)

ATTACKED = "northwind-dental"


@pytest.fixture(scope="module")
def press(tmp_path_factory: pytest.TempPathFactory) -> Pressroom:
    """A press for the demo's clients, whose engineers also read of values in places of every kind."""
    estate = new_estate(tmp_path_factory.mktemp("demo"), {})
    add_text(
        estate,
        "use-pass",
        "engineer",
        json.dumps(
            "Call {{ helpdesk.name }}, **{{ client.name }}**.\n\n### For {{ client.name }} alone\n\n"
            "Within {{ tap.lifetime.default }}: {{ tap.included }}, not {{ tap.excluded }}.\n\n"
            '=== "A tab"\n\n    1. {{ client.name }}\n\n'
            '```json\n{"lifetime": {{ tap.lifetime.maximum | number }}}\n```\n'
        ),
    )
    return Pressroom(library_of(estate), estate.workspace)


def _both(press: Pressroom, subject: Subject, surface: Surface) -> tuple[Path, Path]:
    return press.direct(subject, surface), press.stamped(subject, surface)


@pytest.fixture(scope="module", params=CASES, ids=[f"{tenant.client}-{surface}" for tenant, surface in CASES])
def both(request: pytest.FixtureRequest, press: Pressroom) -> tuple[Path, Path]:
    tenant, surface = request.param
    return _both(press, subject_of_tenant(press.library, tenant), surface)


def test_every_page_has_the_elements_attributes_and_text_that_the_generator_gives_it(both: tuple[Path, Path]) -> None:
    direct, stamped = both
    assert documents(direct) == documents(stamped)


def test_the_search_finds_the_same_words_at_the_same_places(both: tuple[Path, Path]) -> None:
    direct, stamped = both
    index = search_index(direct)
    assert (index, json.loads((stamped / "search/search_index.json").read_text("utf-8"))) == (
        search_index(stamped),
        search_script(stamped),
    )


def test_every_record_is_sealed_with_the_digest_of_its_page(both: tuple[Path, Path]) -> None:
    _, stamped = both
    assert badly_sealed(stamped) == []


def test_every_other_file_is_the_same_to_the_byte(both: tuple[Path, Path]) -> None:
    direct, stamped = ({name: seen for name, seen in tree(site).items() if _is_shared(name)} for site in both)
    assert len(direct) > 3
    assert direct == stamped


def _is_shared(name: str) -> bool:
    return not name.endswith(".html") and "search_index" not in name and name != BADGE


def _attacked(press: Pressroom, name: str, desk: str, hours: str, groups: tuple[str, ...]) -> Subject:
    """Return a client of the demo under names of an attacker's choice."""
    tenant = DemoTenant(ATTACKED, press.library.clients[ATTACKED].tenant, hours, TapPolicy(once=True))
    subject = subject_of_tenant(press.library, tenant)
    helpdesk = Helpdesk(name=desk, hours=hours, phone="+1 (555) 0100/2", email="o%_-+.x@a-b.example")
    entry = Client(name=name, tenant=tenant.id, helpdesk=helpdesk)
    named = tuple(Target(group=group) for group in groups)
    facts = {**subject.snapshot.facts, "tap.included": named[:2], "tap.excluded": named[2:]}
    return Subject(ATTACKED, entry, replace(subject.snapshot, facts=facts), "en")


@pytest.mark.parametrize("turn", range(0, len(HOSTILE), 6))
@pytest.mark.parametrize("surface", Surface)
def test_hostile_names_come_out_as_the_generator_brings_them_out(press: Pressroom, turn: int, surface: Surface) -> None:
    name, desk, hours, *groups = (*HOSTILE[turn:], *HOSTILE[:turn])
    subject = _attacked(press, name, desk, hours, tuple(groups[:4]))
    direct, stamped = _both(press, subject, surface)
    assert documents(direct) == documents(stamped)
    assert search_index(direct) == search_index(stamped)
    assert badly_sealed(stamped) == []
    assert "".join(html for html in pages_of(stamped).values()).count(escape(name)) > 10


def test_no_heading_id_holds_a_value(press: Pressroom) -> None:
    subject = _attacked(press, "Zebra Crossing", "Desk", "Always", ("Zebra group",))
    ids = {
        name
        for surface in Surface
        for html in pages_of(press.stamped(subject, surface)).values()
        for name in heading_ids(parsed(html))
    }
    assert ("for-alone" in ids, [name for name in ids if "zebra" in name]) == (True, [])


lines = st.lists(
    st.one_of(
        st.sampled_from(HOSTILE),
        st.text(
            st.characters(exclude_categories=("Cc", "Cs", "Co", "Cn"), exclude_characters="\u2028\u2029"),
            min_size=1,
            max_size=20,
        ),
    ),
    min_size=1,
    max_size=3,
).map(lambda parts: "".join(parts)[:300])

names = st.tuples(lines, lines, lines, st.lists(lines, min_size=4, max_size=4).map(tuple))


@pytest.fixture(scope="module")
def compiled(press: Pressroom) -> Mapping[str, CompiledPage]:
    """Some pages of a compiled text that prints every value of a client there is."""
    text = press.compiled(_attacked(press, "Name", "Desk", "Hours", ("a", "b", "c", "d")), Surface.INTERNAL)
    some = ("index.html", "engineer/use-pass.html", "helpdesk/create-pass.html")
    return {name: press.cache.page(text.pages[name]) for name in some}


@settings(deadline=None, max_examples=15)
@given(names)
@example((HOSTILE[0], HOSTILE[6], HOSTILE[12], HOSTILE[2:6]))
def test_whatever_a_value_holds_it_changes_no_element_and_stands_letter_for_letter(
    press: Pressroom, compiled: Mapping[str, CompiledPage], named: tuple[str, str, str, tuple[str, ...]]
) -> None:
    slots = press.slots(_attacked(press, *named), Surface.INTERNAL)
    values = Values(slots)
    for html in [*(page.html for page in compiled.values()), "<title>\ue000 for nobody</title>"]:
        sheet = cut_page(html)
        stamped = (stamp_page(sheet, values.html) if sheet else join(cut_html(html), values.html)).decode()
        expected = parsed(html, lambda text: SLOT.sub(lambda slot: slots[slot.group()], text))
        found = [_without_digest(entry) for entry in parsed(stamped)]
        assert expected == found
        record = read_record(stamped) if sheet else None
        assert (record.digest if record else None) == (digest_of(stamped) if sheet else None)


def _without_digest(entry: tuple[object, ...]) -> tuple[object, ...]:
    match entry:
        case ("<", tag, tuple() as attributes):
            return "<", tag, tuple(pair for pair in attributes if pair[0] != "data-digest")
    return entry


@settings(deadline=None, max_examples=25)
@given(names)
@example((HOSTILE[6], HOSTILE[6], HOSTILE[0], HOSTILE[2:6]))
def test_whatever_a_value_holds_the_search_index_holds_its_text_and_no_markup(
    press: Pressroom, compiled: Mapping[str, CompiledPage], named: tuple[str, str, str, tuple[str, ...]]
) -> None:
    slots = press.slots(_attacked(press, *named), Surface.INTERNAL)
    values = Values(slots)
    index = json.dumps([page.found for page in compiled.values()])
    stamped = json.loads(join(cut_json(index), values.json))
    assert _filled(json.loads(index), {slot: escape(text, quote=False) for slot, text in slots.items()}) == stamped


def _filled(data: object, values: Mapping[str, str]) -> object:
    match data:
        case dict():
            return {key: _filled(value, values) for key, value in data.items()}
        case list():
            return [_filled(value, values) for value in data]
        case str():
            return SLOT.sub(lambda slot: values[slot.group()], data)
    return data


def test_a_backslash_before_what_looks_like_a_slot_is_text() -> None:
    written = json.dumps({"text": "a path C:\\ue010 and \ue010"})
    stamped = join(cut_json(written), {"\ue010": b"value"})
    assert json.loads(stamped) == {"text": "a path C:\\ue010 and value"}


def test_a_slot_in_json_is_found_whether_escaped_or_not() -> None:
    for written in (json.dumps("a \ue010 b \uf8ff"), json.dumps("a \ue010 b \uf8ff", ensure_ascii=False)):
        assert join(cut_json(written), {"\ue010": b"one", "\uf8ff": b"two"}) == b'"a one b two"'
