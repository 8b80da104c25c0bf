"""Stamping sites on disk: shared files linked, pages joined from pieces, the whole swapped in at once."""

import hashlib
import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from tenantbook.disk import UnreadableFileError, replacing, write_text
from tenantbook.site.cache import Composition, DamagedCacheError
from tenantbook.site.remote import RemoteError, send
from tenantbook.site.shape import shape
from tenantbook.site.source import BADGE, CLIENT_STYLES
from tenantbook.site.stencil import FrameStencil, PageStencil, frame_stencil, page_stencil
from tenantbook.stamp import Values, join, stamp_page


@dataclass(frozen=True, slots=True)
class StampJob:
    """One site to stamp.

    `text` is what it is composed of and `slots` the text of each value, unescaped. `made_from` is the digest of all
    that it is made from; `inputs` that of the files behind it, which tells without composing that nothing changed.
    Where `to` is given, the site is sent to that address, and `place` stays as it is. `badge` is what the site shows
    until its pages are checked; empty where it shows none.
    """

    name: str
    place: Path
    mark: Path
    text: Composition
    made_from: str
    slots: Mapping[str, str]
    styles: str
    inputs: str = "none"
    to: str = ""
    badge: str = ""


@dataclass(frozen=True, slots=True)
class StampBatch:
    """Sites to stamp from one cache."""

    cache: Path
    jobs: tuple[StampJob, ...]


@dataclass(frozen=True, slots=True)
class Stamped:
    """What became of a site: its name, and what went wrong, or nothing."""

    name: str
    problem: str = ""


def made_from(text: str, slots: Mapping[str, str], styles: str) -> str:
    """Return the digest of all that a stamped site is made from: text, values and the client's own styles."""
    parts = [text, styles, *(f"{slot}\0{value}" for slot, value in slots.items())]
    return hashlib.sha256("\0\0".join(parts).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Mark:
    """What is noted of a stamped site: the digests of its input files, its text, what it is made from, its files."""

    inputs: str
    text: str
    made_from: str
    shape: str


def mark_of(mark: Path, place: Path, to: str = "") -> Mark | None:
    """Return the mark of a site that stands as it was stamped; None where a file of it was touched since.

    Of a site that was sent elsewhere only that it was sent is known.
    """
    try:
        found = Mark(*mark.read_text(encoding="ascii").split())
        return found if found.shape == _standing(place, to) else None
    except (OSError, TypeError, ValueError):
        return None


def write_mark(job: StampJob) -> None:
    """Note of a site that stands what it was made from."""
    write_text(job.mark, f"{job.inputs} {job.text.key} {job.made_from} {_standing(job.place, job.to)}")


def _standing(place: Path, to: str) -> str:
    return hashlib.sha256(to.encode()).hexdigest() if to else shape(place, without=BADGE)


def stamp_sites(batch: StampBatch) -> list[Stamped]:
    """Stamp every site of a batch; one that fails stops no other."""
    return [_stamped(batch.cache, job) for job in batch.jobs]


def _stamped(cache: Path, job: StampJob) -> Stamped:
    try:
        frame = frame_stencil(cache, job.text.frame, tuple(job.text.pages))
        pages = {name: page_stencil(cache, key) for name, key in job.text.pages.items()}
        with _room(job) as new:
            _fill(frame, pages, job, f"{new}/")
        write_mark(job)
    except (OSError, UnreadableFileError, DamagedCacheError, RemoteError) as error:
        return Stamped(job.name, str(error))
    return Stamped(job.name)


@contextmanager
def _room(job: StampJob) -> Iterator[Path]:
    """Give a new folder to fill, and put what is in it where the site belongs when that went well."""
    if not job.to:
        with replacing(job.place) as new:
            yield new
        return
    with TemporaryDirectory(prefix="tenantbook.") as name:
        yield Path(name)
        send(Path(name), job.to)


def _fill(frame: FrameStencil, pages: Mapping[str, PageStencil], job: StampJob, new: str) -> None:
    """Write every file of a site. Paths are text here: there are dozens of files, and a thousand sites."""
    values = Values(job.slots)
    for folder in frame.folders:
        os.mkdir(new + folder)  # noqa: PTH102 -- as said
    for name in frame.shared:
        _share(f"{frame.root}/{name}", new + name)
    for name, pieces in frame.html.items():
        _write(new + name, join(pieces, values.html))
    for name, page in pages.items():
        _write(new + name, stamp_page(page.sheet, values.html) if page.sheet else join(page.html, values.html))
    found = b",".join(join(pages[name].found, values.json) for name in frame.order if pages[name].found)
    for name, (before, after) in frame.indexes.items():
        _write(new + name, b"".join([before, found, after]))
    _write(new + CLIENT_STYLES, job.styles.encode())
    if job.badge:
        _write(new + BADGE, job.badge.encode())


def _write(file: str, data: bytes) -> None:
    # Straight in: the folder is not in place yet, so nobody can see it half-written.
    with open(file, "wb") as new:  # noqa: PTH123 -- a path as text
        new.write(data)


def _share(source: str, place: str) -> None:
    """Link a file that every site of a frame has, or copy it where the system or file system cannot link."""
    try:
        os.link(source, place)
    except OSError:
        shutil.copyfile(source, place)
