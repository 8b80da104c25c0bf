"""Why a tenant could not be read, in words, with what to do about it where that is certain."""

import re
from collections.abc import Mapping
from types import MappingProxyType

from tenantbook.graph.failures import Cause, FailureKind, plain

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
        "5000224": Cause(
            FailureKind.TENANT,
            "Entra does not serve this tenant",
            "An administrator of the tenant shows Microsoft support this line; it may have been blocked, or be gone",
        ),
        "500014": Cause(
            FailureKind.TENANT,
            "Microsoft Graph is disabled in the tenant",
            "An administrator of the tenant looks at its subscription, and enables Microsoft Graph under Enterprise "
            "applications",
        ),
        "500011": Cause(
            FailureKind.TENANT,
            "Microsoft Graph is not found in the tenant",
            "Check `cloud` in the client's file: each cloud has a Graph of its own",
        ),
        "53003": Cause(
            FailureKind.REFUSED,
            "A Conditional Access policy of the tenant blocks the application",
            "An administrator of the tenant looks it up under Sign-in logs, Service principal sign-ins, and lets "
            "application {application} through",
        ),
        "50076": Cause(
            FailureKind.REFUSED,
            "A policy of the tenant asks for multifactor authentication, which an application cannot do",
            "An administrator of the tenant excludes application {application} from that policy",
        ),
        "700024": Cause(
            FailureKind.SECRET,
            "The proof made with the certificate is not valid at this time",
            "Set this machine's clock right",
        ),
        "900382": Cause(
            FailureKind.TENANT,
            "The tenant is in another cloud than was asked",
            "Correct `cloud` in the client's file",
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
    if number:
        return Cause(
            FailureKind.REFUSED,
            f"Entra refused the sign-in (AADSTS{number[1]}): {_first_sentence(message[number.end() :])}",
            f"Look the code up at https://login.microsoftonline.com/error?code={number[1]}",
        )
    return Cause(
        FailureKind.ANSWER,
        f"What answered in Entra's place sent no token{f' (HTTP {status})' if status else ''}",
        "A proxy, a firewall or a sign-in page of the network may stand in between: try from another network",
    )


def _first_sentence(text: str) -> str:
    """Return what a server says, up to the end of its first sentence, without the ids it adds for support."""
    said = re.split(r"(?<=[.!?])\s|\b(?:Trace ID|Correlation ID|Timestamp)\b", text.lstrip(": "), maxsplit=1)[0]
    return plain(said).rstrip(".") or "it says no more"


def of_graph(status: int, code: str, message: str, path: str) -> Cause:
    """Return why Graph refused `path`. `code` and `message` are from its error object, if it sent one."""
    said = plain(f"{code}: {_first_sentence(message)}" if code else f"HTTP {status}")
    if cause := _GRAPH.get(code):
        return Cause(cause.kind, f"{cause.reason} ({path}: {said})", cause.mend)
    if status == 403 and not code:  # noqa: PLR2004 — an HTTP status
        return Cause(FailureKind.REFUSED, f"{path} was refused, and not in Graph's words (HTTP 403)", _BETWEEN)
    if status == 403:  # noqa: PLR2004 — an HTTP status
        return Cause(FailureKind.CONSENT, f"Graph refuses {path} ({said})", _consent_for(path))
    if cause := _busy("Graph", status):
        return cause
    return Cause(FailureKind.REFUSED, f"Graph refuses {path} (HTTP {status}, {said})", _REFUSALS.get(status, _REPORT))


_BETWEEN = "A proxy or a firewall may stand in between: try from another network, or let this machine through to Graph"

#: Graph's own codes that one status has several causes behind.
_GRAPH: Mapping[str, Cause] = MappingProxyType(
    {
        "Authentication_RequestFromNonPremiumTenantOrB2CTenant": Cause(
            FailureKind.TENANT,
            "The tenant has no Microsoft Entra ID P1 or P2, which this takes",
            "Nothing to grant: this can't be read without the licence",
        ),
        "Authorization_IdentityNotFound": Cause(
            FailureKind.CONSENT,
            "Graph does not find the application in the tenant",
            CONSENT_TO_ALL,
        ),
    }
)


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


def of_connection(*, tls: bool, proxy: bool = False) -> Cause:
    """Return why a server could not be talked to."""
    if proxy:
        return Cause(
            FailureKind.UNREACHABLE,
            "The proxy of this network wants a name and a password (HTTP 407), so nothing was sent",
            "Name them in HTTPS_PROXY (http://NAME:PASSWORD@HOST:PORT), or have the proxy let this machine through",
        )
    if tls:
        return Cause(
            FailureKind.UNREACHABLE,
            "The server's certificate could not be verified, so nothing was sent",
            "Check this machine's clock and trusted certificates; for a proxy that opens TLS, name its CA in "
            "SSL_CERT_FILE (REQUESTS_CA_BUNDLE is not read)",
        )
    return Cause(
        FailureKind.UNREACHABLE,
        "Entra or Graph could not be reached, or the connection broke off",
        "Check the network, proxy and firewall of this machine, then try again",
    )
