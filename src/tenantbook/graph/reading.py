"""How tenants are asked: so many at a time, each for who it is first, then for its policies and groups.

Imported only when tenants are read: what it imports is an optional extra and slow to load.
"""

import asyncio
import re
from collections.abc import Collection, Iterable, Mapping
from typing import Any

import httpx

from tenantbook.graph.asked import Answer, GroupIds, OnDone, Wanted
from tenantbook.graph.clouds import endpoints
from tenantbook.graph.explain import cause_of
from tenantbook.graph.failures import OtherTenantError, Subject, WrongAnswerError
from tenantbook.graph.schedule import BESIDE, Asked, Round
from tenantbook.graph.session import Session, signed_in
from tenantbook.graph.settings import Settings
from tenantbook.graph.transport import Seen, opened, quiet

__all__ = ["quiet", "read_all"]

_GROUP_ID = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")


async def read_all(
    wanted: Iterable[Wanted], settings: Settings, jobs: int, group_ids: GroupIds, on_done: OnDone, seconds: float
) -> None:
    """Do what `read.read_tenants` promises, in the running event loop."""
    async with opened(settings, jobs + BESIDE) as client:

        async def ask(each: Wanted) -> Asked:
            return await _read_one(each, settings, client, group_ids, seconds)

        await Round(ask, on_done, jobs).over(wanted)


async def _read_one(
    wanted: Wanted, settings: Settings, client: httpx.AsyncClient, group_ids: GroupIds, seconds: float
) -> Asked:
    at, seen = endpoints(wanted.cloud, settings.loopback), Seen()
    try:
        async with asyncio.timeout(seconds), signed_in(settings, at, wanted.tenant, client, seen) as session:
            return Asked(await _ask(session, wanted, group_ids))
    except Exception as error:  # noqa: BLE001 — whatever one tenant does is a report, never the end of the run
        consent = at.consent(wanted.tenant, settings.client_id)
        subject = Subject(wanted.client, wanted.tenant, settings.client_id, consent)
        cause = cause_of(error, seen, seconds)
        return Asked(subject.failure(cause), seen.wait, isinstance(error, TimeoutError))


async def _ask(session: Session, wanted: Wanted, group_ids: GroupIds) -> Answer:
    """Ask who the tenant is before anything else, so that no other tenant's policy is ever taken for its own."""
    organisation = _organisation(await session.get("/organization?$select=id,displayName"), wanted.tenant)
    bodies = {path: await _whole(session, path) for path in dict.fromkeys(wanted.paths)}
    names = await _group_names(session, group_ids(bodies))
    return Answer(wanted.client, organisation, bodies, names)


def _organisation(body: Mapping[str, Any], tenant: str) -> str:
    match body.get("value"):
        case [{"id": str(found), "displayName": str() | None as name}]:
            if found.lower() != tenant.lower():
                raise OtherTenantError
            return name or "(no name)"
        case _:
            raise WrongAnswerError("/organization does not name exactly one organisation")


#: How many further pages of collections one answer may have: far more than any policy has targets for.
_MOST_PAGES = 50
_NEXT = "@odata.nextLink"


async def _whole(session: Session, path: str) -> dict[str, Any]:
    """Return the JSON object at a path, each collection in it read to its end."""
    body = await session.get(path)
    pages = 0
    waiting: list[Any] = [body]
    while waiting:
        node = waiting.pop()
        for key in [key for key in node if key.endswith(_NEXT)] if isinstance(node, dict) else ():
            name = key.removesuffix(_NEXT) or "value"
            while link := node.pop(key, None):
                pages += 1
                if pages > _MOST_PAGES or not isinstance(node.get(name), list):
                    raise WrongAnswerError(f"{path}: {name} goes on without end")
                more = await session.get(_path_of(session, link, path))
                if not isinstance(more.get("value"), list):
                    raise WrongAnswerError(f"{path}: {name} goes on with what is no list")
                node[name] += more["value"]
                if further := more.get(_NEXT):
                    node[key] = further
        waiting += node.values() if isinstance(node, dict) else node if isinstance(node, list) else ()
    return body


def _path_of(session: Session, link: object, path: str) -> str:
    """Return where a collection goes on, below the Graph version: the token goes nowhere else."""
    base = f"{session.adapter.base_url}/"
    if not isinstance(link, str) or not link.startswith(base):
        raise WrongAnswerError(f"{path} goes on at another address than Graph's")
    return f"/{link.removeprefix(base)}"


async def _group_names(session: Session, ids: Collection[str]) -> dict[str, str | None]:
    names: dict[str, str | None] = {}
    # The ids are the tenant's text and go into a path: only what is an id is asked for.
    for group in dict.fromkeys(each for each in ids if _GROUP_ID.fullmatch(each)):
        body = await session.find(f"/groups/{group}?$select=id,displayName")
        if body is not None:
            name = body.get("displayName")
            names[group] = name if isinstance(name, str) and name else None
    return names
