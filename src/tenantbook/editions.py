"""The house's guides, its site, and what clients who are gone have left."""

import shutil
from collections.abc import Collection

from tenantbook.content.library import Library
from tenantbook.content.schemas import schemas
from tenantbook.disk import Workspace, drop_leftovers, inside, plan_tree, write_tree
from tenantbook.model.audience import Surface
from tenantbook.model.edition import Edition
from tenantbook.pages.compose import Composer
from tenantbook.pages.worded import Subject
from tenantbook.site.build import SiteJob
from tenantbook.site.source import expected_pages, house_files


def house_job(edition: Edition, workspace: Workspace, builder: str) -> SiteJob:
    """Return the work of building the house site: the guides, and what is written by hand."""
    pages = tuple(f"guides/{page}" for page in expected_pages(edition))
    return SiteJob("house", workspace.settings, workspace.build / "house", workspace.mark("house"), pages, builder)


def remove_leftovers(workspace: Workspace, clients: Collection[str]) -> list[str]:
    """Remove the sites of those who are clients no more, so that nobody goes on publishing them; return their ids."""
    sites = workspace.build / "sites"
    folders = [folder for folder in sites.iterdir() if folder.is_dir()] if sites.is_dir() else []
    gone = sorted(folder.name for folder in folders if folder.name not in clients)
    for folder in folders:
        for surface in Surface:
            drop_leftovers(folder / surface.value)
    for name in gone:
        for kind in ("sites", "marks"):
            shutil.rmtree(inside(workspace.build, f"{kind}/{name}"), ignore_errors=True)
    return gone


def render_house(
    composer: Composer, library: Library, subject: Subject, workspace: Workspace, *, write: bool
) -> tuple[Edition, list[str]]:
    """Return the house edition and what differs on disk, each as `written: …` or `removed: …`; write it if told to."""
    edition = composer.compose(subject, None)
    texts = {name: text.encode() for name, text in schemas(library).items()}
    differing: list[str] = []
    for folder, files in ((workspace.guides, house_files(library, edition)), (workspace.content / "schemas", texts)):
        changes = write_tree(folder, files) if write else plan_tree(folder, files)
        below = folder.relative_to(workspace.root) if folder.is_relative_to(workspace.root) else folder
        differing += [f"written: {(below / name).as_posix()}" for name in changes.written]
        differing += [f"removed: {(below / name).as_posix()}" for name in changes.removed]
    return edition, differing
