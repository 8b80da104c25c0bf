"""The stand-in accepts what Graph accepts, and refuses what Graph refuses."""

import ssl
import time
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from demo_tenants import POLICY, tenant

from tenantbook.demo.admin import ChangeRefusedError, change_policy
from tenantbook.demo.standin import StandIn
from tenantbook.demo.standin_bodies import TAP_TYPE

pytestmark = pytest.mark.socket

NORTHWIND, LANTERN = tenant("northwind-dental"), tenant("lantern-travel")
TAP = f"/v1.0{POLICY}/authenticationMethodConfigurations/temporaryAccessPass"


@pytest.fixture
def client(stand_in: StandIn) -> Iterator[httpx.Client]:
    tls = ssl.create_default_context(cafile=stand_in.ca_file)
    with httpx.Client(base_url=stand_in.endpoint, verify=tls, trust_env=False) as opened:
        yield opened


def bearer(client: httpx.Client, app: tuple[str, str], tenant_id: str = NORTHWIND.id) -> dict[str, str]:
    form = {
        "grant_type": "client_credentials",
        "client_id": app[0],
        "client_secret": app[1],
        "scope": "https://graph.microsoft.com/.default",
    }
    answer = client.post(f"/{tenant_id}/oauth2/v2.0/token", data=form).json()
    return {"Authorization": f"Bearer {answer['access_token']}"}


def change(stand_in: StandIn, **changes: Any) -> None:
    change_policy(stand_in.endpoint, stand_in.ca_file, stand_in.admin, NORTHWIND.id, changes)


def code_of(response: httpx.Response) -> tuple[int, str]:
    return response.status_code, response.json()["error"]["code"]


def test_a_change_is_seen_by_the_next_reader_and_moves_the_date(stand_in: StandIn, client: httpx.Client) -> None:
    reader = bearer(client, stand_in.reader)
    before = client.get(f"/v1.0{POLICY}", headers=reader).json()["lastModifiedDateTime"]
    change(stand_in, maximumLifetimeInMinutes=1440, isUsableOnce=True)
    after = client.get(f"/v1.0{POLICY}", headers=reader).json()["lastModifiedDateTime"]
    tap = client.get(TAP, headers=reader).json()
    assert (tap["maximumLifetimeInMinutes"], tap["isUsableOnce"]) == (1440, True)
    assert before < after


def test_a_change_in_one_stand_in_is_unknown_to_another(stand_in: StandIn) -> None:
    change(stand_in, maximumLifetimeInMinutes=1440)
    with StandIn() as other:
        tls = ssl.create_default_context(cafile=other.ca_file)
        with httpx.Client(base_url=other.endpoint, verify=tls, trust_env=False) as client:
            tap = client.get(TAP, headers=bearer(client, other.reader)).json()
    assert tap["maximumLifetimeInMinutes"] == 480


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"@odata.type": "#microsoft.graph.smsAuthenticationMethodConfiguration"}, "@odata.type"),
        ({"maximumLifetime": 60}, "'maximumLifetime' does not exist"),
        ({"maximumLifetimeInMinutes": "480"}, "'maximumLifetimeInMinutes' cannot be converted"),
        ({"maximumLifetimeInMinutes": 480.5}, "cannot be converted"),
        ({"defaultLength": True}, "'defaultLength' cannot be converted"),
        ({"defaultLength": None}, "cannot be converted"),
        ({"isUsableOnce": "true"}, "'isUsableOnce' cannot be converted"),
        ({"state": "on"}, "'state' cannot be converted"),
        ({"includeTargets": ["all_users"]}, "'includeTargets' cannot be converted"),
        ({"minimumLifetimeInMinutes": 9}, "between 10 and 43200"),
        ({"maximumLifetimeInMinutes": 43201}, "between 10 and 43200"),
        ({"defaultLength": 7}, "between 8 and 48"),
        ({"defaultLength": 49}, "between 8 and 48"),
        ({"minimumLifetimeInMinutes": 500}, "must not be greater"),
        ({"maximumLifetimeInMinutes": 59}, "must not be greater"),
        ({"minimumLifetimeInMinutes": 61}, "defaultLifetimeInMinutes must be between"),
        ({"defaultLifetimeInMinutes": 481}, "defaultLifetimeInMinutes must be between"),
    ],
    ids=lambda value: str(value) if isinstance(value, dict) else "",
)
def test_a_change_that_graph_would_refuse_is_refused_and_changes_nothing(
    stand_in: StandIn, client: httpx.Client, changes: dict[str, Any], words: str
) -> None:
    reader = bearer(client, stand_in.reader)
    before = client.get(f"/v1.0{POLICY}", headers=reader).json()
    with pytest.raises(ChangeRefusedError, match=words):
        change(stand_in, **changes)
    assert before == client.get(f"/v1.0{POLICY}", headers=reader).json()


