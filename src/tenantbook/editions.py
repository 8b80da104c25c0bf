"""Editions on disk: Markdown and settings written, ready to be built."""

import shutil
from collections.abc import Collection
from dataclasses import dataclass

from tenantbook.content.library import Library
from tenantbook.content.schemas import schemas
from tenantbook.disk import Changes, Workspace, inside, plan_tree, write_tree
from tenantbook.model.audience import Surface
from tenantbook.model.edition import Edition
from tenantbook.pages.compose import Composer
from tenantbook.pages.worded import Subject
from tenantbook.site.build import SiteJob
from tenantbook.site.source import expected_pages, house_files, source_files


@dataclass(frozen=True, slots=True)
class Written:
    """One edition and what writing it changed."""

    edition: Edition
    changes: Changes


def write_edition(
    composer: Composer, library: Library, subject: Subject, surface: Surface, workspace: Workspace
) -> Written:
    """Write what one client's site on one surface is built from; touch only what differs."""
    edition = composer.compose(subject, surface)
    files = source_files(library, subject, edition, workspace)
    return Written(edition, write_tree(workspace.markdown(subject.id, surface.value), files))


def site_job(edition: Edition, workspace: Workspace) -> SiteJob:
    """Return the work of building one client's site."""
    surface = edition.surface.value if edition.surface else ""
    settings = workspace.markdown(edition.client, surface) / "mkdocs.yml"
    name = f"{edition.client}/{surface}"
    return SiteJob(name, settings, workspace.site(edition.client, surface), tuple(expected_pages(edition)))


def house_job(edition: Edition, workspace: Workspace) -> SiteJob:
    """Return the work of building the house site: the guides, and what is written by hand."""
    pages = tuple(f"guides/{page}" for page in expected_pages(edition))
    return SiteJob("house", workspace.settings, workspace.build / "house", pages)


def remove_leftovers(workspace: Workspace, clients: Collection[str]) -> list[str]:
    """Remove the sites of those who are clients no more, so that nobody goes on publishing them; return their ids."""
    sites = workspace.build / "sites"
    gone = sorted(folder.name for folder in sites.iterdir() if folder.name not in clients) if sites.is_dir() else []
    for name in gone:
        for folder in ("sites", "markdown"):
            shutil.rmtree(inside(workspace.build, f"{folder}/{name}"), ignore_errors=True)
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
