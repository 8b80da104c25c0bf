"""Composing an edition: every page of one client, surface and language, with slots for its values."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from tenantbook.content.library import FIRST_LANGUAGE, Library
from tenantbook.model.audience import Surface
from tenantbook.model.client import Client
from tenantbook.model.edition import Edition, Page, Record
from tenantbook.model.snapshot import Snapshot
from tenantbook.pages.frame import Uses
from tenantbook.pages.layout import Layout, audience_in
from tenantbook.pages.names import Reader, Vocabulary, names_for, read_in_words, summary_for, title_for
from tenantbook.pages.slots import SlotTable
from tenantbook.pages.template import Templates
from tenantbook.record import write_record
from tenantbook.values import encode_value

_EMPTY_LINES = re.compile(r"\n{3,}")

#: The pseudo-client whose values are Microsoft's documented defaults.
HOUSE = "house"

#: The first page of every edition, which belongs to no audience.
START, START_PATH = "start", "index.md"


@dataclass(frozen=True, slots=True)
class Subject:
    """Whose pages are made: a client and its snapshot, or the house (client None)."""

    id: str
    client: Client | None
    snapshot: Snapshot
    language: str


class Composer:
    """Composes editions from one library; keeps compiled templates between them."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._templates = Templates(library.templates)

    def compose(self, subject: Subject, surface: Surface | None) -> Edition:
        """Return the edition of `subject` on `surface`; None takes every audience, as the house does.

        Pure: the same library, subject and surface give the same edition, byte for byte.
        """
        slots = SlotTable()
        audiences = self._library.audiences_on(surface)
        pages: list[Page] = []
        untranslated: list[str] = []
        for audience in audiences:
            for page_id in pages_for(self._library, audience):
                page, language = self._page(subject, audience, page_id, slots)
                pages.append(page)
                if language != subject.language:
                    untranslated.append(page.path)
        # The first page lists the others by title, so it is in their language: no page mixes two.
        language = FIRST_LANGUAGE if untranslated else subject.language
        untranslated[:0] = [START_PATH] if untranslated else []
        start = self._start(replace(subject, language=language), surface, audiences, pages, slots)
        return Edition(subject.id, surface, subject.language, (start, *pages), slots.items(), tuple(untranslated))

    def _page(self, subject: Subject, audience: str, page_id: str, slots: SlotTable) -> tuple[Page, str]:
        found = self._library.procedure(page_id, subject.language)
        if found is None:
            raise LookupError(page_id)
        procedure, language = found
        reader = Reader(subject.id, subject.client, audience, language)
        uses = Uses(slots, language)
        vocabulary = Vocabulary(self._library, subject.snapshot, reader, slots, lambda other: f"{other}.md")
        names = {**names_for(vocabulary, uses), "audience": audience_in(self._library, page_id, audience)}
        layout = Layout(self._library, self._templates, vocabulary, names)
        flags = [layout.flag(name) for name in procedure.requires]
        possible = all(flags)
        title = title_for(self._library, page_id, reader)
        path = f"{audience}/{page_id}.md"
        record = slots.text(f"record:{path}", "")
        markdown = self._templates.page(
            "page.md.j2",
            {
                **names,
                "title": title,
                "summary": summary_for(self._library, page_id, reader),
                "possible": possible,
                "parts": list(layout.parts(page_id, procedure.parts if possible else procedure.otherwise)),
                "read": _read_slot(subject, vocabulary, slots),
                "record": record,
            },
        )
        page = Page(page_id, audience, procedure.topic, path, title, _tidy(markdown), tuple(uses.facts), possible)
        slots.assign(record, write_record(_record(subject, page, language)))
        return page, language

    def _start(
        self, subject: Subject, surface: Surface | None, audiences: list[str], pages: list[Page], slots: SlotTable
    ) -> Page:
        """Return the first page of a site: every guide, by audience."""
        reader = Reader(subject.id, subject.client, audiences[0], subject.language)
        uses = Uses(slots, subject.language)
        vocabulary = Vocabulary(self._library, subject.snapshot, reader, slots, lambda other: f"{other}.md")
        names = names_for(vocabulary, uses)
        for name in self._required(pages, subject.language):
            uses.note(name)
        groups = [self._group(subject, audience, pages) for audience in audiences]
        title = vocabulary.word(f"start-{surface.value}" if surface else "start")
        record = slots.text(f"record:{START_PATH}", "")
        markdown = self._templates.page("start.md.j2", {**names, "title": title, "groups": groups, "record": record})
        page = Page(START, "", "", START_PATH, title, _tidy(markdown), tuple(uses.facts))
        slots.assign(record, write_record(_record(subject, page, subject.language)))
        return page

    def _required(self, pages: list[Page], language: str) -> Iterator[str]:
        """Yield every flag that one of the pages requires: the start page says which tasks are possible."""
        for page in pages:
            found = self._library.procedure(page.id, language)
            yield from found[0].requires if found else ()

    def _group(self, subject: Subject, audience: str, pages: list[Page]) -> Mapping[str, object]:
        entry = self._library.audiences[audience]
        own = [page for page in pages if page.audience == audience]
        reader = Reader(subject.id, subject.client, audience, subject.language)
        return {
            "title": entry.title,
            "lead": entry.lead,
            "pages": [(page, summary_for(self._library, page.id, reader)) for page in own],
        }


def pages_for(library: Library, audience: str) -> Iterator[str]:
    """Yield the id of every page that an audience reads, in the order of the menus."""
    read = set(library.reads(audience))
    for page in library.page_ids():
        found = library.procedure(page, "")
        if found and read & set(found[0].audiences):
            yield page


def _read_slot(subject: Subject, vocabulary: Vocabulary, slots: SlotTable) -> str | None:
    day = read_in_words(subject.snapshot, vocabulary.language)
    return slots.text(f"read.{vocabulary.reader.language}", day) if day else None


def _tidy(markdown: str) -> str:
    """Return Markdown without runs of empty lines, which templates leave where they print nothing."""
    return f"{_EMPTY_LINES.sub(chr(10) * 2, markdown).strip()}\n"


def _record(subject: Subject, page: Page, language: str) -> Record:
    return Record(
        page=page.id,
        client=subject.id,
        audience=page.audience,
        language=language,
        read=subject.snapshot.read,
        facts={name: encode_value(subject.snapshot.facts[name]) for name in sorted(page.leans_on)},
    )
