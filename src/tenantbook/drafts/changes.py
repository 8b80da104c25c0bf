"""What changed in a post since it was imported: sentences by section, added, removed and changed."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

from tenantbook.drafts.elements import UNMAPPABLE, Element, Kind, all_in, plain
from tenantbook.drafts.sections import Outline

#: Sections of a post: each a title and its sentences.
Sections = Sequence[tuple[str, Sequence[str]]]

_END = re.compile(r"(?<=[.!?])\s+(?=[^\sa-z])")
#: From this likeness on a sentence was changed, not removed and another added.
_ALIKE = 0.5
_COMPARED = 2000


class Doing(StrEnum):
    """What happened to a sentence."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class Change:
    """One sentence that changed: in which section, what it was ("" where it is new), and what it is now."""

    section: str
    doing: Doing
    before: str
    after: str


def sections_of(title: str, outline: Outline) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return a post's sections with their sentences, as they are kept to compare the next import with."""
    kept = [(section.title, tuple(_sentences(section.elements))) for section in outline.sections]
    return (("", (title,)), *kept)


def _sentences(elements: Sequence[Element]) -> Iterator[str]:
    for element in all_in(elements):
        if element.kind in UNMAPPABLE:
            yield f"[{element.kind.value}: {f'{plain(element.runs)} {element.source}'.strip()}]"
            continue
        if element.kind is Kind.CODE:
            yield from (line.strip() for line in "".join(run.text for run in element.runs).split("\n") if line.strip())
            continue
        texts = [
            element.runs,
            *(entry.runs for entry in element.entries),
            *(cell for row in element.rows for cell in row),
        ]
        for runs in texts:
            yield from (sentence for sentence in _END.split(plain(runs)) if sentence)
            yield from (f"[link: {run.text.strip()} -> {run.link}]" for run in runs if run.link)


def changes(before: Sections, after: Sections) -> list[Change]:
    """Return what changed, section by section in the order of the post as it is now."""
    titles = SequenceMatcher(None, [title for title, _ in before], [title for title, _ in after], autojunk=False)
    found: list[Change] = []
    for doing, low, high, start, end in titles.get_opcodes():
        old, new = before[low:high], after[start:end]
        if doing == "equal" or len(old) == len(new):
            for (was, sentences), (title, now) in zip(old, new, strict=True):
                if was != title:
                    found.append(Change(title, Doing.CHANGED, was, title))
                found += _in_section(title, sentences, now)
            continue
        for title, sentences in old:
            found += [Change(title, Doing.REMOVED, each, "") for each in (title, *sentences) if each]
        for title, sentences in new:
            found += [Change(title, Doing.ADDED, "", each) for each in (title, *sentences) if each]
    return found


def _in_section(title: str, before: Sequence[str], after: Sequence[str]) -> Iterator[Change]:
    same = SequenceMatcher(None, list(before), list(after), autojunk=False)
    for doing, low, high, start, end in same.get_opcodes():
        if doing != "equal":
            yield from _replaced(title, list(before[low:high]), list(after[start:end]))


def _replaced(title: str, old: list[str], new: list[str]) -> Iterator[Change]:
    """Yield sentences that took others' place: those that are alike as changed, in pairs."""
    for sentence in new:
        near = [each for each in old if _alike(each, sentence)]
        if near:
            old.remove(near[0])
            yield Change(title, Doing.CHANGED, near[0], sentence)
        else:
            yield Change(title, Doing.ADDED, "", sentence)
    yield from (Change(title, Doing.REMOVED, each, "") for each in old)


def _alike(one: str, other: str) -> bool:
    if max(len(one), len(other)) > _COMPARED:
        return one[:_COMPARED] == other[:_COMPARED]
    matcher = SequenceMatcher(None, one.split(), other.split(), autojunk=False)
    return matcher.real_quick_ratio() >= _ALIKE and matcher.ratio() >= _ALIKE
