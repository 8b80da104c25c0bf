"""The names that content may use in templates, and what each gives."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from tenantbook.content.library import Library
from tenantbook.model.client import Client, Helpdesk, LanguageFile
from tenantbook.model.place import Cloud, Spot
from tenantbook.model.policy import Fact
from tenantbook.model.snapshot import Snapshot
from tenantbook.pages.frame import FactInUse, Plain, Typed, Uses, nested
from tenantbook.pages.slots import SlotTable
from tenantbook.values import day_in_words, decode_value, in_words

#: Functions of content, and what the name that each takes must be: validation reads this table.
FUNCTIONS: Mapping[str, str] = {
    "place": "place",
    "address": "place",
    "known": "place",
    "role": "role",
    "link": "page",
    "platform": "platform",
    "lowest": "fact",
    "highest": "fact",
    "recommended": "recommendation",
    "default": "fact",
    "word": "word",
    "contact": "",
}

#: Objects of content and their fields.
OBJECTS: Mapping[str, frozenset[str]] = {
    "client": frozenset({"name"}),
    "provider": frozenset({"name"}),
    "helpdesk": frozenset({"name", "phone", "email", "address", "hours"}),
}

#: Plain words to decide by.
WORDS = frozenset({"audience", "surface", "cloud", "house"})


@dataclass(frozen=True, slots=True)
class Reader:
    """Whom one page is for: a client (None in the house edition), an audience, a language."""

    client_id: str
    client: Client | None
    audience: str
    language: str

    @property
    def cloud(self) -> Cloud:
        """The cloud that the client's tenant lives in."""
        return self.client.cloud if self.client else Cloud.GLOBAL


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Gives each function of content its answer for one reader."""

    library: Library
    snapshot: Snapshot
    reader: Reader
    slots: SlotTable
    link_to: Callable[[str], str]

    @property
    def language(self) -> LanguageFile:
        """The language of the page."""
        return self.library.languages[self.reader.language]

    def word(self, name: str) -> str:
        """Return a fixed word of the language."""
        return self.language.words[name]

    def spot(self, name: str) -> Spot | None:
        """Return where a place is in this reader's cloud."""
        return self.library.places[name].in_cloud(self.reader.cloud)

    def known(self, name: str) -> bool:
        """Return whether a place's path or address is known in this reader's cloud."""
        spot = self.spot(name)
        return spot is not None and spot.unknown is None

    def place(self, name: str) -> str:
        """Return a place as Markdown: a bold menu path, a link, or its label where it is not known."""
        spot = self.spot(name)
        label = self.library.places[name].label
        if spot and spot.menu:
            return " > ".join(f"**{entry}**" for entry in spot.menu)
        if spot and spot.address:
            return f"[{label}]({spot.address})"
        return f"{label} ({self.word('address-unknown')})"

    def address(self, name: str) -> Typed | str:
        """Return a place's address for typing: no `https://`, no slash at the end."""
        spot = self.spot(name)
        if spot and spot.address:
            parts = urlsplit(spot.address)
            return Typed(f"{parts.netloc}{parts.path}".rstrip("/"))
        return self.place(name)

    def role(self, name: str) -> str:
        """Return a directory role's name in bold."""
        return f"**{self.library.roles[name].name}**"

    def link(self, page: str, text: str | None = None) -> str:
        """Return a link to another page for the same audience."""
        found = self.library.procedure(page, self.reader.language)
        if found is None:
            raise LookupError(page)
        return f"[{text or title_for(self.library, page, self.reader)}]({self.link_to(page)})"

    def platform(self, name: str) -> str:
        """Return a figure that the platform fixes, in words."""
        bound = self.library.platform[name]
        return in_words(bound.value, bound, self.language.locale, self.language.words)

    def lowest(self, name: str) -> str:
        """Return the lower end of what the platform allows for a fact, in words."""
        return self._end(name, 0)

    def highest(self, name: str) -> str:
        """Return the upper end of what the platform allows for a fact, in words."""
        return self._end(name, 1)

    def _end(self, name: str, end: int) -> str:
        fact = self.library.facts[name]
        if fact.range is None:
            raise LookupError(name)
        return in_words(fact.range[end], fact, self.language.locale, self.language.words)

    def recommended(self, name: str) -> str:
        """Return what the provider recommends for a fact, in words."""
        return self._literal(name, self.library.baseline[name].value)

    def default(self, name: str) -> str:
        """Return Microsoft's documented default for a fact, in words."""
        return self._literal(name, self.library.facts[name].default)

    def _literal(self, name: str, literal: object) -> str:
        fact = self.library.facts[name]
        return in_words(decode_value(literal, fact), fact, self.language.locale, self.language.words)

    @property
    def helpdesk(self) -> Helpdesk:
        """Whom this reader calls."""
        return self.library.helpdesk(self.reader.client)

    def contact(self) -> str:
        """Return how to reach the helpdesk, as one sentence of HTML with links."""
        desk = self.helpdesk
        name = self.slots.text("helpdesk.name", desk.name)
        ways = []
        if desk.phone:
            phone = self.slots.text("helpdesk.phone", desk.phone)
            dialled = self.slots.text("helpdesk.dialled", "".join(part for part in desk.phone if part in "+0123456789"))
            ways.append(f'{self.word("call-on")} <a href="tel:{dialled}">{phone}</a>')
        if desk.email:
            email = self.slots.text("helpdesk.email", desk.email)
            ways.append(f'{self.word("write-to")} <a href="mailto:{email}">{email}</a>')
        if desk.address:
            address = self.slots.text("helpdesk.address", desk.address.removeprefix("https://"))
            ways.append(f'{self.word("open-a-ticket-at")} <a href="https://{address}">{address}</a>')
        reach = f" {self.word('or')} ".join(ways)
        hours = f" ({self.slots.text('helpdesk.hours', desk.hours)})" if desk.hours else ""
        return f"{self.word('contact')} {name}{': ' if reach else ''}{reach}{hours}"


