"""Facts out of Graph's answers: a sound policy is read, anything else is told and never rendered."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from support.content import CONTENT, read_files, sound
from tenantbook.facts import (
    UnsoundAnswerError,
    facts_from,
    group_ids,
    house_facts,
    paths_to_read,
    permissions_needed,
    printable,
)
from tenantbook.model.policy import PolicyFile
from tenantbook.model.snapshot import Target

GRAPH = "/policies/authenticationMethodsPolicy"
POLICIES: list[PolicyFile] = list(sound(read_files(CONTENT)).policies.values())

METHOD: dict[str, Any] = {
    "id": "TemporaryAccessPass",
    "state": "enabled",
    "minimumLifetimeInMinutes": 60,
    "defaultLifetimeInMinutes": 90,
    "maximumLifetimeInMinutes": 480,
    "defaultLength": 12,
    "isUsableOnce": True,
    "includeTargets": [{"id": "all_users", "targetType": "group", "isRegistrationRequired": False}],
    "excludeTargets": [],
}


def body(**changed: object) -> dict[str, Any]:
    others = {"id": "Fido2", "state": "disabled", "includeTargets": [{"id": "fido", "targetType": "group"}]}
    return {GRAPH: {"authenticationMethodConfigurations": [others, {**METHOD, **changed}]}}


def problems(bodies: dict[str, Any]) -> tuple[str, ...]:
    with pytest.raises(UnsoundAnswerError) as refused:
        facts_from(POLICIES, bodies, {})
    return refused.value.problems


def test_a_sound_policy_is_read() -> None:
    assert {
        "tap.enabled": True,
        "tap.lifetime.minimum": 60,
        "tap.lifetime.maximum": 480,
        "tap.lifetime.default": 90,
        "tap.once": True,
        "tap.length": 12,
        "tap.included": (Target(everyone=True),),
        "tap.excluded": (),
    } == facts_from(POLICIES, body(), {})


def test_a_policy_that_is_off_is_read_with_all_it_holds() -> None:
    facts = facts_from(POLICIES, body(state="disabled"), {})

    assert (facts["tap.enabled"], facts["tap.lifetime.maximum"]) == (False, 480)


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"state": None}, "the state is neither enabled nor disabled"),
        ({"state": "unknownFutureValue"}, "the state is neither enabled nor disabled"),
        ({"state": "Enabled"}, "the state is neither enabled nor disabled"),
        ({"minimumLifetimeInMinutes": 481}, "the minimum lifetime is longer than the maximum"),
        ({"defaultLifetimeInMinutes": 59}, "the default lifetime is shorter than the minimum"),
        ({"defaultLifetimeInMinutes": 481}, "the default lifetime is longer than the maximum"),
        ({"maximumLifetimeInMinutes": None}, "tap.lifetime.maximum: expected a whole number, found nothing"),
        ({"maximumLifetimeInMinutes": "480"}, "tap.lifetime.maximum: expected a whole number, found '480'"),
        ({"maximumLifetimeInMinutes": 480.0}, "tap.lifetime.maximum: expected a whole number, found 480.0"),
        ({"maximumLifetimeInMinutes": True}, "tap.lifetime.maximum: expected a whole number, found True"),
        ({"maximumLifetimeInMinutes": 43201}, "tap.lifetime.maximum: 43201 is outside what the platform allows"),
        ({"minimumLifetimeInMinutes": 9}, "tap.lifetime.minimum: 9 is outside what the platform allows"),
        ({"defaultLength": 7}, "tap.length: 7 is outside what the platform allows"),
        ({"defaultLength": -1}, "tap.length: -1 is outside what the platform allows"),
        ({"isUsableOnce": None}, "tap.once: expected true or false, found nothing"),
        ({"isUsableOnce": "true"}, "tap.once: expected true or false, found 'true'"),
        ({"isUsableOnce": 1}, "tap.once: expected true or false, found 1"),
        ({"includeTargets": None}, "tap.included: expected a list of targets, found something else or nothing"),
        ({"excludeTargets": {}}, "tap.excluded: expected a list of targets, found something else or nothing"),
        ({"includeTargets": [None]}, "tap.included: a"),
        ({"includeTargets": [{"id": "x"}]}, "tap.included: a"),
    ],
)
def test_an_unsound_answer_is_told_and_no_facts_come_of_it(changed: dict[str, object], told: str) -> None:
    assert any(problem.startswith(told) for problem in problems(body(**changed)))


def test_every_value_that_is_no_value_is_told_at_once() -> None:
    told = problems(body(isUsableOnce=None, defaultLength=100, includeTargets="all"))

    assert list(told) == [
        "tap.once: expected true or false, found nothing",
        "tap.length: 100 is outside what the platform allows, 8 to 48",
        "tap.included: expected a list of targets, found something else or nothing",
    ]


def test_every_rule_that_is_broken_is_told_at_once() -> None:
    told = problems(body(state="odd", minimumLifetimeInMinutes=500))

    assert list(told) == [
        "the state is neither enabled nor disabled",
        "the minimum lifetime is longer than the maximum",
        "the default lifetime is shorter than the minimum",
    ]


@pytest.mark.parametrize(
    "bodies",
    [
        {},
        {GRAPH: None},
        {GRAPH: {}},
        {GRAPH: []},
        {GRAPH: "text"},
        {GRAPH: {"authenticationMethodConfigurations": None}},
        {GRAPH: {"authenticationMethodConfigurations": "text"}},
        {GRAPH: {"authenticationMethodConfigurations": [{"id": "Fido2"}]}},
    ],
)
def test_an_answer_without_the_policy_says_so(bodies: dict[str, Any]) -> None:
    assert problems(bodies) == ("temporary-access-pass: Graph's answer does not hold it",)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["id", "targetType", "x"]), inner),
    max_leaves=6,
)


@given(st.dictionaries(st.sampled_from(sorted(METHOD)[1:]), json_values, min_size=1))
def test_whatever_graph_answers_is_facts_or_a_list_of_mistakes(changed: dict[str, object]) -> None:
    try:
        found = sorted(facts_from(POLICIES, body(**changed), {}))
    except UnsoundAnswerError as error:
        found = [] if error.problems else ["neither"]

    assert found in ([], sorted(house_facts(POLICIES)))


def test_groups_are_named_and_what_cannot_be_named_is_said_in_words() -> None:
    included = [
        {"id": "g1", "targetType": "group"},
        {"id": "g2", "targetType": "group"},
        {"id": "u1", "targetType": "user"},
        {"id": "gone", "targetType": "group"},
    ]
    facts = facts_from(POLICIES, body(includeTargets=included), {"g1": "Pilots", "g2": None})

    assert (
        Target(group="Pilots"),
        Target(unnamed="a-hidden-group", ending="g2"),
        Target(unnamed="a-user", ending="u1"),
    ) == facts["tap.included"]


def test_a_group_that_is_gone_includes_nobody() -> None:
    gone = [{"id": "gone", "targetType": "group"}]

    assert facts_from(POLICIES, body(includeTargets=gone), {})["tap.included"] == ()


@pytest.mark.parametrize("entry", [{"id": "All_Users", "targetType": "Group"}, {"id": "ALL_USERS", "targetType": "x"}])
def test_everyone_is_everyone_however_it_is_spelled(entry: dict[str, str]) -> None:
    assert facts_from(POLICIES, body(includeTargets=[entry]), {})["tap.included"] == (Target(everyone=True),)


def test_a_group_is_one_however_its_type_and_id_are_spelled() -> None:
    included = [{"id": "ABC", "targetType": "GROUP"}]

    assert group_ids(POLICIES, body(includeTargets=included)) == ["ABC"]
    assert facts_from(POLICIES, body(includeTargets=included), {"abc": "Staff"})["tap.included"] == (
        Target(group="Staff"),
    )


@pytest.mark.parametrize(
    "entry",
    [
        {"id": "x", "targetType": "unknownFutureValue"},
        {"id": "x", "targetType": "agentIdentity"},
        {"id": "x"},
        {"targetType": "group"},
        {"id": 3, "targetType": "group"},
        "x",
        None,
    ],
)
def test_a_kind_of_target_that_is_not_known_is_never_told_as_a_known_one(entry: object) -> None:
    with pytest.raises(UnsoundAnswerError, match=r"tap\.included: a (kind of )?target"):
        facts_from(POLICIES, body(includeTargets=[entry]), {})


def test_groups_that_share_a_name_are_told_apart() -> None:
    one, other = (f"{n}0000000-1111-4111-8111-{n * 8}2222" for n in "ab")
    bodies = body(
        includeTargets=[{"id": one, "targetType": "group"}], excludeTargets=[{"id": other, "targetType": "group"}]
    )
    facts = facts_from(POLICIES, bodies, {one: "Staff", other: "Staff"})

    assert facts["tap.included"] == (Target(group="Staff", ending="aaaa2222"),)
    assert facts["tap.excluded"] == (Target(group="Staff", ending="bbbb2222"),)


def test_only_groups_that_targets_name_are_asked_for_and_each_once() -> None:
    groups = [
        {"id": name, "targetType": kind} for name, kind in (("g1", "group"), ("u1", "user"), ("all_users", "group"))
    ]
    bodies = body(includeTargets=[*groups, None, "x"], excludeTargets=[*groups, {"id": "g2", "targetType": "group"}])

    assert group_ids(POLICIES, bodies) == ["g1", "g2"]
    assert group_ids(POLICIES, {GRAPH: None}) == []


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("Pilots\r\nof  the\tNorth", "Pilots of  the North"),
        ("\ue000\uf8ff970355007000001", "970355007000001"),
        ("  </script><b>{{ 7*7 }}  ", "</script><b>{{ 7*7 }}"),
        ("lone \ud83d half", "lone   half"),
        ("no\ufffecharacter\U0001ffff", "no character"),
        ("a\x85b\u2028c\x00d", "a b c d"),
        ("x" * 300, "x" * 256),
        ("\u202eabc", "\u202eabc"),
    ],
)
def test_a_name_from_a_tenant_keeps_only_what_a_page_can_carry(name: str, kept: str) -> None:
    assert kept == printable(name)
    facts = facts_from(POLICIES, body(includeTargets=[{"id": "g", "targetType": "group"}]), {"g": name})
    assert (Target(group=kept),) == facts["tap.included"]


def test_a_group_without_a_printable_name_is_still_a_group() -> None:
    facts = facts_from(POLICIES, body(includeTargets=[{"id": "g", "targetType": "group"}]), {"g": "\x00\ue000"})

    assert (Target(group="?"),) == facts["tap.included"]


def test_one_request_serves_every_file_that_reads_a_path_and_permissions_are_named_once() -> None:
    assert paths_to_read([*POLICIES, *POLICIES]) == (GRAPH,)
    assert permissions_needed([*POLICIES, *POLICIES]) == (
        "Policy.Read.AuthenticationMethod",
        "Organization.Read.All",
        "GroupMember.Read.All",
    )


def test_the_house_has_microsofts_defaults_with_passes_on() -> None:
    facts = house_facts(POLICIES)

    assert tuple(
        facts[f"tap.{name}"]
        for name in ("enabled", "lifetime.minimum", "lifetime.maximum", "lifetime.default", "once", "length")
    ) == (True, 60, 480, 60, False, 8)
