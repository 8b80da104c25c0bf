"""Composing an edition: every page of one client, surface and language, with slots for its values."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from tenantbook.content.library import FIRST_LANGUAGE, Library
from tenantbook.model.audience import Surface
from tenantbook.model.edition import Edition, Page, Text
from tenantbook.pages.decisions import Answers, Memory, Question
from tenantbook.pages.frame import Uses
from tenantbook.pages.layout import Layout, audience_in
from tenantbook.pages.names import Reader, Vocabulary, names_for, summary_for, title_for
from tenantbook.pages.slots import SlotTable
from tenantbook.pages.template import Templates
from tenantbook.pages.worded import RECORD, Subject, answers_of, edition_of

_EMPTY_LINES = re.compile(r"\n{3,}")

#: The pseudo-client whose values are Microsoft's documented defaults.
HOUSE = "house"

#: The first page of every edition, which belongs to no audience.
START, START_PATH = "start", "index.md"


class Composer:
    """Composes editions from one library; keeps compiled templates and the texts composed so far."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._templates = Templates(library.templates)
        self._memory: Memory[Text] = Memory()

    def compose(self, subject: Subject, surface: Surface | None) -> Edition:
        """Return the edition of `subject` on `surface`; None takes every audience, as the house does.

        Pure: the same library, subject and surface give the same edition, byte for byte.
        """
        return edition_of(self._library, subject, self.text(subject, surface))

    def text(self, subject: Subject, surface: Surface | None) -> Text:
        """Return the text of an edition, shared with every subject whose values lead to the same choices."""
        answers = answers_of(self._library, subject)
        cloud = subject.client.cloud if subject.client else None
        start = (surface, subject.language, cloud)
        found = self._memory.find(start, answers)
        if found is None:
            writing = _Writing(subject, surface, answers)
            found = self._write(writing)
            self._memory.keep(start, writing.asked, found)
        return found

    def _write(self, writing: "_Writing") -> Text:
        surface, wanted = writing.surface, writing.subject.language
        # First among the slots, since every site's settings name them.
        writing.slots.text("client.name", "" if writing.subject.client else wanted)
        writing.slots.text("provider.name")
        audiences = self._library.audiences_on(surface)
        pages = [
            self._page(writing, audience, page) for audience in audiences for page in pages_for(self._library, audience)
        ]
        untranslated = [page.path for page in pages if page.language != wanted]
        # The first page lists the others by title, so it is in their language: no page mixes two.
        start = self._start(writing, FIRST_LANGUAGE if untranslated else wanted, audiences, pages)
        paths = (start.path, *untranslated) if untranslated else ()
        return Text(surface, wanted, (start, *pages), writing.slots.handed_out(), paths)

    def _page(self, writing: "_Writing", audience: str, page_id: str) -> Page:
        found = self._library.procedure(page_id, writing.subject.language)
        if found is None:
            raise LookupError(page_id)
        procedure, language = found
        vocabulary = self._vocabulary(writing, audience, language)
        reader, uses = vocabulary.reader, vocabulary.uses
        names = {**names_for(vocabulary), "audience": audience_in(self._library, page_id, audience)}
        layout = Layout(self._library, self._templates, vocabulary, names)
        flags = [layout.flag(name) for name in procedure.requires]
        possible = all(flags)
        title = title_for(self._library, page_id, reader)
        path = f"{audience}/{page_id}.md"
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
        return Page(page_id, audience, procedure.topic, path, title, _tidy(markdown), leans_on, possible, language)

    def _vocabulary(self, writing: "_Writing", audience: str, language: str) -> Vocabulary:
        reader = Reader(writing.subject.id, writing.subject.client, audience, language)
        uses = Uses(writing.slots, writing.answers, writing.asked, language)
        return Vocabulary(self._library, reader, uses, lambda other: f"{other}.md")

    def _start(self, writing: "_Writing", language: str, audiences: list[str], pages: list[Page]) -> Page:
        """Return the first page of a site: every guide, by audience."""
        vocabulary = self._vocabulary(writing, audiences[0], language)
        uses, surface = vocabulary.uses, writing.surface
        for name in self._required(pages, language):
            uses.note(name)
        groups = [self._group(vocabulary.reader, audience, pages) for audience in audiences]
        title = vocabulary.word(f"start-{surface.value}" if surface else "start")
        record = uses.slots.text(f"{RECORD}{START_PATH}")
        names = {**names_for(vocabulary), "title": title, "groups": groups, "record": record}
        markdown = self._templates.page("start.md.j2", names)
        return Page(START, "", "", START_PATH, title, _tidy(markdown), tuple(uses.facts), language=language)

    def _required(self, pages: list[Page], language: str) -> Iterator[str]:
        """Yield every flag that one of the pages requires: the start page says which tasks are possible."""
        for page in pages:
            found = self._library.procedure(page.id, language)
            yield from found[0].requires if found else ()

    def _group(self, reader: Reader, audience: str, pages: list[Page]) -> Mapping[str, object]:
        entry = self._library.audiences[audience]
        own = [page for page in pages if page.audience == audience]
        of_audience = replace(reader, audience=audience)
        return {
            "title": entry.title,
            "lead": entry.lead,
            "pages": [(page, summary_for(self._library, page.id, of_audience)) for page in own],
        }


@dataclass(slots=True)
class _Writing:
    """A text while it is written: for whom, the slots it has handed out, and what it has asked."""

    subject: Subject
    surface: Surface | None
    answers: Answers
    slots: SlotTable = field(default_factory=SlotTable)
    asked: dict[Question, bool] = field(default_factory=dict)


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
