"""Tenants are read with the real SDK and the real azure-identity, over a socket."""

import dataclasses
import logging
from collections.abc import Iterator

import pytest
from demo_tenants import POLICY, Read, settings_for, tap_of, tenant, wanted

from tenantbook.demo.standin import StandIn
from tenantbook.demo.standin_faults import Fault
from tenantbook.demo.tenants import DEMO_TENANTS
from tenantbook.graph.read import Answer, Failure, FailureKind, read_tenants
from tenantbook.graph.settings import Settings

pytestmark = pytest.mark.socket

NORTHWIND, CEDAR = tenant("northwind-dental"), tenant("cedar-health")


def test_every_tenant_that_consented_is_read_with_its_own_values(read: Read) -> None:
    done = read(*DEMO_TENANTS)
    for each in DEMO_TENANTS:
        if not each.consent:
            assert isinstance(done[each.client], Failure)
            continue
        tap = tap_of(done[each.client])
        assert done[each.client].organisation == each.organisation
        assert each.tap.minimum == tap["minimumLifetimeInMinutes"]
        assert each.tap.maximum == tap["maximumLifetimeInMinutes"]
        assert each.tap.default == tap["defaultLifetimeInMinutes"]
        assert each.tap.length == tap["defaultLength"]
        assert each.tap.once == tap["isUsableOnce"]
        assert ("enabled" if each.tap.enabled else "disabled") == tap["state"]


def test_groups_are_named(read: Read) -> None:
    answer = read(CEDAR)["cedar-health"]
    assert isinstance(answer, Answer)
    assert sorted(["Clinic staff", "Front desk", "Service accounts"]) == sorted(answer.group_names.values())


def test_a_group_that_is_gone_is_left_unnamed_and_the_tenant_is_still_read(read: Read, stand_in: StandIn) -> None:
    gone = "00000000-0000-4000-8000-00000000dead"
    stand_in.inject(CEDAR.id, Fault(tap={"excludeTargets": [{"id": gone, "targetType": "group"}]}))
    answer = read(CEDAR)["cedar-health"]
    assert isinstance(answer, Answer)
    assert sorted(["Clinic staff", "Front desk"]) == sorted(answer.group_names.values())


def test_groups_that_may_not_be_read_are_a_missing_consent_and_never_a_page_without_names(
    read: Read, stand_in: StandIn
) -> None:
    stand_in.inject(CEDAR.id, Fault(hidden_groups=True))
    answer = read(CEDAR)["cedar-health"]
    assert isinstance(answer, Failure)
    assert FailureKind.CONSENT is answer.kind
    assert "GroupMember.Read.All" in answer.mend


@pytest.mark.parametrize(
    "hostile", ["../users", "all_users", "x?$expand=members", "00000000-0000-4000-8000-000000000501/members"]
)
def test_what_is_no_id_is_never_put_into_a_path(read: Read, stand_in: StandIn, hostile: str) -> None:
    answer = read(NORTHWIND, group_ids=lambda _: [hostile])["northwind-dental"]
    assert isinstance(answer, Answer)
    assert {"/v1.0/organization", f"/v1.0{POLICY}"} == {path for _, path in stand_in.requests if "/v1.0/" in path}


def test_each_policy_is_asked_for_once_and_a_tenant_signs_in_once(read: Read, stand_in: StandIn) -> None:
    read(wanted(NORTHWIND, paths=(POLICY, POLICY)))
    assert [
        ("POST", f"/{NORTHWIND.id}/oauth2/v2.0/token"),
        ("GET", "/v1.0/organization"),
        ("GET", f"/v1.0{POLICY}"),
    ] == stand_in.requests


def test_nothing_is_ever_written(read: Read, stand_in: StandIn) -> None:
    read(*DEMO_TENANTS)
    assert {"GET"} == {method for method, path in stand_in.requests if path.startswith("/v1.0")}


def test_what_a_tenant_says_is_handed_on_as_it_is(read: Read, stand_in: StandIn) -> None:
    hostile = "</script>{{ 7*7 }} \u202e\U0001f600"
    nulls = {"minimumLifetimeInMinutes": None, "state": "unknownFutureValue", "maximumLifetimeInMinutes": 5}
    stand_in.inject(NORTHWIND.id, Fault(organisation=hostile, tap=nulls))
    answer = read(NORTHWIND)["northwind-dental"]
    assert isinstance(answer, Answer)
    assert hostile == answer.organisation
    assert nulls == {name: tap_of(answer)[name] for name in nulls}


def test_a_certificate_signs_in_as_well_as_a_secret(read: Read, stand_in: StandIn, settings: Settings) -> None:
    by_certificate = dataclasses.replace(settings, client_secret=None, certificate=stand_in.certificate)
    assert isinstance(read(NORTHWIND, settings=by_certificate)["northwind-dental"], Answer)


