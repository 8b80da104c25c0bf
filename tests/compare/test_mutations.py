"""One fact changed in a tenant: the pages that lean on it drift, no other does, and each says so in the right words."""

from collections.abc import Mapping
from dataclasses import replace

import pytest

from support.content import NOW
from support.demo_pages import Made, demo_library, demo_pages, demo_snapshot
from tenantbook.compare import Against, check_page
from tenantbook.demo.tenants import DEMO_TENANTS
from tenantbook.model.snapshot import Snapshot, Target, Value
from tenantbook.model.verdict import Checked, Mends, Severity, Verdict
from tenantbook.values import in_words

CLIENTS = [tenant.client for tenant in DEMO_TENANTS]

#: What each fact is changed to, in a tenant where it is not that already, and what else.
CHANGED: Mapping[str, tuple[Value, Value]] = {
    "tap.enabled": (False, True),
    "tap.lifetime.minimum": (61, 10),
    "tap.lifetime.maximum": (43200, 90),
    "tap.lifetime.default": (75, 1500),
    "tap.once": (True, False),
    "tap.length": (9, 48),
    "tap.included": ((Target(group="Pilots <b>"),), ()),
    "tap.excluded": ((Target(group="Board"), Target(unnamed="a-user")), ()),
}

#: How bad each fact is where it is wrong, by audience; "" is a site's first page.
EVERYONE = ("helpdesk", "engineer", "end-user", "client-admin", "")
ERRORS = dict.fromkeys(EVERYONE, Severity.ERROR)
BUT_FOR_ENGINEERS = {**ERRORS, "engineer": Severity.WARNING}
SEVERITIES = {
    "tap.enabled": ERRORS,
    "tap.lifetime.minimum": BUT_FOR_ENGINEERS,
    "tap.lifetime.maximum": BUT_FOR_ENGINEERS,
    "tap.lifetime.default": BUT_FOR_ENGINEERS,
    "tap.once": ERRORS,
    "tap.length": dict.fromkeys(EVERYONE, Severity.WARNING),
    "tap.included": BUT_FOR_ENGINEERS,
    "tap.excluded": BUT_FOR_ENGINEERS,
}


def judged(made: Made, snapshot: Snapshot) -> Checked:
    return check_page(made.expected, made.html, Against.of(demo_library(), snapshot, NOW))


def test_every_declared_fact_is_changed() -> None:
    assert set(CHANGED) == set(SEVERITIES) == set(demo_library().facts)


@pytest.mark.parametrize("client", CLIENTS)
def test_every_page_is_ok_as_it_was_built(client: str) -> None:
    verdicts = {made.expected.file: judged(made, demo_snapshot(client)).verdict for made in demo_pages(client)}

    assert {Verdict.OK} == set(verdicts.values()), verdicts


@pytest.mark.parametrize("fact", CHANGED)
@pytest.mark.parametrize("client", CLIENTS)
def test_a_changed_fact_is_drift_on_just_the_pages_that_lean_on_it(client: str, fact: str) -> None:
    library, before = demo_library(), demo_snapshot(client)
    old = before.facts[fact]
    new = next(value for value in CHANGED[fact] if value != old)
    after = replace(before, facts={**before.facts, fact: new})
    spoken, entry = library.languages["en"], library.facts[fact]
    says, tenant = (in_words(value, entry, spoken.locale, spoken.words) for value in (old, new))

    for made in demo_pages(client):
        checked = judged(made, after)

        if fact not in made.page.leans_on:
            assert checked == judged(made, before), made.expected.file
            continue
        assert (checked.verdict, checked.severity) == (Verdict.DRIFT, SEVERITIES[fact][made.expected.audience])
        assert {(fact, says, tenant, checked.severity)} == {
            (each.fact, each.says, each.tenant, each.severity) for each in checked.findings
        }
        assert all(each.origin for each in checked.findings), made.expected.file
        assert judged(made, replace(after, facts={**after.facts, fact: old})).verdict is Verdict.OK


@pytest.mark.parametrize("fact", CHANGED)
def test_every_fact_has_pages_that_lean_on_it(fact: str) -> None:
    assert any(fact in made.page.leans_on for made in demo_pages("cedar-health"))


def test_two_changed_facts_are_told_apart_and_the_worst_one_counts() -> None:
    before = demo_snapshot("northwind-dental")
    after = replace(before, facts={**before.facts, "tap.lifetime.maximum": 240, "tap.length": 12})
    found = {made.expected.file: judged(made, after) for made in demo_pages("northwind-dental")}

    helpdesk, engineer = found["helpdesk/create-pass.html"], found["engineer/enable-pass.html"]
    assert {("tap.lifetime.maximum", Severity.ERROR), ("tap.length", Severity.WARNING)} == {
        (each.fact, each.severity) for each in helpdesk.findings
    }
    assert (helpdesk.severity, engineer.severity) == (Severity.ERROR, Severity.WARNING)
    # 8 hours and 8 characters are recommended, which is what the pages say.
    assert {Mends.TENANT} == {each.mends for each in helpdesk.findings}
    assert {"8 hours", "8 characters"} == {each.recommended for each in helpdesk.findings}
