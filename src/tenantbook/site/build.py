"""Building the house site, straight from the files that are committed."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

from tenantbook.disk import UnreadableFileError, read_text, replacing, write_text
from tenantbook.record import seal
from tenantbook.site.builders import SiteError
from tenantbook.site.generator import MKDOCS, engine, generate


@dataclass(frozen=True, slots=True)
class SiteJob:
    """One site to build: its settings file, its place and mark, and the pages that must come out of it."""

    name: str
    settings: Path
    place: Path
    mark: Path
    pages: tuple[str, ...]
    builder: str = MKDOCS


def is_built(job: SiteJob) -> bool:
    """Return whether the site stands as it would be built now: nothing it is made from changed, and no file of it."""
    try:
        return job.mark.read_text(encoding="ascii") == _mark(_key(job), job.place)
    except OSError:
        return False


def build_site(job: SiteJob) -> str:
    """Build a site; return what went wrong, or nothing. Never raises."""
    try:
        key = _key(job)
        _build(job)
        write_text(job.mark, _mark(key, job.place))
    except (SiteError, UnreadableFileError, OSError) as error:
        return str(error)
    return ""


def _build(job: SiteJob) -> None:
    with replacing(job.place) as new:
        generate(job.settings, new, job.pages, job.builder)
        _seal_pages(new)


def _seal_pages(site: Path) -> None:
    for file in sorted(site.rglob("*.html")):
        write_text(file, seal(read_text(file)))


def _key(job: SiteJob) -> str:
    """Return a digest of everything a site is made from."""
    digest = hashlib.sha256(engine(job.builder).encode())
    inherited = _inherited(job.settings)
    for file in [job.settings, *inherited, *sorted((job.settings.parent / "docs").rglob("*"))]:
        if file.is_file():
            digest.update(f"{file.name}\0{file.stat().st_size}\0".encode())
            digest.update(file.read_bytes())
    return digest.hexdigest()


def _mark(key: str, place: Path) -> str:
    """Return what a site was built from and what came out, so that one changed by hand is built anew."""
    digest = hashlib.sha256()
    for file in sorted(place.rglob("*")):
        if file.is_file():
            digest.update(f"{file.relative_to(place).as_posix()}\0{file.stat().st_size}\0".encode())
            digest.update(file.read_bytes())
    return f"{key} {digest.hexdigest()}"


def _inherited(settings: Path) -> list[Path]:
    first = next((line for line in read_text(settings).splitlines() if line.startswith("INHERIT:")), "")
    return [Path(first.removeprefix("INHERIT:").strip().strip("'\""))] if first else []
