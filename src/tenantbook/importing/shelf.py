"""The folder of drafts: what an import writes there, and what it leaves to the editor."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from tenantbook.disk import UnreadableFileError, inside, read_text, write_bytes, write_text
from tenantbook.drafts.draft import Imported
from tenantbook.drafts.kept import Kept, as_json, digest_of, from_json, kept_of
from tenantbook.drafts.naming import folder_of, site_folder
from tenantbook.drafts.post import Post
from tenantbook.drafts.validated import text_of

#: The folder of what imports keep, machine-written only; drafts stand beside it and are the editor's.
RECORDS = "records"

_BESIDE = ".upstream.yml"


class Wrote(StrEnum):
    """What became of one file."""

    NEW = "new"
    SAME = "as it was"
    UPDATED = "updated"
    BESIDE = "edited by hand, so the new draft stands beside it"
    REFUSED = "edited by hand, and so is the draft beside it: put one away"
    GONE = "moved or removed by hand, and not written again"
    REMOVED = "no longer in the post, and removed"
    LEFT = "no longer in the post; edited by hand, so it was left"


#: What keeps a new draft from where it belongs.
IN_THE_WAY = frozenset({Wrote.BESIDE, Wrote.REFUSED, Wrote.LEFT})


@dataclass(frozen=True, slots=True)
class Shelf:
    """A folder of drafts: `<site>/<post>/procedures/*.yml`, and what is kept of each post in `records/<site>/`."""

    folder: Path

    def kept(self, host: str, number: int) -> Kept | None:
        """Return what the last import kept of a post, if there was one."""
        file = self._record(host, number, "json")
        try:
            return from_json(read_text(file)) if file.is_file() else None
        except UnreadableFileError:
            return None

    def put(self, imported: Imported, *, again: bool = False) -> dict[str, Wrote]:
        """Write the drafts of a post, then what is kept of it; return what became of each file.

        A draft that its editor has changed is never touched. One that is gone is written only `again`.
        """
        post = imported.post
        kept = self.kept(post.host, post.number)
        folder = kept.folder if kept else folder_of(post)
        before = dict(kept.files) if kept else {}
        texts = {draft.file: text_of(draft).encode("utf-8", "replace") for draft in imported.drafts}
        done: dict[str, Wrote] = {}
        files: dict[str, str] = {}
        for name, data in texts.items():
            done[name] = self._write(folder, name, data, before, files, again=again)
        for name in sorted(set(before) - set(files)):
            gone = self._drop(folder, name, before[name], wanted=name.removesuffix(_BESIDE) + ".yml" in texts)
            if gone:
                done[name] = gone
        self._keep(post, kept_of(imported, folder, files))
        return done

    def note(self, imported: Imported, kept: Kept) -> None:
        """Keep that a post was seen again as it was."""
        self._keep(imported.post, kept_of(imported, kept.folder, kept.files))

    def report(self, post: Post, text: str) -> Path:
        """Write the report of a post, and return its file."""
        file = self._record(post.host, post.number, "md")
        write_text(file, text)
        return file

    def place(self, post: Post) -> str:
        """Return the folder of a post's drafts, below the folder of all."""
        kept = self.kept(post.host, post.number)
        return kept.folder if kept else folder_of(post)

    def _keep(self, post: Post, kept: Kept) -> None:
        write_text(self._record(post.host, post.number, "json"), as_json(kept))

    def _record(self, host: str, number: int, ending: str) -> Path:
        return inside(self.folder, f"{RECORDS}/{site_folder(host)}/{number}.{ending}")

    def _write(
        self, folder: str, name: str, data: bytes, before: Mapping[str, str], files: dict[str, str], *, again: bool
    ) -> Wrote:
        """Write one draft if that takes nothing from its editor; note in `files` what of ours stands there now."""
        file = inside(self.folder, f"{folder}/{name}")
        there, ours = _digest(file), before.get(name)
        files[name] = digest_of(data)
        if there == files[name]:
            return Wrote.SAME
        if there is None and ours and not again:
            files[name] = ours
            return Wrote.GONE
        if there is None or there == ours:
            write_bytes(file, data)
            return Wrote.UPDATED if there else Wrote.NEW
        files[name] = ours or ""
        beside = f"{name.removesuffix('.yml')}{_BESIDE}"
        other = inside(self.folder, f"{folder}/{beside}")
        standing = _digest(other)
        if standing not in (None, before.get(beside), digest_of(data)):
            files[beside] = before.get(beside, "")
            return Wrote.REFUSED
        write_bytes(other, data)
        files[beside] = digest_of(data)
        return Wrote.BESIDE

    def _drop(self, folder: str, name: str, ours: str, *, wanted: bool) -> Wrote | None:
        """Remove a draft that the post no longer leads to, unless somebody has worked on it."""
        file = inside(self.folder, f"{folder}/{name}")
        there = _digest(file)
        if there is None:
            return None
        if there != ours:
            return None if wanted else Wrote.LEFT
        file.unlink()
        return Wrote.REMOVED


def _digest(file: Path) -> str | None:
    try:
        return digest_of(file.read_bytes())
    except (FileNotFoundError, NotADirectoryError):
        return None
