"""Stencils: compiled pages and frames, read from the cache and cut for stamping."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from tenantbook.disk import read_text
from tenantbook.site.cache import Cache
from tenantbook.site.search import INDEXES, around_entries, entries_as_text, order_in
from tenantbook.site.source import CLIENT_STYLES
from tenantbook.stamp import Pieces, Sheet, cut_html, cut_json, cut_page

#: Pages kept in a worker: more than an estate tends to have, and some 60 kB each.
_PAGES = 1024


@dataclass(frozen=True, slots=True)
class PageStencil:
    """A compiled page: cut where it carries a record, else whole; and what the search finds on it."""

    sheet: Sheet | None
    html: Pieces
    found: Pieces


@dataclass(frozen=True, slots=True)
class FrameStencil:
    """A compiled frame: its folders, its pages without record, files shared as they are, and the search's two files.

    `order` is that of the pages in the search; `indexes` holds what stands before and after what is found.
    """

    root: str
    folders: tuple[str, ...]
    html: Mapping[str, Pieces]
    shared: tuple[str, ...]
    order: tuple[str, ...]
    indexes: Mapping[str, tuple[bytes, bytes]]


@lru_cache(maxsize=_PAGES)
def page_stencil(cache: Path, key: str) -> PageStencil:
    """Read a compiled page and cut it. Raises DamagedCacheError or OSError."""
    page = Cache(cache).page(key)
    sheet = cut_page(page.html)
    found = cut_json(entries_as_text(page.found)) if page.found else ()
    return PageStencil(sheet, () if sheet else cut_html(page.html), found)


@lru_cache(maxsize=16)
def frame_stencil(cache: Path, key: str, pages: tuple[str, ...]) -> FrameStencil:
    """Read a compiled frame and cut it. `pages` are the paths of what will stand in it."""
    root = Cache(cache).frame(key)
    files = {file.relative_to(root).as_posix(): file for file in sorted(root.rglob("*")) if file.is_file()}
    folders = {parent.as_posix() for name in (*files, *pages, CLIENT_STYLES) for parent in Path(name).parents} - {"."}
    indexes = {name: read_text(files[name]) for name in INDEXES if name in files}
    html = {name: cut_html(read_text(file)) for name, file in files.items() if name.endswith(".html")}
    return FrameStencil(
        root=str(root),
        folders=tuple(sorted(folders)),
        html=html,
        shared=tuple(name for name in files if name not in html and name not in indexes),
        order=tuple(dict.fromkeys([*(order_in(indexes[INDEXES[0]]) if indexes else ()), *pages])),
        indexes={name: _encoded(around_entries(text)) for name, text in indexes.items()},
    )


def _encoded(around: tuple[str, str]) -> tuple[bytes, bytes]:
    return around[0].encode(), around[1].encode()
