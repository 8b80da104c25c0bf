"""A draft scenario: a post's tasks strung together from stock procedures, with the rest of the post between them."""

from collections.abc import Collection, Sequence
from itertools import chain

from tenantbook.drafts.book import Book
from tenantbook.drafts.draft import Draft
from tenantbook.drafts.front import covered, front, front_notes
from tenantbook.drafts.grounds import Grounds
from tenantbook.drafts.naming import origin_lines, page_id
from tenantbook.drafts.parts import Parts
from tenantbook.drafts.post import Post
from tenantbook.drafts.sections import Outline, Section, Task, clean_title

#: The part of a draft procedure that a scenario shows.
STEPS = "steps"


def scenario_of(
    post: Post,
    outline: Outline,
    tasks: Sequence[tuple[Task, Draft]],
    book: Book,
    grounds: Grounds,
    taken: Collection[str],
) -> tuple[Draft, Parts]:
    """Return the scenario of a post with several tasks, and its parts."""
    page = page_id(post.title, post.number, taken)
    parts = Parts(f"scenarios/{page}.yml", grounds)
    readers = _readers(tasks, book)
    drafts = dict(tasks)
    first = next((section for section in outline.parts if isinstance(section, Section) and not section.is_empty), None)
    for part in outline.parts:
        if isinstance(part, Section):
            parts.add(part, titled=clean_title(part.title) != post.title)
        else:
            _use(drafts[part], parts, readers, book)
    parts.settle()
    summary = _summary(first) if first is not None and first is outline.parts[0] else ""
    match = next((draft.match for _, draft in tasks if draft.match), None)
    data = front(post, post.title, summary, book, match, readers, parts)
    notes = {**{path: tuple(texts) for path, texts in parts.notes.items()}, **front_notes(match)}
    head = (*origin_lines(post), *_head(tasks), *parts.loose)
    return Draft(parts.file, data, notes, head, tuple(readers)), parts


def _summary(section: Section) -> str:
    words = section.elements[0].words.split(". ")[0]
    return f"{words.rstrip('.:')}." if words else ""


def _readers(tasks: Sequence[tuple[Task, Draft]], book: Book) -> list[str]:
    """Return the audiences of the drafts, in the order of the menus."""
    guessed = {reader for _, draft in tasks for reader in draft.readers}
    return [name for name in book.library.audiences if name in guessed]


def _use(draft: Draft, parts: Parts, readers: Sequence[str], book: Book) -> None:
    """Show a stock procedure where one covers a task, for each audience that it has a part for; else the draft."""
    match = draft.match
    said = f"The post's section: {draft.title}"
    uses = [(part, [name for name in names if name in readers]) for part, names in match.uses] if match else []
    uses = [(part, names) for part, names in uses if names]
    if not match or not uses:
        names = [name for name in draft.readers if name in readers]
        parts.use(
            f"{draft.page}#{STEPS}", names, [said, f"No stock procedure covers it: {draft.file} has to move, too."]
        )
        return
    missing = [name for name in readers if name not in chain.from_iterable(names for _, names in uses)]
    notes = [said, *covered(match, book)]
    if missing:
        notes.append(f"{match.page} has nothing to show here for {', '.join(missing)}.")
    for part, names in uses:
        parts.use(part, names, notes)
        notes = []


def _head(tasks: Sequence[tuple[Task, Draft]]) -> tuple[str, ...]:
    matched = [draft for _, draft in tasks if draft.match]
    if not matched:
        return ("Strings the drafts of the post's tasks together, in the post's order.",)
    files = ", ".join(draft.file for draft in matched)
    covering = "Strings together the stock procedures that seem to cover the post, in its order."
    return (f"{covering} Where you agree, the drafts that they cover are not needed: {files}",)
