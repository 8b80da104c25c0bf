"""Reads the live policy of many tenants at once, and never writes any."""

import asyncio
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from tenantbook.graph.failures import Failure, FailureKind
from tenantbook.graph.settings import Settings
from tenantbook.model.place import Cloud

__all__ = ["Answer", "Failure", "FailureKind", "GraphNotInstalled", "Wanted", "read_tenants"]

#: How long one tenant may take, in seconds, sign-in and retries included.
TIME_LIMIT = 60.0


@dataclass(frozen=True, slots=True)
class Wanted:
    """What to read of one tenant. `paths` are below the Graph version: `/policies/authenticationMethodsPolicy`."""

    client: str
    tenant: str
    cloud: Cloud
    paths: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """What one tenant answered: its name, the JSON object at each path, and the names of groups by id.

    A group that is gone, or that the application may not see, is absent from `group_names`. Every text
    is the tenant's own and may hold anything.
    """

    client: str
    organisation: str
    bodies: Mapping[str, Any]
    group_names: Mapping[str, str]


class GraphNotInstalled(Exception):  # noqa: N818 — reads as what happened
    """The libraries that talk to Graph are not installed."""

    def __init__(self, missing: str) -> None:
        super().__init__(f"Reading tenants needs {missing}: run  pip install 'tenantbook[graph]'")


#: Given a tenant's bodies by path: the ids of the groups to name.
GroupIds = Callable[[Mapping[str, Any]], Collection[str]]
OnDone = Callable[[Answer | Failure], None]


def read_tenants(
    wanted: Iterable[Wanted],
    settings: Settings,
    *,
    jobs: int,
    group_ids: GroupIds,
    on_done: OnDone,
    seconds: float = TIME_LIMIT,
) -> None:
    """Read every tenant in `wanted`, at most `jobs` at once, and hand each result to `on_done` as it comes.

    `group_ids` is given a tenant's bodies by path and returns the ids of the groups to name. Each tenant
    takes `seconds` at most and leads to exactly one call of `on_done`; one that fails stops no other.
    Raises GraphNotInstalled where the libraries are missing, and whatever `on_done` raises.
    """
    if jobs < 1:
        raise ValueError("jobs must be 1 or more")
    try:
        from tenantbook.graph import reading  # noqa: PLC0415 — what it imports is an optional extra, and slow to load
    except ModuleNotFoundError as error:
        raise GraphNotInstalled(error.name or "msgraph") from error
    with reading.quiet():
        asyncio.run(reading.read_all(wanted, settings, jobs, group_ids, on_done, seconds))
