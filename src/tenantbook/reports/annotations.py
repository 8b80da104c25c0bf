"""Workflow commands by which GitHub shows findings beside the content they come from."""

from collections import Counter
from collections.abc import Iterable, Iterator

from tenantbook.counting import counted
from tenantbook.model.verdict import Inspection, Severity
from tenantbook.reports.grouped import called, located, rank, unknown_together
from tenantbook.reports.matters import Matter, matters
from tenantbook.reports.outcome import summary
from tenantbook.reports.wording import shown

#: How many GitHub shows of each level in one step.
MOST = 10

#: What is unknown is an error: GitHub shows nothing louder, and it must not look like all right.
_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "notice", None: "error"}


def as_annotations(inspection: Inspection) -> str:
    """Return the worst findings as annotations, and a notice that sums up and says how many were left out."""
    names = {client.client: called(client.client, client.name) for client in inspection.clients}
    found = list(matters(inspection))
    wrong = sorted((matter for matter in found if matter.severity), key=lambda matter: rank(matter.severity))
    kept = list(_first_of_each_level([*((matter, 1) for matter in wrong), *unknown_together(found)]))
    left = len(found) - sum(places for _, places in kept)
    more = f". {left:,} more are not shown here: see tenantbook check --format text" if left else ""
    lines = [_annotation(matter, places, names.get(matter.client, shown(matter.client))) for matter, places in kept]
    return "".join(f"{line}\n" for line in (*lines, _command("notice", summary(inspection) + more, title="tenantbook")))


def _first_of_each_level(found: Iterable[tuple[Matter, int]]) -> Iterator[tuple[Matter, int]]:
    """Yield as many of each level as GitHub shows. One notice is kept free for the summary."""
    shown_of: Counter[str] = Counter({"notice": 1})
    for matter, places in found:
        level = _LEVELS[matter.severity]
        if shown_of[level] < MOST:
            shown_of[level] += 1
            yield matter, places


def _annotation(matter: Matter, places: int, client: str) -> str:
    place = located(matter.surface, matter.place)
    line = f", line {matter.line}" if matter.line else ""
    place = place if places == 1 else counted(places, "place")
    where = " ".join(part for part in (client, f"{place}{line}" if place else "") if part)
    mend = f" Mend: {matter.mend}" if matter.mend else ""
    properties = {"title": f"tenantbook {matter.rule}"}
    if matter.origin:
        properties = {"file": matter.origin.file, "line": str(matter.origin.line), **properties}
    message = f"{where}: {matter.text}.{mend}" if where else f"{matter.text}.{mend}"
    return _command(_LEVELS[matter.severity], message, **properties)


def _command(level: str, message: str, **properties: str) -> str:
    told = ",".join(f"{name}={_in_property(value)}" for name, value in properties.items())
    return f"::{level} {told}::{_in_message(message)}"


def _in_message(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _in_property(text: str) -> str:
    return _in_message(shown(text)).replace(":", "%3A").replace(",", "%2C")
