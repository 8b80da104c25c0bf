"""What WordPress made of a post, held against what it was asked for: each difference in words."""

import difflib
from collections.abc import Iterator, Mapping
from typing import Any

from tenantbook.published.text import plain
from tenantbook.publishers.wordpress.envelope import is_whole, mark_in
from tenantbook.publishers.wordpress.posts import Post

#: How what is asked for beside the text is called, and where a post has it.
_ASKED: Mapping[str, tuple[str, str]] = {
    "status": ("status", "status"),
    "slug": ("slug", "slug"),
    "categories": ("categories", "categories"),
    "tags": ("tags", "tags"),
    "comment_status": ("comments", "comments"),
    "ping_status": ("pings", "pings"),
    "password": ("password", "password"),
}

#: As much of a piece of text as a line of a report takes.
_SHORT = 120


def unmet(post: Post, asked: Mapping[str, Any]) -> frozenset[str]:
    """Return the keys of a request, text apart, that WordPress did not do as asked."""
    return frozenset(
        key
        for key, wanted in asked.items()
        if key in _ASKED and not _is_met(key, wanted, getattr(post, _ASKED[key][1]))
    )


def not_as_asked(post: Post, asked: Mapping[str, Any]) -> Iterator[str]:
    """Yield what of a post is not as the request asked, text apart: `status: publish was asked for, it is pending`.

    A slug with a number behind it is WordPress's way of telling two posts apart. What the type of post does not
    have, such as comments, is not told.
    """
    for key in sorted(unmet(post, asked)):
        called, name = _ASKED[key]
        if key == "password":
            yield "password: none was asked for, and readers are asked for one"
        else:
            yield f"{called}: {_shown(asked[key])} was asked for, it is {_shown(getattr(post, name))}"


def _is_met(key: str, wanted: Any, got: Any) -> bool:
    if key in ("categories", "tags"):
        return set(wanted) <= set(got)
    if key in ("comment_status", "ping_status"):
        return got in ("", wanted)
    if key == "slug":
        return not not_its_slug(post_slug=got, wanted=wanted)
    return bool(got == wanted)


def not_its_slug(post_slug: str, wanted: str) -> bool:
    """Tell whether a slug is another than the one asked for, with or without a number that tells it apart."""
    if post_slug in ("", wanted):  # a draft's may not be settled yet
        return False
    return not (post_slug.startswith(f"{wanted}-") and post_slug[len(wanted) + 1 :].isdecimal())


def _shown(value: Any) -> str:
    if isinstance(value, str):
        return plain(value)[:_SHORT] or "none"
    return ", ".join(map(str, sorted(value))) or "none"


def rewritten(sent: str, post: Post, *, exactly: bool) -> str:
    """Return how a post's text was changed on the way, in words; nothing where it is as it was sent.

    `exactly` says whether WordPress keeps what this user sends to the letter. Else its own filter rewrites HTML, and
    the words and addresses alone are compared.
    """
    mark = mark_in(post.content)
    if mark and mark == mark_in(sent) and (post.content == sent or is_whole(post.content, exactly=exactly)):
        return ""
    return _first_difference(sent, post.content)


def _first_difference(sent: str, held: str) -> str:
    matcher = difflib.SequenceMatcher(None, sent.splitlines(), held.splitlines(), autojunk=False)
    for what, old_from, old_to, new_from, new_to in matcher.get_opcodes():
        if what != "equal":
            old = _piece(sent.splitlines()[old_from:old_to])
            new = _piece(held.splitlines()[new_from:new_to])
            return f"“{old}” was sent, “{new}” came back" if new else f"“{old}” was taken out"
    return "its line ends came back changed"


def _piece(lines: list[str]) -> str:
    text = " ".join(" ".join(lines).split())
    return text if len(text) <= _SHORT else f"{text[:_SHORT]}…"
