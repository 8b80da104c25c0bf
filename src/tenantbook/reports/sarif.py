"""The report as SARIF 2.1.0, for code scanning: findings beside the content that they come from."""

from collections import Counter
from collections.abc import Iterable, Iterator
from hashlib import sha256
from typing import Any
from urllib.parse import quote

from tenantbook import __version__
from tenantbook.counting import counted
from tenantbook.model.verdict import Inspection, Severity
from tenantbook.reports.grouped import called, located, unknown_together
from tenantbook.reports.kinds import KINDS
from tenantbook.reports.machine import written
from tenantbook.reports.matters import Matter, matters
from tenantbook.reports.wording import shown, timestamp

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"

#: What paths are counted from: the repository, by the name that other tools give it, and the folder of the sites.
_CONTENT, _SITES = "%SRCROOT%", "SITES"

#: SARIF's words happen to be ours.
_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "note"}

#: Characters of a web address that are not to be escaped again.
_ADDRESS = "/:?#@!$&'()*+,;=%~"


def as_sarif(inspection: Inspection) -> str:
    """Return the report as one SARIF run.

    A finding is a result. What could not be found out is no result but a notification of the run, which then was not
    successful. Departures that somebody answers for are left out: code scanning would show them as open.
    """
    found = list(matters(inspection))
    wrong = [matter for matter in found if matter.severity]
    rules = sorted({matter.rule: matter for matter in wrong}.items())
    places = {rule: place for place, (rule, _) in enumerate(rules)}
    run = {
        "tool": {"driver": _driver(rules)},
        "automationDetails": {"id": "tenantbook-check/"},
        "invocations": [_invocation(inspection, [matter for matter in found if not matter.severity])],
        "originalUriBaseIds": {
            _CONTENT: {"description": {"text": "The folder that holds kb_src."}},
            _SITES: {"description": {"text": f"Published pages: {_text(inspection.source) or 'the built sites'}."}},
        },
        "columnKind": "unicodeCodePoints",
        "results": list(_results(wrong, _names(inspection), places)),
    }
    return written({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]})


def _names(inspection: Inspection) -> dict[str, str]:
    return {client.client: called(client.client, client.name) for client in inspection.clients}


def _text(value: str) -> str:
    """Return text in which nothing is a link: SARIF reads `[words](target)` as one."""
    return shown(value).replace("\\", "\\\\").replace("[", "\\[").replace("]", "\\]")


def _driver(rules: Iterable[tuple[str, Matter]]) -> dict[str, Any]:
    unknown = [name for name in KINDS if name in _UNKNOWN]
    return {
        "name": "tenantbook",
        "version": __version__,
        "semanticVersion": __version__,
        "rules": [_described(rule, matter.kind, matter.about) for rule, matter in rules],
        "notifications": [_described(name, name, "") for name in unknown],
    }


_UNKNOWN = {"unknown", "unsure-claim", "unread-text", "nothing-checked"}


def _described(rule: str, kind: str, about: str) -> dict[str, Any]:
    told = KINDS[kind]
    title = f"{told.title}: {_text(about)}" if about else told.title
    return {
        "id": rule,
        "name": "".join(word.capitalize() for word in kind.split("-")),
        "shortDescription": {"text": f"{title}."},
        "fullDescription": {"text": f"{title}. {told.help}"},
        "help": {"text": told.help},
    }


def _invocation(inspection: Inspection, unknown: list[Matter]) -> dict[str, Any]:
    return {
        "executionSuccessful": not unknown,
        "endTimeUtc": timestamp(inspection.when),
        "toolExecutionNotifications": list(_notifications(unknown, _names(inspection))),
    }


def _notifications(unknown: Iterable[Matter], names: dict[str, str]) -> Iterator[dict[str, Any]]:
    """Say once for each client and reason how much could not be found out."""
    for matter, number in unknown_together(unknown):
        head = f"{names.get(matter.client, shown(matter.client))}: " if matter.client else ""
        then = f" Mend: {matter.mend}." if matter.mend else ""
        yield {
            "descriptor": {"id": matter.kind},
            "level": "error",
            "message": {"text": _text(f"{head}{counted(number, 'place')} could not be checked: {matter.text}.{then}")},
        }


def _results(wrong: Iterable[Matter], names: dict[str, str], places: dict[str, int]) -> Iterator[dict[str, Any]]:
    seen: Counter[tuple[str, ...]] = Counter()
    for matter in wrong:
        key = (matter.rule, matter.client, matter.surface, matter.place)
        seen[key] += 1
        content, published = _content(matter), _published(matter)
        first, *rest = [place for place in (content, published) if place]
        yield {
            "ruleId": matter.rule,
            "ruleIndex": places[matter.rule],
            "level": _LEVELS[matter.severity or Severity.ERROR],
            "message": {"text": _message(matter, names)},
            "locations": [first],
            "relatedLocations": [{"id": 1, **place, "message": {"text": "the published page"}} for place in rest],
            "partialFingerprints": _fingerprints((*key, str(seen[key]))),
        }


def _message(matter: Matter, names: dict[str, str]) -> str:
    place = located(matter.surface, matter.place)
    line = f", line {matter.line}" if matter.line else ""
    where = " ".join(part for part in (names.get(matter.client, shown(matter.client)), f"{place}{line}") if part)
    return _text(f"{where}: {matter.text}.{f' Mend: {matter.mend}.' if matter.mend else ''}")


def _fingerprints(key: tuple[str, ...]) -> dict[str, str]:
    """Return what stays the same from run to run: not the line, which moves, nor the values, which change.

    GitHub asks for the first name; without it, all clients' findings on one line of the content would be one.
    """
    digest = sha256("\0".join(key).encode("utf-8", "replace")).hexdigest()
    return {"primaryLocationLineHash": f"{digest[:16]}:1", "tenantbook/v1": digest}


def _content(matter: Matter) -> dict[str, Any] | None:
    """Return the place in the content. A departure's is its client's file, if nothing else: a waiver would be there."""
    if matter.origin:
        return _location(quote(shown(matter.origin.file)), _CONTENT, matter.origin.line)
    if matter.place:
        return None
    return _location(quote(f"kb_src/clients/{shown(matter.client)}.yml"), _CONTENT, 1)


def _published(matter: Matter) -> dict[str, Any] | None:
    if "://" in matter.place:
        return _location(quote(shown(matter.place), safe=_ADDRESS), None, matter.line)
    if not matter.surface:
        return None
    path = "/".join(shown(part) for part in (matter.client, matter.surface, matter.place))
    return _location(quote(path), _SITES, matter.line)


def _location(uri: str, base: str | None, line: int) -> dict[str, Any]:
    artifact = {"uri": uri, "uriBaseId": base} if base else {"uri": uri}
    return {"physicalLocation": {"artifactLocation": artifact, "region": {"startLine": max(line, 1)}}}
