"""The ledger on disk: `published/<target>.json`, and beside it a journal while a run is under way.

Every change is a line at the journal's end, so that a run of thousands of articles doesn't write the whole ledger
thousands of times. However a run ends, the next one finds ledger and journal and makes one ledger of them.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from tenantbook.disk import Workspace, inside, write_text
from tenantbook.locking import HeldError, locked
from tenantbook.model.errors import TenantbookError
from tenantbook.model.publication import ArticleId
from tenantbook.plan.ledger import (
    DamagedLedgerError,
    Kept,
    Ledger,
    journal_line,
    read_ledger,
    with_journal,
    write_ledger,
)

#: More than any ledger holds.
_MAX_BYTES = 256 * 1024 * 1024


class LedgerError(TenantbookError):
    """A ledger cannot be used; the message says why, and what to do."""


class LedgerFile:
    """The ledger of one target while it is published to. Every change is on disk before the next one is made."""

    def __init__(self, file: Path, ledger: Ledger, journal: IO[bytes]) -> None:
        self.file = file
        self._target = ledger.target
        self._kept = dict(ledger.kept)
        self._journal = journal

    @property
    def ledger(self) -> Ledger:
        """The ledger as it is now."""
        return Ledger(self._target, dict(self._kept))

    def kept(self, article: ArticleId) -> Kept | None:
        """Return what is remembered of an article."""
        return self._kept.get(article)

    def note(self, article: ArticleId, kept: Kept) -> None:
        """Remember something of an article."""
        if self._kept.get(article) != kept:
            self._kept[article] = kept
            self._write(article, kept)

    def forget(self, article: ArticleId) -> None:
        """Remember an article no more."""
        if self._kept.pop(article, None):
            self._write(article, None)

    def _write(self, article: ArticleId, kept: Kept | None) -> None:
        self._journal.write(journal_line(article, kept).encode())
        self._journal.flush()
        os.fsync(self._journal.fileno())


def ledger_file(workspace: Workspace, target: str) -> Path:
    """Return where a target's ledger stands: beside the content, since it cannot be made again."""
    return inside(workspace.content.parent, f"published/{target}.json")


def read_published(workspace: Workspace, target: str) -> Ledger:
    """Return what was published to a target, without changing anything.

    Raises:
        LedgerError: the ledger is damaged.
    """
    file = ledger_file(workspace, target)
    journal = file.with_suffix(".journal")
    reading, mend = file, "Take it from a backup or from git"
    try:
        ledger = read_ledger(_text(file), target) if file.exists() else Ledger(target)
        reading, mend = journal, "Move it away: what it tells of is found again by the marks that articles carry"
        return with_journal(ledger, _text(journal)) if journal.exists() else ledger
    except DamagedLedgerError as error:
        raise LedgerError(f"{_shown(workspace, reading)} cannot be used: {error}. {mend}") from error


def _text(file: Path) -> str:
    if file.stat().st_size > _MAX_BYTES:
        raise DamagedLedgerError(f"larger than {_MAX_BYTES // 1024 // 1024} MB")
    try:
        return file.read_bytes().decode()
    except UnicodeDecodeError as error:
        if file.suffix == ".journal":
            # Cut short within a character: what stands before it is whole.
            return error.object[: error.start].decode()
        raise DamagedLedgerError("not UTF-8") from error


def _shown(workspace: Workspace, file: Path) -> str:
    return file.relative_to(workspace.root).as_posix()


@contextmanager
def open_ledger(workspace: Workspace, target: str) -> Iterator[LedgerFile]:
    """Open a target's ledger for writing; one run at a time. However the run ends, the ledger is whole after it.

    Raises:
        LedgerError: it is damaged, or another run is publishing there.
    """
    file = ledger_file(workspace, target)
    file.parent.mkdir(parents=True, exist_ok=True)
    try:
        with locked(file.with_suffix(".lock"), wait=False):
            yield from _opened(workspace, target, file)
    except HeldError as error:
        raise LedgerError(f"another run is publishing to {target}; wait until it has ended") from error


def _opened(workspace: Workspace, target: str, file: Path) -> Iterator[LedgerFile]:
    ledger = read_published(workspace, target)
    journal = file.with_suffix(".journal")
    _settle(file, ledger, journal)
    with journal.open("ab") as lines:
        opened = LedgerFile(file, ledger, lines)
        try:
            yield opened
        finally:
            lines.close()
            _settle(file, opened.ledger, journal)


def _settle(file: Path, ledger: Ledger, journal: Path) -> None:
    """Write the ledger whole, then drop the journal that is in it now, and what killed runs left of earlier ones."""
    for left in file.parent.glob(f".{file.name}.*.new"):
        left.unlink(missing_ok=True)
    if ledger.kept or file.exists():
        write_text(file, write_ledger(ledger))
    journal.unlink(missing_ok=True)
