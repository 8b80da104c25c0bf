"""What an import keeps of a post: where it came from, its sentences, and the digest of each file it wrote."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from tenantbook.drafts.draft import Imported
from tenantbook.drafts.post import Post

_VERSION = 1


@dataclass(frozen=True, slots=True)
class Kept:
    """The last import of one post. `files` has the digest of each draft as it was written; `folder` is where they are.

    `pages` are the ids of pages it gave, so that the next import gives the same.
    """

    digest: str
    modified: str
    folder: str
    sections: tuple[tuple[str, tuple[str, ...]], ...]
    files: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    origin: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def pages(self) -> frozenset[str]:
        """The ids of its pages."""
        return frozenset(file.rpartition("/")[2].partition(".")[0] for file in self.files)


def kept_of(imported: Imported, folder: str, files: Mapping[str, str]) -> Kept:
    """Return what to keep of an import."""
    return Kept(
        imported.post.digest, imported.post.modified_gmt, folder, imported.sections, files, origin_of(imported.post)
    )


def origin_of(post: Post) -> dict[str, Any]:
    """Return where a post comes from, as it is kept and reported."""
    return {
        "site": post.site,
        "id": post.number,
        "type": post.kind,
        "slug": post.slug,
        "link": post.link,
        "title": post.title,
        "status": post.status,
        "date": post.date,
        "modified": post.modified,
        "categories": list(post.categories),
        "tags": list(post.tags),
        "digest": post.digest,
    }


def as_json(kept: Kept) -> str:
    """Return the file of what is kept."""
    held = {
        "version": _VERSION,
        "written by": "tenantbook import; not to be edited",
        "digest": kept.digest,
        "modified": kept.modified,
        "folder": kept.folder,
        "origin": dict(kept.origin),
        "files": dict(sorted(kept.files.items())),
        "sections": [{"title": title, "sentences": list(sentences)} for title, sentences in kept.sections],
    }
    return json.dumps(held, ensure_ascii=False, indent=1) + "\n"


def from_json(text: str) -> Kept | None:
    """Return what a file keeps, None where it is damaged or of another version: the post is then imported anew."""
    try:
        held = json.loads(text)
        if held["version"] != _VERSION:
            return None
        sections = tuple((str(each["title"]), tuple(map(str, each["sentences"]))) for each in held["sections"])
        files = {str(name): str(digest) for name, digest in held["files"].items()}
        return Kept(
            str(held["digest"]), str(held["modified"]), str(held["folder"]), sections, files, dict(held["origin"])
        )
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None


def digest_of(data: bytes) -> str:
    """Return the digest by which a file is known again."""
    return hashlib.sha256(data).hexdigest()
