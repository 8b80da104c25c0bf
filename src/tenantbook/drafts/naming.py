"""What drafts are called: ids of pages, names of folders, and what a procedure says of itself."""

import re
import unicodedata
from collections.abc import Collection

from tenantbook.checks.clients import RESERVED
from tenantbook.drafts.post import Post

_LONGEST = 48
_DAY = re.compile(r"^(\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01]))")
_SPELLED = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "æ": "ae", "ø": "o", "å": "a", "ł": "l"})


def page_id(title: str, number: int, taken: Collection[str]) -> str:
    """Return an id for a page, from its title; with the post's number where the id is another's, or none is left."""
    plain = unicodedata.normalize("NFKD", title.casefold().translate(_SPELLED)).encode("ascii", "ignore").decode()
    name = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
    name = name if len(name) <= _LONGEST else name[: _LONGEST + 1].rpartition("-")[0] or name[:_LONGEST]
    name = name if name[:1].isalpha() else f"post-{name}".rstrip("-")
    wrong = {*taken, *RESERVED, "index", "start", "summary", "post"}
    if name not in wrong:
        return name
    tries = (f"{name}-{number}", *(f"{name}-{number}-{more}" for more in range(2, 1000)))
    return next(each for each in tries if each not in wrong)


def folder_of(post: Post) -> str:
    """Return the folder of a post's drafts below the drafts: its site, its number and slug."""
    return f"{site_folder(post.host)}/{page_id(f'{post.number}-{post.slug}', post.number, ()).removeprefix('post-')}"


def site_folder(host: str) -> str:
    """Return the name of a site's folder, safe on every system."""
    return re.sub(r"[^a-z0-9.-]+", "-", host.casefold()).strip(".-") or "unknown-site"


def day_of(post: Post) -> str:
    """Return the day a post was last changed, or made; a day long gone where it says neither."""
    found = _DAY.match(post.modified) or _DAY.match(post.date)
    return found[1] if found else "2000-01-01"


def origin_lines(post: Post) -> tuple[str, ...]:
    """Return where a draft comes from, for the comments at its head."""
    kept = {
        "slug": post.slug,
        "status": post.status,
        "date": post.date,
        "modified": post.modified,
        "categories": ", ".join(post.categories),
        "tags": ", ".join(post.tags),
        "digest": post.digest,
    }
    told = "; ".join(f"{name}: {held}" for name, held in kept.items() if held)
    return (f"A draft, made from {post.kind} {post.number} of {post.host}: {post.title}", post.link, told)
