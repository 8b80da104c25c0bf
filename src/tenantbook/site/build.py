"""Building the house site, straight from the files that are committed."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

from tenantbook.disk import UnreadableFileError, read_text, replacing, write_text
from tenantbook.record import seal
from tenantbook.site.generator import SiteError, drop_dated, engine, expect_pages, run_mkdocs


@dataclass(frozen=True, slots=True)
class SiteJob:
    """One site to build: its settings file, its place and mark, and the pages that must come out of it."""

    name: str
    settings: Path
    place: Path
    mark: Path
    pages: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SiteResult:
    """What became of a job: built, left as it was, or failed with a reason."""

    name: str
    built: bool
    problem: str = ""


def build_site(job: SiteJob) -> SiteResult:
    """Build a site if anything it is made from changed. Never raises: a failure is a result."""
    try:
        key = _key(job)
        if job.place.is_dir() and job.mark.is_file() and job.mark.read_text() == _mark(key, job.place):
            return SiteResult(job.name, built=False)
        _build(job)
        write_text(job.mark, _mark(key, job.place))
    except (SiteError, UnreadableFileError, OSError) as error:
        return SiteResult(job.name, built=False, problem=str(error))
    return SiteResult(job.name, built=True)


def _build(job: SiteJob) -> None:
    with replacing(job.place) as new:
        run_mkdocs(job.settings, new)
        expect_pages(new, job.pages)
        drop_dated(new)
        _seal_pages(new)


def _seal_pages(site: Path) -> None:
    for file in sorted(site.rglob("*.html")):
        write_text(file, seal(read_text(file)))


def _key(job: SiteJob) -> str:
    """Return a digest of everything a site is made from."""
    digest = hashlib.sha256(engine().encode())
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
