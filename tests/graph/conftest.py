"""The stand-in for Entra and Graph, and a way to read its tenants."""

import os
from collections.abc import Iterator
from typing import Any

import pytest
from demo_tenants import Read, settings_for, targets, wanted

from tenantbook.demo.standin import StandIn
from tenantbook.demo.tenants import DemoTenant
from tenantbook.graph.read import Answer, Failure, Wanted, read_tenants
from tenantbook.graph.settings import Settings


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line(
        "markers", "shapes: judges the stand-in's answers by the OpenAPI file that GRAPH_OPENAPI names"
    )


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if os.environ.get("GRAPH_OPENAPI"):
        return
    shapes = [item for item in items if item.get_closest_marker("shapes")]
    if shapes:
        config.hook.pytest_deselected(items=shapes)
        items[:] = [item for item in items if item not in shapes]


@pytest.fixture
def stand_in() -> Iterator[StandIn]:
    with StandIn() as running:
        yield running


@pytest.fixture
def settings(stand_in: StandIn) -> Settings:
    return settings_for(stand_in, *stand_in.reader)


@pytest.fixture
def read(settings: Settings) -> Read:
    """Read tenants of the stand-in and return the results by client, each of which came exactly once."""

    def reading(
        *tenants: DemoTenant | Wanted, settings: Settings = settings, group_ids: Any = targets, **options: Any
    ) -> dict[str, Answer | Failure]:
        asked = [each if isinstance(each, Wanted) else wanted(each) for each in tenants]
        done: list[Answer | Failure] = []
        options = {"jobs": 4, **options}
        read_tenants(asked, settings, group_ids=group_ids, on_done=done.append, **options)
        assert sorted(each.client for each in asked) == sorted(each.client for each in done)
        return {each.client: each for each in done}

    return reading
