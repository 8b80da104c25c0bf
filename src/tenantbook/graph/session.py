"""One tenant's signed-in session: JSON objects by path.

Imported only when tenants are read: what it imports is an optional extra and slow to load.
"""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import httpx
from azure.identity.aio import CertificateCredential, ClientSecretCredential
from kiota_abstractions.api_client_builder import register_default_deserializer
from kiota_abstractions.api_error import APIError
from kiota_abstractions.method import Method
from kiota_abstractions.request_information import RequestInformation
from kiota_authentication_azure.azure_identity_authentication_provider import AzureIdentityAuthenticationProvider
from kiota_serialization_json.json_parse_node_factory import JsonParseNodeFactory
from msgraph.generated.models.o_data_errors.o_data_error import ODataError
from msgraph.graph_request_adapter import GraphRequestAdapter

from tenantbook.graph.clouds import Endpoints
from tenantbook.graph.failures import WrongAnswerError
from tenantbook.graph.settings import Settings
from tenantbook.graph.transport import Seen
from tenantbook.model.errors import TenantbookError

Credential = ClientSecretCredential | CertificateCredential

_OK = 200
#: What Graph answers for a thing that is gone, or that the application may not see.
_GONE = 404


class CertificateError(TenantbookError):
    """The certificate file could not be opened or does not hold an RSA key."""


class RefusedError(TenantbookError):
    """Graph answered `path` with an error: its HTTP status, code and message."""

    def __init__(self, path: str, error: APIError) -> None:
        main = error.error if isinstance(error, ODataError) else None
        self.path = path
        self.status = error.response_status_code or 0
        self.code = (main.code if main else None) or ""
        self.message = (main.message if main else None) or ""
        super().__init__(f"{path}: HTTP {self.status} {self.code}")


@dataclass(frozen=True, slots=True)
class Session:
    """A tenant that can be asked. `seen` is shared by all of its requests."""

    adapter: GraphRequestAdapter
    seen: Seen

    async def get(self, path: str) -> dict[str, Any]:
        """Return the JSON object at `path`, which is relative to the Graph version and may hold a query.

        Raises RefusedError where Graph answers with an error, WrongAnswerError where the answer is no
        JSON object, and what httpx and azure-identity raise where there is no answer.
        """
        request = RequestInformation(Method.GET, "{+baseurl}{+path}", {"path": path})
        request.add_request_options([self.seen])
        try:
            body = await self.adapter.send_primitive_async(request, "bytes", {"XXX": ODataError})
        except APIError as error:
            raise RefusedError(path, error) from error
        if self.seen.status != _OK:
            raise WrongAnswerError(f"{path} was answered with HTTP {self.seen.status}")
        return _object(body, path)

    async def find(self, path: str) -> dict[str, Any] | None:
        """Return the JSON object at `path`, or None where it is gone."""
        try:
            return await self.get(path)
        except RefusedError as error:
            if error.status == _GONE:
                return None
            raise


@asynccontextmanager
async def signed_in(
    settings: Settings, at: Endpoints, tenant: str, client: httpx.AsyncClient, seen: Seen
) -> AsyncIterator[Session]:
    """Open a session with `tenant` over the shared `client`. The token is asked for at the first request."""
    register_default_deserializer(JsonParseNodeFactory)
    credential = _credential(settings, at, tenant)
    try:
        adapter = GraphRequestAdapter(provider_for(credential, at), client=client)
        adapter.base_url = at.base
        yield Session(adapter, seen)
    finally:
        await credential.close()


def provider_for(credential: Credential, at: Endpoints) -> AzureIdentityAuthenticationProvider:
    """Return what adds the token to requests: to the one Graph host, and to no other."""
    # Without allowed hosts, kiota would send the token to whichever host a request names.
    return AzureIdentityAuthenticationProvider(credential, scopes=[at.scope], allowed_hosts=[at.host])


def _credential(settings: Settings, at: Endpoints, tenant: str) -> Credential:
    stand_in = settings.loopback is not None
    common: dict[str, Any] = {
        "authority": at.sign_in,
        "disable_instance_discovery": stand_in,
        "connection_verify": str(settings.loopback_ca) if settings.loopback_ca else True,
        "use_env_settings": not stand_in,
        "connection_timeout": 10,
        "read_timeout": 30,
        "retry_backoff_factor": 0.4,
    }
    if settings.client_secret is not None:
        return ClientSecretCredential(tenant, settings.client_id, settings.client_secret, **common)
    try:
        common["password"] = settings.certificate_password
        return CertificateCredential(tenant, settings.client_id, str(settings.certificate), **common)
    except (ValueError, TypeError, OSError) as error:
        raise CertificateError from error


def _object(body: object, path: str) -> dict[str, Any]:
    if not isinstance(body, bytes):
        raise WrongAnswerError(f"{path} was answered with nothing")
    try:
        decoded = json.loads(body, parse_constant=_no_constant)
    except (ValueError, RecursionError) as error:
        raise WrongAnswerError(f"{path} was not answered with JSON") from error
    if not isinstance(decoded, dict):
        raise WrongAnswerError(f"{path} was not answered with a JSON object")
    return decoded


def _no_constant(name: str) -> None:
    raise ValueError(name)
