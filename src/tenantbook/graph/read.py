"""Reads the live policy of many tenants at once, and never writes any."""

import asyncio
import re
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tenantbook.graph.clouds import endpoints
from tenantbook.graph.failures import Failure, FailureKind, OtherTenantError, Subject, WrongAnswerError
from tenantbook.graph.settings import Settings
from tenantbook.model.place import Cloud

if TYPE_CHECKING:
    import httpx

    from tenantbook.graph.session import Session

__all__ = ["Answer", "Failure", "FailureKind", "GraphNotInstalled", "Wanted", "read_tenants"]

#: How long one tenant may take, in seconds, sign-in and retries included.
TIME_LIMIT = 60.0

_GROUP_ID = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")


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


GroupIds = Callable[[Mapping[str, Any]], Collection[str]]


def read_tenants(
    wanted: Iterable[Wanted],
    settings: Settings,
    *,
    jobs: int,
    group_ids: GroupIds,
    on_done: Callable[[Answer | Failure], None],
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
        from tenantbook.graph.transport import quiet  # noqa: PLC0415 — an optional extra, slow to import
    except ModuleNotFoundError as error:
        raise GraphNotInstalled(error.name or "msgraph") from error
    with quiet():
        asyncio.run(_read_all(wanted, settings, jobs, group_ids, on_done, seconds))


async def _read_all(
    wanted: Iterable[Wanted],
    settings: Settings,
    jobs: int,
    group_ids: GroupIds,
    on_done: Callable[[Answer | Failure], None],
    seconds: float,
) -> None:
    from tenantbook.graph.transport import client_for  # noqa: PLC0415 — an optional extra, slow to import

    pending = iter(wanted)

    async def work(client: "httpx.AsyncClient") -> None:
        for each in pending:  # shared: whoever is free takes the next
            on_done(await _read_one(each, settings, client, group_ids, seconds))

    async with client_for(settings, jobs) as client:
        await asyncio.gather(*(work(client) for _ in range(jobs)))


async def _read_one(
    wanted: Wanted, settings: Settings, client: "httpx.AsyncClient", group_ids: GroupIds, seconds: float
) -> Answer | Failure:
    from tenantbook.graph.explain import cause_of  # noqa: PLC0415 — an optional extra, slow to import
    from tenantbook.graph.session import signed_in  # noqa: PLC0415
    from tenantbook.graph.transport import Seen  # noqa: PLC0415

    at, seen = endpoints(wanted.cloud, settings.loopback), Seen()
    subject = Subject(
        client=wanted.client,
        tenant=wanted.tenant,
        application=settings.client_id,
        consent=at.consent(wanted.tenant, settings.client_id),
    )
    try:
        async with asyncio.timeout(seconds), signed_in(settings, at, wanted.tenant, client, seen) as session:
            return await _ask(session, wanted, group_ids)
    except Exception as error:  # noqa: BLE001 — whatever one tenant does is a report, never the end of the run
        return subject.failure(cause_of(error, seen, seconds))


async def _ask(session: "Session", wanted: Wanted, group_ids: GroupIds) -> Answer:
    """Ask who the tenant is before anything else, so that no other tenant's policy is ever taken for its own."""
    organisation = _organisation(await session.get("/organization?$select=id,displayName"), wanted.tenant)
    bodies = {path: await session.get(path) for path in dict.fromkeys(wanted.paths)}
    names = await _group_names(session, group_ids(bodies))
    return Answer(wanted.client, organisation, bodies, names)


def _organisation(body: Mapping[str, Any], tenant: str) -> str:
    match body.get("value"):
        case [{"id": str(found), "displayName": str(name)}]:
            if found.lower() != tenant.lower():
                raise OtherTenantError
            return name
        case _:
            raise WrongAnswerError("/organization does not name exactly one organisation")


async def _group_names(session: "Session", ids: Collection[str]) -> dict[str, str]:
    names: dict[str, str] = {}
    # The ids are the tenant's text and go into a path: only what is an id is asked for.
    for group in dict.fromkeys(each for each in ids if _GROUP_ID.fullmatch(each)):
        body = await session.find(f"/groups/{group}?$select=id,displayName")
        if body and isinstance(name := body.get("displayName"), str) and name:
            names[group] = name
    return names
