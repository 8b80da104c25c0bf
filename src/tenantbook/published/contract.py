"""What every place is to whoever reads its pages, and how far a reading may go."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

from tenantbook.model.errors import TenantbookError
from tenantbook.model.published import PublishedPage

MEGABYTE = 1024 * 1024


class UnreadablePlaceError(TenantbookError):
    """A place as a whole cannot be read: `reason` says why, `mend` what to do. Neither holds a secret."""

    def __init__(self, reason: str, mend: str) -> None:
        super().__init__(f"{reason}. {mend}" if mend else reason)
        self.reason = reason
        self.mend = mend


class MistakenError(UnreadablePlaceError):
    """What was asked for is wrong, and not the place: a password, a category that is not there."""


class Place(Protocol):
    """Somewhere that pages are published."""

    @property
    def words(self) -> str:
        """The place in words, for a report: whole once `pages` has come to its end."""
        ...

    def pages(self) -> Iterator[PublishedPage]:
        """Yield the pages one by one, those that could not be read among them.

        Raises:
            UnreadablePlaceError: the place as a whole cannot be read.
        """
        ...


@dataclass(frozen=True, slots=True)
class Bounds:
    """How far one reading may go. Sizes are in bytes, and count what is unpacked as well."""

    pages: int = 50_000
    page_bytes: int = 8 * MEGABYTE
    total_bytes: int = 8 * 1024 * MEGABYTE
    depth: int = 20
    redirects: int = 5
    seconds: float = 30
    total_seconds: float = 3600
    at_once: int = 8
    tries: int = 3
    longest_pause: float = 30
    sitemaps: int = 500
    list_bytes: int = 64 * MEGABYTE
