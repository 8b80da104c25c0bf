"""The house's guides, its site, and what clients who are gone have left."""

import hashlib
import shutil
from collections.abc import Collection

from tenantbook.content.library import Library
from tenantbook.content.schemas import schemas
from tenantbook.disk import Workspace, drop_leftovers, inside, plan_tree, write_text, write_tree
from tenantbook.model.audience import Surface
from tenantbook.model.edition import Edition
from tenantbook.pages.compose import Composer
from tenantbook.pages.worded import Subject
from tenantbook.site.build import SiteJob
from tenantbook.site.generator import engine
from tenantbook.site.shape import shape
from tenantbook.site.source import house_files


def house_job(workspace: Workspace, builder: str, pages: Collection[str] = ()) -> SiteJob:
    """Return the work of building the house site: the guides' `pages`, and what is written by hand."""
    guides = tuple(f"guides/{page}" for page in pages)
    return SiteJob("house", workspace.settings, workspace.build / "house", workspace.mark("house"), guides, builder)


def content_digest(library: Library, inherited: bytes) -> "hashlib._Hash":
    """Return the digest of the engine, the house's settings and all content that pages of every client are made of."""
    digest = hashlib.sha256(engine(library.provider.builder).encode() + b"\0" + inherited)
    for texts in (library.sources, library.templates):
        for name, text in sorted(texts.items()):
            if not name.startswith(("clients/", "publish/")):
                digest.update(f"\0{name}\0{text}".encode())
    return digest


def guides_stand(workspace: Workspace, content: str) -> bool:
    """Return whether guides and schemas stand as they were last rendered, from this content."""
    try:
        return workspace.mark("guides").read_text(encoding="ascii") == _guides_mark(workspace, content)
    except OSError:
        return False


def note_guides(workspace: Workspace, content: str) -> None:
    """Note of guides and schemas that stand from which content they were rendered."""
    write_text(workspace.mark("guides"), _guides_mark(workspace, content))


def _guides_mark(workspace: Workspace, content: str) -> str:
    return f"{content} {shape(workspace.guides)} {shape(workspace.content / 'schemas')}"


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
