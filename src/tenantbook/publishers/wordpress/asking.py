"""What is asked of a post beside its text, and what is remembered of that: the rest may be by hand."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Any

from tenantbook.model.publication import TOLD, Sent
from tenantbook.model.target import Status
from tenantbook.publishers.wordpress.drafting import Draft
from tenantbook.publishers.wordpress.made import not_its_slug
from tenantbook.publishers.wordpress.posts import Post, kept_of

#: What may be changed by hand and stays so, as `Sent.extra` remembers that we asked for it.
_ASKED = "asked "


#: Under this name `Sent.extra` lists what was asked for and not done, so that it is asked for again.
_UNMET = "not done"

#: Statuses in which a post waits for somebody to publish it.
_WAITING = ("draft", "pending", "future")


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked for beside the text: the status, the numbers of categories and tags, the slug of a new post.

    `when` is the time of the run: what is published is so from then on.
    """

    status: Status
    terms: Mapping[str, frozenset[int]]
    slug: str
    when: datetime


def changes_to(post: Post, sent: Sent | None, asked: Asked, excerpt: str) -> dict[str, Any]:
    """Return what to change of a post beside its text: only what is asked for anew, since the rest may be by hand."""
    undone = unmet_before(sent)
    changes: dict[str, Any] = comments_to_close(post, sent)
    if ("status" in undone and post.status in _WAITING) or _is_status_due(post, sent, asked):
        changes |= _status(post, asked)
    if "slug" in undone and not_its_slug(post.slug, asked.slug):
        changes["slug"] = asked.slug
    if "password" in undone and post.password:
        changes["password"] = ""
    for kind, wanted in asked.terms.items():
        now = frozenset(getattr(post, kind))
        known = frozenset() if kind in undone else _before(sent, kind, now)
        merged = (now | (wanted - known)) - (_before(sent, kind, frozenset()) - wanted)
        if merged != now:
            changes[kind] = sorted(merged)
    before = sent.extra.get(f"{_ASKED}excerpt") if sent else ""
    if excerpt != post.excerpt == before:
        changes["excerpt"] = excerpt
    return changes


def unmet_before(sent: Sent | None) -> frozenset[str]:
    """Return the keys of what was asked for at the last write and was not done."""
    return frozenset(filter(None, sent.extra.get(_UNMET, "").split(","))) if sent else frozenset()


def comments_to_close(post: Post, sent: Sent | None) -> dict[str, Any]:
    """Return what closes a post to comments and pings, unless that was done before: then somebody opened them."""
    now = {"comment_status": post.comments, "ping_status": post.pings}
    undone = unmet_before(sent)
    return {
        name: "closed"
        for name, state in now.items()
        if state == "open" and (name in undone or not (sent and sent.extra.get(_ASKED + name)))
    }


def _status(post: Post, asked: Asked) -> dict[str, str]:
    """Return what gives a post its status; one that waits for a day yet to come is published from now on instead."""
    if post.status == asked.status:
        return {}
    day = {"date_gmt": asked.when.strftime("%Y-%m-%dT%H:%M:%S")} if post.status == "future" else {}
    return {"status": asked.status.value, **day}


def _is_status_due(post: Post, sent: Sent | None, asked: Asked) -> bool:
    if post.status == asked.status:
        return False
    if post.status == "trash":
        return True
    if sent is None:  # it was begun and not finished
        return post.status == "draft"
    before = sent.extra.get("status", post.status)
    if before != post.status and before not in _WAITING:  # changed by hand, and the plan goes over that
        return True
    return sent.extra.get(f"{_ASKED}status", asked.status) != asked.status


def _before(sent: Sent | None, kind: str, unknown: frozenset[int]) -> frozenset[int]:
    """Return the terms that were asked for last time; those that stand there count as such where nobody knows."""
    if sent is None:
        return frozenset()
    told = sent.extra.get(_ASKED + kind)
    return unknown if told is None else frozenset(int(number) for number in told.split(",") if number.isdecimal())


def sent_of(post: Post, draft: Draft, asked: Asked, told: str = "", unmet: frozenset[str] = frozenset()) -> Sent:
    """Return what to remember of a post after it was written; `unmet` are keys of what was asked for and not done."""
    extra = {
        **kept_of(post),
        "file": draft.article.file,
        f"{_ASKED}status": asked.status.value,
        f"{_ASKED}comment_status": "closed",
        f"{_ASKED}ping_status": "closed",
        f"{_ASKED}excerpt": draft.excerpt,
        **{_ASKED + kind: ",".join(map(str, sorted(numbers))) for kind, numbers in asked.terms.items()},
        **({_UNMET: ",".join(sorted(unmet))} if unmet else {}),
        **({TOLD: told} if told else {}),
    }
    return Sent(
        key=str(post.number), address=post.link, ours=draft.ours, theirs=post.digest, when=asked.when,
        title=draft.article.title, extra=MappingProxyType(extra),
    )  # fmt: skip
