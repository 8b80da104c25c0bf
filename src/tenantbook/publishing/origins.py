"""Which origins passwords may go to: `published/origins.json`, one for each target, confirmed once by a person."""

import json
from collections.abc import Collection
from pathlib import Path

from tenantbook.disk import Workspace, inside, write_text
from tenantbook.model.errors import TenantbookError
from tenantbook.published.address import origin_of

#: More than the origins of any book come to.
_MAX_BYTES = 1024 * 1024


class UnconfirmedOriginError(TenantbookError):
    """A target's password would go to an origin that nobody confirmed; `origin` is which."""

    def __init__(self, target: str, origin: str, before: str) -> None:
        was = f" (it was {before})" if before else ""
        super().__init__(
            f"{target} would send its password to {origin}, which nobody has confirmed yet{was}. If that is right, say "
            f"--trust {origin} once; it is kept in published/origins.json, which you commit"
        )
        self.origin = origin


class DamagedOriginsError(TenantbookError):
    """The file of origins cannot be read; the message says what to do."""


def origins_file(workspace: Workspace) -> Path:
    """Return where confirmed origins stand: beside the ledgers."""
    return inside(workspace.content.parent, "published/origins.json")


def confirmed(workspace: Workspace) -> dict[str, str]:
    """Return the origin that was confirmed for each target.

    Raises:
        DamagedOriginsError: the file holds something else.
    """
    file = origins_file(workspace)
    if not file.exists():
        return {}
    try:
        held = json.loads(file.read_bytes()) if file.stat().st_size <= _MAX_BYTES else None
    except (OSError, ValueError, RecursionError) as error:
        raise DamagedOriginsError(f"published/origins.json cannot be read ({error}): take it from git") from error
    if not isinstance(held, dict) or not all(isinstance(each, str) for each in held.values()):
        raise DamagedOriginsError("published/origins.json is no list of origins: take it from git")
    return held


def expect_confirmed(workspace: Workspace, target: str, address: str, trusted: Collection[str]) -> None:
    """Make sure that a person has confirmed where a target's password goes; what is `trusted` now is kept.

    Raises:
        UnconfirmedOriginError: nobody has.
        DamagedOriginsError: the file of origins cannot be read.
    """
    origin, known = origin_of(address), confirmed(workspace)
    if known.get(target) == origin:
        return
    if origin not in {origin_of(each) for each in trusted if "//" in each}:
        raise UnconfirmedOriginError(target, origin, known.get(target, ""))
    lines = json.dumps({**known, target: origin}, indent=2, sort_keys=True, ensure_ascii=False)
    write_text(origins_file(workspace), f"{lines}\n")
