"""The cache of what was compiled: pages, the frames that they stand in, and which text has which of them.

A **frame** is all of a site that is not its pages: style sheets, scripts, the search's settings, the page for what is
not found. Its files are linked into sites and so in reach of whoever edits those; pages are joined into new files.
"""

import hashlib
import json
import shutil
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tenantbook.disk import swap_in, write_bytes, write_text
from tenantbook.model.errors import TenantbookError
from tenantbook.site.shape import shape


@dataclass(frozen=True, slots=True)
class Composition:
    """Which compiled pages a text has, by the path of their file, and the frame around them; all by key."""

    frame: str
    pages: Mapping[str, str]

    @property
    def key(self) -> str:
        """The digest of all that a text is compiled from."""
        return hashlib.sha256("\0".join([self.frame, *self.pages.values()]).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class CompiledPage:
    """A page as the site generator made it, slots and all, and what the search finds on it."""

    html: str = field(repr=False)
    found: list[dict[str, Any]] = field(repr=False)


class DamagedCacheError(TenantbookError):
    """Something in the cache is not as it was written."""

    def __init__(self, file: Path) -> None:
        super().__init__(f"{file} is damaged; build again, and it is compiled anew")


@dataclass(frozen=True, slots=True)
class Cache:
    """A folder of compiled texts."""

    root: Path

    def frame(self, key: str) -> Path:
        """Return the folder of a frame."""
        return self.root / "frames" / key

    def _mark(self, key: str) -> Path:
        return self.root / "frames" / f"{key}.whole"

    def _page(self, key: str) -> Path:
        return self.root / "pages" / key[:2] / key

    def _text(self, key: str) -> Path:
        return self.root / "texts" / key

    def has_frame(self, key: str) -> bool:
        """Return whether a frame stands as it was compiled."""
        try:
            return self._mark(key).read_text(encoding="ascii") == shape(self.frame(key))
        except OSError:
            return False

    def keep_frame(self, key: str, folder: Path) -> None:
        """Take a finished folder as a frame."""
        swap_in(folder, self.frame(key))
        write_text(self._mark(key), shape(self.frame(key)))

    def has_page(self, key: str) -> bool:
        """Return whether a page stands as it was compiled."""
        try:
            self._sealed(key)
        except (OSError, DamagedCacheError):
            return False
        return True

    def page(self, key: str) -> CompiledPage:
        """Return a page.

        Raises:
            DamagedCacheError: it is not as it was written.
            OSError: it is not there.
        """
        return CompiledPage(**json.loads(self._sealed(key)))

    def _sealed(self, key: str) -> bytes:
        file = self._page(key)
        seal, _, data = file.read_bytes().partition(b"\n")
        if seal != hashlib.sha256(data).hexdigest().encode():
            raise DamagedCacheError(file)
        return data

    def keep_page(self, key: str, page: CompiledPage) -> None:
        """Write a page."""
        data = json.dumps({"html": page.html, "found": page.found}, ensure_ascii=False).encode()
        write_bytes(self._page(key), hashlib.sha256(data).hexdigest().encode() + b"\n" + data)

    def composition(self, text: str) -> Composition | None:
        """Return what a text is made of, or None where that is not known any more."""
        try:
            return Composition(**json.loads(self._text(text).read_bytes()))
        except (OSError, ValueError, TypeError):
            return None

    def keep_composition(self, composition: Composition) -> None:
        """Note what a text is made of, so that the cache can tell what is still in use."""
        plain = {"frame": composition.frame, "pages": dict(composition.pages)}
        write_text(self._text(composition.key), json.dumps(plain))

    def prune(self, texts: Collection[str]) -> None:
        """Remove what no text in use is made of."""
        parts = [made for text in texts if (made := self.composition(text))]
        frames = {made.frame for made in parts}
        kept = {
            *(self._text(text) for text in texts),
            *(self.frame(key) for key in frames),
            *(self._mark(key) for key in frames),
            *(self._page(key) for made in parts for key in made.pages.values()),
        }
        for entry in self._entries():
            if entry not in kept:
                _remove(entry)

    def _entries(self) -> Iterator[Path]:
        """Yield every frame, page and text, and whatever else lies about."""
        for entry in sorted(self.root.iterdir()) if self.root.is_dir() else ():
            match entry.name:
                case "frames" | "texts":
                    yield from sorted(entry.iterdir())
                case "pages":
                    yield from sorted(entry.glob("*/*"))
                case _:
                    yield entry


def _remove(entry: Path) -> None:
    if entry.is_dir():
        shutil.rmtree(entry, ignore_errors=True)
    else:
        entry.unlink(missing_ok=True)
