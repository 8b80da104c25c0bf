"""Compiling a text once: one run of the site generator for all who share it, kept in a cache."""

import hashlib
import shutil
import tempfile
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path

from tenantbook.disk import UnreadableFileError, swap_in, write_tree
from tenantbook.site.generator import SiteError, engine, expect_pages, prune, run_mkdocs


@dataclass(frozen=True, slots=True)
class CompileJob:
    """A text to compile: what it is made from, the pages that must come out, and the cache it goes into."""

    key: str
    cache: Path
    files: Mapping[str, bytes]
    pages: tuple[str, ...]
    language: str


def text_key(files: Mapping[str, bytes], inherited: bytes) -> str:
    """Return the digest of everything that a compiled text is made from, the engine included."""
    digest = hashlib.sha256(engine().encode() + b"\0" + inherited)
    for name, data in sorted(files.items()):
        digest.update(f"\0{name}\0{len(data)}\0".encode())
        digest.update(data)
    return digest.hexdigest()


def is_compiled(cache: Path, key: str) -> bool:
    """Return whether the cache holds a text; what a killed run left half-made has another name."""
    return (cache / key).is_dir()


def compile_text(job: CompileJob) -> str:
    """Compile a text into the cache; return what went wrong, or nothing. Never raises."""
    try:
        job.cache.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=job.cache, prefix=".new.") as name:
            source, site = Path(name) / "source", Path(name) / "site"
            write_tree(source, job.files)
            run_mkdocs(source / "mkdocs.yml", site)
            expect_pages(site, job.pages)
            prune(site, job.language)
            swap_in(site, job.cache / job.key)
    except (SiteError, UnreadableFileError, OSError) as error:
        return str(error)
    return ""


def prune_cache(cache: Path, used: Collection[str]) -> None:
    """Remove what no site is made from any more."""
    for entry in cache.iterdir() if cache.is_dir() else ():
        if entry.name not in used:
            shutil.rmtree(entry, ignore_errors=True)
