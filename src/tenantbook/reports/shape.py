"""The shape of the JSON report: its keys in their order, as its published schema describes them."""

from datetime import date, datetime
from typing import Annotated, Final, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from tenantbook.model.claim import Truth
from tenantbook.model.verdict import Mends, Severity, Verdict

#: Rises whenever a key changes its place or its meaning, or goes.
VERSION: Final = 2


class Shape(BaseModel):
    """An object of the report: frozen, and with no other keys than these."""

    model_config = ConfigDict(frozen=True, extra="forbid", from_attributes=True, use_attribute_docstrings=True)


def _encodable(value: object) -> object:
    """Return a text without halves of characters, which no file can hold."""
    return value.encode("utf-8", "replace").decode("utf-8") if isinstance(value, str) else value


Text = Annotated[str, BeforeValidator(_encodable)]
Line = Annotated[int, Field(ge=0)]
State = Literal["open", "expired", "waived"]


class OriginShape(Shape):
    """Where in the content the words come from."""

    file: Text
    """As seen from the project."""
    line: Line


class FindingShape(Shape):
    """One value on a page that is not what the tenant enforces."""

    line: Line
    """Of the published page, from 1."""
    fact: Text
    says: Text
    """What the page says, in words."""
    tenant: Text
    """What is so in the tenant, in words."""
    sentence: Text
    """What surrounds it; empty where the page was written for the value without printing it."""
    severity: Severity
    mends: Mends
    recommended: Text
    """What the provider recommends, in words; may be empty."""
    origin: OriginShape | None


class PageShape(Shape):
    """The verdict on one page."""

    surface: Text
    audience: Text
    page: Text
    """Its file below the site, or its address."""
    verdict: Verdict
    severity: Severity | None
    """Of the worst that is wrong; null where nothing is, or it is unknown."""
    reason: Text
    mend: Text
    read: datetime | None
    """When its values were read."""
    findings: tuple[FindingShape, ...]
    origin: OriginShape | None


class WaiverShape(Shape):
    """Who answers for a departure, why, and until which day, included."""

    reason: Text
    owner: Text
    until: date


class DepartureShape(Shape):
    """A fact of the tenant that is not what the provider recommends."""

    fact: Text
    label: Text
    tenant: Text
    recommended: Text
    why: Text
    severity: Severity
    mends: Mends
    state: State
    """`expired` is a waiver whose day is over; it counts as a finding, as `open` does."""
    waiver: WaiverShape | None
    origin: OriginShape | None


class WaiverFindingShape(Shape):
    """Something to know about a waiver: it has ended, ends soon, or waives nothing.

    One that has ended stands here only where no departure of the client is `expired` for it.
    """

    fact: Text
    says: Text
    severity: Severity
    """`warning` where it has ended, else `note`."""
    waiver: WaiverShape
    origin: OriginShape | None


class MistakeShape(Shape):
    """One mistake in a client's file."""

    file: Text
    """As seen from the project."""
    line: Line
    text: Text


class ClientShape(Shape):
    """All that was found of one client."""

    client: Text
    name: Text
    read: datetime | None
    """When its tenant was read for this check."""
    pages: tuple[PageShape, ...]
    departures: tuple[DepartureShape, ...]
    waivers: tuple[WaiverFindingShape, ...]
    """Those that need a look; the others stand with their departures."""
    mistakes: tuple[MistakeShape, ...]
    """What is wrong in the client's file; such a client was left out, and nothing else is known of it."""


class ClaimShape(Shape):
    """One claim of a text."""

    line: Line
    sentence: Text
    says: Text
    about: Text
    """A fact, `place:NAME`, or `link`."""
    truth: Truth
    why: Text
    source: Text


class ProseShape(Shape):
    """A text without a record. With neither claims nor a problem there was nothing to check in it."""

    name: Text
    title: Text
    client: Text
    """Whose it is; empty for nobody's."""
    problem: Text
    """Why it could not be read; else empty."""
    claims: tuple[ClaimShape, ...]


class CountsShape(Shape):
    """How much there is of what. Every key is there, zeros included."""

    clients: int
    pages: dict[Verdict, int]
    findings: dict[Severity, int]
    """All that is wrong, by how much it matters."""
    unknown: int
    """All that could not be found out; above 0, the rest may be incomplete."""
    departures: dict[State, int]
    waivers: int
    """Those that need a look."""
    claims: dict[Truth, int]


class ReportShape(Shape):
    """The report of one `tenantbook check --format json`."""

    version: Literal[2]
    checked: datetime
    against: Text
    source: Text
    """Where pages were read from, in words."""
    counts: CountsShape
    clients: tuple[ClientShape, ...]
    prose: tuple[ProseShape, ...]
