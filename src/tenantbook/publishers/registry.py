"""The publishers there are: a new one is a file and a line here."""

import importlib
from collections.abc import Mapping
from typing import cast

from tenantbook.model.target import PublisherKind
from tenantbook.publishers.contract import PublisherModule

#: Each publisher, as targets name it, and its module.
PUBLISHERS = {
    "folder": "tenantbook.publishers.folder",
    "hudu": "tenantbook.publishers.hudu",
    "it-glue": "tenantbook.publishers.it_glue",
    "wordpress": "tenantbook.publishers.wordpress",
}


def publisher_module(name: str) -> PublisherModule:
    """Return the module of a publisher that is known."""
    return cast("PublisherModule", importlib.import_module(PUBLISHERS[name]))


def publisher_kinds() -> Mapping[str, PublisherKind]:
    """Return what content has to know of each publisher, by name."""
    return {name: publisher_module(name).KIND for name in PUBLISHERS}
