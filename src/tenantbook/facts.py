"""Facts out of Graph's answers, and the facts of the house, which reads no tenant."""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

import jmespath
from jmespath.exceptions import JMESPathError

from tenantbook.model.errors import TenantbookError
from tenantbook.model.policy import Fact, Kind, PolicyFile
from tenantbook.model.snapshot import Target, Value
from tenantbook.values import decode_value

#: How Graph names all users among targets.
ALL_USERS = "all_users"

#: How much of a group's id tells it from another of its name.
_ENDING = 8

#: What a name from a tenant may not carry to a page: control characters, those that slots use, and those
#: that are none (lone surrogates, U+FFFE and its like), which HTML and UTF-8 drop or refuse.
_UNPRINTABLE = re.compile(
    r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ue000-\uf8ff\ufdd0-\ufdef"
    + "".join(f"{chr(plane * 0x10000 + last)}" for plane in range(17) for last in (0xFFFE, 0xFFFF))
    + "]+"
)


class UnsoundAnswerError(TenantbookError):
    """Graph's answer is not a policy that facts can be read from; `problems` says why, all at once."""

    def __init__(self, problems: Collection[str]) -> None:
        super().__init__("; ".join(problems))
        self.problems = tuple(problems)


def paths_to_read(policies: Iterable[PolicyFile]) -> tuple[str, ...]:
    """Return each Graph path once: one request serves every policy file that reads it."""
    return tuple(dict.fromkeys(policy.graph for policy in policies))


def permissions_needed(policies: Iterable[PolicyFile]) -> tuple[str, ...]:
    """Return the application permissions that reading these policies takes."""
    policies = list(policies)
    groups = any(fact.kind is Kind.TARGETS for policy in policies for fact in policy.facts.values())
    # The organisation proves which tenant answered; groups are named, since an id says nothing to a reader.
    return tuple(
        dict.fromkeys(
            [
                *sorted({policy.permission for policy in policies}),
                "Organization.Read.All",
                *(["GroupMember.Read.All"] if groups else []),
            ]
        )
    )


def group_ids(policies: Iterable[PolicyFile], bodies: Mapping[str, Any]) -> list[str]:
    """Return the id of every group that a target names, in order."""
    found = (
        target.get("id")
        for policy in policies
        for fact in policy.facts.values()
        if fact.kind is Kind.TARGETS
        for target in _list(_search(fact.at, _search(policy.under, bodies.get(policy.graph))))
        if isinstance(target, dict) and _folded(target.get("targetType")) == "group"
    )
    return [name for name in dict.fromkeys(found) if isinstance(name, str) and name.casefold() != ALL_USERS]


def facts_from(
    policies: Iterable[PolicyFile], bodies: Mapping[str, Any], group_names: Mapping[str, str | None]
) -> dict[str, Value]:
    """Return every declared fact.

    `bodies` maps a Graph path to its decoded answer, `group_names` a group's id to its display name, to None where
    that may not be read. A group that is not in it is gone: it includes and excludes nobody.

    Raises:
        UnsoundAnswerError: a value is absent, of the wrong type or out of bounds, or a rule is broken.
    """
    facts: dict[str, Value] = {}
    problems: list[str] = []
    groups = _groups(group_names)
    for policy in policies:
        part = _search(policy.under, bodies.get(policy.graph))
        if part is None:
            problems.append(f"{policy.policy}: Graph's answer does not hold it")
            continue
        wrong: list[str] = []
        for name, fact in policy.facts.items():
            try:
                facts[name] = _value(fact, part, groups)
            except ValueError as error:
                wrong.append(f"{name}: {error}")
        # A rule compares values, so it says something only where they are values.
        problems += wrong or [rule.says for rule in policy.rules if _search(rule.holds, part) is not True]
    if problems:
        raise UnsoundAnswerError(problems)
    return facts


