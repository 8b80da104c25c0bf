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


def plan_lines(plan: Plan) -> Iterator[Line]:
    """Yield a plan line by line: each change, each refusal with its diff, and what it comes to.

    Refusals for one reason of one client are one line: a site that is not built is said once.
    """
    said: set[tuple[str, str]] = set()
    for action in plan.actions:
        if action.doing is Doing.KEEP and not (action.standing and BY_HAND in action.standing.extra):
            continue
        if action.doing is Doing.REFUSE and action.article is None and action.standing is None:
            if (action.id.client, action.why) in said:
                continue
            said.add((action.id.client, action.why))
            alike = sum(other.why == action.why and other.id.client == action.id.client for other in plan.actions)
            name = f"{action.id.client} ({alike} articles)" if alike > 1 else action.id.marker
        else:
            name = action.id.marker
        yield f"{_TO_DO[action.doing]:8}{name}: {action.why}", _TONES.get(action.doing, "quiet")
        yield from ((f"        {line}", "quiet") for line in action.diff)
    yield from ((f"{plan.target}: {problem}", "bad") for problem in plan.problems)
    yield summary(plan), "bad" if plan.problems or plan.of(Doing.REFUSE) else "good"


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
