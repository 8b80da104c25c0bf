"""The stand-in for Microsoft Graph: the few resources that facts are read from, refused as Graph refuses."""

import asyncio
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from aiohttp import web

from tenantbook.demo import standin_bodies as bodies
from tenantbook.demo.standin_entra import Entra
from tenantbook.demo.standin_faults import NO_FAULT, Fault
from tenantbook.demo.standin_rules import objection
from tenantbook.demo.tenants import DemoTenant
from tenantbook.model.errors import TenantbookError

_FIRST_CHANGE = datetime(2026, 10, 1, 8, tzinfo=UTC)
_POLICY = ("policies", "authenticationmethodspolicy")
_METHODS = (*_POLICY, "authenticationmethodconfigurations")

_NEXT = "@odata.nextLink"
_WRITE = "Policy.ReadWrite.AuthenticationMethod"
_READ_POLICY = frozenset({"Policy.Read.AuthenticationMethod", "Policy.Read.All", _WRITE})
_READ_ORGANISATION = frozenset({"Organization.Read.All", "Directory.Read.All"})
_READ_GROUPS = frozenset({"GroupMember.Read.All", "Group.Read.All", "Directory.Read.All"})


class RefusalError(TenantbookError):
    """An answer other than 2xx: its HTTP status, and Graph's code and message."""

    def __init__(self, status: int, code: str, message: str) -> None:
        super().__init__(message)
        self.status, self.code, self.message = status, code, message


class Graph:
    """Answers below /v1.0 for the tenant that the token was given for. Changes live in the instance."""

    def __init__(self, tenants: Mapping[str, DemoTenant], entra: Entra) -> None:
        self._tenants = tenants
        self._entra = entra
        self._taps = {tenant.id: bodies.tap_configuration(tenant.tap) for tenant in tenants.values()}
        self._modified = dict.fromkeys(tenants, _FIRST_CHANGE)
        self._faults: dict[str, Fault] = {}
        self._left: dict[str, int] = {}

    def inject(self, tenant: str, fault: Fault) -> None:
        """Make `fault` befall the tenant with this id, from its next request on."""
        self._faults[tenant] = fault
        self._left[tenant] = fault.failures

    async def answer(self, request: web.Request) -> web.StreamResponse:
        """Answer one request, or refuse it in Graph's words."""
        ids = str(uuid4()), request.headers.get("client-request-id", str(uuid4()))
        headers = {"request-id": ids[0], "client-request-id": ids[1], "OData-Version": "4.0"}
        try:
            return await self._answer(request, headers)
        except RefusalError as refusal:
            body = bodies.error(refusal.code, refusal.message, *ids)
            headers |= _refusal_headers(refusal, self._fault_of(request))
            return web.json_response(body, status=refusal.status, headers=headers)

    async def _answer(self, request: web.Request, headers: Mapping[str, str]) -> web.StreamResponse:
        tenant, roles = self._bearer(request)
        fault = self._faults.get(tenant.id, NO_FAULT)
        await self._befall(tenant, fault)
        if fault.redirect:
            return web.Response(status=302, headers={"Location": fault.redirect}, text="{}")
        body = await self._resource(request, tenant, roles, fault)
        if body is None:
            return web.Response(status=204, headers=headers)
        return await _send(request, body, fault, headers)

    def _bearer(self, request: web.Request) -> tuple[DemoTenant, frozenset[str]]:
        scheme, _, token = request.headers.get("Authorization", "").partition(" ")
        if scheme.lower() != "bearer" or not token:
            raise RefusalError(401, "InvalidAuthenticationToken", "Access token is empty.")
        grant = self._entra.grant(token)
        if grant is None:
            raise RefusalError(401, "InvalidAuthenticationToken", "Access token validation failure or has expired.")
        return self._tenants[grant.tenant], grant.roles

    def _fault_of(self, request: web.Request) -> Fault:
        grant = self._entra.grant(request.headers.get("Authorization", "").partition(" ")[2])
        return self._faults.get(grant.tenant, NO_FAULT) if grant else NO_FAULT

    async def _befall(self, tenant: DemoTenant, fault: Fault) -> None:
        await asyncio.sleep(fault.hang)
        left = self._left.get(tenant.id, 0)
        if left == 0:
            return
        self._left[tenant.id] = left - 1
        if fault.status == 429:  # noqa: PLR2004 — an HTTP status
            raise RefusalError(429, "TooManyRequests", "Please retry again later.")
        raise RefusalError(fault.status, "ServiceUnavailable", "The service is temporarily unavailable.")

    async def _resource(
        self, request: web.Request, tenant: DemoTenant, roles: frozenset[str], fault: Fault
    ) -> dict[str, Any] | None:
        """Return the body that `request` asks for, None after a change."""
        path = request.match_info["path"].strip("/")
        match tuple(path.lower().split("/")):
            case ("organization",):
                _permit(request, roles, _READ_ORGANISATION)
                return _selected(request, bodies.collection("organization", _organisation(tenant, fault)))
            case ("groups", identifier):
                _permit(request, roles, frozenset() if fault.hidden_groups else _READ_GROUPS)
                named = bodies.single("groups", _group(tenant, identifier))
                return _selected(request, {**named, "displayName": None} if fault.nameless_groups else named)
            case parts if parts == _POLICY:
                _permit(request, roles, _READ_POLICY)
                return bodies.policy(self._configurations(tenant, fault, request), self._modified[tenant.id])
            case (*parts, "temporaryaccesspass", "includetargets") if tuple(parts) == _METHODS and fault.paged:
                _permit(request, roles, _READ_POLICY)
                return _page_of(self._configurations(tenant, fault), request, fault)
            case (*parts, identifier) if tuple(parts) == _METHODS:
                return await self._method(request, tenant, roles, identifier)
            case _:
                segment = path.split("/")[-1]
                raise RefusalError(400, "BadRequest", f"Resource not found for the segment '{segment}'.")

    def _configurations(
        self, tenant: DemoTenant, fault: Fault = NO_FAULT, paging: web.Request | None = None
    ) -> list[dict[str, Any]]:
        tap = {**self._taps[tenant.id], **fault.tap}
        if paging and fault.paged:
            first = _page_of([tap], paging, fault)
            tap = {**tap, "includeTargets": first["value"]}
            if more := first.get(_NEXT):
                tap[f"includeTargets{_NEXT}"] = more
        return [*bodies.other_methods(), tap]

    async def _method(
        self, request: web.Request, tenant: DemoTenant, roles: frozenset[str], identifier: str
    ) -> dict[str, Any] | None:
        found = [each for each in self._configurations(tenant) if each["id"].lower() == identifier]
        if not found:
            raise RefusalError(404, "ResourceNotFound", "The requested authentication method was not found.")
        if request.method == "PATCH" and found[0]["id"] == bodies.TAP_ID:
            _permit(request, roles, frozenset({_WRITE}), method="PATCH")
            self._change(tenant, await _json(request))
            return None
        _permit(request, roles, _READ_POLICY)
        return bodies.entity({**found[0], **self._faults.get(tenant.id, NO_FAULT).tap})

    def _change(self, tenant: DemoTenant, change: object) -> None:
        current = self._taps[tenant.id]
        if (why := objection(current, change)) is not None or not isinstance(change, dict):
            raise RefusalError(400, "badRequest", why or "")
        self._taps[tenant.id] = {**current, **change, "id": current["id"]}
        self._modified[tenant.id] = datetime.now(UTC)


