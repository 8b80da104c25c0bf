"""Whether WordPress itself answers: before anything is written, the same is read in two ways and compared."""

from http import HTTPStatus

from tenantbook.published.wordpress_answers import json_of
from tenantbook.publishers.contract import UnreachableError
from tenantbook.publishers.wordpress.posts import FIELDS, STATUSES, NoPostError, Post, post_of
from tenantbook.publishers.wordpress.rest import Rest
from tenantbook.publishers.wordpress.site import Site


def expect_fresh(rest: Rest, site: Site, post: Post | None) -> None:
    """Make sure that answers are those of this moment; `post` is one that stands there, where there is any.

    Two parts of one user are asked for: a cache that looks at the route alone answers the second as the first. A
    post is read alone and in a list: a cache that keeps either for a while gives two answers.

    Raises:
        UnreachableError: something else answers in WordPress's place.
    """
    for name in ("id", "slug"):
        held = json_of(rest.get("users/me", context="edit", _fields=name))
        if not isinstance(held, dict) or set(held) - {"_links"} != {name}:
            raise _cached(rest, f"asked for a user's {name}, it answers something else")
    if post is not None and _alone(rest, site, post.number) != _in_a_list(rest, site, post.number):
        raise _cached(rest, f"post {post.number} is one thing when it is read alone, and another in a list")


def _alone(rest: Rest, site: Site, number: int) -> Post | None:
    answer = rest.get(f"{site.base}/{number}", context="edit", _fields=FIELDS)
    return _post(json_of(answer)) if answer.status == HTTPStatus.OK else None


def _in_a_list(rest: Rest, site: Site, number: int) -> Post | None:
    answer = rest.get(site.base, include=str(number), status=STATUSES, context="edit", _fields=FIELDS)
    found = rest.entries(answer)
    return _post(found[0]) if found else None


def _post(held: object) -> Post | None:
    try:
        return post_of(held)
    except NoPostError:
        return None


def _cached(rest: Rest, what: str) -> UnreachableError:
    return UnreachableError(
        f"{rest.where}: a cache answers in WordPress's place: {what}. Nothing was written",
        "Exclude /wp-json/ and ?rest_route= from the page cache, or at least requests that carry a password",
    )
