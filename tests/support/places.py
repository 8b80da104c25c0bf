"""Read a place in a test, where no reading may take long."""

from collections.abc import Mapping
from typing import Any

from tenantbook.model.published import PublishedPage
from tenantbook.published.contract import Bounds
from tenantbook.published.place import place_at

#: Bounds that a test reaches soon.
SOON: Mapping[str, Any] = {"seconds": 0.5, "longest_pause": 0.2, "tries": 2}


def soon(**bounds: Any) -> Bounds:
    return Bounds(**{**SOON, **bounds})


def read(text: str, bounds: Bounds | None = None, **environment: str) -> list[PublishedPage]:
    """Return all pages of a place."""
    return list(place_at(text, bounds=bounds or soon(), environment=environment).pages())


def names(pages: list[PublishedPage]) -> list[str]:
    return [page.name for page in pages]


def problem(pages: list[PublishedPage], name: str) -> str:
    """Return what is said of the one page of that name, which must not have been read."""
    (page,) = [page for page in pages if page.name == name]
    assert page.html is None
    return page.problem
