"""Where posts come from: a file, or an address of a WordPress."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from tenantbook.content.parse import suggest
from tenantbook.drafts.post import NoPost, Post, post_of, posts_in
from tenantbook.importing.shelf import Shelf
from tenantbook.model.extras import missing_of, to_install
from tenantbook.published.address import Scope, scope_of
from tenantbook.published.contract import Bounds, MistakenError, UnreadablePlaceError
from tenantbook.published.credentials import credentials_from
from tenantbook.published.text import UnreadableTextError, decoded, plain

_SCHEME = re.compile(r"^[a-z][a-z+]*://", re.IGNORECASE)

#: What a file of posts may hold: some hundred long ones.
_MOST_IN_FILE = 64 * 1024 * 1024

#: A post as it was imported before, by its link: it was not read again.
Unchanged = tuple[str, int]


def posts_from(
    text: str,
    shelf: Shelf,
    *,
    categories: Sequence[str] = (),
    environment: Mapping[str, str],
    bounds: Bounds | None = None,
    again: bool = False,
) -> Iterator[Post | NoPost | Unchanged]:
    """Yield the posts of a file or an address, and of an address only those that changed, unless `again`.

    Raises:
        MistakenError: there is no such file, it holds no JSON, the password is wrong, there is no such category.
        UnreadablePlaceError: the WordPress cannot be read.
    """
    if not _SCHEME.match(text):
        if categories:
            raise MistakenError("a file has no categories to choose from", "Leave out --category, or give an address")
        yield from posts_in(_held(Path(text)))
        return
    if missing := missing_of("check"):
        raise MistakenError(f"sites are read with {', '.join(missing)}, not installed", to_install("check"))
    from tenantbook.published import fetched, posts  # noqa: PLC0415  # httpx is slow to load, and an extra

    def memory(entry: Mapping[str, Any]) -> str:
        found = post_of({**entry, "content": {"rendered": "x"}})
        kept = shelf.kept(found.host, found.number) if isinstance(found, Post) else None
        return kept.modified if kept and not again else ""

    scope = _scope(text.removeprefix("wordpress+"))
    place = posts.Posts(scope, tuple(categories), credentials_from(environment), bounds or Bounds(), memory)
    for item in place.read():
        if isinstance(item, fetched.Known):
            yield item.link, item.number
        elif isinstance(item, fetched.Fetched):
            yield post_of(item.entry, item.terms)
        else:
            yield NoPost(item.name, item.why)


def _scope(text: str) -> Scope:
    try:
        return scope_of(text)
    except UnreadablePlaceError as error:
        raise MistakenError(error.reason, error.mend) from error


def _held(file: Path) -> object:
    """Return what a file of posts holds."""
    try:
        if file.is_dir():
            raise MistakenError(f"{plain(str(file))} is a folder", "Give the post's JSON file, or an address")
        if file.stat().st_size > _MOST_IN_FILE:
            most = f"{_MOST_IN_FILE // 1024 // 1024} MB"
            raise MistakenError(f"{plain(str(file))} is larger than {most}", "Split the file")
        data = file.read_bytes()
    except FileNotFoundError as error:
        near = suggest(file.name, [each.name for each in file.parent.iterdir()]) if file.parent.is_dir() else ""
        mend = "Give a post's JSON file, or an address (https://...)"
        raise MistakenError(f"there is no file {plain(str(file))!r}{near}", mend) from error
    except OSError as error:
        raise MistakenError(
            f"{plain(str(file))} cannot be read: {error.strerror}", "Correct the path, or its rights"
        ) from error
    try:
        return json.loads(decoded(data))
    except (ValueError, RecursionError, UnreadableTextError) as error:
        line = f", line {error.lineno}" if isinstance(error, json.JSONDecodeError) else ""
        mend = "Save what https://<site>/?rest_route=/wp/v2/posts/<id> answers"
        raise MistakenError(f"{plain(str(file))} holds no JSON{line}", mend) from error
