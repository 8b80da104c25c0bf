"""The site generator: run on files on disk, and held to what it should produce."""

import hashlib
from collections.abc import Sequence
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from tenantbook.model.errors import TenantbookError
from tenantbook.site.builders import BUILDERS, SiteError
from tenantbook.site.layer import Layer
from tenantbook.site.source import THEME

#: The site generator of a provider who names none.
MKDOCS = "mkdocs"

#: Generator files that mean nothing without a public address, and hold the day of the build.
_NOT_PUBLISHED = ("sitemap.xml", "sitemap.xml.gz")


class NoBuilderError(TenantbookError):
    """The site generator asked for is not installed here."""

    def __init__(self, builder: str) -> None:
        super().__init__(f"{builder} is not installed, and house.yml asks for it: pip install {builder}")


def generate(
    settings: Path, site: Path, pages: Sequence[str], builder: str = MKDOCS, layers: Sequence[Layer] = ()
) -> None:
    """Build the site of an `mkdocs.yml` into a folder, and pages that take the place of others into theirs.

    Raises:
        SiteError: all that the generator warned of, for a broken link is an error here; or pages that went
            in and did not come out.
    """
    BUILDERS[builder](settings, site, layers)
    expect_pages(site, pages)
    for layer in layers:
        expect_pages(layer.site, [f"{path.removesuffix('.md')}.html" for path in layer.paths])
    _drop_dated(site)


def expect_pages(site: Path, pages: Sequence[str]) -> None:
    """Raise SiteError unless every page that went in came out."""
    missing = [page for page in pages if not (site / page).is_file()]
    if missing:
        raise SiteError(f"{len(missing)} of {len(pages)} pages did not come out: {', '.join(missing[:5])}")


def _drop_dated(site: Path) -> None:
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
    for folder in sorted(lunr.rglob("*"), reverse=True):
        if folder.is_dir() and not any(folder.iterdir()):
            folder.rmdir()
    if lunr.is_dir() and not any(lunr.iterdir()):
        lunr.rmdir()


#: Packages that decide a page's bytes, whichever site generator runs them.
_DECIDING = ("mkdocs-material", "pymdown-extensions", "markdown", "pygments", "jinja2", "tenantbook")


@cache
def engine(builder: str) -> str:
    """Return what of the machinery decides a site's bytes: the theme, and versions, the site generator's first.

    Raises:
        NoBuilderError: it is not installed.
    """
    digest = hashlib.sha256()
    for file in sorted(THEME.rglob("*")):
        if file.is_file():
            digest.update(file.relative_to(THEME).as_posix().encode() + b"\0" + file.read_bytes())
    try:
        chosen = f"{builder} {version(builder)}"
    except PackageNotFoundError as error:
        raise NoBuilderError(builder) from error
    versions = [f"{name} {version(name)}" for name in _DECIDING]
    return "\n".join([chosen, *versions, digest.hexdigest()])
