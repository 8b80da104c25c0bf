"""Reading and writing folders: only what differs, atomically, and never outside the folder."""

import os
import shutil
import tempfile
import time
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from tenantbook.model.errors import TenantbookError

#: More than any content file may hold; what is larger is not even read.
MAX_READ = 4 * 1024 * 1024


class OutsideFolderError(TenantbookError):
    """A path would leave the folder it belongs in."""

    def __init__(self, path: str, folder: Path) -> None:
        super().__init__(f"{path!r} leads out of {folder}")


class UnreadableFileError(TenantbookError):
    """A file cannot be read as text: which one, on which line (from 1), and why."""

    def __init__(self, file: Path, reason: str, line: int = 1) -> None:
        super().__init__(f"{file}:{line}: {reason}")
        self.file = file
        self.reason = reason
        self.line = line


@dataclass(frozen=True, slots=True)
class Workspace:
    """Where things are: the content, the house's own pages, and what is built."""

    root: Path
    content: Path
    docs: Path
    settings: Path
    build: Path

    @classmethod
    def at(cls, root: Path, *, content: Path | None = None, build: Path | None = None) -> "Workspace":
        """Return the workspace of a project folder; content and build may stand elsewhere."""
        return cls(root, content or root / "kb_src", root / "docs", root / "mkdocs.yml", build or root / "build")

    @property
    def snapshots(self) -> Path:
        """The folder of snapshots, machine-written only."""
        return self.content / "snapshots"

    @property
    def guides(self) -> Path:
        """The folder of the house edition, rendered and committed."""
        return self.docs / "guides"

    def mark(self, site: str) -> Path:
        """Return the file that says what one site was made from: apart from the sites, which are published."""
        return inside(self.build, f"marks/{site}")

    def site(self, client: str, surface: str) -> Path:
        """Return the folder of one client's built site on one surface."""
        return inside(self.build, f"sites/{client}/{surface}")


def inside(folder: Path, path: str) -> Path:
    """Return `folder / path`.

    Raises:
        OutsideFolderError: the path is absolute, or climbs out.
    """
    parts = PurePosixPath(path.replace("\\", "/"))
    if parts.is_absolute() or ".." in parts.parts or ":" in path or not parts.parts:
        raise OutsideFolderError(path, folder)
    return folder.joinpath(*parts.parts)


def read_text(file: Path) -> str:
    """Return a file's text with Unix line ends.

    Raises:
        UnreadableFileError: it is too large, not UTF-8, or the system refuses.
    """
    try:
        if file.stat().st_size > MAX_READ:
            raise UnreadableFileError(file, f"larger than {MAX_READ // 1024 // 1024} MB")
        return file.read_bytes().decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        raise UnreadableFileError(file, "not UTF-8; save the file as UTF-8", line) from error
    except OSError as error:
        raise UnreadableFileError(file, error.strerror or str(error)) from error


def read_tree(folder: Path, suffixes: Collection[str], *, leave_out: Collection[str] = ()) -> dict[str, str]:
    """Return the text of every file below `folder` with one of the suffixes, by path with forward slashes.

    Raises:
        UnreadableFileError: one of them cannot be read.
    """
    found, unreadable = read_files(folder, suffixes, leave_out=leave_out)
    for _, error in unreadable:
        raise error
    return found


def read_files(
    folder: Path, suffixes: Collection[str], *, leave_out: Collection[str] = ()
) -> tuple[dict[str, str], list[tuple[str, UnreadableFileError]]]:
    """Return the same as `read_tree`, and beside it every file that cannot be read, with why."""
    found: dict[str, str] = {}
    unreadable: list[tuple[str, UnreadableFileError]] = []
    for name, file in _files(folder):
        if name.endswith(tuple(suffixes)) and name.split("/")[0] not in leave_out:
            try:
                found[name] = read_text(file)
            except UnreadableFileError as error:
                unreadable.append((name, error))
    return found, unreadable


