"""Composing an edition: every page of one client, surface and language, with slots for its values."""

import re
from collections.abc import Callable, Hashable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial

from tenantbook.content.library import FIRST_LANGUAGE, Library
from tenantbook.model.audience import Surface
from tenantbook.model.edition import Edition, Page, SlotKey, Text
from tenantbook.pages.decisions import Answers, Memory, Question
from tenantbook.pages.frame import Uses
from tenantbook.pages.layout import Layout, audience_in
from tenantbook.pages.names import Reader, Vocabulary, names_for, summary_for, title_for
from tenantbook.pages.slots import SlotsInUse, SlotTable
from tenantbook.pages.template import Templates
from tenantbook.pages.worded import RECORD, Subject, answers_of, edition_of, slot_keys

_EMPTY_LINES = re.compile(r"\n{3,}")

#: The pseudo-client whose values are Microsoft's documented defaults.
HOUSE = "house"

#: The first page of every edition, which belongs to no audience.
START, START_PATH = "start", "index.md"


@dataclass(frozen=True, slots=True)
class _Written:
    """A page, with the slots it prints and the questions that it was decided by."""

    page: Page
    slots: Mapping[str, SlotKey]
    asked: Mapping[Question, bool]


@dataclass(frozen=True, slots=True)
class _Writing:
    """For whom a text is written, on which surface, with which answers."""

    subject: Subject
    surface: Surface | None
    answers: Answers

    @property
    def start(self) -> Hashable:
        """What decides a text before any question is asked."""
        client = self.subject.client
        return self.surface, self.subject.language, client.cloud if client else None


