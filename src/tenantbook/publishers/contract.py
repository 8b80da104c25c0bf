"""What every publisher is to whoever publishes: it says what stands there, and changes one article at a time."""

from collections.abc import Iterator
from typing import Protocol

from tenantbook.model.publication import Action, Article, Sent, Standing


class RefusedError(Exception):
    """One article cannot be published; the message says why, and what to do. The others go on."""


class UnreachableError(Exception):
    """The other side cannot be used at all: `reason` says why, `mend` what to do. Neither holds a secret."""

    def __init__(self, reason: str, mend: str) -> None:
        super().__init__(f"{reason}. {mend}" if mend else reason)
        self.reason = reason
        self.mend = mend


class Publisher(Protocol):
    """Somewhere that articles are published."""

    def preflight(self) -> tuple[str, ...]:
        """Return everything that stands in the way before the first write: rights, unknown categories, versions.

        Raises:
            UnreachableError: it cannot be reached, or does not let us in.
        """
        ...

    def published(self) -> Iterator[Standing]:
        """Yield every article there that carries our mark, and those that settings say to adopt.

        Raises:
            UnreachableError: it cannot be read whole. A part of it is never taken for all of it.
        """
        ...

    def digest(self, article: Article) -> str:
        """Return the digest of what would be sent for an article, everything that decides it included."""
        ...

    def apply(self, action: Action) -> Sent | None:
        """Carry out a create, update, adopt or retire; return what to remember, None of what was retired.

        Safe to be called again after it was cut short: what was created already is found by its mark, not made twice.

        Raises:
            RefusedError: the other side would not take this article.
            UnreachableError: it cannot be used any more.
        """
        ...
