"""The report of an import for people: as lines, or as Markdown."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tenantbook.drafts.changes import Change, Doing
from tenantbook.drafts.draft import Imported
from tenantbook.drafts.front import shortened
from tenantbook.drafts.numbers import adoption_of, numbers_of, unmapped_lines, unplaced_claims, verdicts_of
from tenantbook.drafts.outcome import Outcome, State


@dataclass(frozen=True, slots=True)
class Chapter:
    """One chapter of a report: what it is about, and its lines."""

    title: str
    lines: tuple[str, ...]


def title_of(outcome: Outcome) -> str:
    """Return what a report calls a post."""
    imported = outcome.imported
    return f"{imported.post.title} ({outcome.name})" if imported else outcome.name


def chapters_of(outcome: Outcome) -> list[Chapter]:
    """Return the report of one post."""
    if outcome.imported is None or outcome.state is State.UNCHANGED:
        return []
    imported = outcome.imported
    found = [
        Chapter("Changed since the last import", tuple(map(change_line, outcome.changes))),
        Chapter("Files", tuple(_files(outcome))),
        Chapter("In numbers", (_numbers(imported),)),
        Chapter("Could not be read", (imported.unread,) if imported.unread else ()),
        Chapter("Covered by stock procedures (a guess)", tuple(_matches(imported))),
        Chapter("Proposed in the place of the post's words", tuple(_proposals(imported))),
        Chapter("Claims, as the check judges them", tuple(_claims(imported))),
        Chapter("Claims outside of every text", tuple(unplaced_claims(imported))),
        Chapter("Links", tuple(f"{each.says} -> {each.target}{_verdict(each.verdict)}" for each in imported.links)),
        Chapter("Audiences (a guess)", tuple(f"{draft.file}: {', '.join(draft.readers)}" for draft in imported.drafts)),
        Chapter("Refused as it is", tuple(f"{d.file}: {each}" for d in imported.drafts for each in d.problems)),
        Chapter("Not mapped", tuple(unmapped_lines(imported))),
        Chapter("To publish over the post", tuple(_adoption(imported))),
    ]
    return [chapter for chapter in found if chapter.lines]


def _verdict(verdict: str) -> str:
    return f": {verdict}" if verdict else ""


def change_line(change: Change) -> str:
    """Return a change as one line."""
    where = f"[{change.section}] " if change.section else ""
    match change.doing:
        case Doing.ADDED:
            return f"{where}+ {change.after}"
        case Doing.REMOVED:
            return f"{where}- {change.before}"
        case _:
            return f"{where}~ {change.before} => {change.after}"


def _files(outcome: Outcome) -> Iterator[str]:
    if outcome.files:
        yield from (f"{outcome.folder}/{file}: {what}" for file, what in outcome.files.items())
    elif outcome.imported:
        yield from (f"{outcome.folder}/{draft.file}: would be written" for draft in outcome.imported.drafts)


def _numbers(imported: Imported) -> str:
    told = [f"{what}: {number}" for what, number in numbers_of(imported).items() if number]
    verdicts = [f"{number} {what}" for what, number in verdicts_of(imported).items()]
    return "; ".join([", ".join(told), *([f"claims: {', '.join(verdicts)}"] if verdicts else [])])


def _matches(imported: Imported) -> Iterator[str]:
    for draft in imported.drafts:
        match = draft.match
        if match:
            uses = ", ".join(f"use: {part} ({', '.join(names)})" for part, names in match.uses)
            steps = f"{len(match.pairs)} of {match.steps} steps match"
            yield f"{draft.title}: {match.page}, {match.score:.0%}; {steps}; {uses}"
            yield from (f"  in the post only: {shortened(step)}" for step in match.only_post)
            yield from (f"  in {match.page} only: {shortened(step)}" for step in match.only_stock)


def _proposals(imported: Imported) -> Iterator[str]:
    for proposal in imported.proposals:
        verdict = f" ({proposal.truth}: {proposal.why})" if proposal.truth else ""
        yield f'"{proposal.said}" -> {proposal.instead or "left out"}{verdict}'


def _claims(imported: Imported) -> Iterator[str]:
    for claim in imported.claims:
        yield f'{claim.truth.value}: "{claim.says}" ({claim.about}). {claim.why}'


def _adoption(imported: Imported) -> Iterator[str]:
    adoption = adoption_of(imported)
    if adoption is None:
        return
    yield f"Once it is in kb_src, {adoption.article} shows {adoption.shows} of the post's {adoption.tasks} tasks."
    yield "In a file of kb_src/publish/ for this WordPress, it keeps the post's number, address and categories by:"
    yield "adopt:"
    yield f"  {adoption.article}: {imported.post.number}"


def as_text(outcome: Outcome) -> list[str]:
    """Return the report of one post as lines."""
    lines = [f"{title_of(outcome)}: {outcome.state.value}{_verdict(outcome.why)}"]
    for chapter in chapters_of(outcome):
        lines += [f"  {chapter.title}", *(f"    {line}" for line in chapter.lines)]
    return lines


def as_markdown(outcomes: Sequence[Outcome]) -> str:
    """Return the reports of posts as Markdown, in which nothing of theirs is markup."""
    lines: list[str] = []
    for outcome in outcomes:
        lines += [f"# {_safe(title_of(outcome))}", "", f"{outcome.state.value}{_safe(_verdict(outcome.why))}", ""]
        for chapter in chapters_of(outcome):
            lines += [f"## {chapter.title}", "", *(f"- {_safe(line.strip())}" for line in chapter.lines), ""]
    return "\n".join(lines)


def _safe(text: str) -> str:
    """Return text as Markdown that shows it."""
    return re.sub(r"([\\`*_\[\]{}|~#])", r"\\\1", text.replace("&", "&amp;").replace("<", "&lt;"))
