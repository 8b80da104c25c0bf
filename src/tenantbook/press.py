"""The press: which pages to compile and which sites to stamp, so that every client has its own as it should be."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from itertools import groupby, islice
from operator import itemgetter
from pathlib import Path

from tenantbook.content.library import Library
from tenantbook.disk import Workspace, inside, read_text
from tenantbook.editions import content_digest
from tenantbook.model.audience import Surface
from tenantbook.model.edition import Page, Text
from tenantbook.pages.compose import Composer
from tenantbook.pages.worded import Subject
from tenantbook.site.cache import Cache, Composition
from tenantbook.site.colours import stylesheet
from tenantbook.site.compiling import CompileJob, PageSource, frame_key, page_key
from tenantbook.site.source import expected_pages, settings_file, site_settings
from tenantbook.site.stamping import Mark, StampBatch, StampJob, made_from, mark_of, write_mark
from tenantbook.standing.badge import badge
from tenantbook.standing.course import State
from tenantbook.standing.row import Row

#: Sites handed to a worker at once, and pages: enough that what a worker has to begin with is soon repaid.
AT_ONCE, _PAGES = 40, 64

#: Gives the subject of a client, or None where there is nothing to make its pages from.
Subjects = Callable[[str], Subject | None]


@dataclass
class Plan:
    """Which sites to stamp, and of what. Holds names and keys only, however many clients there are."""

    stamp: list[tuple[str, Surface, str]] = field(default_factory=list)
    unchanged: int = 0
    texts: dict[str, Composition] = field(default_factory=dict)
    used: set[str] = field(default_factory=set)
    untranslated: dict[str, list[str]] = field(default_factory=dict)


@dataclass
class _Frame:
    """A frame of the plan: its settings file, its menu's pages, its language, and its pages that are not compiled.

    `whole` says that it is in the cache, or is being compiled.
    """

    settings: bytes
    paths: tuple[str, ...]
    language: str
    whole: bool
    waiting: dict[str, PageSource] = field(default_factory=dict)


class Press:
    """Plans and makes the clients' sites of one workspace, or at the address `to`."""

    def __init__(self, library: Library, workspace: Workspace, composer: Composer | None = None, to: str = "") -> None:
        self._library = library
        self._workspace = workspace
        self._to = to.rstrip("/")
        self._composer = composer or Composer(library)
        self._builder = library.provider.builder
        self._inherited = read_text(workspace.settings).encode()
        self._common = content_digest(library, self._inherited)
        self._cache = Cache(workspace.build / "cache")
        # By identity: the composer keeps each text and page, and gives the same one to all who share it.
        self._texts: dict[int, Composition] = {}
        self._keys: dict[tuple[str, int], str] = {}
        self._frames: dict[str, _Frame] = {}
        self._settings: dict[str, bytes] = {}
        self._found: set[str] = set()

    @property
    def cache(self) -> Cache:
        """What was compiled."""
        return self._cache

    def plan(self, clients: Iterable[str], subjects: Subjects, plan: Plan) -> Iterator[CompileJob]:
        """Plan what has to be done so that every client's sites are as they should be.

        Yields what to compile while it goes on planning; `plan` is complete once the last of that was yielded.
        """
        for client in clients:
            if self._is_current(plan, client):
                continue
            # Digested before it is read: a snapshot pulled in between then counts as a change.
            inputs = self._inputs(client)
            subject = subjects(client)
            if subject:
                for surface in Surface:
                    self._plan_site(plan, subject, surface, inputs)
            yield from self._compile_jobs(at_least=_PAGES)
        yield from self._compile_jobs(at_least=1)

    def _is_current(self, plan: Plan, client: str) -> bool:
        """Return whether a client's sites were made from its files as they are, told without composing."""
        marks = [self._mark(client, surface) for surface in Surface]
        inputs = self._inputs(client)
        current = all(mark is not None and mark.inputs == inputs for mark in marks)
        if current:
            plan.unchanged += len(marks)
            plan.used.update(mark.text for mark in marks if mark)
        return current

    def is_current(self, client: str, surface: Surface) -> bool:
        """Return whether a client's site stands as it would be made from its files as they are."""
        mark = self._mark(client, surface)
        return mark is not None and mark.inputs == self._inputs(client)

    def _mark(self, client: str, surface: Surface) -> Mark | None:
        place = self._workspace.site(client, surface.value)
        return mark_of(self._mark_file(client, surface), place, self._address(client, surface))

    def _mark_file(self, client: str, surface: Surface) -> Path:
        """Return where the mark of a site stands: one for the site here, and one for each address it is sent to."""
        elsewhere = f".{sha256(self._to.encode()).hexdigest()[:16]}" if self._to else ""
        return self._workspace.mark(f"{client}/{surface}{elsewhere}")

    def _address(self, client: str, surface: Surface) -> str:
        return f"{self._to}/{client}/{surface}" if self._to else ""

    def _inputs(self, client: str) -> str:
        """Return the digest of the files that a client's sites are made from."""
        digest = self._common.copy()
        digest.update(self._library.sources.get(f"clients/{client}.yml", "").encode())
        snapshot = inside(self._workspace.snapshots, f"{client}.yml")
        digest.update(snapshot.read_bytes() if snapshot.is_file() else b"")
        return digest.hexdigest()

    def _plan_site(self, plan: Plan, subject: Subject, surface: Surface, inputs: str) -> None:
        text = self._composer.text(subject, surface)
        made = self._composition(text)
        plan.texts[made.key] = made
        plan.used.add(made.key)
        plan.untranslated.setdefault(subject.id, []).extend(text.untranslated)
        mark = self._mark(subject.id, surface)
        if mark and mark.made_from == (job := self._job(subject, surface, made, inputs)).made_from:
            plan.unchanged += 1
            write_mark(job)
        else:
            plan.stamp.append((subject.id, surface, made.key))

    def _composition(self, text: Text) -> Composition:
        """Return what a text is compiled from; what of it is not in the cache is noted."""
        if id(text) not in self._texts:
            key = self._frame(text)
            pages = {file: self._page(key, page) for file, page in zip(expected_pages(text), text.pages, strict=True)}
            made = self._texts[id(text)] = Composition(key, pages)
            self._cache.keep_composition(made)
        return self._texts[id(text)]

    def _frame(self, text: Text) -> str:
        slots = {key.name: slot for slot, key in text.slots.items()}
        settings = site_settings(
            self._library, text, self._workspace, name=slots["client.name"], provider=slots["provider.name"]
        )
        # Writing YAML takes as long as composing a page, and nearly all texts have the same settings.
        if repr(settings) not in self._settings:
            self._settings[repr(settings)] = settings_file(settings)
        written = self._settings[repr(settings)]
        paths = tuple(page.path for page in text.pages)
        key = frame_key(written, paths, self._inherited, self._builder)
        if key not in self._frames:
            self._frames[key] = _Frame(written, paths, text.language, self._cache.has_frame(key))
        return key

    def _page(self, frame: str, page: Page) -> str:
        if (frame, id(page)) not in self._keys:
            markdown = page.markdown.encode()
            key = self._keys[frame, id(page)] = page_key(frame, page.path, markdown)
            # Other choices may have led to the same words.
            if key not in self._found and not self._cache.has_page(key):
                self._frames[frame].waiting[key] = PageSource(key, page.path, markdown)
            self._found.add(key)
        return self._keys[frame, id(page)]

    def _compile_jobs(self, at_least: int) -> Iterator[CompileJob]:
        """Yield what is to be compiled of every frame for which enough pages wait."""
        for key, frame in self._frames.items():
            while len(frame.waiting) >= at_least or (at_least == 1 and not frame.whole):
                some = [frame.waiting.pop(page) for page in list(frame.waiting)[:_PAGES]]
                with_frame, frame.whole = not frame.whole, True
                yield CompileJob(
                    frame=key,
                    cache=self._cache.root,
                    settings=frame.settings,
                    paths=frame.paths,
                    pages=tuple(some),
                    language=frame.language,
                    with_frame=with_frame,
                    builder=self._builder,
                )

    def _job(self, subject: Subject, surface: Surface, made: Composition, inputs: str) -> StampJob:
        slots = {slot: value.text for slot, value in self._composer.compose(subject, surface).slots.items()}
        styles = stylesheet((subject.client or self._library.provider).colour)
        place = self._workspace.site(subject.id, surface.value)
        name = f"{subject.id}/{surface}"
        digest = made_from(made.key, slots, styles)
        mark, to = self._mark_file(subject.id, surface), self._address(subject.id, surface)
        client = subject.client if surface is Surface.CLIENT else None
        drawn = badge(Row(subject.id, client.name, State.UNCHECKED)) if client else ""
        return StampJob(name, place, mark, made, digest, slots, styles, inputs, to, drawn)

    def batches(self, plan: Plan, subjects: Subjects, failed: Collection[str]) -> Iterator[StampBatch]:
        """Yield the sites to stamp, leaving out those of texts that could not be compiled."""
        waiting = iter([site for site in plan.stamp if site[2] not in failed])
        while some := list(islice(waiting, AT_ONCE)):
            yield StampBatch(self._cache.root, tuple(self._jobs(plan, some, subjects)))

    def _jobs(self, plan: Plan, sites: Iterable[tuple[str, Surface, str]], subjects: Subjects) -> Iterator[StampJob]:
        for client, some in groupby(sites, key=itemgetter(0)):
            inputs = self._inputs(client)
            subject = subjects(client)
            if subject:
                yield from (self._job(subject, surface, plan.texts[text], inputs) for _, surface, text in some)


def texts_without(plan: Plan, failed: Mapping[str, str]) -> dict[str, str]:
    """Return the texts that something is missing for, with what went wrong; `failed` has that by page and frame."""
    found: dict[str, str] = {}
    for key, made in plan.texts.items():
        problem = next((failed[part] for part in (made.frame, *made.pages.values()) if part in failed), "")
        if problem:
            found[key] = problem
    return found
