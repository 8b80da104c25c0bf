"""What a WordPress's answers say: JSON read as input that nobody vouches for, and refusals in its own terms."""

import hashlib
import json
from http import HTTPStatus
from typing import Any

from tenantbook.published.failures import UnansweredError
from tenantbook.published.fetch import Answer
from tenantbook.published.text import plain

#: The first of these is what WordPress says of a wrong password too.
NOT_SIGNED_IN = {"rest_not_logged_in", "incorrect_password", "invalid_username", "invalid_email"}
IF_RIGHT = "If they are right, let the web server pass on the header Authorization, and allow application passwords"
SIGN_IN = "Correct WP_USER and WP_APP_PASSWORD (an application password, made in the user's profile), or unset both"


def closed(error: UnansweredError) -> UnansweredError:
    """Return why not one post could be read, in the terms of WordPress."""
    if error.status not in (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN):
        return error
    mend = (
        "Set WP_USER and WP_APP_PASSWORD and say --sign-in with its address, or read its pages as those of any site: "
        "put site+ before the address"
    )
    return UnansweredError(f"WordPress does not show its posts over REST ({error.status})", mend, error.status)


def refused(answer: Answer) -> tuple[str, str]:
    """Return why WordPress does not let the user in, and what to do."""
    code = code_of(answer)
    if code in NOT_SIGNED_IN:
        return "WordPress does not let WP_USER in with WP_APP_PASSWORD", f"{SIGN_IN}. {IF_RIGHT}"
    return f"WordPress refused WP_USER ({answer.status}{f', {code}' if code else ''})", SIGN_IN


def code_of(answer: Answer) -> str:
    """Return the code of an error as WordPress words it, or nothing."""
    try:
        held = json.loads(answer.body)
    except (ValueError, RecursionError):
        return ""
    return plain(text_at(held, "code"))[:60]


def json_of(answer: Answer) -> Any:
    """Return what an answer holds.

    Raises:
        UnansweredError: it is no JSON.
    """
    try:
        return json.loads(answer.body)
    except (ValueError, RecursionError) as error:
        raise UnansweredError(
            "WordPress's answer is no JSON", "See whether a plugin changes its REST interface"
        ) from error


def entries_of(held: Any) -> list[dict[str, Any]]:
    """Return the entries of a list.

    Raises:
        UnansweredError: it is none.
    """
    if not isinstance(held, list):
        raise UnansweredError("WordPress's answer is no list", "See whether a plugin changes its REST interface")
    return [entry for entry in held if isinstance(entry, dict)]


def text_at(held: Any, key: str) -> str:
    """Return the text under a key, or nothing where there is none."""
    value = held.get(key) if isinstance(held, dict) else None
    return value if isinstance(value, str) else ""


def post_digest(content: str, title: str) -> str:
    """Return the digest of a post's content and title as WordPress keeps them: what a ledger knows a post by."""
    return hashlib.sha256(json.dumps([content, title]).encode()).hexdigest()


def last_of(answer: Answer, number: int, *, full: bool) -> int:
    """Return the number of a list's last page, from the answer with one of its pages."""
    told = answer.headers.get("x-wp-totalpages", "")
    # A proxy may take the header away: then a page that is full may have others after it.
    return int(told) if told.isdecimal() else number + full