def title_for(library: Library, page: str, reader: Reader) -> str:
    """Return a page's title as one reader sees it."""
    return _told(library, page, reader, "titles", "title")


def summary_for(library: Library, page: str, reader: Reader) -> str:
    """Return a page's summary as one reader sees it."""
    return _told(library, page, reader, "summaries", "summary")


def _told(library: Library, page: str, reader: Reader, apart: str, shared: str) -> str:
    found = library.procedure(page, reader.language)
    if found is None:
        raise LookupError(page)
    own: Mapping[str, str] = getattr(found[0], apart)
    fallback: str = getattr(found[0], shared)
    return next((own[name] for name in library.reads(reader.audience) if name in own), fallback)


def fact_words(library: Library, snapshot: Snapshot, language: LanguageFile) -> dict[str, str]:
    """Return every fact of a snapshot in words."""
    return {
        name: in_words(snapshot.facts[name], fact, language.locale, language.words)
        for name, fact in library.facts.items()
    }


def names_for(vocabulary: Vocabulary, uses: Uses) -> dict[str, object]:
    """Return everything that a template of content may name, for one page."""
    library, reader = vocabulary.library, vocabulary.reader
    facts: dict[str, Fact] = library.facts
    words = fact_words(library, vocabulary.snapshot, vocabulary.language)
    in_use: dict[str, object] = {
        name: FactInUse(name, fact, vocabulary.snapshot.facts[name], words[name], uses) for name, fact in facts.items()
    }
    desk = vocabulary.helpdesk
    slot, name = "client.name", reader.client.name if reader.client else vocabulary.word("house-client")
    return {
        **nested(in_use),
        **{function: getattr(vocabulary, function) for function in FUNCTIONS},
        "client": {"name": Plain(slot if reader.client else f"{slot}.{reader.language}", name, uses.slots)},
        "provider": {"name": Plain("provider.name", library.provider.name, uses.slots)},
        "helpdesk": {part: Plain(f"helpdesk.{part}", getattr(desk, part), uses.slots) for part in OBJECTS["helpdesk"]},
        "audience": reader.audience,
        "surface": library.audiences[reader.audience].surface.value,
        "cloud": reader.cloud.value,
        "house": reader.client is None,
    }


def read_in_words(snapshot: Snapshot, language: LanguageFile) -> str | None:
    """Return the day on which a snapshot was read, in words; None for the house."""
    return day_in_words(snapshot.read.date(), language.locale) if snapshot.read else None
