"""Every body of the stand-in is one that Microsoft's own description of Graph allows."""

import json
import os
import ssl
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from demo_tenants import POLICY
from openapi_schema_validator import OAS30Validator

from tenantbook.demo.standin import StandIn
from tenantbook.demo.standin_bodies import TAP_TYPE
from tenantbook.demo.tenants import DEMO_TENANTS, DemoTenant

pytestmark = [pytest.mark.shapes, pytest.mark.socket]

METHODS = f"{POLICY}/authenticationMethodConfigurations"


@pytest.fixture(scope="module")
def described() -> dict[str, Any]:
    return json.loads(Path(os.environ["GRAPH_OPENAPI"]).read_text("utf-8"))


@pytest.fixture(scope="module")
def running() -> Iterator[StandIn]:
    with StandIn() as stand_in:
        yield stand_in


def schema_of(described: dict[str, Any], path: str, status: str) -> dict[str, Any]:
    answer = described["paths"][path]["get"]["responses"][status]
    if "$ref" in answer:
        answer = described["components"]["responses"][answer["$ref"].split("/")[-1]]
    return {**answer["content"]["application/json"]["schema"], "components": described["components"]}


def faults(described: dict[str, Any], path: str, response: httpx.Response) -> list[str]:
    status = "200" if response.is_success else "4XX"
    validator = OAS30Validator(schema_of(described, path, status))
    return [f"{error.json_path}: {error.message[:200]}" for error in validator.iter_errors(response.json())]


def answers(stand_in: StandIn, tenant: DemoTenant, app: tuple[str, str]) -> Iterator[tuple[str, httpx.Response]]:
    form = {
        "grant_type": "client_credentials",
        "client_id": app[0],
        "client_secret": app[1],
        "scope": "https://graph.microsoft.com/.default",
    }
    tls = ssl.create_default_context(cafile=stand_in.ca_file)
    with httpx.Client(base_url=stand_in.endpoint, verify=tls, trust_env=False) as client:
        token = client.post(f"/{tenant.id}/oauth2/v2.0/token", data=form).json()["access_token"]
        client.headers["Authorization"] = f"Bearer {token}"
        for path in ("/organization", POLICY):
            yield path, client.get(f"/v1.0{path}")
            yield path, client.get(f"/v1.0{path}", headers={"Authorization": ""})
        yield "/organization", client.get("/v1.0/organization?$select=id,displayName")
        for name in ("Fido2", "MicrosoftAuthenticator", "Sms", "SoftwareOath", "Voice", "Email", "TemporaryAccessPass"):
            yield f"{METHODS}/{{id_2}}", client.get(f"/v1.0{METHODS}/{name}")
        for group in [*tenant.groups, "00000000-0000-4000-8000-00000000dead"]:
            yield "/groups/{id}", client.get(f"/v1.0/groups/{group}")
            yield "/groups/{id}", client.get(f"/v1.0/groups/{group}?$select=id,displayName")


@pytest.mark.parametrize("tenant", DEMO_TENANTS, ids=lambda tenant: tenant.client)
def test_every_answer_and_refusal_has_graphs_shape(
    running: StandIn, described: dict[str, Any], tenant: DemoTenant
) -> None:
    for app in (running.reader, running.admin):
        found = [(path, faults(described, path, response)) for path, response in answers(running, tenant, app)]
        assert len(found) >= 14
        assert [each for each in found if each[1]] == []


def test_the_description_is_strict_enough_to_notice(described: dict[str, Any]) -> None:
    body = {"@odata.type": TAP_TYPE, "state": "on", "maximumLifetime": 60}
    schema = schema_of(described, f"{METHODS}/{{id_2}}", "200")
    assert list(OAS30Validator(schema).iter_errors(body))
