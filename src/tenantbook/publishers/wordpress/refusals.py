"""Why a WordPress refuses, in words: its own codes, those of plugins, and answers that are not its own at all."""

import json
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from tenantbook.published.failures import UnansweredError
from tenantbook.published.fetch import Answer
from tenantbook.published.text import plain
from tenantbook.published.wordpress_answers import IF_RIGHT, NOT_SIGNED_IN, SIGN_IN, code_of, text_at
from tenantbook.publishers.contract import UnreachableError

_LATER = "Try again later; if it stays, ask whoever runs the site"
_SWITCHED_OFF = {"application_passwords_disabled", "application_passwords_disabled_for_user"}
#: Codes by which plugins and themes say that the interface is switched off, whole or for some.
_CLOSED = {
    "rest_disabled",
    "rest_cannot_access",
    "rest_api_disabled",
    "rest_authorization_required",
    "disabled_rest_api",
}


def of_answer(answer: Answer) -> UnansweredError | None:
    """Return what is wrong with an answer that WordPress itself did not give, or gave to nobody in particular.

    None for what WordPress answers as JSON, its refusals of single requests included.
    """
    code = code_of(answer)
    if code in _SWITCHED_OFF:
        return UnansweredError("application passwords are switched off for WP_USER", _LET_IN, answer.status)
    # WordPress answers 401 to visitors alone: who is signed in and may not do something gets 403.
    is_visitor = answer.status == HTTPStatus.UNAUTHORIZED and code.startswith("rest_") and code not in _CLOSED
    if code in NOT_SIGNED_IN or is_visitor:
        mend = f"{SIGN_IN.replace(', or unset both', '')}. {IF_RIGHT}"
        return UnansweredError("WordPress does not let WP_USER in with WP_APP_PASSWORD", mend, answer.status)
    if code in _CLOSED or code.startswith("itsec_"):
        return UnansweredError(f"its REST interface is closed ({answer.status}, {code})", _OPEN, answer.status)
    return None if _is_json(answer) else _of_page(answer)


def _of_page(answer: Answer) -> UnansweredError | None:
    """Return what a page means that stands where an answer of WordPress should."""
    if answer.status in (HTTPStatus.FORBIDDEN, HTTPStatus.UNAUTHORIZED, HTTPStatus.NOT_ACCEPTABLE):
        return UnansweredError(_blocked(answer), _UNBLOCK, answer.status)
    if answer.status in (HTTPStatus.NOT_FOUND, HTTPStatus.GONE):
        return UnansweredError(f"its REST interface is not there ({answer.status})", _OPEN, answer.status)
    if answer.status >= HTTPStatus.BAD_REQUEST:
        return None
    return UnansweredError("it answers with a page where WordPress answers with JSON", _PAGE, answer.status)


def no_wordpress(start: Answer) -> UnansweredError:
    """Return why a start page is none that names a WordPress's interface."""
    if start.status in (HTTPStatus.FORBIDDEN, HTTPStatus.UNAUTHORIZED):
        return UnansweredError(_blocked(start), _UNBLOCK, start.status)
    return UnansweredError(f"its start page answers with status {start.status}", "Correct the address", start.status)


def _blocked(answer: Answer) -> str:
    who = next((name for mark, name in _GUARDS.items() if mark in answer.body[:65_536].lower()), "")
    by = f"{who} does, by its page" if who else "a security plugin or a firewall before it, by the look of its page"
    return f"the request was stopped before WordPress saw it ({answer.status}): {by}"


#: What the pages of some guards hold.
_GUARDS: Mapping[bytes, str] = {
    b"wordfence": "the plugin Wordfence",
    b"solid security": "the plugin Solid Security",
    b"sucuri": "the firewall Sucuri",
    b"cloudflare": "the firewall Cloudflare",
    b"mod_security": "the server's ModSecurity",
    b"imunify360": "the server's Imunify360",
}


def unset(environment: Mapping[str, str]) -> UnreachableError:
    """Return what is missing in the environment."""
    missing = [name for name in ("WP_USER", "WP_APP_PASSWORD") if not environment.get(name, "").strip()]
    return UnreachableError(f"{' and '.join(missing)} {'is' if len(missing) == 1 else 'are'} not set", _MAKE)


def said_by(answer: Answer) -> str:
    """Return what WordPress says of a request that it refused, in its own words."""
    try:
        held: Any = json.loads(answer.body)
    except (ValueError, RecursionError):
        held = {}
    words = plain(text_at(held, "message"))[:200].strip().rstrip(".")
    code = code_of(answer)
    return f"{words or 'it gives no reason'} ({answer.status}{f', {code}' if code else ''})"


def _is_json(answer: Answer) -> bool:
    try:
        json.loads(answer.body)
    except (ValueError, RecursionError):
        return False
    return True


_MAKE = (
    "Make an application password in WordPress (Users, Profile, Application Passwords) and set WP_USER to the user's "
    "name and WP_APP_PASSWORD to it"
)
_LET_IN = "Allow them: see whether a security plugin switches them off, and whether the site is https throughout"
_OPEN = "Open it to WP_USER: see to the settings of the plugin or the theme that closes it"
_UNBLOCK = "Let this machine's address, or signed-in requests to the REST interface, through in its settings"
_PAGE = "See whether a maintenance page, a cache or a sign-in page stands before it"
