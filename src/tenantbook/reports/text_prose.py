"""The part of the report for people that tells of prose: what a text claims, and how true that is."""

from collections.abc import Iterator, Sequence

from tenantbook.counting import counted
from tenantbook.model.claim import Claim, Prose, Truth
from tenantbook.reports.kinds import CLAIMS
from tenantbook.reports.lines import TONES, Line, line_of
from tenantbook.reports.matters import CLAIM_SEVERITIES
from tenantbook.reports.outcome import TRUTHS, claims_of
from tenantbook.reports.quoting import Part, quoted
from tenantbook.reports.wording import listed, shown

#: How many texts of one kind are named.
NAMED = 5


def prose_lines(prose: Sequence[Prose]) -> Iterator[Line]:
    """Yield what texts claim that is not so or not known; count those that are true, or claim nothing."""
    for text in prose:
        if text.problem or _doubtful(text):
            yield from _text_lines(text)
    true = [text for text in prose if text.claims and not text.problem and not _doubtful(text)]
    if true:
        claims = counted(sum(len(text.claims) for text in true), "claim")
        yield line_of(f"every claim is true: {claims} of {_named(true)}", "good")
    silent = [text for text in prose if not text.claims and not text.problem]
    if silent:
        yield line_of(f"nothing to check: {_named(silent)}")


def _doubtful(text: Prose) -> bool:
    return any(claim.truth in CLAIMS for claim in text.claims)


def _named(texts: Sequence[Prose]) -> str:
    return f"{counted(len(texts), 'text')} ({listed([text.name for text in texts], NAMED)})"


def _text_lines(text: Prose) -> Iterator[Line]:
    title = f" “{shown(text.title)}”" if text.title else ""
    owner = f" of {shown(text.client)}" if text.client else ""
    counts = claims_of([text]) or ("not read" if text.problem else "nothing to check")
    wrong = any(claim.truth is Truth.WRONG for claim in text.claims)
    yield line_of(f"{shown(text.name)}{title}{owner}: {counts}", "bad" if wrong else "unsure")
    if text.problem:
        yield line_of(f"  unknown: {shown(text.problem)}", "unsure")
    for claim in sorted(text.claims, key=lambda claim: (TRUTHS.index(claim.truth), claim.line)):
        if claim.truth in CLAIMS:
            yield from _claim_lines(claim)


def _claim_lines(claim: Claim) -> Iterator[Line]:
    severity = CLAIM_SEVERITIES[claim.truth]
    source = f" ({shown(claim.source)})" if claim.source else ""
    head = f"  {severity or 'unknown'}: {claim.truth}: {shown(claim.about)}: {shown(claim.why)}{source}"
    yield line_of(head, TONES[severity])
    yield line_of(f"    line {claim.line}: “", "plain", *quoted(claim.sentence, claim.says), Part("”"))
