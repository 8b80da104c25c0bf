"""What an import makes of one post: draft files, and an account of where every part of the post went."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from tenantbook.content.document import Path
from tenantbook.drafts.grounds import LinkFound, Proposal
from tenantbook.drafts.matching import Match
from tenantbook.drafts.post import Post
from tenantbook.model.claim import Claim


class Went(StrEnum):
    """What became of a part of a post."""

    MAPPED = "mapped"
    TEXT = "kept as text"
    COMMENT = "in a comment"


@dataclass(frozen=True, slots=True)
class Placed:
    """One part of a post and where it went: what it is (`step`, `picture`), its words, what became of it, and where.

    `where` is a file and the keys that lead to the place in it: `procedures/make-pass.yml parts.1.steps.3`.
    """

    what: str
    words: str
    went: Went
    where: str
    why: str = ""


@dataclass(frozen=True, slots=True)
class Draft:
    """One draft file: its path below the post's folder, its data, its comments by path, and what to decide at its head.

    `readers` are the audiences that were guessed.
    """

    file: str
    data: Mapping[str, Any]
    notes: Mapping[Path, tuple[str, ...]]
    head: tuple[str, ...] = ()
    readers: tuple[str, ...] = ()
    match: Match | None = None
    problems: tuple[str, ...] = ()

    @property
    def page(self) -> str:
        """The id that its page would have."""
        return self.file.rpartition("/")[2].removesuffix(".yml")

    @property
    def title(self) -> str:
        """Its title."""
        return str(self.data["title"])


@dataclass(frozen=True, slots=True)
class Imported:
    """One post as it was imported: its drafts, where everything went, and all that was proposed.

    `unplaced` are claims that belong to no text of a draft, such as one in code. `language` is the one the post seems
    to be in; `unread` says why its prose was not held against the policies, "" where it was.
    """

    post: Post
    drafts: tuple[Draft, ...]
    placed: tuple[Placed, ...]
    proposals: tuple[Proposal, ...] = ()
    links: tuple[LinkFound, ...] = ()
    claims: tuple[Claim, ...] = ()
    language: str = "en"
    unread: str = ""
    sections: tuple[tuple[str, tuple[str, ...]], ...] = field(default=())

    @property
    def matches(self) -> tuple[Match, ...]:
        """Every stock procedure that seems to cover a part of the post."""
        return tuple(draft.match for draft in self.drafts if draft.match)

    def count(self, went: Went) -> int:
        """Return how many parts of the post went one way."""
        return sum(placed.went is went for placed in self.placed)

    @property
    def unmapped(self) -> tuple[Placed, ...]:
        """What found no place of its own: kept as text, or in a comment."""
        return tuple(placed for placed in self.placed if placed.went is not Went.MAPPED)
