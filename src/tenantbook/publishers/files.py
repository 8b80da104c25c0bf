"""Files below an address: a folder of this machine, where each is replaced as a whole, or what fsspec reaches."""

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, Protocol

from tenantbook.disk import inside
from tenantbook.publishers.contract import UnreachableError
from tenantbook.site.remote import RemoteError, file_system

#: More than any file of a site holds.
_MAX_BYTES = 64 * 1024 * 1024

_SCHEME = re.compile(r"^[a-z][a-z0-9+.-]+:", re.IGNORECASE)


class Files(Protocol):
    """Files below an address, by their paths with forward slashes.

    Every method may raise UnreachableError: the address cannot be read or written.
    """

    def sites(self, name: str) -> Iterator[str]:
        """Yield each folder, one or two levels down, that holds a file called `name`."""
        ...

    def exists(self, path: str) -> bool:
        """Return whether there is such a file."""
        ...

    def read(self, path: str) -> bytes | None:
        """Return what a file holds, None where there is none."""
        ...

    def write(self, path: str, data: bytes) -> None:
        """Write a file, and the folders above it."""
        ...

    def remove(self, path: str) -> None:
        """Remove a file if it is there, and folders that are empty then."""
        ...

    def shown(self, path: str) -> str:
        """Return the whole address of a file, without anything secret."""
        ...


def files_at(address: str, root: Path) -> Files:
    """Return the files below an address. A folder may be given from `root`, the project's folder.

    Raises:
        UnreachableError: it is no address, or a package for it is missing.
    """
    if not _SCHEME.match(address) or Path(address).drive:
        return Local((root / Path(address).expanduser()).resolve())
    if address.lower().startswith("file://"):
        return Local(Path(address[len("file://") :]).resolve())
    try:
        return Remote(address)
    except RemoteError as error:
        raise UnreachableError(
            str(error), "Correct `address` in the target's file, or install what it takes"
        ) from error


@contextmanager
def _told(address: str) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        reason = f"{address} cannot be used: {error.strerror or error}"
        raise UnreachableError(reason, "Look whether it is there, and whether you may write to it") from error


class Local:
    """A folder of this machine, or one that it has mounted."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def sites(self, name: str) -> Iterator[str]:
        """Yield each folder that holds such a file."""
        with _told(str(self._folder)):
            found = (
                [*self._folder.glob(f"*/{name}"), *self._folder.glob(f"*/*/{name}")] if self._folder.exists() else []
            )
        yield from sorted(file.parent.relative_to(self._folder).as_posix() for file in found)

    def exists(self, path: str) -> bool:
        """Return whether anything stands there, even a link that leads nowhere, or a file where a folder belongs."""
        file = inside(self._folder, path)
        above = file.parents[: len(file.relative_to(self._folder).parts) - 1]
        return os.path.lexists(file) or any(os.path.lexists(each) and not each.is_dir() for each in above)

    def read(self, path: str) -> bytes | None:
        """Return what a file holds."""
        file = inside(self._folder, path)
        with _told(str(file)):
            try:
                if file.stat().st_size > _MAX_BYTES:
                    raise OSError(f"larger than {_MAX_BYTES // 1024 // 1024} MB")
                return file.read_bytes()
            except (FileNotFoundError, NotADirectoryError):
                return None

    def write(self, path: str, data: bytes) -> None:
        """Write a file as a new one that then takes the place of the old; what a killed run left of one is replaced."""
        file = inside(self._folder, path)
        new = file.with_name(f".{file.name.lstrip('.')}.tenantbook-new")
        with _told(str(file)):
            file.parent.mkdir(parents=True, exist_ok=True)
            new.write_bytes(data)
            new.chmod(0o644)
            new.replace(file)

    def remove(self, path: str) -> None:
        """Remove a file, and the folders above it that are empty then."""
        file = inside(self._folder, path)
        with _told(str(file)):
            file.unlink(missing_ok=True)
        for folder in file.parents[: len(file.relative_to(self._folder).parts) - 1]:
            with suppress(OSError):
                folder.rmdir()

    def shown(self, path: str) -> str:
        """Return the path of a file."""
        return str(inside(self._folder, path))


class Remote:
    """An address of another file system, such as an object store."""

    def __init__(self, address: str) -> None:
        # Anything: fsspec has no types.
        self._files: Any
        self._files, self._root = file_system(address)
        self._shown = re.sub(r"//[^/@]*@", "//", address.partition("?")[0]).rstrip("/")

    def sites(self, name: str) -> Iterator[str]:
        """Yield each folder that holds such a file."""
        with _told(self._shown):
            self._files.invalidate_cache()
            found = [str(path) for path in self._files.find(self._root)] if self._files.exists(self._root) else []
        below = (path[path.index(self._root) + len(self._root) + 1 :] for path in found if path.endswith(f"/{name}"))
        yield from sorted(path.rpartition("/")[0] for path in below if path.count("/") in (1, 2))

    def exists(self, path: str) -> bool:
        """Return whether there is such a file."""
        with _told(self._shown):
            return bool(self._files.exists(self._at(path)))

    def read(self, path: str) -> bytes | None:
        """Return what a file holds."""
        with _told(self._shown):
            try:
                return bytes(self._files.cat_file(self._at(path), start=0, end=_MAX_BYTES))
            except FileNotFoundError:
                return None

    def write(self, path: str, data: bytes) -> None:
        """Write a file."""
        with _told(self._shown):
            self._files.makedirs(self._at(path).rpartition("/")[0], exist_ok=True)
            self._files.pipe_file(self._at(path), data)

    def remove(self, path: str) -> None:
        """Remove a file if it is there."""
        with _told(self._shown):
            if self._files.exists(self._at(path)):
                self._files.rm_file(self._at(path))

    def shown(self, path: str) -> str:
        """Return the address of a file."""
        return f"{self._shown}/{path}"

    def _at(self, path: str) -> str:
        return f"{self._root}/{path}"