def _files(folder: Path) -> Iterator[tuple[str, Path]]:
    for file in sorted(folder.rglob("*")):
        name = file.relative_to(folder).as_posix()
        if file.is_file() and not any(part.startswith(".") for part in name.split("/")):
            yield name, file


def write_text(file: Path, text: str) -> bool:
    """Write a file if its text differs, by a new file and a rename; return whether it was written."""
    return write_bytes(file, text.encode())


def write_bytes(file: Path, data: bytes) -> bool:
    """Write a file if its bytes differ, by a new file and a rename; return whether it was written."""
    if _holds(file, data):
        return False
    file.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}.", suffix=".new")
    try:
        with os.fdopen(handle, "wb") as new:
            new.write(data)
        Path(name).chmod(0o644)
        Path(name).replace(file)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    return True


def _holds(file: Path, data: bytes) -> bool:
    try:
        return file.read_bytes() == data
    except OSError:
        return False


@dataclass(frozen=True, slots=True)
class Changes:
    """What writing a folder changed, or would change: paths with forward slashes."""

    written: tuple[str, ...]
    removed: tuple[str, ...]

    def __bool__(self) -> bool:
        return bool(self.written or self.removed)


def plan_tree(folder: Path, files: Mapping[str, bytes]) -> Changes:
    """Return what `write_tree` would do."""
    written = [name for name, data in files.items() if not _holds(inside(folder, name), data)]
    removed = [name for name, _ in _files(folder) if name not in files] if folder.is_dir() else []
    return Changes(tuple(written), tuple(removed))


def write_tree(folder: Path, files: Mapping[str, bytes]) -> Changes:
    """Make a machine-written folder hold exactly these files; touch only what differs."""
    changes = plan_tree(folder, files)
    for name in changes.written:
        write_bytes(inside(folder, name), files[name])
    for name in changes.removed:
        inside(folder, name).unlink()
    _drop_empty(folder)
    return changes


def _drop_empty(folder: Path) -> None:
    for below in sorted(folder.rglob("*"), reverse=True):
        if below.is_dir() and not any(below.iterdir()):
            below.rmdir()


#: Seconds after which a folder that nobody has finished was left by a run that was killed.
_LONGEST_RUN = 3600


@contextmanager
def replacing(place: Path) -> Iterator[Path]:
    """Give a new folder to fill, and put it in the place of the old one when that went well."""
    place.parent.mkdir(parents=True, exist_ok=True)
    drop_leftovers(place)
    new = Path(tempfile.mkdtemp(dir=place.parent, prefix=f".{place.name}.new."))
    try:
        yield new
        new.chmod(0o755)
        swap_in(new, place)
    finally:
        if new.exists():
            shutil.rmtree(new, ignore_errors=True)


def drop_leftovers(place: Path) -> None:
    """Remove what killed runs left beside a folder; what is young may belong to a run that is still at work.

    An old folder goes only where a new one stands in its place.
    """
    kinds = ("new.*", "old") if place.exists() else ("new.*",)
    for left in (left for kind in kinds for left in place.parent.glob(f".{place.name}.{kind}")):
        if time.time() - left.stat().st_mtime > _LONGEST_RUN:
            shutil.rmtree(left, ignore_errors=True)


def drop_unfinished(folder: Path) -> None:
    """Remove the new files that killed runs left below a folder; what is young may belong to a run still at work."""
    for left in folder.rglob(".*.new"):
        if left.is_file() and time.time() - left.stat().st_mtime > _LONGEST_RUN:
            left.unlink(missing_ok=True)


def swap_in(new: Path, place: Path) -> None:
    """Put a finished folder in the place of an old one, so that a half-made site is never served."""
    place.parent.mkdir(parents=True, exist_ok=True)
    old = place.with_name(f".{place.name}.old")
    if place.exists():
        shutil.rmtree(old, ignore_errors=True)
        place.replace(old)
    try:
        new.replace(place)
    except OSError:
        if old.exists():
            old.replace(place)
        raise
    shutil.rmtree(old, ignore_errors=True)
