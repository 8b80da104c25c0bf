"""What can be made to go wrong with one tenant of the stand-in."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any


@dataclass(frozen=True, slots=True)
class Fault:
    """How Graph misbehaves towards one tenant, in any mixture.

    `failures` counts the requests answered with `status` (429, 503 …) before all is well again, -1 for all
    of them; `retry_after` is the header they carry, in seconds. `hang` delays each answer, in seconds.
    `truncate` cuts bodies in half, `drop` breaks the connection off half-way, `padding` adds bytes, `raw`
    is sent instead of any body, `redirect` is where requests are sent on to. `organisation` and
    `organisation_id` replace what /organization says; `tap` replaces fields of the configuration as served,
    true or not; `hidden_groups` answers 403 for groups, `nameless_groups` gives them no name. `paged` gives targets
    one at a time, each with a link to the next; `leads_to` is where such a link leads instead of Graph.
    """

    status: int = 429
    failures: int = 0
    retry_after: str | None = None
    hang: float = 0
    truncate: bool = False
    drop: bool = False
    padding: int = 0
    raw: bytes | None = None
    redirect: str | None = None
    organisation: str | None = None
    organisation_id: str | None = None
    tap: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))
    hidden_groups: bool = False
    nameless_groups: bool = False
    paged: bool = False
    leads_to: str = ""


NO_FAULT = Fault()
