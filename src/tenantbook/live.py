"""Live policy of many tenants, as snapshots."""

import os
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime

from tenantbook.content.library import Library
from tenantbook.facts import UnsoundAnswerError, facts_from, group_ids, paths_to_read, permissions_needed, printable
from tenantbook.graph.failures import FailureKind
from tenantbook.graph.read import Answer, Failure, Wanted, read_tenants
from tenantbook.graph.settings import Settings, settings_from
from tenantbook.model.snapshot import Snapshot

Reading = Snapshot | Failure

#: Takes a client's id and what was read of its tenant.
OnRead = Callable[[str, Reading], None]


def settings_from_environment() -> Settings:
    """Return how to reach Graph, from the environment.

    Raises:
        SettingsError: variables are missing or wrong; all of them are named.
    """
    return settings_from(os.environ)


def read_snapshots(
    library: Library,
    clients: Sequence[str],
    settings: Settings,
    *,
    jobs: int,
    on_done: OnRead,
) -> None:
    """Read the policy of each client's tenant; `on_done` gets each client's snapshot, or why there is none."""
    policies = list(library.policies.values())
    paths = paths_to_read(policies)
    wanted = [Wanted(name, library.clients[name].tenant, library.clients[name].cloud, paths) for name in clients]

    def named(bodies: Mapping[str, object]) -> list[str]:
        return group_ids(policies, bodies)

    def done(answer: Answer | Failure) -> None:
        on_done(answer.client, answer if isinstance(answer, Failure) else _snapshot(library, answer, datetime.now(UTC)))

    read_tenants(wanted, settings, jobs=jobs, group_ids=named, on_done=done)


def _snapshot(library: Library, answer: Answer, now: datetime) -> Reading:
    policies = list(library.policies.values())
    try:
        facts = facts_from(policies, answer.bodies, answer.group_names)
    except UnsoundAnswerError as error:
        return Failure(
            answer.client,
            f"Graph's answer is not a sound policy: {'; '.join(error.problems)}",
            "look at the policy in the Entra admin center; if every tenant says this, look at kb_src/facts instead",
            FailureKind.ANSWER,
        )
    tenant = library.clients[answer.client].tenant
    read = now.replace(microsecond=0)
    return Snapshot(answer.client, tenant, printable(answer.organisation), read, permissions_needed(policies), facts)
