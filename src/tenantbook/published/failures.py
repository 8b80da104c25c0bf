"""Why a site did not answer, in words: what each error and each status mean to whoever runs the check."""

import socket
import ssl
from collections.abc import Iterator
from http import HTTPStatus

from tenantbook.model.errors import TenantbookError

_LATER = "Try again later; if it stays, ask whoever runs the site"
PUT_SIGN_IN = (
    "Put a name and its password in TENANTBOOK_SITE_USER and TENANTBOOK_SITE_PASSWORD, or correct them, and say "
    "--sign-in with the site's address"
)


class UnansweredError(TenantbookError):
    """An address gave no answer that can be used: why, what to do, its status if any, and whether it may soon pass."""

    def __init__(self, reason: str, mend: str, status: int = 0, *, passing: bool = False) -> None:
        super().__init__(f"{reason}; {mend[:1].lower()}{mend[1:]}")
        self.reason = reason
        self.mend = mend
        self.status = status
        self.passing = passing


class BoundReachedError(TenantbookError):
    """A reading as a whole took more than it may; the message says of what."""


def of_status(status: int, pause: float = 0) -> UnansweredError:
    """Return what an answer that is no page means."""
    if status == HTTPStatus.UNAUTHORIZED:
        return UnansweredError("it asks for a name and a password, or refuses those given (401)", PUT_SIGN_IN, status)
    if status == HTTPStatus.FORBIDDEN:
        mend = f"{PUT_SIGN_IN}; or ask whoever runs the site to let this machine in"
        return UnansweredError("the server does not let us read it (403)", mend, status)
    if status in (HTTPStatus.NOT_FOUND, HTTPStatus.GONE):
        mend = "Publish the page, or take it out of what leads to it"
        return UnansweredError(f"there is no page at this address ({status})", mend, status)
    if status == HTTPStatus.TOO_MANY_REQUESTS:
        return UnansweredError("the server has had too many requests from here (429)", _wait(pause), status)
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return UnansweredError(f"the server has a fault of its own ({status})", _wait(pause), status)
    return UnansweredError(f"the server answers with status {status}, which is no page", _LATER, status)


def _wait(pause: float) -> str:
    return f"Try again in {pause:.0f} seconds" if pause >= 1 else _LATER


def of_error(error: Exception) -> UnansweredError:
    """Return what an error of the network, of TLS or of HTTP means."""
    links = list(_chain(error))
    for link in links:
        if isinstance(link, ssl.SSLCertVerificationError):
            return UnansweredError(f"its certificate is not trusted: {link.verify_message}", _CERTIFICATE)
    if any(isinstance(link, ssl.SSLError) for link in links):
        return UnansweredError(
            "no secure connection could be made", "See whether the address and its port are those of https"
        )
    if any(isinstance(link, socket.gaierror) for link in links):
        return UnansweredError(
            "its name is not known", "See whether the address is spelled correctly, and whether the network is there"
        )
    if any(isinstance(link, OSError) and not isinstance(link, ConnectionResetError) for link in links):
        return UnansweredError(
            "nothing answers there", "See whether the site is up, and whether this machine may reach it"
        )
    return UnansweredError("its answer broke off, or is not HTTP", _LATER, passing=True)


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    for _ in range(20):
        if error is None:
            return
        yield error
        error = error.__cause__ or error.__context__


_CERTIFICATE = (
    "Renew the site's certificate; where your company signs its own, name the file of its authority in SSL_CERT_FILE"
)
