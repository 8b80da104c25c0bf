"""Drafts held against the book's own rules, as if they stood in it already."""

from collections.abc import Iterable
from dataclasses import replace

from tenantbook.checks import problems_in
from tenantbook.content.annotated import write_annotated
from tenantbook.content.document import Document, read_document
from tenantbook.content.library import FIRST_LANGUAGE, Library, page_and_language
from tenantbook.content.parse import parse
from tenantbook.drafts.draft import Draft
from tenantbook.model.base import Entry
from tenantbook.model.problem import Problem
from tenantbook.model.procedure import Procedure

SCHEMA = "../schemas/procedure.json"


def text_of(draft: Draft) -> str:
    """Return a draft as the text of its file."""
    return write_annotated(draft.data, draft.notes, head=[line for line in draft.head if line], schema=SCHEMA)


def with_problems(library: Library, drafts: Iterable[Draft], language: str) -> tuple[Draft, ...]:
    """Return drafts with what the book would refuse of each told at its head, and what to do with it."""
    drafts = tuple(drafts)
    told = problems_of(library, drafts)
    done = []
    for draft in drafts:
        problems = tuple(problem.text for problem in told if problem.file == draft.file)
        more = []
        if language != FIRST_LANGUAGE:
            more.append(
                f"The text seems to be in another language ({language}). The book is written in {FIRST_LANGUAGE} "
                f"first: translate it, and keep this one as {draft.page}.{language}.yml beside it."
            )
        more += [f"REFUSED AS IT IS, decide: {problem}" for problem in problems]
        folder = draft.file.partition("/")[0]
        more.append(f"Read it, decide what the comments ask, then move it to kb_src/{folder}/. Comments may go.")
        done.append(replace(draft, head=(*draft.head, *more), problems=problems))
    return tuple(done)


def problems_of(library: Library, drafts: Iterable[Draft]) -> list[Problem]:
    """Return every mistake that drafts would have in the book, all of them moved there together."""
    documents: dict[str, Document] = {}
    files: dict[str, Entry] = {}
    found: list[Problem] = []
    for draft in drafts:
        document = read_document(draft.file, text_of(draft))
        if isinstance(document, Problem):
            found.append(document)
            continue
        documents[draft.file] = document
        entry, mistakes = parse(document, Procedure)
        found += mistakes
        if entry is not None:
            files[draft.file] = entry
    return [
        *found,
        *(problem for problem in problems_in(_with(library, documents, files)) if problem.file in documents),
    ]


def _with(library: Library, documents: dict[str, Document], files: dict[str, Entry]) -> Library:
    """Return a library that holds the drafts, and of its own procedures no more than what others may name."""
    rest = {file: entry for file, entry in library.files.items() if not isinstance(entry, Procedure)}
    procedures = {page_and_language(file): entry for file, entry in files.items() if isinstance(entry, Procedure)}
    return replace(
        library,
        listed=library.listed | set(documents),
        documents={**library.documents, **documents},
        files={**rest, **files},
        procedures={**library.procedures, **procedures},
    )
