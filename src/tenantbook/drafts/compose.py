"""From a post to its drafts: a procedure for each task, and a scenario that strings several together."""

from collections.abc import Collection, Iterator, Sequence
from itertools import chain

from tenantbook.claims.read import claims_in
from tenantbook.drafts.book import Book
from tenantbook.drafts.changes import sections_of
from tenantbook.drafts.draft import Draft, Imported, Placed, Went
from tenantbook.drafts.elements import Element, Kind, all_in, plain
from tenantbook.drafts.front import covered, front, front_notes
from tenantbook.drafts.grounds import Grounds
from tenantbook.drafts.markup import paragraphed, read_elements
from tenantbook.drafts.matching import Match, Tasked
from tenantbook.drafts.naming import origin_lines, page_id
from tenantbook.drafts.parts import Parts
from tenantbook.drafts.post import Post
from tenantbook.drafts.scenario import STEPS, scenario_of
from tenantbook.drafts.sections import Outline, Section, Task, clean_title, outline_of
from tenantbook.drafts.stock import menu_of
from tenantbook.drafts.validated import with_problems
from tenantbook.drafts.wording import line_of
from tenantbook.drafts.words import language_of, readers_of
from tenantbook.model.claim import Claim, Form


def import_post(post: Post, book: Book, own: Collection[str] = ()) -> Imported:
    """Return the drafts of a post. `own` are ids of pages that an earlier import of the same post gave."""
    elements = read_elements(post.html)
    outline = outline_of(elements)
    language = language_of(element.words for element in elements)
    claims, unread = _claims(post, book, language)
    grounds = Grounds.of(book.library, book.grammars.get(language), claims)
    taken = set(book.library.page_ids()) - set(own)
    made = list(_procedures(post, outline, book, grounds, taken))
    tasks = [(task, draft) for task, draft, _ in made if task]
    held = [parts for _, _, parts in made]
    drafts = [draft for _, draft, _ in made]
    if len(tasks) > 1:
        scenario, parts = scenario_of(post, outline, tasks, book, grounds, taken | {draft.page for draft in drafts})
        drafts.append(scenario)
        held.append(parts)
    placed = [Placed("title", post.title, Went.MAPPED, f"{drafts[-1].file} title")]
    placed += chain.from_iterable(parts.placed for parts in held)
    return Imported(
        post=post,
        drafts=with_problems(book.library, drafts, language),
        placed=tuple(placed),
        proposals=tuple(chain.from_iterable(parts.proposals for parts in held)),
        links=tuple(chain.from_iterable(parts.links for parts in held)),
        claims=claims,
        language=language,
        unread=unread,
        sections=sections_of(post.title, outline),
    )


def _claims(post: Post, book: Book, language: str) -> tuple[tuple[Claim, ...], str]:
    grammar = book.grammars.get(language)
    if grammar is None:
        return (), f"languages/{language}.yml has no `prose:`, so the text was not held against the policies"
    prose = claims_in(paragraphed(post.html), Form.HTML, grammar, book.snapshot, title=post.title)
    return prose.claims, prose.problem


def _procedures(
    post: Post, outline: Outline, book: Book, grounds: Grounds, taken: set[str]
) -> Iterator[tuple[Task | None, Draft, Parts]]:
    """Yield a procedure for each task, or one for all of a post that holds fewer than two."""
    if len(outline.tasks) > 1:
        for task in outline.tasks:
            yield _procedure(post, clean_title(task.title or post.title), task, task.sections, book, grounds, taken)
        return
    only = outline.tasks[0] if outline.tasks else None
    yield _procedure(post, post.title, only, tuple(outline.sections), book, grounds, taken)


def _procedure(
    post: Post,
    title: str,
    task: Task | None,
    sections: Sequence[Section],
    book: Book,
    grounds: Grounds,
    taken: set[str],
) -> tuple[Task | None, Draft, Parts]:
    page = page_id(title, post.number, taken)
    taken.add(page)
    parts = Parts(f"procedures/{page}.yml", grounds)
    for section in sections:
        parts.add(section, titled=bool(section.title) and clean_title(section.title) != title)
    if not parts.parts:
        parts.parts.append({"text": line_of(post.title)})
    text = "\n".join([title, *(element.words for section in sections for element in section.elements)])
    readers = book.readers(readers_of(text))
    match = _match(title, task, book, grounds)
    if task and "id" not in parts.parts[0]:
        first = next((part for part in parts.parts if "steps" in part), parts.parts[0])
        parts.parts[parts.parts.index(first)] = {"id": STEPS, **first}
    data = front(post, title, _summary(sections), book, match, readers, parts)
    notes = {**{path: tuple(texts) for path, texts in parts.notes.items()}, **front_notes(match)}
    if task is not None and title != task.title:
        notes["title",] = (f"The post's title of it: {task.title}",) if task.title and title != post.title else ()
    head = (*origin_lines(post), *(covered(match, book) if match else ()), *parts.loose)
    return task, Draft(parts.file, data, notes, head, readers, match), parts


def _summary(sections: Sequence[Section]) -> str:
    """Return the first sentence of the first text, if any stands before the first list."""
    for element in chain.from_iterable(section.elements for section in sections):
        if element.kind is Kind.LIST:
            return ""
        if element.kind is Kind.TEXT:
            first = plain(element.runs).split(". ")[0].rstrip(":")
            return first if first.endswith((".", "!", "?")) else f"{first}."
    return ""


def _match(title: str, task: Task | None, book: Book, grounds: Grounds) -> Match | None:
    if task is None:
        return None
    lists: list[Element] = [
        element for section in task.sections for element in all_in(section.elements) if element.kind is Kind.LIST
    ]
    steps = [plain(entry.runs) for element in lists for entry in element.entries if entry.runs]
    places = {claim.about.removeprefix("place:"): claim for claim in grounds.claims if claim.about.startswith("place:")}
    here = {name: claim for name, claim in places.items() if any(claim.says in step for step in steps)}
    as_today = [_today(step, here, book) for step in steps]
    return book.stock.match(Tasked(title, tuple(as_today), frozenset(here)), book.library.audiences_on(None))


def _today(step: str, places: dict[str, Claim], book: Book) -> str:
    """Return a step with today's menus in the place of those it names."""
    for name, claim in places.items():
        step = step.replace(claim.says, menu_of(book.library, name))
    return step
