"""What pages are held against: one tenant's policy in force, and what the content says about it."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from tenantbook.advice import advice_in_words, departs
from tenantbook.compare.departures import what_mends
from tenantbook.compare.origins import origin_of, page_origin
from tenantbook.compare.severities import severity_of
from tenantbook.content.library import Library
from tenantbook.model.client import LanguageFile
from tenantbook.model.edition import Record
from tenantbook.model.policy import Fact, Recommendation
from tenantbook.model.snapshot import Snapshot
from tenantbook.model.verdict import Expected, Finding, Origin
from tenantbook.pages.compose import HOUSE
from tenantbook.pages.readers import language_of
from tenantbook.values import decode_value, encode_value, in_words
from tenantbook.waivers import is_over, waiver_of


@dataclass(slots=True)
class _Notes:
    """What has been worked out once and is asked for again with nearly every page."""

    words: dict[tuple[str, str, str], str | None] = field(default_factory=dict)
    places: dict[tuple[str, str, str, str], Origin | None] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Against:
    """What pages are held against: facts in force, how they read, and how old a page's reading may be.

    `library` gives severities, recommendations and origins; without it every finding is an error on the page.
    """

    snapshot: Snapshot
    facts: Mapping[str, Fact]
    languages: Mapping[str, LanguageFile]
    now: datetime
    max_age: timedelta | None = None
    library: Library | None = None
    in_force: Mapping[str, object] = field(init=False, compare=False, repr=False)
    _notes: _Notes = field(default_factory=_Notes, init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        encoded = {name: encode_value(value) for name, value in self.snapshot.facts.items()}
        object.__setattr__(self, "in_force", encoded)

    @classmethod
    def of(cls, library: Library, snapshot: Snapshot, now: datetime, max_age: timedelta | None = None) -> "Against":
        """Return one tenant's policy with everything that the content says about it."""
        return cls(snapshot, library.facts, library.languages, now, max_age, library)

    def words(self, name: str, plain: object, language: str) -> str | None:
        """Return a value, in the form that records use, in words; None where it is no value of a known fact."""
        key = (name, language, repr(plain))
        if key not in self._notes.words:
            self._notes.words[key] = self._in_words(name, plain, language)
        return self._notes.words[key]

    def _in_words(self, name: str, plain: object, language: str) -> str | None:
        fact, entry = self.facts.get(name), self.languages.get(language)
        try:
            return in_words(decode_value(plain, fact), fact, entry.locale, entry.words) if fact and entry else None
        except ValueError:
            return None

    def differs(self, name: str, plain: object) -> bool:
        """Return whether a page's value is not the one in force: 1 is not true, and what is no longer read differs."""
        return name not in self.in_force or repr(self.in_force[name]) != repr(plain)

    def judged(self, finding: Finding, expected: Expected, record: Record) -> Finding:
        """Return a finding with how bad it is, what mends it, what is recommended, and where its words come from."""
        if self.library is None:
            return finding
        name = finding.fact
        tenant_departs = name in self.in_force and self._departs(name, self.in_force[name])
        return replace(
            finding,
            severity=severity_of(self.library, name, expected.audience, expected.surface),
            mends=what_mends(
                page_departs=self._departs(name, record.facts[name]),
                tenant_departs=tenant_departs,
                waived=tenant_departs and self._is_waived(self.library, name),
            ),
            recommended=self._recommended(name, record.language),
            origin=self._origin(self.library, expected, name, record.language),
        )

    def page_origin(self, expected: Expected) -> Origin | None:
        """Return the file that a page is written in."""
        if self.library is None or expected.client not in (*self.library.clients, HOUSE):
            return None
        return page_origin(self.library, expected.id, language_of(self.library, expected.client))

    def _advice(self, name: str) -> Recommendation | None:
        return self.library.baseline.get(name) if self.library and name in self.facts else None

    def _departs(self, name: str, plain: object) -> bool:
        """Return whether a value is not what is recommended; what is no value of the fact never is."""
        advice = self._advice(name)
        try:
            return advice is not None and departs(advice, self.facts[name], decode_value(plain, self.facts[name]))
        except ValueError:
            return True

    def _is_waived(self, library: Library, name: str) -> bool:
        client = library.clients.get(self.snapshot.client)
        waiver = waiver_of(library, client, name, self.snapshot.facts[name]) if client else None
        return waiver is not None and not is_over(waiver, self.now.date())

    def _recommended(self, name: str, language: str) -> str:
        advice, spoken = self._advice(name), self.languages.get(language)
        return advice_in_words(advice, self.facts[name], spoken.locale, spoken.words) if advice and spoken else ""

    def _origin(self, library: Library, expected: Expected, name: str, language: str) -> Origin | None:
        key = (expected.id, name, expected.audience, language)
        if key not in self._notes.places:
            self._notes.places[key] = origin_of(library, *key)
        return self._notes.places[key]
