"""The report as Markdown, for a pull request or a ticket: a table for each client that needs something."""

import re
from collections.abc import Iterator, Sequence

from tenantbook.counting import counted
from tenantbook.model.claim import Prose
from tenantbook.model.verdict import ClientChecked, Inspection, Severity
from tenantbook.reports.grouped import (
    changes_of,
    clients_in_need,
    dated,
    in_order,
    name_of,
    place_of,
    troubles_of,
    waived_in,
)
from tenantbook.reports.kinds import CLAIMS
from tenantbook.reports.matters import CLAIM_SEVERITIES, Matter, is_nothing, of_policy
from tenantbook.reports.mending import steps
from tenantbook.reports.outcome import summary
from tenantbook.reports.quoting import quoted
from tenantbook.reports.wording import listed, shortened, shown

#: Bytes. GitHub takes 65,536 characters in a comment, and a character is one byte at least.
LIMIT = 64_000

#: Rows of one table, characters of one cell.
_ROWS, _CELL = 40, 240

#: What Markdown, HTML, or the sites that show it read as more than text.
_MARKUP = re.compile(r"[!#$&*<>@\[\\\]^_`{|}~]")

#: After these a name would be called, an issue linked, an emoji drawn, an address made a link: even of references.
_CALLING = re.compile(r"[@#](?=\S)|:(?=[^\s\d])|(?<!\d):(?=\d)|(?i:www)(?=\.)")

_APART = "\u200b"

Row = tuple[str, ...]


def escape(value: str, most: int = _CELL) -> str:
    """Return a value as text that is never markup, link, mention or the end of a cell."""
    apart = _CALLING.sub(lambda found: found.group() + _APART, shortened(shown(value), most))
    return _MARKUP.sub(lambda found: f"&#{ord(found.group())};", apart)


def as_markdown(inspection: Inspection) -> str:
    """Return the report, no longer than a comment on GitHub may be; it says what was left out for that."""
    needing = [client for client, _ in clients_in_need(inspection)]
    blocks = [_head(inspection, len(needing))]
    room = LIMIT - len(blocks[0].encode()) - len(_left_out(len(needing), len(needing)).encode())
    shorter = left = 0
    for sections in (*(_client(client) for client in needing), _texts(inspection.prose), _waivers(inspection)):
        fitting = _fitting(sections, room)
        blocks.append(fitting)
        room -= len(fitting.encode())
        shorter += bool(fitting) and fitting != "".join(sections)
        left += bool(sections) and not fitting
    return "".join([*blocks, _left_out(shorter, left) if shorter or left else ""])


def _fitting(sections: Sequence[str], room: int) -> str:
    """Return as many of the first sections as there is room for."""
    text = ""
    for section in sections:
        if len((text + section).encode()) > room:
            break
        text += section
    return text


def _left_out(shorter: int, left: int) -> str:
    told = [counted(left, "section")] if left else []
    told += [f"the details of {counted(shorter, 'section')}"] if shorter else []
    return f"\n_Left out for length: {', '.join(told)}. `tenantbook check --format text` tells everything._\n"


def _head(inspection: Inspection, needing: int) -> str:
    count = f"{needing:,} of {counted(len(inspection.clients), 'client')}"
    needs = f"{count} need{'s' if needing == 1 else ''} something"
    nothing = "\n**unknown**: nothing was checked\n" if is_nothing(inspection) else ""
    return f"## tenantbook check: {needs}\n\n{escape(summary(inspection), 600)}\n{nothing}"


def _client(client: ClientChecked) -> list[str]:
    """Return a client's table of what is wrong, then where."""
    rows = [*_page_rows(client), *map(_policy_row, of_policy(client))]
    rows += [(_bold(Severity.ERROR), escape(f"left out: {each}"), "") for each in client.mistakes]
    rows = rows or [(_bold(None), "nothing was checked", "")]
    told = "".join(f"\nMend: {escape(step)}\n" for step in list(steps(in_order(client.pages)))[:_ROWS])
    places = list(_places(client))
    table = _table(("severity", "what", "places"), rows)
    return [
        f"\n### {escape(name_of(client))}\n\n{table}{told}",
        *_folded(counted(len(places), "place"), _PLACE, places),
    ]