def _groups(names: Mapping[str, str | None]) -> dict[str, Target]:
    """Return each group as a target, by its id in small letters; where two share a name, their ids' ends differ."""
    shown = {id_: (printable(name) or "?") if name else None for id_, name in names.items()}
    shared = {name for name, count in Counter(shown.values()).items() if count > 1}
    return {id_.casefold(): _group(id_, name, shared) for id_, name in shown.items()}


def _group(id_: str, name: str | None, shared: Collection[str | None]) -> Target:
    if name is None:
        return Target(unnamed="a-hidden-group", ending=_ending(id_))
    return Target(group=name, ending=_ending(id_) if name in shared else "")


def _ending(id_: str) -> str:
    return printable(id_).casefold()[-_ENDING:]


def _value(fact: Fact, part: object, groups: Mapping[str, Target]) -> Value:
    raw = _search(fact.at, part)
    if fact.kind is not Kind.TARGETS:
        return decode_value(printable(raw) if isinstance(raw, str) else raw, fact)
    if not isinstance(raw, list):
        raise ValueError("expected a list of targets, found something else or nothing")  # noqa: TRY004
    found = (_target(entry, groups) for entry in raw)
    return tuple(dict.fromkeys(target for target in found if target))


def _target(entry: object, groups: Mapping[str, Target]) -> Target | None:
    """Return whom an entry means, None where that is nobody any more. What is not known is never guessed at.

    Raises:
        ValueError: it is no target, or of a kind that is not known here.
    """
    if not isinstance(entry, dict) or not isinstance(entry.get("id"), str):
        raise ValueError("a target has no id")  # noqa: TRY004 -- what is wrong with an answer
    id_, kind = entry["id"].casefold(), _folded(entry.get("targetType"))
    if id_ == ALL_USERS:
        return Target(everyone=True)
    if kind == "group":
        return groups.get(id_)
    if kind == "user":
        return Target(unnamed="a-user", ending=_ending(id_))
    raise ValueError(f"a kind of target that is not known here: {printable(str(entry.get('targetType')))!r}")


def _folded(text: object) -> str:
    return text.casefold() if isinstance(text, str) else ""


def printable(text: str) -> str:
    """Return a name from a tenant without what no page can carry, at most 256 characters."""
    return _UNPRINTABLE.sub(" ", text).strip()[:256]


def house_facts(policies: Iterable[PolicyFile]) -> dict[str, Value]:
    """Return Microsoft's documented defaults, or what the fact says the house assumes instead."""
    return {
        name: decode_value(fact.default if fact.house is None else fact.house, fact)
        for policy in policies
        for name, fact in policy.facts.items()
    }


def broken_rules(policies: Iterable[PolicyFile], facts: Mapping[str, Value]) -> tuple[str, ...]:
    """Return which rules of their policies facts break, in the words of each.

    Only rules on values that facts keep as Graph answers them can be told from facts alone.
    """
    return tuple(says for policy in policies for says in _broken(policy, facts))


def _broken(policy: PolicyFile, facts: Mapping[str, Value]) -> Iterator[str]:
    held = {fact.at: facts[name] for name, fact in policy.facts.items() if name in facts and fact.at.isidentifier()}
    for rule in policy.rules:
        if set(_fields(jmespath.compile(rule.holds).parsed)) <= set(held) and _search(rule.holds, held) is not True:
            yield rule.says


def _fields(tree: Mapping[str, Any]) -> Iterator[str]:
    """Yield every field that a JMESPath expression names."""
    if tree["type"] == "field":
        yield str(tree["value"])
    for below in tree["children"]:
        yield from _fields(below)


def expression_problem(expression: str) -> str | None:
    """Return what is wrong with a JMESPath expression, or None."""
    try:
        jmespath.compile(expression)
    except JMESPathError as error:
        return str(error).partition("\n")[0].rstrip(": ")
    return None


def _search(expression: str, data: object) -> object:
    try:
        return None if data is None else jmespath.search(expression, data)
    except (JMESPathError, TypeError):
        # An answer of another shape than the expression expects (a word where it compares numbers, at which
        # jmespath itself fails): told as an absent value.
        return None


def _list(found: object) -> Iterator[Any]:
    return iter(found if isinstance(found, list) else [])
