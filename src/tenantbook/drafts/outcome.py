"""What became of one post in an import."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType

from tenantbook.drafts.changes import Change
from tenantbook.drafts.draft import Imported


class State(StrEnum):
    """How a post stands to the last import of it."""

    NEW = "new"
    UNCHANGED = "unchanged"
    CHANGED = "changed upstream"
    AGAIN = "imported again"
    OURS = "a guide of this book, published there"
    UNREAD = "could not be imported"


@dataclass(frozen=True, slots=True)
class Outcome:
    """One post: how it stands, what was made of it, what changed since the last import, and what became of each file.

    `folder` is where its drafts are, below the folder of all. `in_the_way` are files that their editor has changed, so
    that the new draft is not where it belongs. `why` says why it could not be imported.
    """

    state: State
    name: str
    imported: Imported | None = None
    changes: tuple[Change, ...] = ()
    files: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    in_the_way: tuple[str, ...] = ()
    folder: str = ""
    why: str = ""
