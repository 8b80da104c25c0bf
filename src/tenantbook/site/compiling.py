"""Compiling pages once, whoever's text they belong to: one run of the site generator for many, kept in a cache."""

import hashlib
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tenantbook.disk import UnreadableFileError, read_text, write_text, write_tree
from tenantbook.site.builders import SiteError
from tenantbook.site.cache import Cache, CompiledPage
from tenantbook.site.generator import MKDOCS, engine, generate, prune
from tenantbook.site.layer import Layer
from tenantbook.site.search import INDEXES, read_index, write_index

#: A page that stands in for one that is not compiled this time: the menu of the others needs its place.
_STAND_IN = b"# -\n"


@dataclass(frozen=True, slots=True)
class PageSource:
    """A page to compile: its key, its path below the site's Markdown, and its text."""

    key: str
    path: str
    markdown: bytes

    @property
    def file(self) -> str:
        """The path of the built page."""
        return f"{self.path.removesuffix('.md')}.html"


@dataclass(frozen=True, slots=True)
class CompileJob:
    """Pages to compile within one frame, and the frame itself where `with_frame` says so.

    `settings` is the site's `mkdocs.yml`; `paths` names every page of its menu.
    """

    frame: str
    cache: Path
    settings: bytes
    paths: tuple[str, ...]
    pages: tuple[PageSource, ...]
    language: str
    with_frame: bool
    builder: str = MKDOCS


def frame_key(settings: bytes, paths: Sequence[str], inherited: bytes, builder: str = MKDOCS) -> str:
    """Return the digest of everything that a frame is made from, the engine included."""
    parts = [engine(builder).encode(), inherited, settings, *(path.encode() for path in paths)]
    return _digest(parts)


def page_key(frame: str, path: str, markdown: bytes) -> str:
    """Return the digest of everything that a page is made from."""
    return _digest([frame.encode(), path.encode(), markdown])


def _digest(parts: Sequence[bytes]) -> str:
    digest = hashlib.sha256()
    for part in parts:
        digest.update(f"{len(part)}\0".encode() + part)
    return digest.hexdigest()


def compile_pages(job: CompileJob) -> str:
    """Compile pages into the cache; return what went wrong, or nothing. Never raises."""
    try:
        job.cache.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=job.cache, prefix=".new.") as name:
            _compile(job, Path(name))
    except (SiteError, UnreadableFileError, OSError) as error:
        return str(error)
    return ""


def _compile(job: CompileJob, folder: Path) -> None:
    cache, site = Cache(job.cache), folder / "site"
    first, *more = list(layers_of(job.pages)) or [{}]
    shown = {f"docs/{path}": first[path].markdown if path in first else _STAND_IN for path in job.paths}
    write_tree(folder / "source", {**shown, "mkdocs.yml": job.settings})
    layers = [_laid(folder / "layers" / str(number), pages) for number, pages in enumerate(more)]
    expected = [f"{path.removesuffix('.md')}.html" for path in job.paths]
    generate(folder / "source/mkdocs.yml", site, expected, job.builder, layers)
    for made, pages in zip((site, *(layer.site for layer in layers)), (first, *more), strict=True):
        _keep_pages(cache, made, pages.values())
    if job.with_frame:
        cache.keep_frame(job.frame, _frame_of(site, expected, job.language))


def layers_of(pages: Sequence[PageSource]) -> Iterator[Mapping[str, PageSource]]:
    """Yield the pages by path, in as few layers as no two of one path allow."""
    waiting: dict[str, list[PageSource]] = {}
    for page in pages:
        waiting.setdefault(page.path, []).append(page)
    for number in range(max(map(len, waiting.values()), default=0)):
        yield {path: found[number] for path, found in waiting.items() if number < len(found)}


def _laid(folder: Path, pages: Mapping[str, PageSource]) -> Layer:
    """Write a layer's Markdown to disk."""
    write_tree(folder / "docs", {path: page.markdown for path, page in pages.items()})
    return Layer(folder / "docs", folder / "site", tuple(pages))


def _keep_pages(cache: Cache, site: Path, pages: Sequence[PageSource] | Any) -> None:
    found: dict[str, list[dict[str, Any]]] = {}
    for entry in read_index(site):
        found.setdefault(entry["location"].partition("#")[0], []).append(entry)
    for page in pages:
        cache.keep_page(page.key, CompiledPage(read_text(site / page.file), found.get(page.file, [])))


def _frame_of(site: Path, pages: Sequence[str], language: str) -> Path:
    """Make a frame of a built site: no pages, and an index of the search that only keeps their order."""
    prune(site, language)
    order = dict.fromkeys(entry["location"].partition("#")[0] for entry in read_index(site))
    for name in INDEXES:
        if (site / name).is_file():
            write_text(site / name, write_index(read_text(site / name), [{"location": page} for page in order]))
    for name in pages:
        (site / name).unlink()
    return site
