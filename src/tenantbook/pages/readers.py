"""Whose pages they are: a client's or the house's; in which language, and whether anybody may read them."""

from tenantbook.content.library import Library
from tenantbook.facts import house_facts
from tenantbook.model.audience import Surface
from tenantbook.model.snapshot import Snapshot
from tenantbook.pages.compose import HOUSE


def house_snapshot(library: Library) -> Snapshot:
    """Return what the house's pages say: Microsoft's documented defaults, read from no tenant."""
    return Snapshot(HOUSE, "", "", None, (), house_facts(library.policies.values()))


def language_of(library: Library, client: str) -> str:
    """Return the language of a client's sites, to which they stay even where a page falls back to another."""
    return library.clients[client].language if client != HOUSE else library.provider.language


def may_be_public(library: Library, client: str, surface: Surface) -> bool:
    """Return whether a client's guides on a surface may be read by anybody: internal ones only if a file says so."""
    entry = library.provider if client == HOUSE else library.clients.get(client)
    return surface is not Surface.INTERNAL or bool(entry and entry.publish_internal)
