"""Compiling a text once: one run of the site generator for all who share it, kept in a cache."""

import hashlib
import shutil
import tempfile
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path

from tenantbook.disk import UnreadableFileError, swap_in, write_text, write_tree
from tenantbook.site.builders import SiteError
from tenantbook.site.generator import MKDOCS, engine, generate, prune
from tenantbook.site.stamping import shape


@dataclass(frozen=True, slots=True)
class CompileJob:
    """A text to compile: what it is made from, the pages that must come out, and the cache it goes into."""

    key: str
    cache: Path
    files: Mapping[str, bytes]
    pages: tuple[str, ...]
    language: str
    builder: str = MKDOCS


def text_key(files: Mapping[str, bytes], inherited: bytes, builder: str = MKDOCS) -> str:
    """Return the digest of everything that a compiled text is made from, the engine included."""
    digest = hashlib.sha256(engine(builder).encode() + b"\0" + inherited)
    for name, data in sorted(files.items()):
        digest.update(f"\0{name}\0{len(data)}\0".encode())
        digest.update(data)
    return digest.hexdigest()


def is_compiled(cache: Path, key: str) -> bool:
    """Return whether the cache holds a text as it was compiled: its files are linked into sites, and so in reach."""
    try:
        return _mark(cache, key).read_text(encoding="ascii") == shape(cache / key)
    except OSError:
        return False


def _mark(cache: Path, key: str) -> Path:
    return cache / f"{key}.whole"


def compile_text(job: CompileJob) -> str:
    """Compile a text into the cache; return what went wrong, or nothing. Never raises."""
    try:
        job.cache.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=job.cache, prefix=".new.") as name:
            source, site = Path(name) / "source", Path(name) / "site"
            write_tree(source, job.files)
            generate(source / "mkdocs.yml", site, job.pages, job.builder)
            prune(site, job.language)
            swap_in(site, job.cache / job.key)
            write_text(_mark(job.cache, job.key), shape(job.cache / job.key))
    except (SiteError, UnreadableFileError, OSError) as error:
        return str(error)
    return ""


def prune_cache(cache: Path, used: Collection[str]) -> None:
    """Remove what no site is made from any more."""
    kept = {*used, *(_mark(cache, key).name for key in used)}
    for entry in cache.iterdir() if cache.is_dir() else ():
        if entry.name not in kept:
            _remove(entry)


def _remove(entry: Path) -> None:
    if entry.is_dir():
        shutil.rmtree(entry, ignore_errors=True)
    else:
        entry.unlink(missing_ok=True)
