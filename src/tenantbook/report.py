"""Verdicts for people and for machines."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from itertools import groupby

from tenantbook.model.verdict import Checked, Finding, Verdict

VERSION = 1

#: Worst first.
_ORDER = (Verdict.DRIFT, Verdict.EDITED, Verdict.MISSING, Verdict.ORPHAN, Verdict.STALE, Verdict.UNKNOWN, Verdict.OK)

Line = tuple[str, Verdict | None]


def as_text(checked: Sequence[Checked], when: datetime, against: str) -> Iterator[Line]:
    """Yield the report's lines, grouped by client and worst first, each with the verdict that colours it."""
    for client, pages in groupby(sorted(checked, key=lambda page: (page.client, _rank(page), page.page)), _client):
        yield from _client_lines(client, list(pages))
    yield summary(checked, when, against), worst(checked)


def _client(page: Checked) -> str:
    return page.client


def _rank(page: Checked) -> int:
    return _ORDER.index(page.verdict)


def _client_lines(client: str, pages: list[Checked]) -> Iterator[Line]:
    yield f"{client}: {_counted(pages)}", worst(pages)
    yield from _drift_lines([page for page in pages if page.verdict is Verdict.DRIFT])
    others = [page for page in pages if page.verdict not in (Verdict.DRIFT, Verdict.OK)]
    for (verdict, reason), same in groupby(others, lambda page: (page.verdict, page.reason)):
        yield f"  {verdict}: {reason}", verdict
        alike = list(same)
        if len(alike) == len(pages) > 1:
            yield f"    all {len(pages)} pages", None
        else:
            yield from ((f"    {page.surface}/{page.page}{_dated(page)}", None) for page in alike)
    for mend in dict.fromkeys(page.mend for page in pages if page.mend):
        yield f"  mend: {mend}", None


def _drift_lines(pages: list[Checked]) -> Iterator[Line]:
    """Say each changed value once, then every place that still shows the old one."""
    places: dict[tuple[str, str, str], list[tuple[Checked, Finding]]] = {}
    for page in pages:
        for finding in page.findings:
            places.setdefault((finding.fact, finding.says, finding.tenant), []).append((page, finding))
    for (fact, says, tenant), found in places.items():
        yield f"  drift: {fact}: the page says {says}, the tenant says {tenant}", Verdict.DRIFT
        for page, finding in found:
            quoted = f": “{_shortened(finding.sentence)}”" if finding.sentence else ": written for the old value"
            yield f"    {page.surface}/{page.page}, line {finding.line}{_dated(page)}{quoted}", None


def _dated(page: Checked) -> str:
    return f", read {page.read:%d %b %Y %H:%M} UTC" if page.read else ""


def _shortened(sentence: str, most: int = 110) -> str:
    return sentence if len(sentence) <= most else f"{sentence[: most - 1].rsplit(' ', 1)[0]} …"


def summary(checked: Sequence[Checked], when: datetime, against: str) -> str:
    """Return one line: what was checked, how many, when, and with what result."""
    clients = len({page.client for page in checked})
    pages, of = (
        f"{len(checked)} page{'' if len(checked) == 1 else 's'}",
        f"{clients} client{'' if clients == 1 else 's'}",
    )
    head = f"{pages} of {of} checked against {against}, {when:%d %b %Y %H:%M} UTC"
    return f"{head}: {_counted(checked)}" if checked else f"{head}: nothing to check"


def _counted(pages: Iterable[Checked]) -> str:
    counts = Counter(page.verdict for page in pages)
    return ", ".join(f"{counts[verdict]} {verdict}" for verdict in _ORDER if counts[verdict])


def worst(checked: Iterable[Checked]) -> Verdict:
    """Return the verdict to worry about most; `unknown` where nothing was checked."""
    found = {page.verdict for page in checked}
    return next((verdict for verdict in _ORDER if verdict in found), Verdict.UNKNOWN)


def as_json(checked: Sequence[Checked], when: datetime, against: str) -> str:
    """Return the whole report as JSON, keys in a fixed order."""
    plain = {
        "version": VERSION,
        "checked": when.isoformat(),
        "against": against,
        "counts": dict(sorted(Counter(page.verdict.value for page in checked).items())),
        "pages": [_plain(page) for page in sorted(checked, key=lambda page: (page.client, page.surface, page.page))],
    }
    return json.dumps(plain, indent=2, ensure_ascii=False)


def _plain(page: Checked) -> dict[str, object]:
    return {
        "client": page.client,
        "surface": page.surface,
        "page": page.page,
        "verdict": page.verdict.value,
        "reason": page.reason,
        "mend": page.mend,
        "read": page.read.isoformat() if page.read else None,
        "findings": [
            {"line": each.line, "fact": each.fact, "says": each.says, "tenant": each.tenant, "sentence": each.sentence}
            for each in page.findings
        ],
    }


def has_findings(checked: Iterable[Checked]) -> bool:
    """Return whether a page is known to be wrong."""
    return any(page.verdict not in (Verdict.OK, Verdict.UNKNOWN) for page in checked)


def has_unknowns(checked: Sequence[Checked]) -> bool:
    """Return whether a page, or everything, could not be checked."""
    return not checked or any(page.verdict is Verdict.UNKNOWN for page in checked)
