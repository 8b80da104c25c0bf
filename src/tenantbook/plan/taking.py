"""What was changed by hand there, as a patch of the content: where the same words stand in it, and stand once."""

import difflib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tenantbook.content.document import Document, read_document
from tenantbook.model.publication import Action
from tenantbook.plan.lines import article_lines

#: Words around a change that help to find its place, at the most.
_AROUND = 8


@dataclass(frozen=True, slots=True)
class Taken:
    """A patch as text, how many changes there are, and how many of them the patch makes."""

    text: str
    changes: int
    placed: int


def taken_home(action: Action, file: str, source: str) -> Taken:
    """Return what was changed by hand in an article as a patch of `file`, whose text is `source`.

    Changes whose place in the source is not plain stand in the patch's head, which tools pass over.
    """
    if action.article is None or action.standing is None:
        raise LookupError(action.id)
    before = article_lines(action.article.title, action.article.html)
    after = article_lines(action.standing.title, action.standing.content)
    patched, left, changes = source, list[str](), 0
    for old, new in changes_between(before, after):
        changes += 1
        placed = _placed(patched, _bare(old), _bare(new)) if old and new else None
        if placed is None or not _is_text(file, placed, _bare(new)):
            left += [f"#   - {old}" if old else "", f"#   + {new}" if new else ""]
        else:
            patched = placed
    head = [
        f"# Changed by hand in {action.id.marker}",
        f"# at {action.standing.address}",
        f"# The text is written in {file or 'no file of the content'}.",
        *(["# Not found there as it stands; write it in yourself:"] if left else []),
        *(line for line in left if line),
        "",
    ]
    diff = difflib.unified_diff(source.splitlines(), patched.splitlines(), f"a/{file}", f"b/{file}", lineterm="")
    return Taken("\n".join([*head, *diff, ""]), changes, changes - _count(left))


def _count(left: Sequence[str]) -> int:
    return len(left) // 2


def changes_between(before: Sequence[str], after: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Yield each line that differs as it was and as it is; nothing for one that is new, or gone."""
    for kind, i, j, k, m in difflib.SequenceMatcher(a=before, b=after, autojunk=False).get_opcodes():
        if kind == "equal":
            continue
        old, new = list(before[i:j]), list(after[k:m])
        longer = max(len(old), len(new))
        yield from zip(old + [""] * (longer - len(old)), new + [""] * (longer - len(new)), strict=True)


def _bare(line: str) -> list[str]:
    """Return the words of a line, without what marks a heading or an entry."""
    return line.lstrip("#-| ").split()


def _placed(source: str, old: Sequence[str], new: Sequence[str]) -> str | None:
    """Return the source with the changed words changed, None where they don't stand in it once."""
    start = next(
        (n for n, pair in enumerate(zip(old, new, strict=False)) if pair[0] != pair[1]), min(len(old), len(new))
    )
    rest = min(len(old), len(new)) - start
    same = next((n for n in range(rest) if old[-1 - n] != new[-1 - n]), rest)
    for around in range(_AROUND + 1):
        left, right = max(0, start - around), min(len(old), len(old) - same + around)
        sought = " ".join(old[left:right])
        put = " ".join([*old[left:start], *new[start : len(new) - same], *old[len(old) - same : right]])
        if sought and source.count(sought) == 1 and _is_whole(source, sought):
            return source.replace(sought, put)
    return None


def _is_text(file: str, patched: str, new: Sequence[str]) -> bool:
    """Return whether what somebody typed is still only text where it was put: no YAML of its own, and no template."""
    means_more = any(sign in word for word in new for sign in ("{{", "{%", "{#")) or any(word[0] == "#" for word in new)
    return not means_more and isinstance(read_document(file, patched), Document)


def _is_whole(source: str, sought: str) -> bool:
    """Return whether what is sought begins and ends with a word of the source, and not within one."""
    place = source.index(sought)
    before, after = source[place - 1 : place], source[place + len(sought) : place + len(sought) + 1]
    return not (before.isalnum() and sought[0].isalnum()) and not (after.isalnum() and sought[-1].isalnum())
