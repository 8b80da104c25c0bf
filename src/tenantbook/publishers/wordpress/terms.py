"""Categories and tags: known to people by their slugs, to WordPress by numbers, and never dropped in silence."""

import json
from collections.abc import Sequence
from http import HTTPStatus
from typing import Any

from tenantbook.content.parse import suggest
from tenantbook.published.failures import UnansweredError
from tenantbook.published.wordpress_answers import code_of, json_of
from tenantbook.publishers.contract import RefusedError
from tenantbook.publishers.wordpress.refusals import said_by
from tenantbook.publishers.wordpress.rest import Body, Rest

_ONE = {"categories": "category", "tags": "tag"}


def known_terms(rest: Rest, kind: str, slugs: Sequence[str]) -> dict[str, int]:
    """Return the numbers of categories or tags by slug; those that are not there are not among them."""
    if not slugs:
        return {}
    answer = rest.get(kind, slug=",".join(slugs), per_page="100", hide_empty="false", _fields="id,slug")
    found = {entry.get("slug"): entry.get("id") for entry in rest.entries(answer)}
    return {slug: number for slug in slugs if type(number := found.get(slug)) is int}


def unknown_terms(rest: Rest, kind: str, missing: Sequence[str]) -> list[str]:
    """Return a problem for each term that is not there, with the one that may have been meant."""
    answer = rest.get(kind, per_page="100", orderby="count", order="desc", hide_empty="false", _fields="slug")
    offered = [str(entry.get("slug")) for entry in rest.entries(answer)]
    return [
        f"WordPress has no {_ONE[kind]} {slug!r}{suggest(slug, offered)}; make it there, correct it in the target, or "
        "write `create_terms: true`"
        for slug in missing
    ]


def make_term(rest: Rest, kind: str, slug: str) -> int:
    """Make a category or tag and return its number; one that has come about meanwhile is taken.

    Raises:
        RefusedError: WordPress does not make it.
    """
    for attempt in range(1, rest.bounds.tries + 1):
        name = slug.replace("-", " ").capitalize()
        answer = rest.make(kind, Body(json.dumps({"name": name, "slug": slug}).encode()))
        if isinstance(answer, UnansweredError):
            rest.wait(attempt)
        elif answer.status == HTTPStatus.CREATED:
            return int(json_of(answer)["id"])
        elif code_of(answer) != "term_exists":
            raise RefusedError(f"the {_ONE[kind]} {slug!r} cannot be made: {said_by(answer)}")
        if known := known_terms(rest, kind, [slug]):
            return known[slug]
        if not isinstance(answer, UnansweredError):
            return _existing(json_of(answer), kind, slug)
    raise RefusedError(f"the {_ONE[kind]} {slug!r} could not be made; run it again")


def _existing(held: Any, kind: str, slug: str) -> int:
    """Return the number of a term that has the name already, under another slug."""
    number = held.get("data", {}).get("term_id") if isinstance(held, dict) else None
    if type(number) is not int:
        raise RefusedError(f"there is a {_ONE[kind]} of the name of {slug!r} under another slug; use that")
    return number
