"""The report for people: by client, worst first, each change once, and what is all right in one line."""

from collections.abc import Iterator, Sequence

from tenantbook.counting import counted
from tenantbook.model.verdict import Checked, ClientChecked, Finding, Inspection
from tenantbook.reports.grouped import (
    Change,
    Trouble,
    Waived,
    changes_of,
    clients_in_need,
    dated,
    in_order,
    name_of,
    place_of,
    rank,
    troubles_of,
    waived_in,
)
from tenantbook.reports.kinds import NOTHING
from tenantbook.reports.lines import TONES, Line, line_of, tone_of
from tenantbook.reports.matters import Matter, of_policy
from tenantbook.reports.mending import steps
from tenantbook.reports.outcome import counts_of, policy_of, summary, worst
from tenantbook.reports.quoting import Part, quoted
from tenantbook.reports.text_prose import prose_lines
from tenantbook.reports.wording import listed, shown

#: How many clients of a waiver are named.
NAMED = 5


def plain_text(inspection: Inspection) -> str:
    """Return the report for people, without colours."""
    return "".join(f"{line.text}\n" for line in as_text(inspection))


def as_text(inspection: Inspection) -> Iterator[Line]:
    """Yield the report for people, line by line."""
    needing = clients_in_need(inspection)
    for client, told in needing:
        yield from _client_lines(client, told)
    yield from (_waived(each) for each in waived_in(inspection.clients))
    needy = {client.client for client, _ in needing}
    yield from _fine_lines([client for client in inspection.clients if client.client not in needy])
    yield from prose_lines(inspection.prose)
    yield line_of(summary(inspection), tone_of(worst(inspection)))


def _fine_lines(clients: Sequence[ClientChecked]) -> Iterator[Line]:
    """Count who is entirely all right; one alone is named."""
    pages = counted(sum(len(client.pages) for client in clients), "page")
    if len(clients) == 1:
        yield line_of(f"{name_of(clients[0])}: all right: {pages}", "good")
    elif clients:
        yield line_of(f"{len(clients):,} clients are all right: {pages}", "good")


def _client_lines(client: ClientChecked, told: list[Matter]) -> Iterator[Line]:
    held = "left out" if client.mistakes else counts_of(client.pages) or "no pages"
    counts = "; ".join(filter(None, [held, policy_of([client])]))
    yield line_of(f"{name_of(client)}: {counts}", TONES[min((m.severity for m in told), key=rank)])
    for mistake in told if client.mistakes else ():
        yield line_of(f"  {mistake.content}: {mistake.text}", "bad")
    pages = in_order(client.pages)
    for change in changes_of(pages):
        yield from _change_lines(change)
    for trouble in troubles_of(pages):
        yield from _trouble_lines(trouble, len(pages))
    yield from map(_policy_line, of_policy(client))
    if any(matter.kind == NOTHING for matter in told):
        yield line_of("  unknown: nothing was checked", "unsure")
    yield from (line_of(f"  mend: {step}") for step in steps(pages))


def _change_lines(change: Change) -> Iterator[Line]:
    """Say a changed value once, then every place that still shows the old one."""
    yield line_of(f"  {change.severity}: drift: {change.text}", TONES[change.severity])
    for page, finding in change.places:
        yield line_of(f"    {place_of(page)}, line {finding.line}{dated(page)}: ", "plain", *_quote(finding))


def _quote(finding: Finding) -> Iterator[Part]:
    if not finding.sentence:
        yield Part("written for the old value")
        return
    yield Part("“")
    yield from quoted(finding.sentence, finding.says)
    yield Part("”")


def _trouble_lines(trouble: Trouble, of: int) -> Iterator[Line]:
    yield line_of(f"  {trouble.severity or 'unknown'}: {trouble.text}", TONES[trouble.severity])
    if len(trouble.pages) == of > 1:
        yield line_of(f"    all {of} pages")
        return
    for page in trouble.pages:
        yield line_of(f"    {place_of(page)}{dated(page)}{_from(page)}")


def _from(page: Checked) -> str:
    return f", from {shown(page.origin.file)}:{page.origin.line}" if page.origin else ""


def _policy_line(matter: Matter) -> Line:
    where = f" [{matter.content}]" if matter.content else ""
    return line_of(f"  {matter.severity}: {matter.title}: {matter.text}{where}", TONES[matter.severity])


def _waived(waived: Waived) -> Line:
    departure, waiver = waived.departure, waived.waiver
    what = shown(departure.label or departure.fact)
    head = f"waived until {waiver.until:%d %b %Y} by {shown(waiver.owner)}: {what} is {shown(departure.tenant)}"
    clients = listed(waived.clients, NAMED)
    return line_of(f"{head}, recommended is {shown(departure.recommended)}: {shown(waiver.reason)} [{clients}]")
