"""Lines of the report for people: in parts, so that a terminal may colour the value in a sentence."""

from dataclasses import dataclass
from typing import Literal

from tenantbook.model.verdict import Severity, Verdict
from tenantbook.reports.quoting import Part

Tone = Literal["plain", "good", "bad", "unsure"]

#: How bad something is, as a tone; None is what could not be found out.
TONES: dict[Severity | None, Tone] = {
    Severity.ERROR: "bad",
    Severity.WARNING: "unsure",
    Severity.NOTE: "plain",
    None: "unsure",
}


@dataclass(frozen=True, slots=True)
class Line:
    """One line in parts, and how it is meant. The parts that are marked are values quoted from a page."""

    parts: tuple[Part, ...]
    tone: Tone = "plain"

    @property
    def text(self) -> str:
        """The line as it is printed."""
        return "".join(part.text for part in self.parts)


def line_of(text: str, tone: Tone = "plain", *more: Part) -> Line:
    """Return a line that begins with `text`."""
    return Line((Part(text), *more), tone)


def tone_of(verdict: Verdict) -> Tone:
    """Return the tone of a verdict."""
    if verdict is Verdict.OK:
        return "good"
    return "unsure" if verdict in (Verdict.STALE, Verdict.UNKNOWN) else "bad"
