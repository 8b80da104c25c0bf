"""Reads the live policy of many tenants at once, and never writes any."""

import asyncio
from collections.abc import Iterable

from tenantbook.graph.asked import Answer, GroupIds, OnDone, Wanted
from tenantbook.graph.failures import Failure, FailureKind
from tenantbook.graph.settings import Settings
from tenantbook.model.errors import TenantbookError
from tenantbook.model.extras import to_install

__all__ = ["Answer", "Failure", "FailureKind", "GraphNotInstalled", "Wanted", "read_tenants"]

#: How long one tenant may take, in seconds, sign-in and retries included.
TIME_LIMIT = 60.0


class GraphNotInstalled(TenantbookError):  # noqa: N818 -- reads as what happened
    """The libraries that talk to Graph are not installed."""

    def __init__(self, missing: str) -> None:
        super().__init__(f"Reading tenants needs {missing}: {to_install('graph')}")


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
