"""The names that content may use in templates, and what each gives."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from tenantbook.advice import advice_in_words
from tenantbook.content.library import Library
from tenantbook.model.client import Client, LanguageFile
from tenantbook.model.place import Cloud, Spot
from tenantbook.pages.decisions import Question
from tenantbook.pages.frame import ClientId, DerivedInUse, FactInUse, Plain, Typed, Uses, nested
from tenantbook.values import decode_value, in_words

#: Functions of content, and what the name that each takes must be: validation reads this table.
FUNCTIONS: Mapping[str, str] = {
    "place": "place",
    "address": "place",
    "known": "place",
    "role": "role",
    "link": "page",
    "platform": "platform",
    "figure": "platform",
    "lowest": "fact",
    "highest": "fact",
    "recommended": "recommendation",
    "default": "fact",
    "word": "word",
    "contact": "",
}

#: Objects of content and their fields.
OBJECTS: Mapping[str, frozenset[str]] = {
    "client": frozenset({"name", "id"}),
    "provider": frozenset({"name"}),
    "helpdesk": frozenset({"name", "phone", "email", "address", "hours"}),
}

#: Plain words to decide by.
WORDS = frozenset({"audience", "surface", "cloud"})

#: Names that hold or do not.
TRUTHS = frozenset({"house"})


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
    reader: Reader
    uses: Uses
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

    def figure(self, name: str) -> int:
        """Return a figure that the platform fixes, as a number in its unit, to compare with."""
        value = self.library.platform[name].value
        if not isinstance(value, int):
            raise LookupError(name)  # noqa: TRY004 -- there is no such figure
        return value

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
        spoken = self.language
        return advice_in_words(self.library.baseline[name], self.library.facts[name], spoken.locale, spoken.words)

    def default(self, name: str) -> str:
        """Return Microsoft's documented default for a fact, in words."""
        fact = self.library.facts[name]
        return in_words(decode_value(fact.default, fact), fact, self.language.locale, self.language.words)

    def contact(self) -> str:
        """Return how to reach the helpdesk, as one sentence of HTML with links."""
        ways = []
        if self._given("helpdesk.phone"):
            ways.append(f'{self.word("call-on")} <a href="tel:{self._slot("dialled")}">{self._slot("phone")}</a>')
        if self._given("helpdesk.email"):
            ways.append(f'{self.word("write-to")} <a href="mailto:{self._slot("email")}">{self._slot("email")}</a>')
        if self._given("helpdesk.address"):
            site = self._slot("site")
            ways.append(f'{self.word("open-a-ticket-at")} <a href="https://{site}">{site}</a>')
        reach = f" {self.word('or')} ".join(ways)
        hours = f" ({self._slot('hours')})" if self._given("helpdesk.hours") else ""
        return f"{self.word('contact')} {self._slot('name')}{': ' if reach else ''}{reach}{hours}"

    def _given(self, name: str) -> bool:
        return self.uses.decide(Question("given", name))

    def _slot(self, part: str) -> str:
        return self.uses.slots.text(f"helpdesk.{part}")


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


def names_for(vocabulary: Vocabulary, holds: Callable[[str, Mapping[str, object]], bool]) -> dict[str, object]:
    """Return everything that a template of content may name, for one page. `holds` evaluates a condition."""
    library, reader, uses = vocabulary.library, vocabulary.reader, vocabulary.uses
    in_use: dict[str, object] = {name: FactInUse(name, fact, uses) for name, fact in library.facts.items()}
    derived = {
        name: DerivedInUse(entry.holds, lambda condition: holds(condition, names))
        for name, entry in library.derived.items()
    }
    names: dict[str, object] = {
        **nested({**in_use, **derived}),
        **{function: getattr(vocabulary, function) for function in FUNCTIONS},
        "client": {
            "name": Plain("client.name", uses, "" if reader.client else reader.language),
            "id": ClientId(uses),
        },
        "provider": {"name": Plain("provider.name", uses)},
        "helpdesk": {part: Plain(f"helpdesk.{part}", uses) for part in OBJECTS["helpdesk"]},
        "audience": reader.audience,
        "surface": library.audiences[reader.audience].surface.value,
        "cloud": reader.cloud.value,
        "house": reader.client is None,
    }
    return names
