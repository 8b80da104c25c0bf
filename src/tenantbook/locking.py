"""A lock that one process holds at a time, and that the system takes back however the process ends."""

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tenantbook.model.errors import TenantbookError

#: Seconds between two looks at a lock that another process holds.
_PATIENCE = 0.05


class HeldError(TenantbookError):
    """Another process holds the lock."""


@contextmanager
def locked(file: Path, *, wait: bool = True) -> Iterator[None]:
    """Hold the lock of a file, which is made if need be.

    Raises:
        HeldError: another process holds it, and one does not want to `wait`.
    """
    handle = os.open(file, os.O_RDWR | os.O_CREAT, 0o644)
    try:
        while not _try_lock(handle):
            if not wait:
                raise HeldError(file)
            time.sleep(_PATIENCE)
        yield
    finally:
        os.close(handle)


if sys.platform == "win32":
    import msvcrt

    def _try_lock(handle: int) -> bool:
        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True
else:
    import fcntl

    def _try_lock(handle: int) -> bool:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True
