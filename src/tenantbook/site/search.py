"""The search index of a site, as the site generator writes it: settings, and what is found on which page."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from tenantbook.disk import read_text

#: Where a site keeps its index: as data, and as a script for pages opened from a folder.
INDEXES = ("search/search_index.json", "search/search_index.js")


def read_index(site: Path) -> list[dict[str, Any]]:
    """Return what the search of a site finds, in its order; nothing where it has no search."""
    file = site / INDEXES[0]
    if not file.is_file():
        return []
    found: list[dict[str, Any]] = json.loads(read_text(file))["docs"]
    return found


def write_index(text: str, entries: Sequence[object]) -> str:
    """Return an index, or the script that holds one, with other entries."""
    before, data, after = _data_in(text)
    return f"{before}{_dumped({**json.loads(data), 'docs': list(entries)})}{after}"


def around_entries(text: str) -> tuple[str, str]:
    """Return what stands before and after the entries of an index, or of the script that holds one."""
    before, data, after = _data_in(text)
    head = _dumped({**json.loads(data), "docs": []}).removesuffix("]}")
    return f"{before}{head}", f"]}}{after}"


def entries_as_text(entries: Sequence[object]) -> str:
    """Return entries as they stand between those two."""
    return _dumped(list(entries))[1:-1]


def order_in(text: str) -> list[str]:
    """Return the pages of an index in their order."""
    return [entry["location"] for entry in json.loads(_data_in(text)[1])["docs"]]


def _data_in(text: str) -> tuple[str, str, str]:
    begin, end = text.index("{"), text.rindex("}") + 1
    return text[:begin], text[begin:end], text[end:]


def _dumped(data: object) -> str:
    return json.dumps(data, separators=(",", ":"))
