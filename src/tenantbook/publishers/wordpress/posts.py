"""A post as WordPress tells it to who may edit it: read as input, and held against what was last sent."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from html import unescape
from types import MappingProxyType
from typing import Any

from tenantbook.model.errors import TenantbookError
from tenantbook.model.publication import BY_HAND, ArticleId, Sent, Standing
from tenantbook.published.text import plain
from tenantbook.published.wordpress_answers import post_digest, text_at
from tenantbook.publishers.wordpress.envelope import is_whole, mark_in

FIELDS = (
    "id,slug,status,link,title,content,excerpt,author,categories,tags,modified_gmt,comment_status,ping_status,password"
)
#: All that a post can be, its own revisions apart.
STATUSES = "publish,future,draft,pending,private,trash"
PUBLIC = frozenset({"publish", "future"})


@dataclass(frozen=True, slots=True)
class Post:
    """A post, its texts as they are kept. `categories` and `tags` are numbers, `author` one too.

    `content` is empty and `is_ours_to_edit` false where we see it as its readers do. `comments` and `pings` are `open`,
    `closed`, or nothing where the type has none; `password` is what readers are asked for, known to editors alone.
    """

    number: int
    slug: str
    status: str
    link: str
    title: str
    content: str
    excerpt: str
    author: int
    categories: tuple[int, ...]
    tags: tuple[int, ...]
    modified: str
    is_ours_to_edit: bool = True
    comments: str = ""
    pings: str = ""
    password: str = field(default="", repr=False)

    @property
    def digest(self) -> str:
        """The digest of what is ours in it: the content and the title, as they are kept."""
        return post_digest(self.content, self.title)


class NoPostError(TenantbookError):
    """An answer holds no post."""


def post_of(entry: Any) -> Post:
    """Return the post that an answer holds.

    Raises:
        NoPostError: it holds none.
    """
    if not isinstance(entry, dict) or type(entry.get("id")) is not int:
        raise NoPostError
    content, title, excerpt = (entry.get(name) for name in ("content", "title", "excerpt"))
    raw = isinstance(content, dict) and isinstance(content.get("raw"), str)
    return Post(
        number=entry["id"],
        slug=text_at(entry, "slug"),
        status=text_at(entry, "status"),
        link=text_at(entry, "link"),
        title=text_at(title, "raw"),
        content=text_at(content, "raw" if raw else "rendered"),
        excerpt=text_at(excerpt, "raw"),
        author=entry["author"] if type(entry.get("author")) is int else 0,
        categories=_numbers(entry, "categories"),
        tags=_numbers(entry, "tags"),
        modified=text_at(entry, "modified_gmt"),
        is_ours_to_edit=raw,
        comments=text_at(entry, "comment_status"),
        pings=text_at(entry, "ping_status"),
        password=text_at(entry, "password"),
    )


def _numbers(entry: Mapping[str, Any], key: str) -> tuple[int, ...]:
    held = entry.get(key)
    return tuple(sorted(each for each in held if type(each) is int)) if isinstance(held, list) else ()


def kept_of(post: Post) -> dict[str, str]:
    """Return what is remembered of a post beside its text: what somebody may change by hand."""
    return {
        "slug": post.slug,
        "status": post.status,
        "categories": ",".join(map(str, post.categories)),
        "tags": ",".join(map(str, post.tags)),
        "excerpt": post.excerpt,
        "password": "one" if post.password else "",
        "content": hashlib.sha256(post.content.encode(errors="surrogatepass")).hexdigest(),
        "raw title": post.title,
    }


#: What is short enough to be told as it was and is.
_SHORT = frozenset({"slug", "status", "raw title", "password"})

#: How each of these is called to people.
_NAMED = {
    "content": "text",
    "raw title": "title",
    "slug": "slug",
    "status": "status",
    "categories": "categories",
    "tags": "tags",
    "excerpt": "excerpt",
    "password": "password",
}


def changes_by_hand(post: Post, sent: Sent | None) -> tuple[str, ...]:
    """Return in words what of a post is no longer as it was after it was last sent; nothing where it never was."""
    if sent is None:
        return ()
    now = kept_of(post)
    found = []
    for name, called in _NAMED.items():
        before = sent.extra.get(name)
        if before is None or before == now[name] or (name == "slug" and post.status == "trash"):
            continue
        found.append(f"{called} ({_told(before)} → {_told(now[name])})" if name in _SHORT else called)
    return tuple(found)


def _told(value: str) -> str:
    return plain(unescape(value))[:80] or "none"


def standing_of(
    post: Post, sent: Sent | None, *, exactly: bool, article: ArticleId | None, changed_by: str = ""
) -> Standing:
    """Return a post as the plan sees it."""
    mark = mark_in(post.content)
    changes = changes_by_hand(post, sent)
    extra = {**kept_of(post), "modified": post.modified, "author": str(post.author)}
    if changes:
        extra[BY_HAND] = ", ".join(changes)
    if mark:
        extra["ours"] = mark.ours
    return Standing(
        key=str(post.number),
        article=article,
        title=plain(unescape(post.title)),
        address=post.link,
        digest=post.digest,
        status=post.status,
        changed_by=changed_by,
        content=post.content,
        extra=MappingProxyType(extra),
        sealed=is_whole(post.content, exactly=exactly),
    )
