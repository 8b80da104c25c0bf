"""Write the Markdown of a site with every value filled in, for other builders to read."""

from dataclasses import replace
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

from bench_estate import Estate, Site

if TYPE_CHECKING:
    from tenantbook.model.audience import Surface
    from tenantbook.model.edition import Text
    from tenantbook.pages.worded import Subject


def write_source(estate: Estate, site: Site) -> Path:
    """Write the Markdown and the settings of a site with every value filled in; return its settings file."""
    from tenantbook.disk import Workspace, write_tree  # noqa: PLC0415
    from tenantbook.model.audience import Surface  # noqa: PLC0415
    from tenantbook.pages.fill import fill  # noqa: PLC0415
    from tenantbook.site.colours import stylesheet  # noqa: PLC0415
    from tenantbook.site.source import CLIENT_STYLES, site_settings, source_files  # noqa: PLC0415

    client, surface = site
    subject, workspace = estate.subject(client), Workspace.at(estate.root)
    edition = estate.composer.compose(subject, Surface(surface))
    names = {slot.name: escape(slot.text) for slot in edition.slots.values()}
    settings = site_settings(
        estate.library,
        titled(estate, subject, Surface(surface)),
        workspace,
        name=names["client.name"],
        provider=names["provider.name"],
    )
    files = source_files(fill(edition), settings)
    styles = stylesheet(estate.library.clients[client].colour)
    folder = estate.root / "sources" / f"{client}-{surface}"
    write_tree(folder, {**files, f"docs/{CLIENT_STYLES}": styles.encode()})
    return folder / "mkdocs.yml"


def titled(estate: Estate, subject: "Subject", surface: "Surface") -> "Text":
    """Return the text of a site with the values in its pages' titles, as a menu of its own shows them."""
    text = estate.composer.text(subject, surface)
    slots = estate.composer.compose(subject, surface).slots
    pages = tuple(
        replace(page, title="".join(slots[mark].text if mark in slots else mark for mark in page.title))
        for page in text.pages
    )
    return replace(text, pages=pages)
