"""What every publisher is to whoever publishes: it says what stands there, and changes one article at a time.

A publisher is a module, named in `registry.PUBLISHERS`, that holds

- `Settings`, an `Entry`: what stands under `settings:` in `kb_src/publish/<target>.yml`. No secrets: those come from
  `Desk.environment`. Keys that all targets share (clients, status, adopt, ...) are `model.target.Target`'s.
- `KIND`, a `PublisherKind`: its `Settings`, whether its readers are the public, whether it takes whole sites.
- `open_publisher(target, desk)`: a context manager that gives a `Publisher`. It sends nothing yet.

`validate` imports the module for its `Settings`, so what is slow to load, such as httpx, is imported when a
publisher is opened.

What happens in which order: `preflight`, then `published` once, then `objection` and `digest` of every article; the
plan is made and printed; then `apply` for one action at a time, after each of which the ledger is written.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, Protocol

from tenantbook.model.errors import TenantbookError
from tenantbook.model.publication import Action, Article, ArticleId, Sent, Standing
from tenantbook.model.target import PublisherKind, Target


class RefusedError(TenantbookError):
    """One article cannot be published; the message says why, and what to do. The others go on."""


class ReturnedChangedError(RefusedError):
    """An article came back other than it was sent, so the run ends: what changes one article may change all."""


class UnreachableError(TenantbookError):
    """The other side cannot be used at all: `reason` says why, `mend` what to do. Neither holds a secret."""

    def __init__(self, reason: str, mend: str) -> None:
        super().__init__(f"{reason}. {mend}" if mend else reason)
        self.reason = reason
        self.mend = mend


def _kept_nowhere(_article: ArticleId, _sent: Sent) -> None:
    """Keep nothing: for those who only look."""


@dataclass(frozen=True, slots=True)
class Desk:
    """What a publisher is given to work with, beside its target.

    `name` is the target's. `adopt` has the key there of each article that is to take the place of what stands
    there; `ledger` what was published before. `site_of` gives the folder of the built site that an article is from,
    below which `Article.file` and the pictures beside it stand. `root` is the project's folder, `now` the time
    of the run in UTC.

    `written` is called with what the other side answered to each write of an article, before that answer is judged: so
    the ledger knows every article that was made, whatever is then found to be wrong with it.
    """

    name: str
    adopt: Mapping[ArticleId, str]
    ledger: Mapping[ArticleId, Sent]
    site_of: Callable[[ArticleId], Path]
    root: Path
    now: datetime
    environment: Mapping[str, str] = field(repr=False)
    written: Callable[[ArticleId, Sent], None] = field(default=_kept_nowhere, repr=False)


class Publisher(Protocol):
    """Somewhere that articles are published."""

    def preflight(self) -> tuple[str, ...]:
        """Return everything that stands in the way before the first write: rights, unknown categories, versions.

        Raises:
            UnreachableError: it cannot be reached, or does not let us in.
        """
        ...

    def published(self) -> Iterator[Standing]:
        """Yield every article there that carries our mark, those in the ledger by their keys, and those to adopt.

        One in the ledger that lost its mark is yielded with `article` None; one in its bin, with status `trash`.
        What is yielded twice is taken for two articles.

        Raises:
            UnreachableError: it cannot be read whole. A part of it is never taken for all of it.
        """
        ...

    def objection(self, article: Article) -> str:
        """Return why this article cannot be published there, known without a write, and what to do; else nothing."""
        ...

    def digest(self, article: Article) -> str:
        """Return the digest of what would be sent for an article, everything that decides it included.

        Where a write is more than a file, the day of reading is left out of it (`plan.lines.timeless`): the plan then
        sends an article of which nothing else changed only every so many days.
        """
        ...

    def apply(self, action: Action) -> Sent | None:
        """Carry out a create, update, adopt or retire; return what to remember, None of what was retired.

        `action.standing` is what was there when the plan was made: where it is so no more, refuse. Safe to be
        called again after it was cut short: what was created already is found by its mark, not made twice. An update
        of what lies in the bin takes it out. Where the other side knows statuses, `Sent.extra` holds the one it has
        then as `status`, in the words of `model.target.Status` where they fit, so that a change by hand is noticed.

        Raises:
            RefusedError: the other side would not take this article. Where something was written all the same,
                `Desk.written` was called with it.
            ReturnedChangedError: it was taken, and changed on the way.
            UnreachableError: it cannot be used any more.
        """
        ...


class PublisherModule(Protocol):
    """A publisher's module, as the registry gives it."""

    KIND: PublisherKind

    def open_publisher(self, target: Target[Any], desk: Desk) -> AbstractContextManager[Publisher]:
        """Open the publisher for a target, whose `settings` are of this module's own form."""
        ...
