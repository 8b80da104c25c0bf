"""What one page says, held against the policy in force: its verdict and findings."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

from tenantbook.compare.against import Against
from tenantbook.compare.severities import OF_VERDICT
from tenantbook.model.audience import Surface
from tenantbook.model.edition import Record
from tenantbook.model.verdict import Checked, Expected, Finding, Severity, Verdict
from tenantbook.pages.compose import HOUSE, START
from tenantbook.record import (
    EditedRecordError,
    Printed,
    UnreadableRecordError,
    beside,
    digest_of,
    printed_values,
    read_record,
    record_line,
    scan_values,
)

#: Clocks of two machines may differ by this much before an age that comes out of them means nothing.
_CLOCKS = timedelta(days=1)


def check_page(expected: Expected, html: str | None, against: Against) -> Checked:
    """Return the verdict on one page. `html` is None where there is none."""
    if html is None:
        return missing(expected, against)
    try:
        record = read_record(html)
        if record is None:
            return unknown(expected, "the page carries no record", _build(expected))
        if record.language not in against.languages:
            return unknown(expected, f"no language is called {record.language!r}, or no longer", _build(expected))
        return _judge(expected, record, html, against)
    except EditedRecordError as error:
        return _checked(expected, Verdict.EDITED, str(error), against)
    except UnreadableRecordError as error:
        return unknown(expected, str(error), _build(expected))


def unknown(expected: Expected, reason: str, mend: str) -> Checked:
    """Return the verdict on a page that could not be checked."""
    return Checked(
        expected.client, expected.surface, expected.file, Verdict.UNKNOWN, reason, mend,
        audience=expected.audience, origin=expected.origin,
    )  # fmt: skip


def missing(expected: Expected, against: Against | None = None) -> Checked:
    """Return the verdict on a page that should be published and is not."""
    return _checked(expected, Verdict.MISSING, "the page should be published and is not", against)


def _build(expected: Expected) -> str:
    return "tenantbook build" if expected.client == HOUSE else f"tenantbook build --client {expected.client}"


def _checked(expected: Expected, verdict: Verdict, reason: str, against: Against | None) -> Checked:
    return replace(
        unknown(expected, reason, _build(expected)),
        verdict=verdict,
        severity=OF_VERDICT.get(verdict),
        origin=expected.origin or (against.page_origin(expected) if against else None),
    )


def _judge(expected: Expected, record: Record, html: str, against: Against) -> Checked:
    wrong = _untrue(expected, record, html, against)
    if wrong:
        return replace(_checked(expected, Verdict.EDITED, wrong, against), read=record.read)
    found = replace(_checked(expected, Verdict.OK, "", against), mend="", read=record.read)
    build = _build(expected)
    pull = build if expected.client == HOUSE else f"tenantbook pull --client {expected.client}, then {build}"
    findings = tuple(against.judged(finding, expected, record) for finding in _differences(record, html, against))
    if findings:
        worst = Severity.worst(finding.severity for finding in findings)
        return replace(
            found, verdict=Verdict.DRIFT, reason="the policy has changed", mend=pull, findings=findings, severity=worst
        )
    # Documented defaults are read from no tenant, so they have no age.
    return found if expected.client == HOUSE else _aged(found, record, against, pull)


def _aged(found: Checked, record: Record, against: Against, pull: str) -> Checked:
    """Return the verdict on a page that nothing contradicts: whether its values are too old to be believed."""
    limit = _limit(record, against)
    if limit is None:
        return found
    if record.read is not None and record.read - against.now > _CLOCKS:
        reason = "its values are dated in the future, so that their age is not known; see to the clocks"
        return replace(found, verdict=Verdict.UNKNOWN, reason=reason, mend=pull)
    if record.read is None or against.now - record.read > limit:
        reason = f"its values were read more than {_days(limit)} ago"
        return replace(found, verdict=Verdict.STALE, reason=reason, mend=pull, severity=OF_VERDICT[Verdict.STALE])
    return found


def _limit(record: Record, against: Against) -> timedelta | None:
    """Return how old a page's values may be: the shorter of what the check allows and what the page says."""
    own = timedelta(days=record.fresh) if record.fresh is not None else None
    return min((limit for limit in (own, against.max_age) if limit is not None), default=None)


def _days(age: timedelta) -> str:
    days = age.total_seconds() / 86_400
    return f"{days:g} day{'' if days == 1 else 's'}"


def _untrue(expected: Expected, record: Record, html: str, against: Against) -> str:
    """Return how a page contradicts itself, or nothing: its record must be its own and sealed."""
    foreign = _foreign(expected, record)
    if foreign:
        return foreign
    if not record.digest:
        return "the page was never sealed"
    if record.digest != digest_of(html):
        return "the page has been changed since it was built"
    if others := beside(html):
        return f"something stands beside what was published: “{_quoted(others[0].words)}”"
    if expected.id == START and _is_other_start(expected, html, against):
        return f"the page is the first one of an {Surface.INTERNAL} site"
    return _misprinted(record, html, against)


def _quoted(words: str, most: int = 160) -> str:
    return words if len(words) <= most else f"{words[:most]}…"


def _foreign(expected: Expected, record: Record) -> str:
    """Return whose record a page carries instead of its own. Clients are not told each other's names."""
    page = f"{record.page} ({record.audience})" if record.audience else record.page
    if record.client != expected.client:
        whose = record.client if expected.surface == Surface.INTERNAL else "another client"
        return f"the record is that of {page} for {whose}"
    own = (record.page, record.audience) == (expected.id, expected.audience)
    return "" if own else f"the record is that of {page}"


def _is_other_start(expected: Expected, html: str, against: Against) -> bool:
    """Return whether a client would see an internal site's first page, whose record reads like its own's."""
    if against.library is None or expected.surface != Surface.CLIENT:
        return False
    return any(f'href="{audience}/' in html for audience in against.library.audiences_on(Surface.INTERNAL))


def _misprinted(record: Record, html: str, against: Against) -> str:
    """Return where a page prints another value than its record holds, or nothing."""
    quickly = scan_values(html)
    if quickly is not None and all(not _mistake(record, fact, says, against) for fact, says in quickly):
        return ""
    mistakes = (
        f"line {printed.line} {mistake}"
        for printed in printed_values(html)
        if (mistake := _mistake(record, printed.fact, printed.says, against))
    )
    return next(mistakes, "")


def _mistake(record: Record, fact: str, says: str, against: Against) -> str:
    if fact not in record.facts:
        return f"prints {fact}, which the record does not hold"
    words = against.words(fact, record.facts[fact], record.language)
    return f"says {says!r} where the record says {words!r}" if words is not None and says != words else ""


def _differences(record: Record, html: str, against: Against) -> Iterator[Finding]:
    changed = [name for name, plain in record.facts.items() if against.differs(name, plain)]
    shown: dict[str, list[Printed]] = {}
    for printed in printed_values(html) if changed else []:
        shown.setdefault(printed.fact, []).append(printed)
    for name in changed:
        says = against.words(name, record.facts[name], record.language) or str(record.facts[name])
        tenant = against.words(name, against.in_force.get(name), record.language) or "no longer read"
        if name not in shown:
            yield Finding(record_line(html), name, says, tenant)
        for printed in shown.get(name, []):
            yield Finding(printed.line, name, printed.says, tenant, printed.sentence)