def test_results_come_as_they_are_ready_and_a_slow_tenant_holds_up_nobody(
    settings: Settings, stand_in: StandIn
) -> None:
    stand_in.inject(NORTHWIND.id, Fault(hang=0.7))
    order: list[str] = []
    two = [wanted(NORTHWIND), wanted(CEDAR)]
    read_tenants(two, settings, jobs=2, group_ids=lambda _: [], on_done=lambda done: order.append(done.client))
    assert order == ["cedar-health", "northwind-dental"]


def test_no_more_than_the_asked_number_of_tenants_is_read_at_once(settings: Settings) -> None:
    under_way = {"now": 0, "most": 0}

    def starting() -> Iterator[object]:
        for each in DEMO_TENANTS:
            under_way["now"] += 1
            under_way["most"] = max(under_way.values())
            yield wanted(each)

    def done(_: object) -> None:
        under_way["now"] -= 1

    read_tenants(starting(), settings, jobs=3, group_ids=lambda _: [], on_done=done)
    assert (under_way["now"], under_way["most"]) == (0, 3)


def test_a_mistake_in_the_caller_is_raised_and_not_reported_as_a_tenants(settings: Settings) -> None:
    def broken(_: object) -> None:
        raise KeyError("the caller's own")

    with pytest.raises(KeyError):
        read_tenants([wanted(NORTHWIND)], settings, jobs=1, group_ids=lambda _: [], on_done=broken)


def test_no_jobs_at_all_is_refused(settings: Settings) -> None:
    with pytest.raises(ValueError, match="jobs"):
        read_tenants([], settings, jobs=0, group_ids=lambda _: [], on_done=print)


def test_nothing_is_printed_or_logged(
    read: Read, stand_in: StandIn, capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        read(NORTHWIND)
        read(NORTHWIND, settings=settings_for(stand_in, stand_in.reader[0], "a-wrong-secret"))
    loud = [record for record in caplog.records if record.name.split(".")[0] not in {"asyncio", "aiohttp"}]
    assert (*capfd.readouterr(), loud) == ("", "", [])


def test_many_tenants_are_each_read_once(read: Read) -> None:
    many = [dataclasses.replace(wanted(NORTHWIND), client=f"client-{number}") for number in range(60)]
    assert {Answer} == {type(done) for done in read(*many, jobs=8).values()}


def test_an_answer_beyond_the_limit_is_refused(read: Read, stand_in: StandIn) -> None:
    stand_in.inject(NORTHWIND.id, Fault(padding=40_000_000))
    done = read(NORTHWIND)["northwind-dental"]
    assert isinstance(done, Failure)
    assert done.kind == "answer"
    assert "5,000,000 bytes" in done.reason


GROUPS = ("00000000-0000-4000-8000-000000000501", "00000000-0000-4000-8000-000000000502")


def test_a_group_whose_name_may_not_be_read_is_no_deleted_one(read: Read, stand_in: StandIn) -> None:
    stand_in.inject(CEDAR.id, Fault(nameless_groups=True))
    answer = read(CEDAR)["cedar-health"]
    assert isinstance(answer, Answer)
    assert set(answer.group_names.values()) == {None}


def test_targets_that_go_on_are_read_to_their_end(read: Read, stand_in: StandIn) -> None:
    listed = [{"id": group, "targetType": "group"} for group in (*CEDAR.groups, "all_users")]
    stand_in.inject(CEDAR.id, Fault(paged=True, tap={"includeTargets": listed}))
    answer = read(CEDAR)["cedar-health"]
    assert isinstance(answer, Answer)
    (method,) = (
        each
        for each in answer.bodies["/policies/authenticationMethodsPolicy"]["authenticationMethodConfigurations"]
        if each["id"] == "TemporaryAccessPass"
    )
    assert (method["includeTargets"], [key for key in method if "nextLink" in key]) == (listed, [])


@pytest.mark.parametrize("where", ["https://graph.example.com", "https://localhost:1", "http://localhost"])
def test_the_token_goes_to_no_other_address_that_an_answer_names(read: Read, stand_in: StandIn, where: str) -> None:
    listed = [{"id": group, "targetType": "group"} for group in GROUPS]
    stand_in.inject(CEDAR.id, Fault(paged=True, leads_to=where, tap={"includeTargets": listed}))
    answer = read(CEDAR)["cedar-health"]
    assert isinstance(answer, Failure)
    assert "another address" in answer.reason


def test_targets_without_an_end_are_not_read_for_ever(read: Read, stand_in: StandIn) -> None:
    listed = [{"id": "all_users", "targetType": "group"}] * 60
    stand_in.inject(CEDAR.id, Fault(paged=True, tap={"includeTargets": listed}))
    answer = read(CEDAR)["cedar-health"]
    assert isinstance(answer, Failure)
    assert "without end" in answer.reason
