"""Composes the miniature library and prints a digest of all of it. Run in a process of its own by a test."""

import hashlib
import json
from pathlib import Path

from support.content import miniature, sound, subject_on_disk
from tenantbook.content.library import Library
from tenantbook.model.audience import Surface
from tenantbook.model.edition import Edition
from tenantbook.pages.compose import Composer
from tenantbook.pages.fill import fill

HERE = Path(__file__).parent
CONTENT = HERE / "kb_src"


def composed(library: Library) -> dict[str, str]:
    """Return every page of every client's editions, and its record, by path."""
    composer = Composer(library)
    files: dict[str, str] = {}
    for client in sorted(library.clients):
        for surface in Surface:
            edition = composer.compose(subject_on_disk(library, CONTENT, client), surface)
            files |= {f"{client}/{surface.value}/{path}": text for path, text in files_of(edition).items()}
    return files


def files_of(edition: Edition) -> dict[str, str]:
    """Return an edition's filled pages, and each page's record with every value on a line of its own."""
    records = {
        f"{slot.name.removeprefix('record:').removesuffix('.md')}.record.json": json.dumps(
            json.loads(slot.text), indent=2, ensure_ascii=False
        )
        + "\n"
        for slot in edition.slots.values()
        if slot.name.startswith("record:")
    }
    return {**fill(edition), **records}


if __name__ == "__main__":
    library = sound(miniature(CONTENT))
    print(hashlib.sha256(json.dumps(composed(library)).encode()).hexdigest())
