"""Checks on how prose is read for claims: patterns, and the facts that they speak of."""

from collections.abc import Iterator, Sequence

from tenantbook.claims.patterns import AMOUNTS, BadPatternError, Pattern, compile_pattern
from tenantbook.content.document import Path
from tenantbook.content.library import Library
from tenantbook.content.parse import suggest
from tenantbook.model.policy import Bound, Fact, Kind, Reading
from tenantbook.model.problem import Problem

#: What a reading of each kind of fact may take its value from.
_TAKES = {
    Kind.DURATION: {AMOUNTS["{duration}"], AMOUNTS["{durations}"]},
    Kind.COUNT: {AMOUNTS["{count}"], AMOUNTS["{counts}"]},
}

_KINDS = "claims are read about flags, counts and durations only"


def claim_patterns_are_sound(library: Library) -> Iterator[Problem]:
    """Every claim pattern can be used, and takes the value that its fact has."""
    for file, path, reading, fact in _readings(library):
        if fact.kind is not Kind.FLAG and fact.kind not in _TAKES:
            yield _problem(library, file, path, f"{_KINDS}, not about those of kind {fact.kind}")
            continue
        if (reading.means is None) is (fact.kind is Kind.FLAG):
            says = "what a reading of a flag claims goes in `means:` true or false; others have no `means:`"
            yield _problem(library, file, path, says)
        for number, source in enumerate(reading.reads):
            yield from _unsound(library, file, (*path, "reads", number), source, fact)


def belief_patterns_are_sound(library: Library) -> Iterator[Problem]:
    """Every pattern of a belief can be used, and each belief has one."""
    for file, policy in library.policies.items():
        for name, belief in policy.beliefs.items():
            path: Path = ("beliefs", name)
            if not (belief.right or belief.wrong):
                yield _problem(library, file, path, f"{name} has neither `right:` nor `wrong:` patterns")
            if name in library.facts or name in library.platform:
                yield _problem(library, file, path, f"{name} is a fact already; give the belief a name of its own")
            for side in ("right", "wrong"):
                for number, source in enumerate(getattr(belief, side)):
                    yield from _unsound(library, file, (*path, side, number), source, None)
    for file, side, name, number, source in _translated(library):
        yield from _unsound(library, file, ("prose", side, name, number), source, None)


def claims_name_what_is_declared(library: Library) -> Iterator[Problem]:
    """Readings and translations name facts, beliefs and policies that there are."""
    if not library.is_whole("facts/"):
        return
    beliefs = {name for policy in library.policies.values() for name in policy.beliefs}
    for file, path, reading, _ in _readings(library):
        for name in reading.between or ():
            if name not in library.facts:
                says = f"unknown fact {name!r}{suggest(name, library.facts)}"
                yield _problem(library, file, (*path, "between"), says)
    for code, language in library.languages.items():
        prose = language.prose
        known = {*library.facts, *library.platform}
        policies = {policy.policy for policy in library.policies.values()}
        for key, names, among in (
            ("claims", prose.claims if prose else {}, known),
            ("right", prose.right if prose else {}, beliefs),
            ("wrong", prose.wrong if prose else {}, beliefs),
            ("subjects", prose.subjects if prose else {}, policies),
            ("short", prose.short if prose else {}, policies),
        ):
            for name in names:
                if name not in among:
                    says = f"nothing is called {name!r}{suggest(name, among)}"
                    yield _problem(library, f"languages/{code}.yml", ("prose", key, name), says)


def claims_have_a_subject(library: Library) -> Iterator[Problem]:
    """A policy whose facts are looked for in prose says what prose calls it."""
    for file, policy in library.policies.items():
        entries: list[Fact | Bound] = [*policy.facts.values(), *policy.platform.values()]
        if not policy.subjects and (policy.beliefs or any(entry.claims for entry in entries)):
            says = "`subjects:` is missing: without what prose calls the thing, none is read for its claims"
            yield Problem(file, 1, says)


def _readings(library: Library) -> Iterator[tuple[str, Path, Reading, Fact | Bound]]:
    for file, policy in library.policies.items():
        sections: tuple[tuple[str, dict[str, Fact] | dict[str, Bound]], ...] = (
            ("facts", policy.facts),
            ("platform", policy.platform),
        )
        for section, entries in sections:
            for name, entry in entries.items():
                for number, reading in enumerate(entry.claims):
                    yield file, (section, name, "claims", number), reading, entry
    declared: dict[str, Fact | Bound] = {**library.facts, **library.platform}
    for code, language in library.languages.items():
        for name, readings in (language.prose.claims if language.prose else {}).items():
            for number, reading in enumerate(readings):
                if name in declared:
                    yield f"languages/{code}.yml", ("prose", "claims", name, number), reading, declared[name]


def _translated(library: Library) -> Iterator[tuple[str, str, str, int, str]]:
    for code, language in library.languages.items():
        for side in ("right", "wrong"):
            for name, sources in (getattr(language.prose, side) if language.prose else {}).items():
                for number, source in enumerate(sources):
                    yield f"languages/{code}.yml", side, name, number, source


def _unsound(library: Library, file: str, path: Path, source: str, fact: Fact | Bound | None) -> Iterator[Problem]:
    try:
        pattern = compile_pattern(source)
    except BadPatternError as error:
        yield _problem(library, file, path, f"the pattern {source!r}: {error}")
        return
    says = _wrong_amount(pattern, fact) if fact else ""
    if says:
        yield _problem(library, file, path, f"the pattern {source!r}: {says}")


def _wrong_amount(pattern: Pattern, fact: Fact | Bound) -> str:
    takes = _TAKES.get(fact.kind, set())
    names = _named(pattern.amounts)
    if not takes:
        return f"a flag has no amount, yet there is {names}" if names else ""
    fitting = " or ".join(name for name, token in AMOUNTS.items() if token in takes)
    if len(pattern.amounts) == 1 and pattern.amounts[0] in takes:
        return ""
    return f"expected one amount, {fitting}, found {names or 'none'}"


def _named(amounts: Sequence[str]) -> str:
    return ", ".join(name for token in amounts for name, known in AMOUNTS.items() if known == token)


def _problem(library: Library, file: str, path: Path, says: str) -> Problem:
    document = library.documents[file]
    return Problem(file, document.text_line(path), says)


CHECKS = (
    claim_patterns_are_sound,
    belief_patterns_are_sound,
    claims_name_what_is_declared,
    claims_have_a_subject,
)
