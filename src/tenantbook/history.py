"""The log of checks on disk: lines are only ever added at its end, by one run at a time."""

import os
import tempfile
from pathlib import Path

from tenantbook.disk import Workspace
from tenantbook.locking import locked
from tenantbook.model.verdict import Inspection, LogEntry
from tenantbook.standing.log import Log, folded, line_of, read_log
from tenantbook.standing.row import entry_of

#: How many bytes of runs the log may hold before it is folded: years of quiet nights.
FOLD_AT = 2 * 1024 * 1024

_NAME = "checks.jsonl"


def log_file(workspace: Workspace) -> Path:
    """Return the log of checks: apart from `build/`, since it is the one thing there that cannot be made again."""
    return workspace.content.parent / "history" / _NAME


def read(workspace: Workspace) -> Log:
    """Return what the log says; nothing where there is none. Lines that cannot be used are in its `problems`."""
    file = log_file(workspace)
    return read_log(_shown(workspace), file.read_bytes() if file.exists() else b"")


def append(workspace: Workspace, inspection: Inspection, *, whole: bool) -> Log:
    """Add a run to the log, and return what the log says then.

    `whole` is whether the run was meant for every client (no `--client`): one that it lacks is then not checked.
    """
    return append_entry(workspace, entry_of(inspection, whole=whole))


def append_entry(workspace: Workspace, entry: LogEntry, *, fold_at: int = FOLD_AT) -> Log:
    """Add a run to the log under a lock, so that two runs at once follow each other.

    The line goes to the end of the file in one piece and is forced to the disk; a run that is killed leaves at most
    half a line behind, and every line before it as it was. Where the log has grown too long it is folded, into a new
    file that takes the place of the old one.
    """
    file = log_file(workspace)
    file.parent.mkdir(parents=True, exist_ok=True)
    with locked(file.with_suffix(".lock")):
        data = file.read_bytes() if file.exists() else b""
        before = read_log(_shown(workspace), data)
        line = (b"\n" if before.unfinished else b"") + line_of(before, entry)
        after = read_log(_shown(workspace), data + line)
        if after.loose > fold_at:
            _replace(file, folded(after))
        else:
            _add(file, line)
    return after


def _shown(workspace: Workspace) -> str:
    return log_file(workspace).relative_to(workspace.root).as_posix()


def _add(file: Path, line: bytes) -> None:
    handle = os.open(file, os.O_WRONLY | os.O_APPEND | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o644)
    with os.fdopen(handle, "ab", buffering=0) as log:
        rest = memoryview(line)
        while rest:
            rest = rest[log.write(rest) :]
        os.fsync(log.fileno())


def _replace(file: Path, data: bytes) -> None:
    """Put a new file in the place of the log, once it is on the disk for certain."""
    handle, name = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}.", suffix=".new")
    try:
        with os.fdopen(handle, "wb") as new:
            new.write(data)
            new.flush()
            os.fsync(new.fileno())
        Path(name).chmod(0o644)
        Path(name).replace(file)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
