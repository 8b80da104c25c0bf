"""Stamping sites on disk: shared files linked, pages joined from pieces, the whole swapped in at once."""

import hashlib
import os
import shutil
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from tenantbook.disk import UnreadableFileError, read_text, replacing, write_text
from tenantbook.model.edition import Slot
from tenantbook.site.source import CLIENT_STYLES
from tenantbook.stamp import Pieces, Sheet, cut_html, cut_json, cut_page, join, stamp_page, values_of


@dataclass(frozen=True, slots=True)
class Stencil:
    """A compiled text, cut for stamping: pages with and without a record, data, and files shared as they are."""

    root: Path
    folders: tuple[str, ...]
    sheets: Mapping[str, Sheet]
    html: Mapping[str, Pieces]
    data: Mapping[str, Pieces]
    shared: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class StampJob:
    """One site to stamp.

    `made_from` is the digest of all that it is made from; `inputs` that of the files behind it, which
    tells without composing that nothing changed.
    """

    name: str
    place: Path
    mark: Path
    made_from: str
    slots: Mapping[str, Slot]
    styles: str
    inputs: str = "none"


@dataclass(frozen=True, slots=True)
class StampBatch:
    """Sites that share a compiled text."""

    text: Path
    jobs: tuple[StampJob, ...]


@dataclass(frozen=True, slots=True)
class Stamped:
    """What became of a site: its name, and what went wrong, or nothing."""

    name: str
    problem: str = ""


def made_from(text: str, slots: Mapping[str, Slot], styles: str) -> str:
    """Return the digest of all that a stamped site is made from: text, values and the client's own styles."""
    parts = [text, styles, *(f"{slot}\0{value.text}" for slot, value in slots.items())]
    return hashlib.sha256("\0\0".join(parts).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Mark:
    """What is noted of a stamped site: the digests of its input files, its text, what it is made from, its files."""

    inputs: str
    text: str
    made_from: str
    shape: str


def mark_of(mark: Path, place: Path) -> Mark | None:
    """Return the mark of a site that stands as it was stamped; None where a file of it was touched since."""
    try:
        found = Mark(*mark.read_text(encoding="ascii").split())
        return found if found.shape == shape(place) else None
    except (OSError, TypeError, ValueError):
        return None


def write_mark(job: StampJob, text: str) -> None:
    """Note of a site that stands what it was made from."""
    write_text(job.mark, f"{job.inputs} {text} {job.made_from} {shape(job.place)}")


def shape(place: Path) -> str:
    """Return a digest of every file's name, size and time: cheaper than reading, and enough to see an edit."""
    return hashlib.sha256("\n".join(_entries(str(place), "")).encode()).hexdigest()


def _entries(folder: str, below: str) -> Iterator[str]:
    with os.scandir(folder) as found:
        for entry in sorted(found, key=lambda each: each.name):
            name = f"{below}/{entry.name}"
            if entry.is_dir(follow_symlinks=False):
                yield from _entries(entry.path, name)
            else:
                state = entry.stat(follow_symlinks=False)
                yield f"{name} {state.st_size} {state.st_mtime_ns}"


def stamp_sites(batch: StampBatch) -> list[Stamped]:
    """Stamp every site of a batch; one that fails stops no other."""
    return [_stamped(batch.text, job) for job in batch.jobs]


def _stamped(text: Path, job: StampJob) -> Stamped:
    try:
        with replacing(job.place) as new:
            _fill(_stencil(text), job, new)
        write_mark(job, text.name)
    except (OSError, UnreadableFileError) as error:
        return Stamped(job.name, str(error))
    return Stamped(job.name)


def _fill(stencil: Stencil, job: StampJob, new: Path) -> None:
    values = values_of(job.slots)
    for folder in stencil.folders:
        (new / folder).mkdir()
    for name in stencil.shared:
        _share(stencil.root / name, new / name)
    for name, sheet in stencil.sheets.items():
        _write(new / name, stamp_page(sheet, values.html))
    for name, pieces in stencil.html.items():
        _write(new / name, join(pieces, values.html))
    for name, pieces in stencil.data.items():
        _write(new / name, join(pieces, values.json))
    _write(new / CLIENT_STYLES, job.styles)


def _write(file: Path, text: str) -> None:
    # Straight in: the folder is not in place yet, so nobody can see it half-written.
    with file.open("wb") as new:
        new.write(text.encode())


def _share(source: Path, place: Path) -> None:
    """Link a file that every site of a text has, or copy it where the system or file system cannot link."""
    try:
        os.link(source, place)
    except OSError:
        shutil.copyfile(source, place)


@lru_cache(maxsize=4)
def _stencil(root: Path) -> Stencil:
    """Read a compiled text and cut it. A batch has one text, so few need to be kept."""
    files = sorted(file for file in root.rglob("*") if file.is_file())
    names = {file.relative_to(root).as_posix(): file for file in files}
    folders = sorted({path.as_posix() for name in (*names, CLIENT_STYLES) for path in Path(name).parents})
    pages = {name: read_text(file) for name, file in names.items() if name.endswith(".html")}
    sheets = {name: sheet for name, html in pages.items() if (sheet := cut_page(html))}
    data = {name: cut_json(read_text(file)) for name, file in names.items() if name.startswith("search/")}
    rest: Sequence[str] = [name for name in names if name not in pages and name not in data]
    return Stencil(
        root=root,
        folders=tuple(folder for folder in folders if folder != "."),
        sheets=sheets,
        html={name: cut_html(html) for name, html in pages.items() if name not in sheets},
        data=data,
        shared=tuple(rest),
    )
