"""What a check finds: a verdict for each page, what differs, and what a client's policy departs from."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from tenantbook.model.claim import Prose
from tenantbook.model.problem import Problem


class Verdict(StrEnum):
    """What is known of one page. Anything but `ok` and `unknown` is a finding."""

    OK = "ok"
    DRIFT = "drift"
    STALE = "stale"
    EDITED = "edited"
    MISSING = "missing"
    ORPHAN = "orphan"
    UNKNOWN = "unknown"


class Severity(StrEnum):
    """How much a finding matters to whoever reads the page, worst first."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"

    @classmethod
    def worst(cls, of: Iterable["Severity"]) -> "Severity | None":
        """Return the worst of some, None of none."""
        found = set(of)
        return next((severity for severity in cls if severity in found), None)


class Mends(StrEnum):
    """What would put a difference right: the page, the tenant, or both."""

    PAGE = "mend the page"
    TENANT = "mend the tenant"
    BOTH = "mend both"


@dataclass(frozen=True, slots=True)
class Origin:
    """Where in the content a page's words come from: a file as seen from the project, and its line from 1."""

    file: str
    line: int


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong on a page.

    `line` is that of the page, from 1. `says` is what the page says, `tenant` what is so there, both in words;
    `sentence` is what surrounds it on the page, empty where the page only decided by the value. `recommended` is
    what the provider recommends, in words, or empty.
    """

    line: int
    fact: str
    says: str
    tenant: str
    sentence: str = ""
    severity: Severity = Severity.ERROR
    mends: Mends = Mends.PAGE
    recommended: str = ""
    origin: Origin | None = None


@dataclass(frozen=True, slots=True)
class Checked:
    """The verdict on one page: why, how to mend it, and since when its values date (`read`, UTC).

    `page` is the path of its file or its address. `severity` is the worst of what is wrong, None where nothing is, or
    where that could not be found out.
    """

    client: str
    surface: str
    page: str
    verdict: Verdict
    reason: str = ""
    mend: str = ""
    read: datetime | None = None
    findings: tuple[Finding, ...] = ()
    audience: str = ""
    severity: Severity | None = None
    origin: Origin | None = None


@dataclass(frozen=True, slots=True)
class Expected:
    """A page that should be published: whose it is, where it stands below its site, and the content behind it."""

    client: str
    surface: str
    audience: str
    id: str
    file: str
    origin: Origin | None = None


@dataclass(frozen=True, slots=True)
class Waiver:
    """A difference that somebody answers for: why, who, and until which day, included."""

    reason: str
    owner: str
    until: date


@dataclass(frozen=True, slots=True)
class Departure:
    """A fact of a tenant that is not what the provider recommends, all in words.

    `waiver` is what the client's file says about it, and `expired` whether its day is over. While it holds, `severity`
    is `note`, and `mends` says what would put the difference right if it were not waived.
    """

    fact: str
    label: str
    tenant: str
    recommended: str
    why: str
    severity: Severity = Severity.WARNING
    waiver: Waiver | None = None
    expired: bool = False
    mends: Mends = Mends.TENANT
    origin: Origin | None = None

    @property
    def waived(self) -> bool:
        """Whether somebody answers for it today."""
        return self.waiver is not None and not self.expired


@dataclass(frozen=True, slots=True)
class WaiverFinding:
    """Something about a waiver that somebody should know: it is over, ends soon, or waives nothing (`says`)."""

    fact: str
    says: str
    severity: Severity
    waiver: Waiver
    origin: Origin | None = None


@dataclass(frozen=True, slots=True)
class ClientChecked:
    """All that was found of one client: its pages, what its policy departs from, and when its tenant was read.

    A client with `mistakes` in its file was left out, so nothing else is known of it.
    """

    client: str
    name: str
    pages: tuple[Checked, ...]
    departures: tuple[Departure, ...] = ()
    read: datetime | None = None
    waivers: tuple[WaiverFinding, ...] = ()
    mistakes: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Inspection:
    """One run of the check: when, against what (in words), where pages were read from (in words), what was found."""

    when: datetime
    against: str
    source: str
    clients: tuple[ClientChecked, ...]
    prose: tuple[Prose, ...] = ()

    @property
    def pages(self) -> tuple[Checked, ...]:
        """Every page of every client."""
        return tuple(page for client in self.clients for page in client.pages)


@dataclass(frozen=True, slots=True)
class LogEntry:
    """One run as the log keeps it: when, and for each client it checked how many pages had which verdict.

    A `whole` run was meant for every client: one that it did not check is not checked. Any other was asked for some.
    """

    when: datetime
    against: str
    clients: Mapping[str, Mapping[Verdict, int]]
    whole: bool = True