def _page_of(configurations: list[dict[str, Any]], request: web.Request, fault: Fault) -> dict[str, Any]:
    """Return one target of the pass's policy, and where the next one is."""
    targets, skip = configurations[-1]["includeTargets"], int(request.query.get("$skip", "0"))
    body: dict[str, Any] = {"value": targets[skip : skip + 1]}
    if skip + 1 < len(targets):
        place = "/".join(("v1.0", *_METHODS, "temporaryaccesspass", "includetargets"))
        body[_NEXT] = f"{fault.leads_to or request.url.origin()}/{place}?$skip={skip + 1}"
    return body


def _permit(request: web.Request, roles: frozenset[str], needed: frozenset[str], method: str = "GET") -> None:
    if request.method != method:
        raise RefusalError(405, "Request_BadRequest", "Specified HTTP method is not allowed for the request target.")
    if not roles & needed:
        raise RefusalError(403, "Authorization_RequestDenied", "Insufficient privileges to complete the operation.")


def _organisation(tenant: DemoTenant, fault: Fault) -> dict[str, Any]:
    body = bodies.organisation(tenant)
    name, identifier = fault.organisation, fault.organisation_id
    return {**body, "displayName": body["displayName"] if name is None else name, "id": identifier or body["id"]}


def _group(tenant: DemoTenant, identifier: str) -> dict[str, Any]:
    if identifier not in tenant.groups:
        message = (
            f"Resource '{identifier}' does not exist or one of its queried reference-property objects are not present."
        )
        raise RefusalError(404, "Request_ResourceNotFound", message)
    return bodies.group(identifier, tenant.groups[identifier])


def _selected(request: web.Request, body: dict[str, Any]) -> dict[str, Any]:
    """Keep what `$select` names, of the entity or of each entity in a collection."""
    names = [name for name in request.query.get("$select", "").split(",") if name]
    if not names:
        return body
    if "value" in body:
        return {**body, "value": [_picked(each, names) for each in body["value"]]}
    return {"@odata.context": body["@odata.context"], **_picked(body, names)}


def _picked(entity: Mapping[str, Any], names: list[str]) -> dict[str, Any]:
    for name in names:
        if name not in entity:
            raise RefusalError(400, "BadRequest", f"Parsing OData Select and Expand failed: no property '{name}'.")
    return {name: entity[name] for name in names}


async def _json(request: web.Request) -> object:
    try:
        return await request.json()
    except ValueError as error:
        raise RefusalError(400, "BadRequest", "Unable to read JSON request payload.") from error


async def _send(
    request: web.Request, body: Mapping[str, Any], fault: Fault, headers: Mapping[str, str]
) -> web.StreamResponse:
    content = json.dumps({**body, "padding": "x" * fault.padding} if fault.padding else body).encode()
    content = content if fault.raw is None else fault.raw
    kind = {"Content-Type": "application/json;odata.metadata=minimal;odata.streaming=true;charset=utf-8"}
    if fault.truncate:
        content = content[: len(content) // 2]
    if not fault.drop:
        return web.Response(body=content, headers={**headers, **kind})
    response = web.StreamResponse(headers={**headers, **kind, "Content-Length": str(len(content))})
    await response.prepare(request)
    await response.write(content[: len(content) // 2])
    if request.transport is not None:
        request.transport.abort()
    return response


def _refusal_headers(refusal: RefusalError, fault: Fault) -> dict[str, str]:
    if refusal.status == 401:  # noqa: PLR2004 — an HTTP status
        return {"WWW-Authenticate": 'Bearer realm="", client_id="00000003-0000-0000-c000-000000000000"'}
    if fault.retry_after is not None and refusal.status in {429, 503}:
        return {"Retry-After": fault.retry_after}
    return {}
