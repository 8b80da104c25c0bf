"""A published article with known mistakes judges the reading of claims, where one lies near."""

import os

import pytest


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "article: reads the published article that ARTICLE_POST names")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if os.environ.get("ARTICLE_POST"):
        return
    articles = [item for item in items if item.get_closest_marker("article")]
    if articles:
        config.hook.pytest_deselected(items=articles)
        items[:] = [item for item in items if item not in articles]
