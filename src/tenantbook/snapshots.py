"""Snapshots as files: one line per fact, so that a policy change is a one-line diff."""

from collections.abc import Mapping
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any

from tenantbook.content.document import Document, read_document, write_flow
from tenantbook.model.policy import Fact
from tenantbook.model.problem import Problem
from tenantbook.model.snapshot import Snapshot, Value
from tenantbook.values import decode_value, encode_value

VERSION = 1

_HEAD = "# Written by `tenantbook pull`. Do not edit: the next pull replaces it.\n"
_KEYS = ("snapshot", "client", "tenant", "organisation", "read", "permissions", "facts")


def write_snapshot(snapshot: Snapshot) -> str:
    """Return a snapshot as YAML, one line per fact in the order of the fact files."""
    plain: dict[str, object] = {
        "snapshot": VERSION,
        "client": snapshot.client,
        "tenant": snapshot.tenant,
        "organisation": snapshot.organisation,
        "read": snapshot.read.isoformat() if snapshot.read else None,
        "permissions": list(snapshot.permissions),
    }
    lines = [f"{key}: {write_flow(value)}\n" for key, value in plain.items()]
    facts = [f"  {name}: {write_flow(encode_value(value))}\n" for name, value in snapshot.facts.items()]
    return "".join([_HEAD, *lines, "facts:\n", *facts])


def read_snapshot(
    file: str, text: str, client: str, tenant: str, facts: Mapping[str, Fact]
) -> Snapshot | list[Problem]:
    """Return the snapshot that a file holds for `client`, or everything that is wrong with it.

    A snapshot serves only if it is whole: a fact declared since, or half a file, means another pull.
    """
    document = read_document(file, text)
    if isinstance(document, Problem):
        return [document]
    problems = list(_shape_problems(document, client, tenant))
    if problems:
        return problems
    values = _values(document, client, facts, problems)
    data = document.data
    snapshot = Snapshot(client, tenant, data["organisation"], _when(data["read"]), tuple(data["permissions"]), values)
    return problems or snapshot


def read_when(client: str, text: str) -> datetime | None:
    """Return when a client's snapshot was read, in UTC; None where it is none of that client's, or not whole."""
    document = read_document(client, text)
    data = None if isinstance(document, Problem) else document.data
    if not isinstance(data, dict) or data.get("client") != client or not isinstance(data.get("facts"), dict):
        return None
    try:
        return _when(data.get("read"))
    except (TypeError, ValueError):
        return None


def facts_held(file: str, text: str, facts: Mapping[str, Fact]) -> dict[str, Value]:
    """Return those facts of a snapshot that can be read, to tell what has changed since; never to build from."""
    document = read_document(file, text)
    data = None if isinstance(document, Problem) else document.data
    held: Any = data.get("facts") if isinstance(data, dict) else None
    values: dict[str, Value] = {}
    for name, fact in facts.items():
        with suppress(ValueError, KeyError, TypeError):
            values[name] = decode_value(held[name], fact)
    return values


def _shape_problems(document: Document, client: str, tenant: str) -> list[Problem]:
    data, file = document.data, document.file
    if not isinstance(data, dict):
        return [Problem(file, 1, f"half a snapshot or none; {_mend(client)}")]
    version = data.get("snapshot")
    if version != VERSION:
        return [Problem(file, 1, f"a snapshot of version {version}; this tenantbook reads {VERSION}: update it")]
    missing = [key for key in _KEYS if key not in data]
    if missing:
        return [Problem(file, 1, f"half a snapshot, without {', '.join(missing)}; {_mend(client)}")]
    return [
        Problem(file, document.line((key,)), f"{says}; {_mend(client)}")
        for key, wrong, says in _mismatches(data, client, tenant)
        if wrong
    ]


def _mismatches(data: Mapping[str, Any], client: str, tenant: str) -> list[tuple[str, bool, str]]:
    return [
        ("client", data["client"] != client, f"belongs to {data['client']!r}, not to {client!r}"),
        ("tenant", data["tenant"] != tenant, "was read from another tenant than the client file names"),
        ("read", _when(data["read"]) is None, "does not say when it was read"),
        ("organisation", not isinstance(data["organisation"], str), "does not name its organisation"),
        ("permissions", not isinstance(data["permissions"], list), "does not list its permissions"),
        ("facts", not isinstance(data["facts"], dict), "holds no facts"),
    ]


def _values(document: Document, client: str, facts: Mapping[str, Fact], problems: list[Problem]) -> dict[str, Value]:
    values: dict[str, Value] = {}
    held: Mapping[str, object] = document.data["facts"]
    for name, fact in facts.items():
        line = document.line(("facts", name))
        if name not in held:
            problems.append(Problem(document.file, line, f"{name} is not in it; {_mend(client)}"))
            continue
        try:
            values[name] = decode_value(held[name], fact)
        except ValueError as error:
            problems.append(Problem(document.file, line, f"{name}: {error}; {_mend(client)}"))
    return values


def _mend(client: str) -> str:
    return f"run `tenantbook pull --client {client}`"


def _when(text: object) -> datetime | None:
    try:
        read = datetime.fromisoformat(str(text))
        return read.astimezone(UTC) if read.tzinfo else read.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        return None
