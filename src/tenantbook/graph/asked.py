"""What is asked of a tenant, and what it answers."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any

from tenantbook.graph.failures import Failure
from tenantbook.model.place import Cloud


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

    A group that is gone is absent from `group_names`; the name of one that may not be read is None. Every text is the
    tenant's own and may hold anything.
    """

    client: str
    organisation: str
    bodies: Mapping[str, Any]
    group_names: Mapping[str, str | None]


#: Given a tenant's bodies by path: the ids of the groups to name.
GroupIds = Callable[[Mapping[str, Any]], Collection[str]]
OnDone = Callable[[Answer | Failure], None]
