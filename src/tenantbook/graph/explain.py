"""What each library's exception means for the person who reads the report.

Imported only when tenants are read: what it imports is an optional extra and slow to load.
"""

import re
import ssl
from collections.abc import Iterator

import httpx
from azure.core.exceptions import AzureError, HttpResponseError, ServiceRequestError, ServiceResponseError

from tenantbook.graph.causes import of_connection, of_graph, of_sign_in, of_time
from tenantbook.graph.failures import Cause, FailureKind, OtherTenantError, WrongAnswerError, plain
from tenantbook.graph.session import CertificateError, RefusedError
from tenantbook.graph.transport import Seen

_REPORT = "Try again; if it stays, report it with this line. The last snapshot stays in use until then"


def cause_of(error: Exception, seen: Seen, seconds: float) -> Cause:
    """Return why a tenant could not be read, from the exception that ended the attempt."""
    if isinstance(error, TimeoutError):
        return of_time(seconds, seen.status)
    return _known(error) or _of_library(error) or _unknown(error)


def _known(error: Exception) -> Cause | None:
    match error:
        case RefusedError():
            return of_graph(error.status, error.code, error.message, error.path)
        case WrongAnswerError():
            return Cause(FailureKind.ANSWER, f"Graph's answer cannot be used: {plain(str(error))}", _REPORT)
        case OtherTenantError():
            return _MISMATCH
        case CertificateError():
            return _CERTIFICATE
    return None


def _of_library(error: Exception) -> Cause | None:
    match error:
        case ServiceRequestError() | ServiceResponseError() | httpx.TransportError():
            links = list(_chain(error))
            proxy = any(re.search(r"\b407\b", str(link)) for link in links if _is_of_proxy(link))
            return of_connection(tls=any(isinstance(link, ssl.SSLError) for link in links), proxy=proxy)
        case HttpResponseError():
            return of_sign_in(str(error.message), error.status_code)
        case AzureError():
            return of_sign_in(str(error.message), None)
    return None


def _is_of_proxy(error: BaseException) -> bool:
    return "Proxy" in type(error).__name__


def _unknown(error: Exception) -> Cause:
    # The exception's type only: its text might quote what was sent.
    return Cause(FailureKind.ANSWER, f"The answers could not be understood ({type(error).__name__})", _REPORT)


_MISMATCH = Cause(
    FailureKind.MISMATCH,
    "The organisation that answered is not tenant {tenant}",
    "Correct `tenant` in the client's file: it must be the Directory (tenant) ID of this client",
)
_CERTIFICATE = Cause(
    FailureKind.SECRET,
    "The certificate cannot be opened, or has no RSA private key",
    "Check AZURE_CLIENT_CERTIFICATE_PATH and AZURE_CLIENT_CERTIFICATE_PASSWORD",
)


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    """Yield `error` and what it was raised from, in whichever way each library keeps that."""
    passed: set[int] = set()
    while error is not None and id(error) not in passed:
        passed.add(id(error))
        yield error
        error = error.__cause__ or getattr(error, "inner_exception", None) or error.__context__
