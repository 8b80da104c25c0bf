"""Sites at an address of another file system, such as an object store: only what differs is written or removed.

There is no swapping in whole out there. A site carries a list of its files instead, written before the first of them
and again after the last; a site whose list and files differ was interrupted, and the next build finishes it.
"""

import hashlib
import json
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import Any

from tenantbook.model.audience import Surface
from tenantbook.model.errors import TenantbookError
from tenantbook.model.extras import to_install

#: The list of a site's files with their digests; what stands at an address without one is not ours.
LIST = ".tenantbook-files.json"

#: Bytes sent at once.
_AT_ONCE = 16 * 1024 * 1024


class RemoteError(TenantbookError):
    """An address cannot be written to; the message says why, and what to do."""


def file_system(address: str) -> tuple[Any, str]:
    """Return the file system of an address, and the path there.

    Raises:
        RemoteError: it is no address, or the package for it is not installed.
    """
    # Imported here, and an extra: most sites stand on this machine.
    try:
        from fsspec.core import url_to_fs  # type: ignore[import-untyped] # noqa: PLC0415
    except ImportError as error:
        raise RemoteError(f"--to needs fsspec: {to_install('dask')}") from error
    try:
        files, path = url_to_fs(address)
    except (ImportError, ValueError) as error:
        raise RemoteError(f"{address}: {error}") from error
    return files, str(path).rstrip("/")


def send(folder: Path, address: str) -> None:
    """Make a site at an address hold exactly the files of a folder.

    Raises:
        RemoteError: something stands there that is not ours.
        OSError: the address cannot be reached or written.
    """
    files, root = file_system(address)
    there = _list_of(files, root)
    if there is None and files.exists(root) and files.ls(root, detail=False):
        raise RemoteError(f"{address} holds files that are not from here; name another address, or empty it")
    here = {file.relative_to(folder).as_posix(): _digest(file) for file in sorted(folder.rglob("*")) if file.is_file()}
    if here == there:
        return
    new = [name for name in here if here[name] != (there or {}).get(name)]
    gone = [name for name in there or {} if name not in here]
    # Neither here nor there is a file with no digest: what is listed so is written again, should this be cut short.
    _write_list(files, root, {**dict.fromkeys([*(there or {}), *here], ""), **_same(here, there or {})})
    for parent in sorted({f"{root}/{name}".rpartition("/")[0] for name in new}):
        files.makedirs(parent, exist_ok=True)
    # Pages last: none asks for a style or script that is not there yet.
    for some in _parcels(folder, sorted(new, key=lambda name: (name.endswith(".html"), name))):
        files.pipe({f"{root}/{name}": data for name, data in some.items()})
    for name in gone:
        if files.exists(f"{root}/{name}"):
            files.rm_file(f"{root}/{name}")
    _write_list(files, root, here)


def remove_strangers(address: str, clients: Collection[str]) -> list[str]:
    """Remove the sites of those who are clients no more, so that nobody goes on publishing them; return their ids."""
    files, root = file_system(address)
    names = (
        [str(path).rstrip("/").rpartition("/")[2] for path in files.ls(root, detail=False)]
        if files.exists(root)
        else []
    )
    return [name for name in sorted(names) if name not in clients and any([*_removed(files, f"{root}/{name}")])]


def _removed(files: Any, client: str) -> Iterator[bool]:
    """Remove the files that a client's sites list, and yield for each site whether it was ours."""
    for surface in Surface:
        root = f"{client}/{surface.value}"
        listed = _list_of(files, root)
        for name in [*(listed or {}), *([LIST] if listed is not None else [])]:
            if files.exists(f"{root}/{name}"):
                files.rm_file(f"{root}/{name}")
        yield listed is not None


def _list_of(files: Any, root: str) -> dict[str, str] | None:
    try:
        found = json.loads(files.cat_file(f"{root}/{LIST}"))["files"]
    except FileNotFoundError:
        return None
    except (ValueError, KeyError, TypeError) as error:
        raise RemoteError(f"{root}/{LIST} is damaged; remove the site and build again") from error
    # A name that leads out of the site is no file of it, whoever wrote it there.
    return {str(name): str(digest) for name, digest in found.items() if ".." not in str(name).split("/")}


def _write_list(files: Any, root: str, listed: Mapping[str, str]) -> None:
    files.makedirs(root, exist_ok=True)
    files.pipe_file(f"{root}/{LIST}", json.dumps({"v": 1, "files": dict(sorted(listed.items()))}).encode())


def _same(here: Mapping[str, str], there: Mapping[str, str]) -> dict[str, str]:
    return {name: digest for name, digest in here.items() if there.get(name) == digest}


def _parcels(folder: Path, names: Collection[str]) -> Iterator[dict[str, bytes]]:
    """Yield files to send, some megabytes at a time, with their bytes."""
    parcel: dict[str, bytes] = {}
    for name in names:
        parcel[name] = (folder / name).read_bytes()
        if sum(map(len, parcel.values())) > _AT_ONCE:
            yield parcel
            parcel = {}
    if parcel:
        yield parcel


def _digest(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()
