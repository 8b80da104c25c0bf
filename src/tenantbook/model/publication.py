"""What is published elsewhere: articles, what stands there, and what is to be done about the difference."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType
from typing import NamedTuple, Self

from tenantbook.model.audience import Surface
from tenantbook.model.edition import Record
from tenantbook.model.verdict import Origin

#: What a part of a marker may be: an id as content files have them. Nothing in it can end a comment or an attribute.
_PART = re.compile(r"-|[a-z0-9]+(?:-[a-z0-9]+)*", re.IGNORECASE | re.ASCII)


#: Under this name `Standing.extra` tells what was changed by hand, in words: `title (Passes → Keys), categories`.
BY_HAND = "by hand"


#: What is remembered of an article in words for people: what could not be carried over, say.
TOLD = "told"


class ArticleId(NamedTuple):
    """What an article is, whatever it is called and wherever it stands: it survives renaming and moving."""

    client: str
    surface: Surface
    audience: str
    page: str
    language: str

    @property
    def marker(self) -> str:
        """The identity as one word: `northwind-dental/client/end-user/use-pass/en`; `-` for no audience."""
        return "/".join([self.client, self.surface.value, self.audience or "-", self.page, self.language])

    @classmethod
    def of_marker(cls, marker: str) -> Self | None:
        """Return the identity that a marker says; None for anything that is no marker."""
        parts = marker.split("/")
        if len(parts) != len(cls._fields) or not all(_PART.fullmatch(part) for part in parts):
            return None
        client, surface, audience, page, language = parts
        if surface not in {known.value for known in Surface}:
            return None
        return cls(client, Surface(surface), "" if audience == "-" else audience, page, language)


@dataclass(frozen=True, slots=True)
class Article:
    """One page of a client's site as it is to be published.

    `html` is the page's own content as it was built, without menus and without its record; `file` its path below the
    site. `origin` is the content that it is written in. `files` are paths below the site of an article that is no
    page but what a site has beside its pages; only publishers of whole sites are given such.
    """

    id: ArticleId
    title: str
    summary: str
    html: str
    record: Record
    file: str
    origin: Origin | None = None
    files: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sent:
    """What the ledger keeps of an article that was published: its key there, and digests to know it again.

    `ours` is the digest of what was sent, `theirs` of what the other side then said it holds (it may normalise);
    `extra` is what the publisher wants to remember, such as a slug; what people should know of the article as it stands
    there now goes under `TOLD`.
    """

    key: str
    address: str
    ours: str
    theirs: str
    when: datetime
    title: str = ""
    extra: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True, slots=True)
class Standing:
    """An article as it stands on the other side.

    `article` is the identity that it carries in itself, None where it carries none of ours. `digest` is that of its
    content as the other side holds it. `changed_by` says who changed it last, where that is known and was not us.
    `sealed` says whether the content still is what the digest in its own record was made of; None where that cannot
    be told. It is what is asked where the ledger knows nothing of the article.
    """

    key: str
    article: ArticleId | None
    title: str
    address: str
    digest: str
    status: str = ""
    changed_by: str = ""
    content: str = field(default="", repr=False)
    extra: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    sealed: bool | None = None


class Doing(StrEnum):
    """What is done about one article."""

    CREATE = "create"
    UPDATE = "update"
    ADOPT = "adopt"
    RETIRE = "retire"
    KEEP = "keep"
    REFUSE = "refuse"


@dataclass(frozen=True, slots=True)
class Action:
    """One thing to do. `article` is None where something is retired, `standing` where something is created.

    `why` says it for the person who reads the plan: what changed, or why it is refused and what to do.
    `diff` holds the lines of a unified diff where something made by hand is in the way.
    """

    doing: Doing
    id: ArticleId
    why: str
    article: Article | None = None
    standing: Standing | None = None
    diff: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything that publishing would do, in order; `problems` stand in the way of all of it."""

    target: str
    actions: tuple[Action, ...]
    problems: tuple[str, ...] = ()

    def of(self, *doings: Doing) -> tuple[Action, ...]:
        """Return the actions of some kinds."""
        return tuple(action for action in self.actions if action.doing in doings)
