"""Pages in a folder: a built site, a folder of sites, or hand-written Markdown."""

import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tenantbook.counting import counted
from tenantbook.model.errors import TenantbookError
from tenantbook.model.published import Form, PublishedPage
from tenantbook.published.contract import Bounds, UnreadablePlaceError
from tenantbook.published.text import UnreadableTextError, decoded, plain, title_of

#: How the names of pages end, by what they are written in.
ENDINGS: dict[Form, tuple[str, ...]] = {"html": (".html", ".htm", ".xhtml"), "markdown": (".md", ".markdown")}

_IN_WORDS = {"html": "page", "markdown": "Markdown page"}
_MOST_FOLDERS_DEEP = 64
#: A pipe that somebody put in a page's place would otherwise wait for a writer for ever.
_NEVER_WAIT = getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)


class UnreadablePageError(TenantbookError):
    """One page cannot be read; the message says why and what to do."""


@dataclass(slots=True)
class Folder:
    """The pages below a folder, in the order of their names. Hidden files and folders are left out."""

    root: Path
    form: Form
    bounds: Bounds
    _count: int | None = None

    @property
    def words(self) -> str:
        """The folder, and how many pages it held."""
        held = f", {counted(self._count, _IN_WORDS[self.form])}" if self._count is not None else ""
        return f"{plain(str(self.root))}{held}"

    def pages(self) -> Iterator[PublishedPage]:
        """Yield every page; links that lead out of the folder are pages that could not be read."""
        real = os.path.realpath(self.root)
        self._count = 0
        for path, name in _walk(real, real, ENDINGS[self.form]):
            if self._count >= self.bounds.pages:
                yield too_many(str(self.root), self.bounds.pages, self.form)
                return
            self._count += 1
            yield self._page(path, name)

    def _page(self, path: str, name: str) -> PublishedPage:
        shown = str(self.root / name)
        try:
            html = decoded(read_bounded(path, self.bounds.page_bytes))
        except (UnreadablePageError, UnreadableTextError) as error:
            return PublishedPage(plain(name), plain(shown), None, str(error), self.form)
        title = title_of(html) if self.form == "html" else heading_of(html)
        return PublishedPage(plain(name), plain(shown), html, "", self.form, title)


def too_many(place: str, most: int, form: Form = "html") -> PublishedPage:
    """Return what stands for the pages beyond the bound: nobody may take them for checked."""
    problem = f"there are more than {most:,} pages, and the rest was not read; check its folders one by one"
    return PublishedPage("", plain(place), None, problem, form)


def heading_of(markdown: str) -> str:
    """Return the first heading of the first level in a Markdown text, or an empty text."""
    lines = (line for line in markdown[:20_000].splitlines() if line.startswith("# "))
    return plain(next(lines, "").removeprefix("# ").strip(" #"))


def _walk(
    folder: str, root: str, endings: tuple[str, ...], above: str = "", depth: int = 0
) -> Iterator[tuple[str, str]]:
    try:
        with os.scandir(folder) as entries:
            found = sorted(entries, key=lambda entry: entry.name)
    except OSError as error:
        if depth:
            yield folder, f"{above}index{endings[0]}"  # reading it says what is wrong
            return
        raise UnreadablePlaceError(
            f"{folder} cannot be read: {error.strerror}", "Correct its rights, then try again"
        ) from error
    for entry in found:
        if entry.name.startswith("."):
            continue
        if entry.is_dir(follow_symlinks=False) and depth < _MOST_FOLDERS_DEEP:
            yield from _walk(entry.path, root, endings, f"{above}{entry.name}/", depth + 1)
        elif entry.name.lower().endswith(endings) or _leads_out(entry, root):
            yield _within(entry, root), above + entry.name


def _leads_out(entry: "os.DirEntry[str]", root: str) -> bool:
    """Tell whether a folder is a link to one elsewhere, whose pages readers may well see."""
    return entry.is_symlink() and entry.is_dir() and not _within(entry, root)


def _within(entry: "os.DirEntry[str]", root: str) -> str:
    """Return the path to read an entry by: "" for a link that leads out of the folder."""
    if not entry.is_symlink():
        return entry.path
    real = os.path.realpath(entry.path)
    return real if (real + os.sep).startswith(root.rstrip(os.sep) + os.sep) else ""


def read_bounded(path: str, most: int) -> bytes:
    """Return a file's bytes, if it is a plain file of at most `most` bytes.

    Raises:
        UnreadablePageError: it is not, or the system refuses.
    """
    if not path:
        raise UnreadablePageError("it is a link that leads out of the folder; publish a copy of the file instead")
    try:
        with open(os.open(path, os.O_RDONLY | _NEVER_WAIT), "rb", buffering=0) as file:  # noqa: PTH123  # by its descriptor
            about = os.fstat(file.fileno())
            if not stat.S_ISREG(about.st_mode):
                raise UnreadablePageError("it is no plain file; put the page itself there")
            if about.st_size > most:
                raise UnreadablePageError(too_large(most))
            return file.read(about.st_size) or b""
    except OSError as error:
        raise UnreadablePageError(f"it cannot be read: {error.strerror}; correct its rights, then try again") from error


def too_large(most: int) -> str:
    """Return what is said of a page that is larger than the bound."""
    size = f"{most // 1024 // 1024} MB" if most >= 1024 * 1024 else f"{most:,} bytes"
    return f"it is too large: more than {size}, so it was not read; {SEE_WHAT_IT_IS}"


SEE_WHAT_IT_IS = "no guide is that large, so see what was published there"
