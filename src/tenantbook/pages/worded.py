"""The values of an edition's slots, in words, for one subject."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from tenantbook.advice import departs
from tenantbook.content.library import Library
from tenantbook.model.client import Client
from tenantbook.model.edition import Edition, Page, Record, Slot, SlotKey, Text
from tenantbook.model.policy import Kind
from tenantbook.model.snapshot import Snapshot
from tenantbook.pages.decisions import Answers
from tenantbook.pages.slots import AGREED, DIFFERS, NUMBER
from tenantbook.record import write_record
from tenantbook.values import day_in_words, encode_value, in_minutes, in_words
from tenantbook.waivers import agreed

#: The name of a page's record among the slots, before the page's path.
RECORD = "record:"


@dataclass(frozen=True, slots=True)
class Subject:
    """Whose pages are made: a client and its snapshot, or the house (client None)."""

    id: str
    client: Client | None
    snapshot: Snapshot
    language: str


#: Client, provider and helpdesk: values that are no facts, by the name a slot has for each.
GIVEN = (
    "client.name",
    "provider.name",
    "helpdesk.name",
    "helpdesk.phone",
    "helpdesk.dialled",
    "helpdesk.email",
    "helpdesk.address",
    "helpdesk.site",
    "helpdesk.hours",
)


def slot_keys(library: Library, paths: Iterable[str]) -> Iterator[SlotKey]:
    """Yield all that a library's pages can print: values in each language and form, and the record of each path."""
    languages = ("", *library.languages)
    yield from (SlotKey(name, language) for name in (*GIVEN, "read") for language in languages)
    yield from (SlotKey(f"{RECORD}{path}", "") for path in paths)
    for name, fact in library.facts.items():
        yield from (SlotKey(name, language) for language in languages)
        yield from (SlotKey(f"{before}{name}", language) for before in (DIFFERS, AGREED) for language in languages)
        if fact.kind in (Kind.COUNT, Kind.DURATION):
            yield SlotKey(name, NUMBER)


def given_values(library: Library, subject: Subject) -> dict[str, str | None]:
    """Return the values that are no facts, by name; None where one is not given."""
    desk = library.helpdesk(subject.client)
    return {
        "client.name": subject.client.name if subject.client else None,
        "client.id": subject.id,
        "provider.name": library.provider.name,
        "helpdesk.name": desk.name,
        "helpdesk.phone": desk.phone,
        "helpdesk.dialled": "".join(part for part in desk.phone or "" if part in "+0123456789"),
        "helpdesk.email": desk.email,
        "helpdesk.address": desk.address,
        "helpdesk.site": (desk.address or "").removeprefix("https://"),
        "helpdesk.hours": desk.hours,
    }


def answers_of(library: Library, subject: Subject) -> Answers:
    """Return how a subject answers what templates decide by."""
    return Answers(subject.snapshot.facts, given_values(library, subject))


def edition_of(library: Library, subject: Subject, text: Text) -> Edition:
    """Return a text as the edition of one subject: every slot with its value."""
    given = given_values(library, subject)
    pages = {page.path: page for page in text.pages}
    slots = {slot: Slot(key.name, _worded(library, subject, given, pages, key)) for slot, key in text.slots.items()}
    return Edition(subject.id, text.surface, subject.language, text.pages, slots, text.untranslated)


def _worded(
    library: Library, subject: Subject, given: Mapping[str, str | None], pages: Mapping[str, Page], key: SlotKey
) -> str:
    name, facts = key.name, library.facts
    if name.startswith(RECORD):
        return write_record(_record(subject, pages[name.removeprefix(RECORD)]))
    if key.form == NUMBER:
        return _number(library, subject.snapshot, name)
    if name.startswith((DIFFERS, AGREED)):
        say = _differs if name.startswith(DIFFERS) else _agreed
        return say(library, subject, name.partition(":")[2], key.form)
    if name in facts:
        language = library.languages[key.form]
        return in_words(subject.snapshot.facts[name], facts[name], language.locale, language.words)
    if name == "read":
        return _read(library, subject.snapshot, key.form)
    return given[name] or library.languages[key.form].words["house-client"]


def _number(library: Library, snapshot: Snapshot, name: str) -> str:
    value, fact = snapshot.facts[name], library.facts[name]
    if not isinstance(value, int):
        raise TypeError(name)
    return str(in_minutes(value, fact) if fact.kind is Kind.DURATION else value)


def _differs(library: Library, subject: Subject, name: str, language: str) -> str:
    value = subject.snapshot.facts[name]
    differs = departs(library.baseline[name], library.facts[name], value)
    return library.languages[language].words["differs"] if differs else ""


def _agreed(library: Library, subject: Subject, name: str, language: str) -> str:
    """Return who answers for a value that is not what is recommended, and until when; nothing where nobody does."""
    if subject.client is None or not _differs(library, subject, name, language):
        return ""
    return agreed(library, subject.client, name, subject.snapshot.facts[name], language)


def _read(library: Library, snapshot: Snapshot, language: str) -> str:
    return day_in_words(snapshot.read.date(), library.languages[language].locale) if snapshot.read else ""


def _record(subject: Subject, page: Page) -> Record:
    return Record(
        page=page.id,
        client=subject.id,
        audience=page.audience,
        language=page.language,
        read=subject.snapshot.read,
        facts={name: encode_value(subject.snapshot.facts[name]) for name in sorted(page.leans_on)},
    )