class Composer:
    """Composes editions from one library; keeps compiled templates, and the pages and texts composed so far."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._templates = Templates(library.templates)
        self._pages: Memory[_Written] = Memory()
        self._texts: Memory[Text] = Memory()
        paths = [START_PATH, *(_path(audience, page) for audience, page in pages_of(library, None))]
        self._table = SlotTable(slot_keys(library, paths))

    def compose(self, subject: Subject, surface: Surface | None) -> Edition:
        """Return the edition of `subject` on `surface`; None takes every audience, as the house does.

        Pure: the same library, subject and surface give the same edition, byte for byte.
        """
        return edition_of(self._library, subject, self.text(subject, surface))

    def text(self, subject: Subject, surface: Surface | None) -> Text:
        """Return the text of an edition, shared with every subject whose values lead to the same choices.

        Its pages are shared, too, with every text whose choices differ on other pages only.
        """
        writing = _Writing(subject, surface, answers_of(self._library, subject))
        found = self._texts.find(writing.start, writing.answers)
        if found is None:
            found, asked = self._write(writing)
            self._texts.keep(writing.start, asked, found)
        return found

    def _write(self, writing: _Writing) -> tuple[Text, Mapping[Question, bool]]:
        wanted = writing.subject.language
        written = [
            self._remembered((audience, page), writing, partial(self._page, writing, audience, page))
            for audience, page in pages_of(self._library, writing.surface)
        ]
        pages = [each.page for each in written]
        untranslated = [page.path for page in pages if page.language != wanted]
        # The first page lists the others by title, so it is in their language: no page mixes two.
        language = FIRST_LANGUAGE if untranslated else wanted
        listed = tuple((page.path, page.title, page.possible, page.required) for page in pages)
        start = self._remembered((listed, language), writing, partial(self._start, writing, language, pages))
        paths = (start.page.path, *untranslated) if untranslated else ()
        asked = {question: answer for each in (*written, start) for question, answer in each.asked.items()}
        slots = dict(self._site_slots(writing))
        for each in (start, *written):
            slots.update(each.slots)
        return Text(writing.surface, wanted, (start.page, *pages), slots, paths), asked

    def _site_slots(self, writing: _Writing) -> Mapping[str, SlotKey]:
        """Return the slots that every site's settings name."""
        slots = SlotsInUse(self._table)
        slots.text("client.name", "" if writing.subject.client else writing.subject.language)
        slots.text("provider.name")
        return slots.used()

    def _remembered(self, start: Hashable, writing: _Writing, write: Callable[[], _Written]) -> _Written:
        """Return a page as it was written for the same answers before, or write it."""
        start = (start, writing.start)
        found = self._pages.find(start, writing.answers)
        if found is None:
            found = write()
            self._pages.keep(start, found.asked, found)
        return found

    def _page(self, writing: _Writing, audience: str, page_id: str) -> _Written:
        found = self._library.procedure(page_id, writing.subject.language)
        if found is None:
            raise LookupError(page_id)
        procedure, language = found
        vocabulary = self._vocabulary(writing, audience, language)
        reader, uses = vocabulary.reader, vocabulary.uses
        names = {
            **names_for(vocabulary, self._templates.holds),
            "audience": audience_in(self._library, page_id, audience),
        }
        layout = Layout(self._library, self._templates, vocabulary, names)
        flags = [layout.flag(name) for name in procedure.requires]
        possible = all(flags)
        required = tuple(uses.facts)
        title = title_for(self._library, page_id, reader)
        path = _path(audience, page_id)
        markdown = self._templates.page(
            "page.md.j2",
            {
                **names,
                "title": title,
                "summary": summary_for(self._library, page_id, reader),
                "possible": possible,
                "parts": list(layout.parts(page_id, procedure.parts if possible else procedure.otherwise)),
                "read": uses.slots.text("read", language) if writing.subject.client else None,
                "record": uses.slots.text(f"{RECORD}{path}"),
            },
        )
        leans_on = tuple(uses.facts)
        page = Page(
            page_id, audience, procedure.topic, path, title, _tidy(markdown), leans_on, possible, language, required
        )
        return _Written(page, uses.slots.used(), uses.asked)

    def _vocabulary(self, writing: _Writing, audience: str, language: str) -> Vocabulary:
        reader = Reader(writing.subject.id, writing.subject.client, audience, language)
        uses = Uses(SlotsInUse(self._table), writing.answers, language)
        return Vocabulary(self._library, reader, uses, lambda other: f"{other}.md")

    def _start(self, writing: _Writing, language: str, pages: list[Page]) -> _Written:
        """Return the first page of a site: every guide, by audience."""
        surface, audiences = writing.surface, self._library.audiences_on(writing.surface)
        vocabulary = self._vocabulary(writing, audiences[0], language)
        uses = vocabulary.uses
        # This page says of each task whether it is possible.
        for name in (name for page in pages for name in page.required):
            uses.note(name)
        groups = [self._group(vocabulary.reader, audience, pages) for audience in audiences]
        title = vocabulary.word(f"start-{surface.value}" if surface else "start")
        record = uses.slots.text(f"{RECORD}{START_PATH}")
        names = {**names_for(vocabulary, self._templates.holds), "title": title, "groups": groups, "record": record}
        markdown = self._templates.page("start.md.j2", names)
        page = Page(START, "", "", START_PATH, title, _tidy(markdown), tuple(uses.facts), language=language)
        return _Written(page, uses.slots.used(), uses.asked)

    def _group(self, reader: Reader, audience: str, pages: list[Page]) -> Mapping[str, object]:
        entry = self._library.audiences[audience]
        own = [page for page in pages if page.audience == audience]
        of_audience = replace(reader, audience=audience)
        return {
            "title": entry.title,
            "lead": entry.lead,
            "pages": [(page, summary_for(self._library, page.id, of_audience)) for page in own],
        }


def _path(audience: str, page: str) -> str:
    return f"{audience}/{page}.md"


def pages_of(library: Library, surface: Surface | None) -> Iterator[tuple[str, str]]:
    """Yield audience and id of every page of a surface (of all, for None), in the order of the menus."""
    for audience in library.audiences_on(surface):
        yield from ((audience, page) for page in pages_for(library, audience))


def pages_for(library: Library, audience: str) -> Iterator[str]:
    """Yield the id of every page that an audience reads, in the order of the menus."""
    read = set(library.reads(audience))
    for page in library.page_ids():
        found = library.procedure(page, "")
        if found and read & set(found[0].audiences):
            yield page


def _tidy(markdown: str) -> str:
    """Return Markdown without runs of empty lines, which templates leave where they print nothing."""
    return f"{_EMPTY_LINES.sub(chr(10) * 2, markdown).strip()}\n"
