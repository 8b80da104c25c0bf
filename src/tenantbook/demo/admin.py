"""Plays the client's administrator in the demo: changes a policy on the stand-in, as an admin centre would."""

import ssl
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx

from tenantbook.demo.standin_bodies import TAP_ID, TAP_TYPE
from tenantbook.model.errors import TenantbookError

_METHODS = "/v1.0/policies/authenticationMethodsPolicy/authenticationMethodConfigurations"


class ChangeRefusedError(TenantbookError):
    """The stand-in refused the change, or the sign-in. The message is the server's own."""


def change_policy(
    standin_endpoint: str, ca_file: Path, app: tuple[str, str], tenant: str, changes: Mapping[str, Any]
) -> None:
    """Change fields of the tenant's Temporary Access Pass policy, such as `maximumLifetimeInMinutes`.

    `app` is an application's id and secret. Raises ChangeRefusedError where the server refuses, and
    ValueError for an address that is not on this machine: no real tenant is ever changed.
    """
    if urlsplit(standin_endpoint).hostname not in {"localhost", "127.0.0.1"}:
        raise ValueError(f"{standin_endpoint} is not the stand-in")
    tls = ssl.create_default_context(cafile=ca_file)
    with httpx.Client(base_url=standin_endpoint, verify=tls, trust_env=False) as client:
        bearer = {"Authorization": f"Bearer {_token(client, app, tenant)}"}
        response = client.patch(f"{_METHODS}/{TAP_ID}", json={"@odata.type": TAP_TYPE, **changes}, headers=bearer)
        if not response.is_success:
            raise ChangeRefusedError(response.json()["error"]["message"])


def _token(client: httpx.Client, app: tuple[str, str], tenant: str) -> str:
    form = {
        "client_id": app[0],
        "client_secret": app[1],
        "grant_type": "client_credentials",
        "scope": "https://graph.microsoft.com/.default",
    }
    response = client.post(f"/{tenant}/oauth2/v2.0/token", data=form)
    if not response.is_success:
        raise ChangeRefusedError(response.json()["error_description"])
    return str(response.json()["access_token"])
