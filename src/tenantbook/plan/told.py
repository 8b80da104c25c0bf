"""A plan in words for people, and as JSON for programs."""

from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any, Literal

from tenantbook.counting import counted
from tenantbook.model.publication import BY_HAND, TOLD, Action, ArticleId, Doing, Plan, Sent

Line = tuple[str, Literal["plain", "good", "bad", "unsure", "quiet"]]

#: What is done in one word each, as a plan and as what was carried out.
_TO_DO = {
    Doing.CREATE: "create",
    Doing.UPDATE: "update",
    Doing.ADOPT: "adopt",
    Doing.RETIRE: "retire",
    Doing.KEEP: "keep",
    Doing.REFUSE: "refused",
}
_TONES: Mapping[Doing, Literal["plain", "good", "bad", "unsure"]] = {
    Doing.CREATE: "good",
    Doing.UPDATE: "plain",
    Doing.ADOPT: "plain",
    Doing.RETIRE: "unsure",
    Doing.REFUSE: "bad",
}

#: Changes that are told together where more than `_SINGLY` are alike.
_MANY, _SINGLY = frozenset({Doing.CREATE, Doing.UPDATE, Doing.RETIRE}), 5


def plan_lines(plan: Plan, *, whole: bool = False) -> Iterator[Line]:
    """Yield a plan line by line: each change, each refusal with its diff, and what it comes to.

    Many changes alike are one line, unless the plan is wanted `whole`. So are, in any case, refusals for one reason of
    one client: a site that is not built is said once.
    """
    told = [action for action in plan.actions if action.doing is not Doing.KEEP or _left_alone(action)]
    alike: dict[_Group, list[Action]] = {}
    for action in told:
        alike.setdefault(_group(action, whole=whole), []).append(action)
    for group in alike.values():
        together = len(group) > 1 and (_is_unready(group[0]) or len(group) > _SINGLY)
        for action in group[:1] if together else group:
            name = _named(group) if together else action.id.marker
            yield f"{_TO_DO[action.doing]:8}{name}: {action.why}", _TONES.get(action.doing, "quiet")
            yield from ((f"        {line}", "quiet") for line in action.diff)
    yield from ((f"{plan.target}: {problem}", "bad") for problem in plan.problems)
    yield summary(plan), "bad" if plan.problems or plan.of(Doing.REFUSE) else "good"


#: What actions have in common that are told together: what is done, why, and whose they are; or nothing but themselves.
_Group = tuple[Doing, str, str] | ArticleId


def _group(action: Action, *, whole: bool) -> _Group:
    if _is_unready(action):
        return action.doing, action.why, action.id.client
    if whole or action.diff or action.doing not in _MANY:
        return action.id
    return action.doing, action.why, ""


def _is_unready(action: Action) -> bool:
    return action.doing is Doing.REFUSE and action.article is None and action.standing is None


def _left_alone(action: Action) -> bool:
    return action.standing is not None and BY_HAND in action.standing.extra


def _named(group: Sequence[Action]) -> str:
    clients = list(dict.fromkeys(action.id.client for action in group))
    articles = counted(len(group), "article")
    return f"{clients[0]} ({articles})" if len(clients) == 1 else f"{articles} of {counted(len(clients), 'client')}"


def summary(plan: Plan) -> str:
    """Return in one line what a plan comes to."""
    counts = {doing: len(plan.of(doing)) for doing in Doing}
    told = [f"{count} to {_TO_DO[doing]}" for doing, count in counts.items() if count and doing is not Doing.REFUSE]
    told += [f"{counts[Doing.REFUSE]} refused"] if counts[Doing.REFUSE] else []
    if not any(count for doing, count in counts.items() if doing is not Doing.KEEP) and not plan.problems:
        kept = counted(counts[Doing.KEEP], "article is as it", "articles are as they")
        return f"{plan.target}: nothing to do, {kept} should be"
    return f"{plan.target}: {', '.join(told) or 'nothing was planned'}"


def as_plain(
    plan: Plan,
    done: Sequence[Action] = (),
    sent: Mapping[ArticleId, Sent] = MappingProxyType({}),
    failed: Mapping[ArticleId, str] = MappingProxyType({}),
    unreachable: str = "",
) -> dict[str, Any]:
    """Return a plan and what became of it in the types of JSON."""
    carried = {(action.id, action.doing) for action in done}
    return {
        "target": plan.target,
        "problems": list(plan.problems),
        "unreachable": unreachable,
        "actions": [
            {
                "do": action.doing.value,
                "article": action.id.marker,
                "why": action.why,
                "key": at.key if (at := sent.get(action.id) or action.standing) else "",
                "address": at.address if at else "",
                "diff": list(action.diff),
                "done": (action.id, action.doing) in carried,
                "failed": failed.get(action.id, ""),
                "told": at.extra.get(TOLD, "") if isinstance(at, Sent) else "",
            }
            for action in plan.actions
        ],
    }
