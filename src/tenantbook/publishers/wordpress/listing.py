"""Which posts there are of ours: found by the mark in their content, all pages of the list or none."""

from collections.abc import Iterator, Sequence
from http import HTTPStatus

from tenantbook.published.wordpress_answers import code_of, json_of
from tenantbook.publishers.contract import UnreachableError
from tenantbook.publishers.wordpress.envelope import ANY
from tenantbook.publishers.wordpress.posts import FIELDS, STATUSES, NoPostError, Post, post_of
from tenantbook.publishers.wordpress.rest import Rest
from tenantbook.publishers.wordpress.site import Site

_AT_ONCE = 50
#: How often a list is begun anew that changed while it was read.
_TRIES = 3


class _ChangedError(Exception):
    """A list changed while it was read."""


def marked_posts(rest: Rest, site: Site, words: str = ANY) -> list[Post]:
    """Return every post whose content holds some words and that the user may edit or else read; all, for no words.

    What others have drafted cannot be read; `hidden_posts` counts that.

    Raises:
        UnreachableError: they cannot be read whole.
    """
    ours = {post.number: post for post in _whole(rest, site.base, words, "edit")}
    if site.may("edit_others_posts") and site.may("edit_published_posts"):
        return list(ours.values())
    readable = {post.number: post for post in _whole(rest, site.base, words, "view")}
    return list((readable | ours).values())


def hidden_posts(rest: Rest, site: Site, words: str) -> int:
    """Return how many posts hold some words that the user may neither edit nor read: WordPress counts them all."""
    if site.may("edit_others_posts"):
        return 0
    answer = rest.get(site.base, search=f'"{words}"', status=STATUSES, per_page="1", _fields="id")
    rest.entries(answer)
    total = int(answer.headers.get("x-wp-total", "0"))
    return total - len(marked_posts(rest, site, words)) if total else 0


def posts_by_number(rest: Rest, base: str, numbers: Sequence[int]) -> Iterator[Post]:
    """Yield posts by their numbers; those that are gone for good are not among them."""
    for number in numbers:
        post = one_post(rest, base, number)
        if post:
            yield post


def one_post(rest: Rest, base: str, number: int) -> Post | None:
    """Return a post as its editors see it, else as readers do; None where it is gone, or not for us to see."""
    for context in ("edit", "view"):
        answer = rest.get(f"{base}/{number}", context=context, _fields=FIELDS)
        if answer.status == HTTPStatus.OK:
            return _post(rest, json_of(answer))
        if answer.status == HTTPStatus.NOT_FOUND:
            return None
    return None


def _whole(rest: Rest, base: str, words: str, context: str) -> list[Post]:
    for _ in range(_TRIES):
        try:
            return [post for page in _pages(rest, base, words, context) for post in page]
        except _ChangedError:
            continue
    raise UnreachableError(
        f"{rest.where}: its posts change while they are listed", "Try again when nobody works on them"
    )


def _pages(rest: Rest, base: str, words: str, context: str) -> Iterator[list[Post]]:
    number, last, total = 1, 1, ""
    while number <= last:
        answer = rest.get(
            base, status=STATUSES, context=context, orderby="id", order="asc",
            per_page=str(_AT_ONCE), page=str(number), _fields=FIELDS, **({"search": f'"{words}"'} if words else {}),
        )  # fmt: skip
        if code_of(answer) == "rest_post_invalid_page_number":
            raise _ChangedError
        entries = rest.entries(answer)
        counts = answer.headers.get("x-wp-total", ""), answer.headers.get("x-wp-totalpages", "")
        if not all(count.isdecimal() for count in counts):
            raise UnreachableError(f"{rest.where}: it does not say how many posts there are", _MEND)
        if number > 1 and counts[0] != total:
            raise _ChangedError
        total, last = counts[0], int(counts[1])
        yield [_post(rest, entry) for entry in entries]
        number += 1


def _post(rest: Rest, entry: object) -> Post:
    try:
        return post_of(entry)
    except NoPostError as error:
        raise UnreachableError(f"{rest.where}: an answer holds no post where one should be", _MEND) from error


def last_editor(rest: Rest, base: str, number: int) -> tuple[int, str]:
    """Return who saved a post's newest revision, by number and name; 0 where there is none to see."""
    answer = rest.get(f"{base}/{number}/revisions", per_page="1", context="edit", _fields="author")
    held = json_of(answer) if answer.status == HTTPStatus.OK else None
    author = held[0].get("author") if isinstance(held, list) and held and isinstance(held[0], dict) else None
    if type(author) is not int or author < 1:
        return 0, ""
    return author, _name(rest, author)


def _name(rest: Rest, user: int) -> str:
    answer = rest.get(f"users/{user}", _fields="name")
    held = json_of(answer) if answer.status == HTTPStatus.OK else None
    name = held.get("name") if isinstance(held, dict) else None
    return name if isinstance(name, str) and name else f"user {user}"


_MEND = "See whether a plugin changes its REST interface"
