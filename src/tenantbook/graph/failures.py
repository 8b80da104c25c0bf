"""Why a tenant could not be read, in words, with what to do about it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from tenantbook.model.errors import TenantbookError


class FailureKind(StrEnum):
    """What has to change before the tenant can be read."""

    CONSENT = "consent"
    SECRET = "secret"  # noqa: S105 — a kind of failure
    APPLICATION = "application"
    TENANT = "tenant"
    THROTTLED = "throttled"
    UNREACHABLE = "unreachable"
    REFUSED = "refused"
    ANSWER = "answer"
    MISMATCH = "mismatch"


@dataclass(frozen=True, slots=True)
class Failure:
    """One tenant that could not be read: `reason` says why, `mend` what to do. Neither holds a secret."""

    client: str
    reason: str
    mend: str
    kind: FailureKind


@dataclass(frozen=True, slots=True)
class Cause:
    """A reason without its client. `reason` and `mend` may name the fields of `Subject` in braces."""

    kind: FailureKind
    reason: str
    mend: str


@dataclass(frozen=True, slots=True)
class Subject:
    """Whom a failure is about: the client, its tenant, and the application that tried to read it."""

    client: str
    tenant: str
    application: str
    consent: str

    def failure(self, cause: Cause) -> Failure:
        """Return `cause` as this client's failure."""
        return Failure(self.client, self._told(cause.reason), self._told(cause.mend), cause.kind)

    def _told(self, text: str) -> str:
        # Replaced, not formatted: a text may quote a server's own braces.
        for name in ("tenant", "application", "consent"):
            text = text.replace(f"{{{name}}}", getattr(self, name))
        return text


class WrongAnswerError(TenantbookError):
    """Graph answered, but with nothing a fact may be read from. The message says what was wrong."""


class OtherTenantError(TenantbookError):
    """The answer came from another tenant than the one that was asked for."""


_CONSENT = (
    "An administrator of the tenant grants the application permissions {permissions} at {{consent}}; "
    "they must be listed under API permissions of application {{application}} first"
)
_PERMISSIONS: Mapping[str, str] = MappingProxyType(
    {
        "/policies/authenticationMethodsPolicy": "Policy.Read.AuthenticationMethod",
        "/organization": "Organization.Read.All",
        "/groups": "GroupMember.Read.All",
    }
)
_LATER = "Try again later; the last snapshot stays in use until then"
_JOBS = "Try again later, with fewer tenants at a time (--jobs)"
_RENEW = "Create a client secret for application {application} and set AZURE_CLIENT_SECRET to its Value"


def _all_permissions() -> str:
    *most, last = _PERMISSIONS.values()
    return f"{', '.join(most)} and {last}"


CONSENT_TO_ALL = _CONSENT.format(permissions=_all_permissions())

#: Entra's own numbers. Source: learn.microsoft.com/entra/identity-platform/reference-error-codes.
_SIGN_IN: Mapping[str, Cause] = MappingProxyType(
    {
        "7000215": Cause(
            FailureKind.SECRET,
            "Entra does not accept the client secret",
            "Set AZURE_CLIENT_SECRET to the secret's Value, not its Secret ID, of application {application}",
        ),
        "7000222": Cause(FailureKind.SECRET, "The client secret has expired", _RENEW),
        "700027": Cause(
            FailureKind.SECRET,
            "Entra does not accept the certificate",
            "Upload the certificate to application {application}, or name another in AZURE_CLIENT_CERTIFICATE_PATH",
        ),
        "700016": Cause(
            FailureKind.APPLICATION,
            "The application is not known in tenant {tenant}: nobody has consented to it there",
            "An administrator of the tenant consents at {consent}; if that fails, check AZURE_CLIENT_ID",
        ),
        "7000229": Cause(
            FailureKind.APPLICATION,
            "The application has no service principal in tenant {tenant}",
            "An administrator of the tenant consents at {consent}",
        ),
        "7000112": Cause(
            FailureKind.APPLICATION,
            "The application is disabled",
            "An administrator enables application {application} under Enterprise applications of the tenant",
        ),
        "90002": Cause(
            FailureKind.TENANT,
            "Entra knows no tenant {tenant} in this cloud",
            "Correct `tenant` in the client's file, and `cloud` if the tenant is in another one",
        ),
        "65001": Cause(FailureKind.CONSENT, "Nobody has consented to the application's permissions", CONSENT_TO_ALL),
    }
)