_PLACE = ("page", "line", "sentence")


def _page_rows(client: ClientChecked) -> Iterator[Row]:
    pages = in_order(client.pages)
    for change in changes_of(pages):
        yield _bold(change.severity), escape(f"drift: {change.text}"), str(len(change.places))
    for trouble in troubles_of(pages):
        yield _bold(trouble.severity), escape(trouble.text), str(len(trouble.pages))


def _policy_row(matter: Matter) -> Row:
    return _bold(matter.severity), escape(f"{matter.title}: {matter.text}", 2 * _CELL), ""


def _bold(severity: Severity | None) -> str:
    return f"**{severity}**" if severity else "**unknown**"


def _places(client: ClientChecked) -> Iterator[Row]:
    pages = in_order(client.pages)
    for change in changes_of(pages):
        for page, finding in change.places:
            sentence = _quoted(finding.sentence, finding.says) if finding.sentence else "written for the old value"
            yield escape(f"{place_of(page)}{dated(page)}"), str(finding.line), sentence
    for trouble in troubles_of(pages):
        for page in trouble.pages:
            yield escape(f"{place_of(page)}{dated(page)}"), "", escape(trouble.text)


def _quoted(sentence: str, says: str) -> str:
    """Return a sentence with the value in it in bold type."""
    return "".join(
        f"<strong>{_inner(part.text[1:-1])}</strong>" if part.marked else _inner(part.text)
        for part in quoted(sentence, says)
    )


def _inner(text: str) -> str:
    """Return a piece of a sentence escaped, with the spaces at its ends."""
    before, after = text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :] if text.strip() else ""
    return f"{before}{escape(text)}{after}"


def _texts(prose: Sequence[Prose]) -> list[str]:
    rows = [row for text in prose for row in _text_rows(text)]
    return [f"\n### Texts\n\n{_table(('severity', 'text', 'line', 'sentence', 'why'), rows)}"] if rows else []


def _text_rows(text: Prose) -> Iterator[Row]:
    if text.problem:
        yield _bold(None), escape(text.name), "", "", escape(text.problem)
    for claim in text.claims:
        if claim.truth in CLAIMS:
            severity = _bold(CLAIM_SEVERITIES[claim.truth])
            quote = _quoted(claim.sentence, claim.says)
            yield severity, escape(text.name), str(claim.line), quote, escape(f"{claim.truth}: {claim.why}")


def _waivers(inspection: Inspection) -> list[str]:
    rows: list[Row] = []
    for waived in waived_in(inspection.clients):
        what = waived.departure.label or waived.departure.fact
        told = f"{what} is {waived.departure.tenant}, recommended is {waived.departure.recommended}"
        waiver, clients = waived.waiver, listed(waived.clients, 5)
        rows.append((f"{waiver.until:%d %b %Y}", *map(escape, (waiver.owner, told, waiver.reason, clients))))
    return _folded(counted(len(rows), "waiver"), ("until", "owner", "what", "reason", "clients"), rows)


def _table(head: Row, rows: Sequence[Row]) -> str:
    lines = [head, ("---",) * len(head), *rows[:_ROWS]]
    more = f"\n{len(rows) - _ROWS:,} more rows are left out.\n" if len(rows) > _ROWS else ""
    return "".join(f"| {' | '.join(line)} |\n" for line in lines) + more


def _folded(title: str, head: Row, rows: Sequence[Row]) -> list[str]:
    """Return a table behind a line to click on, or nothing where it would be empty."""
    return [f"\n<details><summary>{title}</summary>\n\n{_table(head, rows)}\n</details>\n"] if rows else []
