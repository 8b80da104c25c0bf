"""Which target publishes to a place that somebody names, and what its ledger knows of the articles there."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType

from tenantbook.content.library import Library
from tenantbook.disk import Workspace
from tenantbook.model.publication import ArticleId, Sent
from tenantbook.published.address import normal
from tenantbook.publishing.ledger import read_published


@dataclass(frozen=True, slots=True)
class Located:
    """A target that publishes to a place, and what was sent there, by the key that the place has for it.

    `types` are kinds of post that it publishes and that are none of WordPress's own.
    """

    target: str = ""
    types: tuple[str, ...] = ()
    articles: Mapping[str, ArticleId] = field(default_factory=lambda: MappingProxyType({}))
    sent: Mapping[str, Sent] = field(default_factory=lambda: MappingProxyType({}))


def located(workspace: Workspace, library: Library, place: str) -> Located:
    """Return the target whose address a place is; an empty one where there is none, or more than one.

    Raises:
        LedgerError: its ledger is damaged.
    """
    names = [
        name
        for name, target in library.targets.items()
        if (address := getattr(target.settings, "address", "")) and _is_same(workspace, address, place)
    ]
    if len(names) != 1:
        return Located()
    known = read_published(workspace, names[0]).sent
    kind = getattr(library.targets[names[0]].settings, "type", "post")
    return Located(
        names[0],
        types=() if kind in ("post", "page") else (kind,),
        articles={sent.key: article for article, sent in known.items()},
        sent={sent.key: sent for sent in known.values()},
    )


def _is_same(workspace: Workspace, address: str, place: str) -> bool:
    for before in ("wordpress+", "site+"):
        place = place.removeprefix(before)
    if "://" in address or "://" in place:
        return normal(address) is not None and normal(address) == normal(place)
    return (workspace.content.parent / address).resolve() == Path(place).resolve()
