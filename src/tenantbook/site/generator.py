"""The site generator: mkdocs, run in this process on files on disk, and held to what it should produce."""

import hashlib
import logging
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from importlib.metadata import version
from pathlib import Path

from tenantbook.site.source import THEME

#: Material prints a notice at each build that says nothing about this one.
_QUIET = {"NO_MKDOCS_2_WARNING": "1", "DISABLE_MKDOCS_2_WARNING": "true"}

#: Generator files that mean nothing without a public address, and hold the day of the build.
_NOT_PUBLISHED = ("sitemap.xml", "sitemap.xml.gz")


class SiteError(Exception):
    """A site could not be built as it should be; the message says what the generator said."""


def run_mkdocs(settings: Path, site: Path) -> None:
    """Build a site into a folder. Raises SiteError with all that mkdocs warned of: a broken link is an error here."""
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


def expect_pages(site: Path, pages: Sequence[str]) -> None:
    """Raise SiteError unless every page that went in came out."""
    missing = [page for page in pages if not (site / page).is_file()]
    if missing:
        raise SiteError(f"{len(missing)} of {len(pages)} pages did not come out: {', '.join(missing[:5])}")


def drop_dated(site: Path) -> None:
    """Remove the sitemap, which says nothing without a public address, and holds the day of the build."""
    for name in _NOT_PUBLISHED:
        (site / name).unlink(missing_ok=True)


def prune(site: Path, language: str) -> None:
    """Remove what no page of a client's site asks for: maps of sources, and search in other languages."""
    needed = set() if language == "en" else {"lunr.stemmer.support.min.js", f"lunr.{language}.min.js"}
    lunr = site / "assets" / "javascripts" / "lunr"
    spare = [*site.rglob("*.map"), *(file for file in lunr.rglob("*.js") if file.name not in needed)]
    for file in spare:
        file.unlink()
    drop_dated(site)
    for folder in sorted(lunr.rglob("*"), reverse=True):
        if folder.is_dir() and not any(folder.iterdir()):
            folder.rmdir()
    if lunr.is_dir() and not any(lunr.iterdir()):
        lunr.rmdir()


@cache
def engine() -> str:
    """Return what of the machinery decides a site's bytes: versions and the theme."""
    digest = hashlib.sha256()
    for file in sorted(THEME.rglob("*")):
        if file.is_file():
            digest.update(file.relative_to(THEME).as_posix().encode() + b"\0" + file.read_bytes())
    versions = [f"{name} {version(name)}" for name in ("mkdocs", "mkdocs-material", "pymdown-extensions", "tenantbook")]
    return "\n".join([*versions, digest.hexdigest()])
