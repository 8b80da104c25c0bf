"""Content for tests: files into a library, libraries into editions."""

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

from tenantbook.checks import problems_in
from tenantbook.content.library import Library, load_library
from tenantbook.disk import read_tree
from tenantbook.facts import house_facts
from tenantbook.model.audience import Surface
from tenantbook.model.edition import Edition, Page
from tenantbook.model.snapshot import Snapshot, Value
from tenantbook.pages.compose import HOUSE, Composer
from tenantbook.pages.worded import Subject
from tenantbook.publishers.registry import publisher_kinds
from tenantbook.snapshots import read_snapshot

PROJECT = Path(__file__).parents[2]

#: The content that the project itself ships.
CONTENT = PROJECT / "kb_src"

NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)

#: Content files by path below `kb_src`.
Files = dict[str, str]


def read_files(folder: Path) -> Files:
    """Return the content files of a folder: no snapshots, schemas or templates."""
    return read_tree(folder, (".yml", ".yaml"), leave_out=("schemas", "snapshots", "templates"))


def miniature(folder: Path) -> Files:
    """Return the content files of a miniature, which is in the project's own words."""
    words = "languages/en.yml"
    return {words: read_files(CONTENT)[words], **read_files(folder)}


def read_templates(folder: Path = CONTENT) -> Files:
    return read_tree(folder / "templates", (".j2",))


def problems_of(files: Mapping[str, str], templates: Mapping[str, str] | None = None) -> list[str]:
    """Return every mistake as `tenantbook validate` words and orders it."""
    library, problems = load_library(files, read_templates() if templates is None else templates, publisher_kinds())
    return [str(problem) for problem in sorted({*problems, *problems_in(library)})]


def sound(files: Mapping[str, str], templates: Mapping[str, str] | None = None) -> Library:
    """Return a library that has no mistakes."""
    templates = read_templates() if templates is None else templates
    assert not problems_of(files, templates)
    return load_library(files, templates, publisher_kinds())[0]


def library_at(folder: Path) -> Library:
    """Return the library of a folder with templates of its own."""
    return sound(read_files(folder), read_templates(folder))


def snapshot_for(library: Library, client: str, facts: Mapping[str, Value] | None = None) -> Snapshot:
    """Return a snapshot whose facts are the house's, but for those given."""
    held = {**house_facts(library.policies.values()), **(facts or {})}
    return Snapshot(client, library.clients[client].tenant, library.clients[client].name, NOW, ("A.Read",), held)


def subject_for(library: Library, client: str, facts: Mapping[str, Value] | None = None) -> Subject:
    entry = library.clients[client]
    return Subject(client, entry, snapshot_for(library, client, facts), entry.language)


def house(library: Library) -> Subject:
    facts = house_facts(library.policies.values())
    return Subject(HOUSE, None, Snapshot(HOUSE, "", "", None, (), facts), library.provider.language)


def subject_on_disk(library: Library, folder: Path, client: str) -> Subject:
    """Return a client with the snapshot that lies in `snapshots/`."""
    name, entry = f"snapshots/{client}.yml", library.clients[client]
    found = read_snapshot(name, (folder / name).read_text(encoding="utf-8"), client, entry.tenant, library.facts)
    assert isinstance(found, Snapshot), found
    return Subject(client, entry, found, entry.language)


def edition_for(library: Library, subject: Subject, surface: Surface | None = None) -> Edition:
    return Composer(library).compose(subject, surface)


def page_of(edition: Edition, path: str) -> Page:
    """Return the page at a path."""
    return next(page for page in edition.pages if page.path == path)