@pytest.mark.parametrize("body", [b"{}", b"[]", b"not json", b'{"isUsableOnce": true}'])
def test_a_change_without_its_type_is_refused(stand_in: StandIn, client: httpx.Client, body: bytes) -> None:
    headers = {**bearer(client, stand_in.admin), "Content-Type": "application/json"}
    assert client.patch(TAP, content=body, headers=headers).status_code == 400


def test_an_application_that_may_only_read_cannot_change_a_policy(stand_in: StandIn) -> None:
    with pytest.raises(ChangeRefusedError, match="Insufficient privileges"):
        change_policy(stand_in.endpoint, stand_in.ca_file, stand_in.reader, NORTHWIND.id, {"isUsableOnce": True})


def test_a_wrong_secret_changes_nothing(stand_in: StandIn) -> None:
    app = (stand_in.admin[0], "wrong")
    with pytest.raises(ChangeRefusedError, match="AADSTS7000215"):
        change_policy(stand_in.endpoint, stand_in.ca_file, app, NORTHWIND.id, {"isUsableOnce": True})


def test_a_real_tenant_is_never_changed(stand_in: StandIn) -> None:
    with pytest.raises(ValueError, match="not the stand-in"):
        change_policy("https://graph.microsoft.com", stand_in.ca_file, stand_in.admin, NORTHWIND.id, {})


@pytest.mark.parametrize("headers", [{}, {"Authorization": "Bearer made-up"}, {"Authorization": "Basic eA=="}])
def test_a_request_without_a_token_that_was_given_is_refused(client: httpx.Client, headers: dict[str, str]) -> None:
    assert code_of(client.get("/v1.0/organization", headers=headers)) == (401, "InvalidAuthenticationToken")


def test_a_token_ends() -> None:
    with StandIn(token_seconds=1) as stand_in:
        tls = ssl.create_default_context(cafile=stand_in.ca_file)
        with httpx.Client(base_url=stand_in.endpoint, verify=tls, trust_env=False) as client:
            headers = bearer(client, stand_in.reader)
            assert client.get("/v1.0/organization", headers=headers).status_code == 200
            time.sleep(1.1)
            assert client.get("/v1.0/organization", headers=headers).status_code == 401


def test_a_token_of_one_tenant_reads_that_tenant_only(stand_in: StandIn, client: httpx.Client) -> None:
    for each in (NORTHWIND, LANTERN):
        (found,) = client.get("/v1.0/organization", headers=bearer(client, stand_in.reader, each.id)).json()["value"]
        assert (each.id, each.organisation) == (found["id"], found["displayName"])


@pytest.mark.parametrize(
    ("method", "path", "expected"),
    [
        ("GET", "/v1.0/nonsense", (400, "BadRequest")),
        ("GET", "/v1.0/groups/00000000-0000-4000-8000-00000000dead", (404, "Request_ResourceNotFound")),
        ("GET", f"/v1.0{POLICY}/authenticationMethodConfigurations/Telepathy", (404, "ResourceNotFound")),
        ("GET", "/v1.0/organization?$select=shoeSize", (400, "BadRequest")),
        ("DELETE", "/v1.0/organization", (405, "Request_BadRequest")),
        ("PATCH", f"/v1.0{POLICY}", (405, "Request_BadRequest")),
        ("PATCH", f"/v1.0{POLICY}/authenticationMethodConfigurations/Sms", (405, "Request_BadRequest")),
    ],
)
def test_what_graph_does_not_offer_is_refused(
    stand_in: StandIn, client: httpx.Client, method: str, path: str, expected: tuple[int, str]
) -> None:
    assert expected == code_of(client.request(method, path, headers=bearer(client, stand_in.reader)))


def test_a_method_is_found_in_either_spelling(stand_in: StandIn, client: httpx.Client) -> None:
    reader = bearer(client, stand_in.reader)
    spelled = {
        client.get(f"{TAP.rsplit('/', 1)[0]}/{name}", headers=reader).json()["@odata.type"] for name in _SPELLINGS
    }
    assert {TAP_TYPE} == spelled


_SPELLINGS = ("TemporaryAccessPass", "temporaryAccessPass", "TEMPORARYACCESSPASS")


def test_entra_tells_where_its_tokens_are_given(stand_in: StandIn, client: httpx.Client) -> None:
    answer = client.get(f"/{NORTHWIND.id}/v2.0/.well-known/openid-configuration").json()
    assert f"{stand_in.endpoint}/{NORTHWIND.id}/oauth2/v2.0/token" == answer["token_endpoint"]
    missing = client.get("/nowhere/v2.0/.well-known/openid-configuration")
    assert missing.json()["error_codes"] == [90002]
