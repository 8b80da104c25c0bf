"""Pages in a zip of a site: nothing is unpacked to disk, and nothing is unpacked beyond the bounds."""

import stat
import struct
import zlib
from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from zipfile import BadZipFile, ZipFile, ZipInfo

from tenantbook.counting import counted
from tenantbook.model.published import PublishedPage
from tenantbook.published.contract import MEGABYTE, Bounds, UnreadablePlaceError
from tenantbook.published.folder import ENDINGS, UnreadablePageError, too_large, too_many
from tenantbook.published.text import UnreadableTextError, decoded, plain, title_of

#: The most that a zip's own list of its files may take: about a million names.
_LONGEST_LIST = 64 * MEGABYTE
_ENCRYPTED = 0x1
_SEE_ELSEWHERE = 0xFFFFFFFF
_AGAIN = "make the zip anew"


@dataclass(slots=True)
class Zip:
    """The pages in a zip, in the order of their names."""

    file: Path
    bounds: Bounds
    _count: int | None = None

    @property
    def words(self) -> str:
        """The zip, and how many pages it held."""
        held = f", {counted(self._count, 'page')}" if self._count is not None else ""
        return f"{plain(str(self.file))}{held}"

    def pages(self) -> Iterator[PublishedPage]:
        """Yield every page; entries that no unpacking should trust are pages that could not be read."""
        self._count, left = 0, self.bounds.total_bytes
        with _opened(self.file) as held:
            entries = [entry for entry in held.infolist() if _is_page(entry)]
            if not entries:
                raise UnreadablePlaceError(
                    f"{plain(str(self.file))} holds no pages (.html)", "Zip the folder of a site"
                )
            times = Counter(entry.filename for entry in entries)
            around = _folder_around(times)
            for name, entry in sorted({entry.filename: entry for entry in entries}.items()):
                if self._count >= self.bounds.pages or left <= 0:
                    yield self._rest(left)
                    return
                self._count += 1
                page, size = self._page(held, entry, times[name], left)
                left -= size
                yield replace(page, name=page.name.removeprefix(around))

    def _page(self, held: ZipFile, entry: ZipInfo, times: int, left: int) -> tuple[PublishedPage, int]:
        address = plain(f"{self.file}/{entry.filename}")
        size = 0
        try:
            _look_at(entry, times)
            data = _unpacked(held, entry, min(self.bounds.page_bytes, left))
            size = len(data)
            html = decoded(data)
        except (UnreadablePageError, UnreadableTextError) as error:
            # What could not be unpacked may have cost as much as a whole page.
            return PublishedPage(plain(entry.filename), address, None, str(error)), size or self.bounds.page_bytes
        return PublishedPage(plain(entry.filename), address, html, title=title_of(html)), size

    def _rest(self, left: int) -> PublishedPage:
        if left > 0:
            return too_many(str(self.file), self.bounds.pages)
        problem = f"its pages take more than {self.bounds.total_bytes:,} bytes unpacked, and the rest was not read"
        return PublishedPage("", plain(str(self.file)), None, f"{problem}; check its folders one by one")


def _folder_around(names: Collection[str]) -> str:
    """Return the folder that a site was zipped with, as a prefix of its pages' names; nothing where it stands bare."""
    starts = (name.removesuffix("index.html") for name in names if name.endswith("/index.html"))
    around = min(starts, key=len, default="")
    return around if all(name.startswith(around) for name in names) else ""


def _opened(file: Path) -> ZipFile:
    try:
        if _length_of_list(file) > _LONGEST_LIST:
            raise UnreadablePlaceError(f"{file} lists far too many files", "Zip one site at a time")
        return ZipFile(file)
    except (BadZipFile, struct.error, ValueError, NotImplementedError) as error:
        raise UnreadablePlaceError(f"{file} is not a zip, or a damaged one", "Make the zip anew") from error
    except OSError as error:
        raise UnreadablePlaceError(f"{file} cannot be read: {error.strerror or error}", "Correct its rights") from error


def _length_of_list(file: Path) -> int:
    """Return the length of a zip's list of files, which is read whole, before anything reads it."""
    with file.open("rb") as held:
        size = held.seek(0, 2)
        held.seek(max(0, size - 66_000))
        tail = held.read()
    end = tail.rfind(b"PK\x05\x06")
    large = tail.rfind(b"PK\x06\x06")
    lengths = [struct.unpack_from("<L", tail, end + 12)[0] if end >= 0 else 0]
    if large >= 0:
        lengths.append(struct.unpack_from("<Q", tail, large + 40)[0])
        lengths = [length for length in lengths if length != _SEE_ELSEWHERE]
    return int(max(lengths, default=0))


def _is_page(entry: ZipInfo) -> bool:
    parts = entry.filename.split("/")
    hidden = any(part.startswith(".") and not part.startswith("..") for part in parts) or "__MACOSX" in parts
    return entry.filename.lower().endswith(ENDINGS["html"]) and not hidden


def _look_at(entry: ZipInfo, times: int) -> None:
    """Refuse an entry that different programs would unpack differently, or to somewhere else."""
    name = entry.filename
    if name.startswith(("/", "\\")) or ":" in name or ".." in name.replace("\\", "/").split("/"):
        raise UnreadablePageError(f"its name leads out of the zip; {_AGAIN}")
    if times > 1:
        raise UnreadablePageError(f"it is in the zip {times} times, and nothing says which one readers see; {_AGAIN}")
    if stat.S_ISLNK(entry.external_attr >> 16):
        raise UnreadablePageError("it is a link, not a page; make the zip from the files themselves")
    if entry.flag_bits & _ENCRYPTED:
        raise UnreadablePageError("it is encrypted; make the zip without a password")


def _unpacked(held: ZipFile, entry: ZipInfo, most: int) -> bytes:
    if entry.file_size > most:
        raise UnreadablePageError(too_large(most))
    try:
        with held.open(entry) as file:
            data = file.read(most + 1)
    except (BadZipFile, NotImplementedError, EOFError, OSError, RuntimeError, ValueError, zlib.error) as error:
        raise UnreadablePageError(f"it is damaged, or packed in an unusual way; {_AGAIN}") from error
    if len(data) > most:
        raise UnreadablePageError(too_large(most))
    return data
