"""Editions on their way to disk: texts to compile, sites to stamp, and the house's guides."""

import hashlib
import shutil
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from tenantbook.content.library import Library
from tenantbook.content.schemas import schemas
from tenantbook.disk import Workspace, drop_leftovers, inside, plan_tree, read_text, write_tree
from tenantbook.model.audience import Surface
from tenantbook.model.edition import Edition, Text
from tenantbook.pages.compose import Composer
from tenantbook.pages.worded import Subject
from tenantbook.site.build import SiteJob
from tenantbook.site.colours import stylesheet
from tenantbook.site.compiling import CompileJob, is_compiled, text_key
from tenantbook.site.generator import engine
from tenantbook.site.source import expected_pages, house_files, site_settings, source_files
from tenantbook.site.stamping import Mark, StampBatch, StampJob, made_from, mark_of, write_mark

#: Sites handed to a worker at once: each batch pays for one reading of its text.
_BATCH = 40

#: Gives the subject of a client, or None where there is nothing to make its pages from.
Subjects = Callable[[str], Subject | None]


@dataclass
class Plan:
    """Which texts to compile and which sites to stamp, by text. Holds names only, however many clients there are."""

    compile: list[CompileJob] = field(default_factory=list)
    stamp: dict[str, list[tuple[str, Surface]]] = field(default_factory=dict)
    unchanged: int = 0
    used: set[str] = field(default_factory=set)
    untranslated: dict[str, list[str]] = field(default_factory=dict)


class Press:
    """Plans and makes the clients' sites of one workspace."""

    def __init__(self, library: Library, workspace: Workspace) -> None:
        self._library = library
        self._workspace = workspace
        self._composer = Composer(library)
        self._builder = library.provider.builder
        self._inherited = read_text(workspace.settings).encode()
        self._common = _digest_of_what_all_share(library, self._inherited)
        # By identity: the composer keeps each text, and gives the same one to all who share it.
        self._keys: dict[int, str] = {}

    @property
    def cache(self) -> Path:
        """The folder of compiled texts."""
        return self._workspace.build / "cache"

    def plan(self, clients: Iterable[str], subjects: Subjects) -> Plan:
        """Return what has to be done so that every client's sites are as they should be."""
        plan = Plan()
        for client in clients:
            if self._is_current(plan, client):
                continue
            # Digested before it is read: a snapshot pulled in between then counts as a change.
            inputs = self._inputs(client)
            subject = subjects(client)
            for surface in Surface if subject else ():
                self._plan_site(plan, subject, surface, inputs)
        return plan

    def _is_current(self, plan: Plan, client: str) -> bool:
        """Return whether a client's sites were made from its files as they are, told without composing."""
        marks = [self._mark(client, surface) for surface in Surface]
        inputs = self._inputs(client)
        current = all(mark is not None and mark.inputs == inputs for mark in marks)
        if current:
            plan.unchanged += len(marks)
            plan.used.update(mark.text for mark in marks if mark)
        return current

    def _mark(self, client: str, surface: Surface) -> Mark | None:
        return mark_of(self._workspace.mark(f"{client}/{surface}"), self._workspace.site(client, surface.value))

    def _inputs(self, client: str) -> str:
        """Return the digest of the files that a client's sites are made from."""
        digest = self._common.copy()
        digest.update(self._library.sources.get(f"clients/{client}.yml", "").encode())
        snapshot = inside(self._workspace.snapshots, f"{client}.yml")
        digest.update(snapshot.read_bytes() if snapshot.is_file() else b"")
        return digest.hexdigest()

    def _plan_site(self, plan: Plan, subject: Subject | None, surface: Surface, inputs: str) -> None:
        if subject is None:
            return
        text = self._composer.text(subject, surface)
        key = self._key(text, plan)
        plan.used.add(key)
        plan.untranslated.setdefault(subject.id, []).extend(text.untranslated)
        job = self._job(subject, surface, key, inputs)
        mark = self._mark(subject.id, surface)
        if mark and mark.made_from == job.made_from:
            plan.unchanged += 1
            write_mark(job, key)
        else:
            plan.stamp.setdefault(key, []).append((subject.id, surface))

    def _key(self, text: Text, plan: Plan) -> str:
        if id(text) not in self._keys:
            files = self._source(text)
            key = self._keys[id(text)] = text_key(files, self._inherited, self._builder)
            if not is_compiled(self.cache, key):
                plan.compile.append(self._compiling(key, files, text))
        return self._keys[id(text)]

    def _compiling(self, key: str, files: Mapping[str, bytes], text: Text) -> CompileJob:
        return CompileJob(key, self.cache, files, tuple(expected_pages(text)), text.language, self._builder)

    def _source(self, text: Text) -> dict[str, bytes]:
        slots = {key.name: slot for slot, key in text.slots.items()}
        settings = site_settings(
            self._library, text, self._workspace, name=slots["client.name"], provider=slots["provider.name"]
        )
        return source_files({page.path: page.markdown for page in text.pages}, settings)

    def _job(self, subject: Subject, surface: Surface, key: str, inputs: str) -> StampJob:
        slots = self._composer.compose(subject, surface).slots
        styles = stylesheet((subject.client or self._library.provider).colour)
        place = self._workspace.site(subject.id, surface.value)
        name = f"{subject.id}/{surface}"
        made = made_from(key, slots, styles)
        return StampJob(name, place, self._workspace.mark(name), made, slots, styles, inputs)

    def batches(self, plan: Plan, subjects: Subjects, failed: Collection[str]) -> Iterator[StampBatch]:
        """Yield the sites to stamp, text by text, leaving out texts that could not be compiled."""
        for key, sites in plan.stamp.items():
            waiting = iter(sites if key not in failed else ())
            while some := list(islice(waiting, _BATCH)):
                jobs = ((self._inputs(client), subjects(client), surface) for client, surface in some)
                made = tuple(self._job(who, surface, key, inputs) for inputs, who, surface in jobs if who)
                yield StampBatch(self.cache / key, made)


def _digest_of_what_all_share(library: Library, inherited: bytes) -> "hashlib._Hash":
    """Return the digest of the engine, the settings and all content that is not one client's."""
    digest = hashlib.sha256(engine(library.provider.builder).encode() + b"\0" + inherited)
    for texts in (library.sources, library.templates):
        for name, text in sorted(texts.items()):
            if not name.startswith("clients/"):
                digest.update(f"\0{name}\0{text}".encode())
    return digest


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
