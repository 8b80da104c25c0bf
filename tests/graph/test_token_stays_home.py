"""A token goes to the one Graph host of its cloud and to no other."""

import asyncio

import pytest
from demo_tenants import Read, tenant
from kiota_abstractions.method import Method
from kiota_abstractions.request_information import RequestInformation

from tenantbook.demo.standin import StandIn
from tenantbook.demo.standin_faults import Fault
from tenantbook.graph.clouds import Endpoints, endpoints
from tenantbook.graph.read import Failure
from tenantbook.graph.session import provider_for
from tenantbook.graph.settings import Settings
from tenantbook.model.place import Cloud

NORTHWIND = tenant("northwind-dental")


class Issuer:
    """A credential that gives the same token to whoever asks."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, ...]] = []

    def get_token(self, *scopes: str, **_: object) -> object:
        from azure.core.credentials import AccessToken  # noqa: PLC0415 — slow to import

        self.asked.append(scopes)
        return AccessToken("the-token", 4_000_000_000)


def authorization(at: Endpoints, address: str) -> set[str]:
    request = RequestInformation(Method.GET)
    request.url = address
    asyncio.run(provider_for(Issuer(), at).authenticate_request(request))  # type: ignore[arg-type]
    return set(request.headers.get("Authorization") or ())


@pytest.mark.parametrize("cloud", Cloud)
def test_the_clouds_graph_is_given_the_token(cloud: Cloud) -> None:
    at = endpoints(cloud, None)
    assert {"Bearer the-token"} == authorization(at, f"{at.base}/organization")


@pytest.mark.parametrize(
    "address",
    [
        "https://evil.example/v1.0/organization",
        "https://graph.microsoft.com.evil.example/v1.0/organization",
        "https://graph.microsoft.com@evil.example/v1.0/organization",
        "https://graph.microsoft.us/v1.0/organization",
        "https://login.microsoftonline.com/",
    ],
)
def test_no_other_host_is(address: str) -> None:
    assert set() == authorization(endpoints(Cloud.GLOBAL, None), address)


@pytest.mark.socket
def test_a_redirect_is_not_followed(read: Read, stand_in: StandIn, settings: Settings) -> None:
    with StandIn() as elsewhere:
        stand_in.inject(NORTHWIND.id, Fault(redirect=elsewhere.endpoint.replace("localhost", "127.0.0.1") + "/v1.0/x"))
        found = read(NORTHWIND)["northwind-dental"]
        assert elsewhere.requests == []
    assert isinstance(found, Failure)
    assert "HTTP 302" in found.reason
