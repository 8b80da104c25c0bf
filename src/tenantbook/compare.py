"""What a page says, held against the policy in force: verdicts and findings."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from tenantbook.model.client import LanguageFile
from tenantbook.model.edition import Record
from tenantbook.model.policy import Fact
from tenantbook.model.snapshot import Snapshot
from tenantbook.model.verdict import Checked, Expected, Finding, Verdict
from tenantbook.record import Printed, UnreadableRecordError, digest_of, printed_values, read_record, record_line
from tenantbook.values import decode_value, encode_value, in_words


@dataclass(frozen=True, slots=True)
class Against:
    """What pages are held against: facts in force, how they read, and how old a page's reading may be."""

    snapshot: Snapshot
    facts: Mapping[str, Fact]
    languages: Mapping[str, LanguageFile]
    now: datetime
    max_age: timedelta | None = None

    def words(self, name: str, plain: object, language: str) -> str:
        """Return a value, in the form that records use, in words.

        Raises:
            ValueError: it is no value of this fact.
        """
        fact, entry = self.facts[name], self.languages[language]
        return in_words(decode_value(plain, fact), fact, entry.locale, entry.words)


def check_page(expected: Expected, html: str | None, against: Against) -> Checked:
    """Return the verdict on one page. `html` is None where there is none."""
    if html is None:
        return _checked(expected, Verdict.MISSING, "the page should be published and is not")
    try:
        record = read_record(html)
        if record is None:
            return _checked(expected, Verdict.UNKNOWN, "the page carries no record")
        return _judge(expected, record, html, against)
    except UnreadableRecordError as error:
        return _checked(expected, Verdict.UNKNOWN, str(error))


def _checked(expected: Expected, verdict: Verdict, reason: str) -> Checked:
    mend = f"tenantbook build --client {expected.client}"
    return Checked(expected.client, expected.surface, expected.file, verdict, reason, mend)


def _judge(expected: Expected, record: Record, html: str, against: Against) -> Checked:
    wrong = _untrue(expected, record, html, against)
    if wrong:
        return replace(_checked(expected, Verdict.EDITED, wrong), read=record.read)
    pull = f"tenantbook pull --client {expected.client}, then tenantbook build --client {expected.client}"
    findings = tuple(_differences(record, html, against))
    if findings:
        drift = _checked(expected, Verdict.DRIFT, "the policy has changed")
        return replace(drift, mend=pull, read=record.read, findings=findings)
    if _is_stale(record, against):
        stale = _checked(expected, Verdict.STALE, f"its values were read more than {_days(against.max_age)} ago")
        return replace(stale, mend=pull, read=record.read)
    return replace(_checked(expected, Verdict.OK, ""), mend="", read=record.read)


def _untrue(expected: Expected, record: Record, html: str, against: Against) -> str:
    """Return how a page contradicts itself, or nothing: its record must be its own and sealed."""
    own = (record.client, record.page, record.audience)
    if own != (expected.client, expected.id, expected.audience):
        return f"the record is that of {record.page} for {record.client} ({record.audience})"
    if not record.digest:
        return "the page was never sealed"
    if record.digest != digest_of(html):
        return "the page has been changed since it was built"
    return _misprinted(record, html, against)


def _misprinted(record: Record, html: str, against: Against) -> str:
    for printed in printed_values(html):
        if printed.fact not in record.facts:
            return f"line {printed.line} prints {printed.fact}, which the record does not hold"
        words = _words_or_none(printed.fact, record.facts[printed.fact], record.language, against)
        if words is not None and printed.says != words:
            return f"line {printed.line} says {printed.says!r} where the record says {words!r}"
    return ""


def _words_or_none(name: str, plain: object, language: str, against: Against) -> str | None:
    try:
        return against.words(name, plain, language)
    except (KeyError, ValueError):
        return None


def _differences(record: Record, html: str, against: Against) -> Iterable[Finding]:
    in_force = {name: encode_value(value) for name, value in against.snapshot.facts.items()}
    changed = [name for name in record.facts if name not in in_force or in_force[name] != record.facts[name]]
    shown: dict[str, list[Printed]] = {}
    for printed in printed_values(html) if changed else []:
        shown.setdefault(printed.fact, []).append(printed)
    for name in changed:
        says = _words_or_none(name, record.facts[name], record.language, against) or str(record.facts[name])
        tenant = _words_or_none(name, in_force.get(name), record.language, against) or "no longer read"
        if name not in shown:
            yield Finding(record_line(html), name, says, tenant)
        for printed in shown.get(name, []):
            yield Finding(printed.line, name, printed.says, tenant, printed.sentence)


def _days(age: timedelta | None) -> str:
    days = age.total_seconds() / 86_400 if age else 0
    return f"{days:g} day{'' if days == 1 else 's'}"


def _is_stale(record: Record, against: Against) -> bool:
    if against.max_age is None:
        return False
    return record.read is None or against.now - record.read > against.max_age


def unknown(expected: Expected, reason: str, mend: str) -> Checked:
    """Return the verdict on a page that could not be checked."""
    return Checked(expected.client, expected.surface, expected.file, Verdict.UNKNOWN, reason, mend)