def of_sign_in(message: str, status: int | None) -> Cause:
    """Return why Entra refused a token. `message` holds its AADSTS number, `status` is the HTTP status."""
    number = re.search(r"AADSTS(\d+)", message)
    if number and (cause := _SIGN_IN.get(number[1])):
        return Cause(cause.kind, f"{cause.reason} (AADSTS{number[1]})", cause.mend)
    if status is not None and (cause := _busy("Entra", status)):
        return cause
    what = f"AADSTS{number[1]}" if number else f"HTTP {status}"
    return Cause(
        FailureKind.REFUSED,
        f"Entra refused the sign-in ({what})",
        "Look the code up at https://login.microsoftonline.com/error, and check the application {application}",
    )


def of_graph(status: int, code: str, message: str, path: str) -> Cause:
    """Return why Graph refused `path`. `code` and `message` are from its error object, if it sent one."""
    said = plain(f"{code}: {message}" if code else f"HTTP {status}")
    if status == 403:  # noqa: PLR2004 — an HTTP status
        return Cause(FailureKind.CONSENT, f"Graph refuses {path} ({said})", _consent_for(path))
    if cause := _busy("Graph", status):
        return cause
    return Cause(FailureKind.REFUSED, f"Graph refuses {path} (HTTP {status}, {said})", _REFUSALS.get(status, _REPORT))


_REPORT = "Check the path in the facts file, and the tenant's `cloud`"
_REFUSALS: Mapping[int, str] = MappingProxyType(
    {
        401: "Check that the application's sign-in is not blocked by the tenant, and the tenant's `cloud`",
        404: "The tenant's cloud may not have this policy; check the path in the facts file and the tenant's `cloud`",
    }
)


def _consent_for(path: str) -> str:
    known = any(path.startswith(start) for start in _PERMISSIONS)
    return CONSENT_TO_ALL if known else f"{CONSENT_TO_ALL}, and the permission that the facts file of {path} names"


def _busy(server: str, status: int) -> Cause | None:
    if status == 429:  # noqa: PLR2004 — an HTTP status
        return Cause(FailureKind.THROTTLED, f"{server} asks for fewer requests, even after retries (HTTP 429)", _JOBS)
    if status >= 500:  # noqa: PLR2004 — an HTTP status
        return Cause(FailureKind.UNREACHABLE, f"{server} is out of order (HTTP {status})", _LATER)
    return None


def of_time(seconds: float, last_status: int | None) -> Cause:
    """Return why a tenant took longer than `seconds`, given the last HTTP status Graph answered with."""
    if last_status == 429:  # noqa: PLR2004 — an HTTP status
        return Cause(FailureKind.THROTTLED, f"Graph still asked for fewer requests after {seconds:g} seconds", _JOBS)
    return Cause(FailureKind.UNREACHABLE, f"The tenant was not read within {seconds:g} seconds", _LATER)


def of_connection(*, tls: bool) -> Cause:
    """Return why a server could not be talked to."""
    if tls:
        return Cause(
            FailureKind.UNREACHABLE,
            "The server's certificate could not be verified, so nothing was sent",
            "Check this machine's clock and trusted certificates; a proxy that opens TLS needs its CA installed",
        )
    return Cause(
        FailureKind.UNREACHABLE,
        "Entra or Graph could not be reached, or the connection broke off",
        "Check the network, proxy and firewall of this machine, then try again",
    )


def plain(text: str, limit: int = 200) -> str:
    """Return a server's text as one printable line without long unbroken runs, which might be a token."""
    line = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    line = re.sub(r"\S{60,}", "…", line)
    return line if len(line) <= limit else f"{line[: limit - 1]}…"
