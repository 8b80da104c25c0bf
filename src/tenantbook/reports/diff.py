"""Changed sentences as in a diff: as published, and as they should read."""

from collections.abc import Iterator

from tenantbook.counting import counted
from tenantbook.model.claim import Claim, Prose, Truth
from tenantbook.model.verdict import Checked, Finding, Inspection, Mends, Verdict
from tenantbook.reports.grouped import in_order, place_of
from tenantbook.reports.matters import of_policy, told_by_its_findings
from tenantbook.reports.outcome import counts_of, has_unknowns, policy_of
from tenantbook.reports.quoting import mended
from tenantbook.reports.wording import moment, shown


def as_diff(inspection: Inspection) -> str:
    """Return every changed sentence of every page, then what a diff can't tell."""
    lines = [line for client in inspection.clients for line in _client(client.client, client.pages, inspection)]
    lines += [line for text in inspection.prose for line in _text(text)]
    return "".join(f"{line}\n" for line in (*lines, *_rest(inspection)))


def _client(client: str, pages: tuple[Checked, ...], inspection: Inspection) -> Iterator[str]:
    for page in in_order(pages):
        if page.findings:
            read = f" (read {moment(page.read)})" if page.read else ""
            yield f"--- {shown(client)} {place_of(page)}{read}"
            yield f"+++ {shown(client)} {place_of(page)} (as of {moment(inspection.when)})"
            for sentence, findings in _by_sentence(page).items():
                yield from _hunk(sentence[1], findings)


def _by_sentence(page: Checked) -> dict[tuple[int, str], list[Finding]]:
    """Return a page's findings by line and sentence: several values may have changed in one."""
    found: dict[tuple[int, str], list[Finding]] = {}
    for finding in sorted(page.findings, key=lambda finding: finding.line):
        found.setdefault((finding.line, finding.sentence), []).append(finding)
    return found


def _hunk(sentence: str, findings: list[Finding]) -> Iterator[str]:
    changes = dict.fromkeys(map(_change, findings))
    yield f"@@ line {findings[0].line}: {', '.join(changes)} @@"
    if not sentence:
        yield " written for the old value: its steps may differ"
        return
    yield f"-{shown(sentence)}"
    new = mended(sentence, findings)
    if new is not None:
        yield f"+{new}"


def _change(finding: Finding) -> str:
    """Return what changed, and what to mend unless it is the page: the new sentence goes by the tenant as it is."""
    mends = "" if finding.mends is Mends.PAGE else f" ({finding.mends})"
    return f"{shown(finding.fact)}: {shown(finding.says)} is now {shown(finding.tenant)}{mends}"


def _text(text: Prose) -> Iterator[str]:
    """Yield what a text claims wrongly. Nobody but its author knows how the sentence should go instead."""
    wrong = [claim for claim in text.claims if claim.truth is Truth.WRONG]
    if wrong:
        yield f"--- {shown(text.name)}"
        yield f"+++ {shown(text.name)}"
        for claim in wrong:
            yield from _claim(claim)


def _claim(claim: Claim) -> Iterator[str]:
    yield f"@@ line {claim.line}: {shown(claim.about)}: {shown(claim.why)} @@"
    yield f"-{shown(claim.sentence)}"


def _rest(inspection: Inspection) -> Iterator[str]:
    """Say what else there is, so that an empty diff never looks like all right."""
    others = [page for page in inspection.pages if not told_by_its_findings(page) or page.verdict is Verdict.OK]
    told = counts_of(others)
    drifted = sum(bool(page.findings) for page in inspection.pages)
    yield f"# {counted(drifted, 'page')} with changed values" + (f"; of the others: {told}" if told else "")
    if any(True for client in inspection.clients for _ in of_policy(client)):
        yield f"# of the policies: {policy_of(inspection.clients)}: see --format text"
    if has_unknowns(inspection):
        yield "# not everything could be checked: see --format text"
