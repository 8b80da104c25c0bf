"""The stand-in for Microsoft Entra: gives applications tokens, and refuses them as Entra does."""

import base64
import secrets
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import jwt
from aiohttp import web
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey

from tenantbook.demo.tenants import DemoTenant

_ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"


@dataclass(frozen=True, slots=True)
class App:
    """A registered application: its permissions, and what it signs in with."""

    client_id: str
    secret: str
    roles: frozenset[str]
    lapsed: bool = False
    certificate: x509.Certificate | None = None


@dataclass(frozen=True, slots=True)
class Grant:
    """What one token allows, until `ends` on the monotonic clock."""

    tenant: str
    roles: frozenset[str]
    ends: float


class _RefusedError(Exception):
    """A sign-in that Entra refuses: its error, AADSTS number, sentence and HTTP status."""

    def __init__(self, error: str, number: int, text: str, status: int = 401) -> None:
        super().__init__(text)
        self.error, self.number, self.text, self.status = error, number, text, status


class Entra:
    """Signs applications in to tenants. Holds the tokens it gave; nothing outlives the instance."""

    def __init__(self, tenants: Mapping[str, DemoTenant], apps: Mapping[str, App], token_seconds: int) -> None:
        self.endpoint = ""
        self._tenants = tenants
        self._apps = apps
        self._token_seconds = token_seconds
        self._grants: dict[str, Grant] = {}
        self._consented: set[str] = set()

    def grant(self, token: str) -> Grant | None:
        """Return what `token` allows, or None if it was never given or has ended."""
        grant = self._grants.get(token)
        return grant if grant and grant.ends > time.monotonic() else None

    async def configuration(self, request: web.Request) -> web.Response:
        """Answer `/{tenant}/v2.0/.well-known/openid-configuration`."""
        tenant = request.match_info["tenant"]
        if tenant not in self._tenants:
            return _error(_unknown_tenant(tenant))
        root = f"{self.endpoint}/{tenant}"
        return web.json_response(
            {
                "token_endpoint": f"{root}/oauth2/v2.0/token",
                "authorization_endpoint": f"{root}/oauth2/v2.0/authorize",
                "jwks_uri": f"{root}/discovery/v2.0/keys",
                "issuer": f"{root}/v2.0",
                "token_endpoint_auth_methods_supported": ["client_secret_post", "private_key_jwt"],
                "response_types_supported": ["code"],
                "subject_types_supported": ["pairwise"],
                "id_token_signing_alg_values_supported": ["RS256"],
            }
        )

    async def token(self, request: web.Request) -> web.Response:
        """Answer `/{tenant}/oauth2/v2.0/token` for the client credentials grant."""
        tenant = request.match_info["tenant"]
        form = {name: str(value) for name, value in (await request.post()).items()}
        try:
            app = self._signed_in(tenant, form)
        except _RefusedError as refused:
            return _error(refused)
        return web.json_response(
            {
                "token_type": "Bearer",
                "expires_in": self._token_seconds,
                "ext_expires_in": self._token_seconds,
                "access_token": self._give(tenant, app),
            }
        )

    def consent(self, tenant: str) -> None:
        """Consent to every application in a tenant; tokens given from then on carry all their roles."""
        self._consented.add(tenant)

    def _give(self, tenant: str, app: App) -> str:
        token = secrets.token_urlsafe(48)
        consented = self._tenants[tenant].consent or tenant in self._consented
        roles = app.roles if consented else app.roles & {"Organization.Read.All"}
        self._grants[token] = Grant(tenant, roles, time.monotonic() + self._token_seconds)
        return token

    def _signed_in(self, tenant: str, form: Mapping[str, str]) -> App:
        """Return the application that `form` proves to be, or raise _RefusedError."""
        if tenant not in self._tenants:
            raise _unknown_tenant(tenant)
        if form.get("grant_type") != "client_credentials":
            raise _RefusedError("unsupported_grant_type", 70003, "The app requested an unsupported grant type.", 400)
        if not form.get("scope", "").endswith("/.default"):
            raise _RefusedError("invalid_scope", 1002012, "The provided value for scope is not valid.", 400)
        app = self._apps.get(form.get("client_id", ""))
        if app is None:
            text = f"Application with identifier '{form.get('client_id')}' was not found in the directory '{tenant}'."
            raise _RefusedError("unauthorized_client", 700016, text, 400)
        if form.get("client_assertion_type") == _ASSERTION_TYPE:
            self._check_assertion(app, tenant, form.get("client_assertion", ""))
        else:
            _check_secret(app, form.get("client_secret", ""))
        return app

    def _check_assertion(self, app: App, tenant: str, assertion: str) -> None:
        try:
            if app.certificate is None or jwt.get_unverified_header(assertion).get("x5t#S256") != _thumbprint(app):
                raise jwt.InvalidKeyError
            key = app.certificate.public_key()
            if not isinstance(key, RSAPublicKey):
                raise jwt.InvalidKeyError
            jwt.decode(
                assertion,
                key,
                algorithms=["PS256"],
                audience=f"{self.endpoint}/{tenant}/oauth2/v2.0/token",
                issuer=app.client_id,
                subject=app.client_id,
                options={"require": ["aud", "exp", "iss", "jti", "nbf", "sub"]},
            )
        except jwt.PyJWTError as error:
            text = "The certificate with identifier used to sign the client assertion is not registered on application."
            raise _RefusedError("invalid_client", 700027, text) from error


def _check_secret(app: App, secret: str) -> None:
    if not secrets.compare_digest(secret.encode(), app.secret.encode()):
        text = f"Invalid client secret provided. Ensure the secret being sent is the value for app '{app.client_id}'."
        raise _RefusedError("invalid_client", 7000215, text)
    if app.lapsed:
        text = f"The provided client secret keys for app '{app.client_id}' are expired."
        raise _RefusedError("invalid_client", 7000222, text)


def _thumbprint(app: App) -> str:
    assert app.certificate is not None  # noqa: S101 — checked by the caller
    return base64.urlsafe_b64encode(app.certificate.fingerprint(hashes.SHA256())).decode()


def _unknown_tenant(tenant: str) -> _RefusedError:
    return _RefusedError("invalid_request", 90002, f"Tenant '{tenant}' not found.", 400)


def _error(refused: _RefusedError) -> web.Response:
    trace, correlation, now = str(uuid4()), str(uuid4()), f"{datetime.now(UTC):%Y-%m-%d %H:%M:%SZ}"
    ids = f"Trace ID: {trace} Correlation ID: {correlation} Timestamp: {now}"
    body: dict[str, Any] = {
        "error": refused.error,
        "error_description": f"AADSTS{refused.number}: {refused.text} {ids}",
        "error_codes": [refused.number],
        "timestamp": now,
        "trace_id": trace,
        "correlation_id": correlation,
        "error_uri": f"https://login.microsoftonline.com/error?code={refused.number}",
    }
    return web.json_response(body, status=refused.status)
