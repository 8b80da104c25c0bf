"""Snapshots as files: read back as they were written, one line per fact, and never half."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from support.content import CONTENT, NOW, read_files, sound
from tenantbook.facts import house_facts, printable
from tenantbook.model.problem import Problem
from tenantbook.model.snapshot import Snapshot, Target
from tenantbook.snapshots import read_snapshot, write_snapshot

LIBRARY = sound(read_files(CONTENT))
TENANT = "00000000-0000-4000-8000-000000000001"
PERMISSIONS = ("Policy.Read.AuthenticationMethod", "Organization.Read.All")
SNAPSHOT = Snapshot("acme", TENANT, "Acme", NOW, PERMISSIONS, house_facts(LIBRARY.policies.values()))
MEND = "run `tenantbook pull --client acme`"


def read(text: str, client: str = "acme", tenant: str = TENANT) -> Snapshot | list[Problem]:
    return read_snapshot("snapshots/acme.yml", text, client, tenant, LIBRARY.facts)


def told(text: str, **whose: str) -> list[str]:
    found = read(text, **whose)
    assert isinstance(found, list)
    return [str(problem) for problem in found]


names = st.text().map(printable).filter(bool)
targets = st.lists(
    st.builds(Target, group=names)
    | st.builds(Target, unnamed=st.sampled_from(["a-hidden-group", "a-user"]))
    | st.just(Target(everyone=True)),
    max_size=4,
).map(tuple)
minutes = st.integers(10, 43200)
facts = st.fixed_dictionaries(
    {
        "tap.enabled": st.booleans(),
        "tap.lifetime.minimum": minutes,
        "tap.lifetime.maximum": minutes,
        "tap.lifetime.default": minutes,
        "tap.once": st.booleans(),
        "tap.length": st.integers(8, 48),
        "tap.included": targets,
        "tap.excluded": targets,
    }
)
snapshots = st.builds(
    Snapshot,
    client=st.just("acme"),
    tenant=st.just(TENANT),
    organisation=st.text().map(printable),
    read=st.datetimes(timezones=st.just(UTC)),
    permissions=st.just(PERMISSIONS),
    facts=facts,
)


@given(snapshots)
def test_a_snapshot_is_read_back_as_it_was_written(snapshot: Snapshot) -> None:
    text = write_snapshot(snapshot)

    assert snapshot == read(text)
    assert 8 + len(snapshot.facts) == text.count("\n")


def test_a_changed_fact_is_one_changed_line() -> None:
    more = {**SNAPSHOT.facts, "tap.included": (Target(group="A | B"), Target(group="'C': {d}"))}
    old, new = (write_snapshot(each).splitlines() for each in (SNAPSHOT, replace(SNAPSHOT, facts=more)))

    assert len(old) == len(new)
    assert [after for before, after in zip(old, new, strict=True) if before != after] == [
        "  tap.included: [{group: A | B}, {group: '''C'': {d}'}]"
    ]


def test_a_snapshot_says_that_a_machine_wrote_it_and_what_each_line_is() -> None:
    lines = write_snapshot(SNAPSHOT).splitlines()

    assert [
        "# Written by `tenantbook pull`. Do not edit: the next pull replaces it.",
        "snapshot: 1",
        "client: acme",
        f"tenant: {TENANT}",
        "organisation: Acme",
        "read: '2026-11-23T09:30:00+00:00'",
        "permissions: [Policy.Read.AuthenticationMethod, Organization.Read.All]",
        "facts:",
    ] == lines[:8]
    assert [f"  {name}:" for name in LIBRARY.facts] == [line.partition(": ")[0] + ":" for line in lines[8:]]


def test_a_snapshot_from_a_newer_version_is_not_guessed_at() -> None:
    newer = write_snapshot(SNAPSHOT).replace("snapshot: 1", "snapshot: 2")

    assert told(newer) == ["snapshots/acme.yml:1: a snapshot of version 2; this tenantbook reads 1: update it"]


def test_half_a_snapshot_is_never_a_whole_one() -> None:
    text = write_snapshot(SNAPSHOT)
    for end in range(len(text) - 1):
        found = read(text[:end])
        assert isinstance(found, list) or found == SNAPSHOT, text[:end]
        if isinstance(found, list):
            assert found


def test_a_snapshot_cut_after_a_fact_names_what_is_missing_and_the_mend() -> None:
    cut = write_snapshot(SNAPSHOT).partition("  tap.length")[0]

    missing = ("tap.length", "tap.included", "tap.excluded")
    assert [f"snapshots/acme.yml:8: {name} is not in it; {MEND}" for name in missing] == told(cut)


@pytest.mark.parametrize("text", ["", "# nothing\n", "- 1\n", "text\n"])
def test_what_is_no_snapshot_says_so(text: str) -> None:
    assert [f"snapshots/acme.yml:1: half a snapshot or none; {MEND}"] == told(text)


def test_a_snapshot_of_another_client_is_refused() -> None:
    assert [f"snapshots/acme.yml:3: belongs to 'acme', not to 'beta'; {MEND.replace('acme', 'beta')}"] == told(
        write_snapshot(SNAPSHOT), client="beta"
    )


def test_a_snapshot_of_another_tenant_is_refused() -> None:
    other = TENANT.replace("1", "2")

    assert [f"snapshots/acme.yml:4: was read from another tenant than the client file names; {MEND}"] == told(
        write_snapshot(SNAPSHOT), tenant=other
    )


@pytest.mark.parametrize(
    ("line", "changed", "says"),
    [
        ("read: '2026-11-23T09:30:00+00:00'", "read: yesterday", "6: does not say when it was read"),
        ("read: '2026-11-23T09:30:00+00:00'", "read: null", "6: does not say when it was read"),
        ("read: '2026-11-23T09:30:00+00:00'", "read: 9999-12-31T23:59:59-12:00", "6: does not say when it was read"),
        ("organisation: Acme", "organisation: 7", "5: does not name its organisation"),
        ("permissions: [", "permissions: x # [", "7: does not list its permissions"),
        ("  tap.once: false", "  tap.once: 0", "13: tap.once: expected true or false, found 0"),
        ("  tap.length: 8", "  tap.length: 8.5", "14: tap.length: expected a whole number, found 8.5"),
        ("  tap.length: 8", "  tap.length: 99", "14: tap.length: 99 is outside what the platform allows, 8 to 48"),
        ("  tap.excluded: []", "  tap.excluded: [x]", "16: tap.excluded: 'x' is no target"),
    ],
)
def test_a_damaged_line_is_named(line: str, changed: str, says: str) -> None:
    text = write_snapshot(SNAPSHOT)
    assert line in text

    assert [f"snapshots/acme.yml:{says}; {MEND}"] == told(text.replace(line, changed))


@pytest.mark.parametrize(
    "organisation",
    ["</script><b>{{ 7*7 }}", "[x](javascript:alert(1))", "a: b # c", "- x", "'\"", "!!python/object:a.b", "null", ""],
)
def test_a_hostile_organisation_is_only_a_name(organisation: str) -> None:
    snapshot = replace(SNAPSHOT, organisation=organisation)

    assert snapshot == read(write_snapshot(snapshot))


def test_a_time_in_another_zone_is_the_same_moment() -> None:
    text = write_snapshot(SNAPSHOT).replace("09:30:00+00:00", "11:30:00+02:00")

    found = read(text)
    assert isinstance(found, Snapshot)
    assert found.read == datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
    assert timedelta(0) == NOW - (found.read or NOW)
