"""The report for programs, as JSON, and the schema of it that is published."""

import json
import re
from collections import Counter
from dataclasses import replace

from tenantbook.model.verdict import Checked, ClientChecked, Departure, Inspection, Severity
from tenantbook.reports.departing import departures_told, is_expired, is_open, waivers_told
from tenantbook.reports.grouped import in_order
from tenantbook.reports.matters import matters, severity_of
from tenantbook.reports.outcome import ORDER, TRUTHS
from tenantbook.reports.shape import (
    VERSION,
    ClientShape,
    CountsShape,
    DepartureShape,
    MistakeShape,
    PageShape,
    ProseShape,
    ReportShape,
    State,
    WaiverFindingShape,
)

#: Characters that JSON allows as they are and that could act where the text is shown; `##` begins a build's command.
_ACTING = re.compile("[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufeff\ufffe\uffff]|(?<=#)#")


def as_json(inspection: Inspection) -> str:
    """Return the whole report as JSON, keys in the order of its schema."""
    return written(_report(inspection).model_dump(mode="json"))


def written(plain: object) -> str:
    """Return JSON that says every value exactly, with no character in it that could act."""
    text = json.dumps(plain, indent=2, ensure_ascii=False)
    return _ACTING.sub(lambda found: f"\\u{ord(found.group()):04x}", text) + "\n"


def schema() -> str:
    """Return the JSON Schema of the report, as it is published in docs/schemas."""
    form = ReportShape.model_json_schema(mode="serialization")
    return written({"$schema": "https://json-schema.org/draft/2020-12/schema", **form, "title": "tenantbook check"})


def _report(inspection: Inspection) -> ReportShape:
    return ReportShape(
        version=VERSION,
        checked=inspection.when,
        against=inspection.against,
        source=inspection.source,
        counts=_counts(inspection),
        clients=tuple(_client(client) for client in sorted(inspection.clients, key=lambda each: each.client)),
        prose=tuple(ProseShape.model_validate(text) for text in inspection.prose),
    )


def _counts(inspection: Inspection) -> CountsShape:
    pages = Counter(page.verdict for page in inspection.pages)
    found = Counter(matter.severity for matter in matters(inspection))
    states = Counter(_state(departure) for client in inspection.clients for departure in client.departures)
    claims = Counter(claim.truth for text in inspection.prose for claim in text.claims)
    return CountsShape(
        clients=len(inspection.clients),
        pages={verdict: pages[verdict] for verdict in ORDER},
        findings={severity: found[severity] for severity in Severity},
        unknown=found[None],
        departures={"open": states["open"], "expired": states["expired"], "waived": states["waived"]},
        waivers=sum(len(waivers_told(client)) for client in inspection.clients),
        claims={truth: claims[truth] for truth in TRUTHS},
    )


def _client(client: ClientChecked) -> ClientShape:
    return ClientShape(
        client=client.client,
        name=client.name,
        read=client.read,
        pages=tuple(_page(page) for page in in_order(client.pages)),
        departures=tuple(_departure(departure) for departure in departures_told(client)),
        waivers=tuple(WaiverFindingShape.model_validate(finding) for finding in waivers_told(client)),
        mistakes=tuple(MistakeShape.model_validate(mistake) for mistake in client.mistakes),
    )


def _page(page: Checked) -> PageShape:
    return PageShape.model_validate(replace(page, severity=severity_of(page)))


def _departure(departure: Departure) -> DepartureShape:
    said = {name: getattr(departure, name) for name in DepartureShape.model_fields if name != "state"}
    return DepartureShape.model_validate({**said, "state": _state(departure)})


def _state(departure: Departure) -> State:
    if is_expired(departure):
        return "expired"
    return "open" if is_open(departure) else "waived"
