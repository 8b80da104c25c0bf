"""Building one site with mkdocs, in this process, from files on disk."""

import hashlib
import logging
import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from pathlib import Path

from tenantbook.disk import UnreadableFileError, read_text, swap_in, write_text
from tenantbook.record import seal
from tenantbook.site.source import THEME

#: Material prints a notice at each build that says nothing about this one.
_QUIET = {"NO_MKDOCS_2_WARNING": "1", "DISABLE_MKDOCS_2_WARNING": "true"}

#: Generator files that mean nothing without a public address, and hold the day of the build.
_NOT_PUBLISHED = ("sitemap.xml", "sitemap.xml.gz")

#: Seconds after which a folder that no build has finished was left by one that was killed.
_LONGEST_BUILD = 3600


class SiteError(Exception):
    """A site could not be built as it should be; the message says what the generator said."""


@dataclass(frozen=True, slots=True)
class SiteJob:
    """One site to build: its settings file, its place, and the pages that must come out of it."""

    name: str
    settings: Path
    place: Path
    pages: tuple[str, ...]
    pinned: bool = True

    @property
    def mark(self) -> Path:
        """The file that says from what the site in place was built."""
        return self.place.with_name(f".{self.place.name}.built")


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
    job.place.parent.mkdir(parents=True, exist_ok=True)
    _drop_leftovers(job.place)
    new = Path(tempfile.mkdtemp(dir=job.place.parent, prefix=f".{job.place.name}.new."))
    try:
        _run_mkdocs(job.settings, new)
        _expect_pages(new, job.pages)
        for name in _NOT_PUBLISHED if job.pinned else ():
            (new / name).unlink(missing_ok=True)
        _seal_pages(new)
        new.chmod(0o755)
        swap_in(new, job.place)
    finally:
        shutil.rmtree(new, ignore_errors=True)


def _drop_leftovers(place: Path) -> None:
    """Remove what builds left that were killed; a young one may belong to a build that is still at work."""
    for left in place.parent.glob(f".{place.name}.new.*"):
        if time.time() - left.stat().st_mtime > _LONGEST_BUILD:
            shutil.rmtree(left, ignore_errors=True)


def _run_mkdocs(settings: Path, site: Path) -> None:
    # Imported here: mkdocs takes half a second that no other verb should pay.
    os.environ.update(_QUIET)
    from mkdocs.commands.build import build  # noqa: PLC0415
    from mkdocs.config import load_config  # noqa: PLC0415
    from mkdocs.exceptions import MkDocsException  # noqa: PLC0415

    with _warnings() as said:
        try:
            config = load_config(config_file=str(settings), site_dir=str(site))
            config.plugins.on_startup(command="build", dirty=False)
            build(config)
            config.plugins.on_shutdown()
        except (MkDocsException, SystemExit) as error:
            raise SiteError("; ".join([*said, str(error)])) from error
    if said:
        raise SiteError("; ".join(said))


@contextmanager
def _warnings() -> Iterator[list[str]]:
    """Collect what mkdocs warns of: a broken link is an error in a guide."""
    said: list[str] = []

    class Collect(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            said.append(record.getMessage())

    handler = Collect(logging.WARNING)
    logger = logging.getLogger("mkdocs")
    logger.addHandler(handler)
    logger.propagate, before = False, logger.propagate
    try:
        yield said
    finally:
        logger.removeHandler(handler)
        logger.propagate = before


def _expect_pages(site: Path, pages: tuple[str, ...]) -> None:
    missing = [page for page in pages if not (site / page).is_file()]
    if missing:
        raise SiteError(f"{len(missing)} of {len(pages)} pages did not come out: {', '.join(missing[:5])}")


def _seal_pages(site: Path) -> None:
    for file in sorted(site.rglob("*.html")):
        write_text(file, seal(read_text(file)))


def _key(job: SiteJob) -> str:
    """Return a digest of everything a site is made from."""
    digest = hashlib.sha256(_engine().encode())
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


@cache
def _engine() -> str:
    """Return what of the machinery decides a site's bytes: versions and the theme."""
    digest = hashlib.sha256()
    for file in sorted(THEME.rglob("*")):
        if file.is_file():
            digest.update(file.relative_to(THEME).as_posix().encode() + b"\0" + file.read_bytes())
    versions = [f"{name} {version(name)}" for name in ("mkdocs", "mkdocs-material", "pymdown-extensions", "tenantbook")]
    return "\n".join([*versions, digest.hexdigest()])
