"""Pages whose records say something else than they were built with, and the cases that tell of them."""

import json
import re
from html import escape, unescape
from pathlib import Path
from typing import Any

import yaml

from tenantbook.record import RECORD_ELEMENT, seal

CASES = Path(__file__).parents[1] / "compare" / "cases"

Case = dict[str, Any]


def cases(name: str) -> list[Case]:
    """Return the cases of one file."""
    found: list[Case] = yaml.safe_load((CASES / f"{name}.yml").read_text(encoding="utf-8"))
    return found


def record_in(page: str) -> dict[str, Any]:
    """Return the JSON of a page's record."""
    found = RECORD_ELEMENT.search(page)
    assert found
    plain: dict[str, Any] = json.loads(unescape(found[1]))
    return plain


def with_record(page: str, text: str) -> str:
    """Return a page that carries another record, with the seal of before."""
    found = RECORD_ELEMENT.search(page)
    assert found
    return page[: found.start(1)] + escape(text) + page[found.end(1) :]


def with_changes(page: str, changes: Case) -> str:
    """Return a page whose record says something else, well formed as before; `out` takes a key out."""
    plain = {**record_in(page), **changes}
    return with_record(page, json.dumps({key: value for key, value in plain.items() if value != "out"}))


def resealed(page: str) -> str:
    """Return a page sealed anew, as a forger would."""
    return seal(re.sub(r' data-digest="[0-9a-f]*"', "", page))
