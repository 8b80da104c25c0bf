"""One post of a WordPress, as its REST interface gives it."""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from html import unescape
from types import MappingProxyType
from typing import Any
from urllib.parse import urlsplit

#: What is longer is no article; a browser would not like it either.
MOST_BYTES = 8 * 1024 * 1024

_CLASS = re.compile(r"^(category|tag)-([\w%-]{1,200})$")
_TAGS = re.compile(r"<[^<>]*+>")


@dataclass(frozen=True, slots=True)
class Post:
    """One post. `site` is the address it lies on, with the folder of one of several; `html` its content as `form` says.

    `categories` and `tags` are slugs, or numbers where the post tells no more. Dates are as WordPress gives them.
    """

    site: str
    number: int
    slug: str
    link: str
    title: str
    html: str = field(repr=False)
    form: str = "rendered"
    kind: str = "post"
    status: str = ""
    date: str = ""
    modified: str = ""
    modified_gmt: str = ""
    categories: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    excerpt: str = ""

    @property
    def digest(self) -> str:
        """What tells one state of the post from another: its title and content."""
        return hashlib.sha256(f"{self.title}\n{self.html}".encode("utf-8", "replace")).hexdigest()

    @property
    def host(self) -> str:
        """The site without `https`: its host, port and folder, if any; `unknown-site` where the post names none."""
        return self.site.partition("://")[2] or "unknown-site"


@dataclass(frozen=True, slots=True)
class NoPost:
    """Something that should have been a post: what it is called, and why it cannot be imported."""

    name: str
    why: str


#: Slugs of categories and tags by their numbers, as the WordPress lists them.
Terms = Mapping[str, Mapping[int, str]]
NO_TERMS: Terms = MappingProxyType({})


def posts_in(held: Any, terms: Terms = NO_TERMS) -> list[Post | NoPost]:
    """Return the posts of a REST answer: one, or a list of them."""
    if isinstance(held, Mapping) and "code" in held and "message" in held:
        return [NoPost("the answer", f"WordPress says no: {_line(held['message'])}")]
    entries = held if isinstance(held, list) else [held]
    return [post_of(entry, terms) for entry in entries]


def post_of(entry: Any, terms: Terms = NO_TERMS) -> Post | NoPost:
    """Return the post that one entry of a REST answer holds, or why it holds none."""
    if not isinstance(entry, Mapping) or not isinstance(entry.get("id"), int) or entry["id"] < 1:
        return NoPost("an entry", "it is no post: it has no `id`; give what /wp-json/wp/v2/posts/<id> answers")
    name = f"post {entry['id']}"
    content = entry.get("content")
    if not isinstance(content, Mapping):
        return NoPost(name, "it holds no `content`; give the whole answer, not a shortened one")
    rendered, raw = content.get("rendered"), content.get("raw")
    html = rendered if isinstance(rendered, str) and rendered.strip() else raw
    why = _unusable(html, protected=content.get("protected") is True)
    return NoPost(name, why) if why else _post(entry, str(html), "rendered" if html is rendered else "raw", terms)


def _unusable(html: Any, *, protected: bool) -> str:
    """Return why content cannot be imported, "" where it can."""
    if protected and not html:
        return "it asks its readers for a password; sign in as an editor, or publish it without"
    if not isinstance(html, str):
        return "its `content` is no text; see whether a plugin changes the REST interface"
    if not html.strip():
        return "it is empty: there is nothing to import"
    if len(html.encode("utf-8", "replace")) > MOST_BYTES:
        return f"it is larger than {MOST_BYTES // 1024 // 1024} MB; split it"
    return ""


def _post(entry: Mapping[str, Any], html: str, form: str, terms: Terms) -> Post:
    link = _line(entry.get("link"))
    return Post(
        site=_site(link, entry.get("guid")),
        number=entry["id"],
        slug=_line(entry.get("slug")),
        link=link,
        title=_text(entry.get("title")) or f"Post {entry['id']}",
        html=html,
        form=form,
        kind=_line(entry.get("type")) or "post",
        status=_line(entry.get("status")),
        date=_line(entry.get("date")),
        modified=_line(entry.get("modified")),
        modified_gmt=_line(entry.get("modified_gmt")),
        categories=_slugs(entry, "categories", "category", terms),
        tags=_slugs(entry, "tags", "tag", terms),
        excerpt=_text(entry.get("excerpt")),
    )


def _slugs(entry: Mapping[str, Any], key: str, prefix: str, terms: Terms) -> tuple[str, ...]:
    """Return slugs: as the WordPress lists them, else from the post's own classes, else the bare numbers."""
    numbers = [each for each in entry.get(key) or () if isinstance(each, int)]
    known = terms.get(key, {})
    if numbers and all(number in known for number in numbers):
        return tuple(known[number] for number in numbers)
    classes = (_CLASS.match(each) for each in entry.get("class_list") or () if isinstance(each, str))
    slugs = tuple(found[2] for found in classes if found and found[1] == prefix)
    return slugs if len(slugs) == len(numbers) else tuple(str(number) for number in numbers)


def _site(link: str, guid: Any) -> str:
    """Return the site of a link. Several may share a host, each in a folder that their posts' `guid` names."""
    try:
        parts, named = urlsplit(link), urlsplit(_text(guid))
    except ValueError:
        return ""
    if parts.scheme not in ("http", "https"):
        return ""
    is_short = named.netloc == parts.netloc and named.query.startswith(("p=", "page_id=", "post_type="))
    folder = named.path.rstrip("/") if is_short else ""
    is_in_it = folder and parts.path.startswith(f"{folder}/")
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}{folder if is_in_it else ''}"


def _text(held: Any) -> str:
    """Return a title or an excerpt: what is rendered, without tags, else what was typed."""
    if isinstance(held, Mapping):
        rendered, raw = held.get("rendered"), held.get("raw")
        held = rendered if isinstance(rendered, str) and rendered else raw
    return _line(unescape(_TAGS.sub("", held))) if isinstance(held, str) else ""


def _line(held: Any) -> str:
    """Return a word from outside as one line that may be printed."""
    words = " ".join(str(held).split()) if isinstance(held, str | int) else ""
    return "".join(sign if sign.isprintable() else "\N{REPLACEMENT CHARACTER}" for sign in words)[:2000]
