"""The report as JUnit XML: a suite for each client, a case for each page, departure, waiver to look at, and text."""

from collections.abc import Iterator, Sequence
from xml.etree import ElementTree as ET

from tenantbook.counting import counted
from tenantbook.model.claim import Prose
from tenantbook.model.verdict import Checked, ClientChecked, Departure, Inspection, Severity, WaiverFinding
from tenantbook.reports.departing import departs, departures_told, is_open, is_over, waivers_told
from tenantbook.reports.grouped import dated, name_of, place_of, rank
from tenantbook.reports.matters import Matter, is_nothing, matters_of, of_departure, of_page, of_prose, of_waiver
from tenantbook.reports.wording import shown, timestamp


def as_junit(inspection: Inspection) -> str:
    """Return the report as XML that every reader of JUnit's results understands."""
    suites = [_client(client) for client in inspection.clients]
    suites += [_texts(inspection.prose)] if inspection.prose else []
    if is_nothing(inspection):
        suites.append(_suite("tenantbook", [_case("check", "tenantbook", _error("nothing was checked", "unknown"))]))
    root = ET.Element("testsuites", name=f"tenantbook check against {shown(inspection.against)}")
    for suite in suites:
        suite.set("timestamp", timestamp(inspection.when).removesuffix("Z"))
        root.append(suite)
    for what in ("tests", "failures", "errors"):
        root.set(what, str(sum(int(suite.get(what, "0")) for suite in suites)))
    ET.indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ET.tostring(root, encoding="unicode") + "\n"


def _suite(name: str, cases: Sequence[ET.Element]) -> ET.Element:
    """Return a suite with its cases counted."""
    counts = {what: sum(case.find(tag) is not None for case in cases) for what, tag in _COUNTED.items()}
    written = {what: str(number) for what, number in counts.items()}
    suite = ET.Element("testsuite", {"name": name, "tests": str(len(cases)), **written, "time": "0"})
    suite.extend(cases)
    return suite


_COUNTED = {"failures": "failure", "errors": "error", "skipped": "skipped"}


def _client(client: ClientChecked) -> ET.Element:
    cases = [_page(client.client, page) for page in client.pages]
    cases += [_departure(client.client, departure) for departure in departures_told(client)]
    cases += [_waiver(client.client, finding) for finding in waivers_told(client)]
    if not cases:
        told = [_error(matter.text, matter.kind) for matter in matters_of(client)]
        cases = [_case("pages", shown(client.client), *told)]
    return _suite(name_of(client), cases)


def _texts(prose: Sequence[Prose]) -> ET.Element:
    return _suite("texts", [_text(text) for text in prose])


def _page(client: str, page: Checked) -> ET.Element:
    owner = ".".join(shown(part) for part in (client, page.surface) if part)
    return _case(shown(page.page), owner, *_outcome(list(of_page(page)), f"{place_of(page)}{dated(page)}"))


def _departure(client: str, departure: Departure) -> ET.Element:
    name, owner = shown(departure.fact), f"{shown(client)}.policy"
    if not is_open(departure):
        return _case(name, owner, _told("skipped", departs(departure), "waived"))
    return _case(name, owner, *_outcome([of_departure(client, departure)], ""))


def _waiver(client: str, finding: WaiverFinding) -> ET.Element:
    """Return a case that fails where the waiver has ended; a note passes, and is there to be read."""
    found = [of_waiver(client, finding)]
    outcome = _outcome(found, "") if is_over(finding) else [_output(_body(found, ""))]
    return _case(shown(finding.fact), f"{shown(client)}.waivers", *outcome)


def _output(body: str) -> ET.Element:
    output = ET.Element("system-out")
    output.text = body
    return output


def _text(text: Prose) -> ET.Element:
    owner = f"texts.{shown(text.client)}" if text.client else "texts"
    if not text.claims and not text.problem:
        return _case(shown(text.name), owner, _told("skipped", "nothing to check", "nothing to check"))
    return _case(shown(text.name), owner, *_outcome(list(of_prose(text)), shown(text.title)))


def _case(name: str, owner: str, *outcome: ET.Element) -> ET.Element:
    case = ET.Element("testcase", name=name, classname=owner, time="0")
    case.extend(outcome)
    return case


def _outcome(found: list[Matter], where: str) -> Iterator[ET.Element]:
    """Yield one failure for all that is wrong, and one error for all that could not be found out.

    One, because many readers show only the first.
    """
    wrong = sorted((matter for matter in found if matter.severity), key=lambda matter: rank(matter.severity))
    unknown = [matter for matter in found if not matter.severity]
    if wrong:
        more = f" (and {counted(len(wrong) - 1, 'more finding')})" if wrong[1:] else ""
        severity = wrong[0].severity or Severity.ERROR
        yield _told("failure", f"{wrong[0].text}{more}", severity, _body(wrong, where))
    if unknown:
        yield _error(unknown[0].text, unknown[0].kind, _body(unknown, where))


def _body(found: list[Matter], where: str) -> str:
    """Return everything in lines, for whoever opens the case."""
    lines = [where, *(_line(matter) for matter in found)]
    lines += [f"mend: {mend}" for mend in dict.fromkeys(matter.mend for matter in found if matter.mend)]
    lines += [f"content: {at}" for at in dict.fromkeys(matter.content for matter in found if matter.content)]
    return "\n".join(line for line in lines if line)


def _line(matter: Matter) -> str:
    place = f"line {matter.line}: " if matter.line else ""
    severity = f"{matter.severity}: " if matter.severity else ""
    return f"{severity}{matter.kind}: {place}{matter.text}"


def _error(message: str, kind: str, body: str = "") -> ET.Element:
    return _told("error", message, kind, body)


def _told(tag: str, message: str, kind: str, body: str = "") -> ET.Element:
    element = ET.Element(tag, message=message, type=str(kind))
    element.text = body or None
    return element
