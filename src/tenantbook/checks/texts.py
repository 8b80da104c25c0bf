"""The texts of procedures, each with its line and the audiences that may read it."""

from collections.abc import Iterator
from dataclasses import dataclass

from tenantbook.checks.procedures import parts_in, procedures_in
from tenantbook.content.document import Document, Path
from tenantbook.content.library import Library
from tenantbook.model.problem import Problem
from tenantbook.model.procedure import Part, Procedure, Step

#: Keys of a procedure that hold words for menus and lists, never a template.
_PLAIN_KEYS = ("title", "summary", "topic")


@dataclass(frozen=True, slots=True)
class TextOf:
    """One text of a procedure, with the line on which it begins and the audiences that may read it."""

    file: str
    line: int
    text: str
    audiences: tuple[str, ...]
    condition: bool = False
    message: bool = False

    def problem(self, line: int, text: str) -> Problem:
        """Return a problem on a line of this text, counted from 1."""
        return Problem(self.file, self.line + line - 1, text)


def texts_in(library: Library) -> Iterator[TextOf]:
    """Yield every text that is a template, of every procedure."""
    for file, procedure in procedures_in(library):
        yield from _texts_of(library, file, procedure)


def _texts_of(library: Library, file: str, procedure: Procedure) -> Iterator[TextOf]:
    for path, part in parts_in(procedure):
        yield from texts_of_part(library.documents[file], path, part, part.audiences or procedure.audiences)


def texts_of_part(document: Document, path: Path, part: Part, audiences: tuple[str, ...]) -> Iterator[TextOf]:
    """Yield every text of one part that is a template. `audiences` are those who read the part."""
    for found in (*_part_texts(path, part, audiences), *_list_texts(path, part, audiences)):
        below, text, readers, form = found
        if text:
            line, text = document.text_line(below), document.as_written(below, text)
            yield TextOf(document.file, line, text, readers, condition=form == "condition", message=form == "message")


#: A text's path, the text if there is one, who reads it, and its form: `text`, `condition` or `message`.
_Found = tuple[Path, str | None, tuple[str, ...], str]


def _part_texts(path: Path, part: Part, audiences: tuple[str, ...]) -> Iterator[_Found]:
    yield (*path, "when"), part.when, audiences, "condition"
    yield (*path, "text"), part.text, audiences, "text"
    yield (*path, "notice", "text"), part.notice.text if part.notice else None, audiences, "text"
    yield (*path, "message"), part.message, audiences, "message"
    yield (*path, "after"), part.after, audiences, "text"
    for name, tab in part.tabs.items():
        yield (*path, "tabs", name), tab, audiences, "text"


def _list_texts(path: Path, part: Part, audiences: tuple[str, ...]) -> Iterator[_Found]:
    for key in ("steps", "points"):
        for position, entry in enumerate(getattr(part, key)):
            yield from _step_texts((*path, key, position), entry, audiences)
    for position, row in enumerate(part.table.rows if part.table else ()):
        below, readers = (*path, "table", "rows", position), row.audiences or audiences
        yield (*below, "when"), row.when, readers, "condition"
        yield (*below, "left"), row.left, readers, "text"
        yield (*below, "right"), row.right, readers, "text"


def _step_texts(path: Path, step: Step, above: tuple[str, ...]) -> Iterator[_Found]:
    readers = step.audiences or above
    yield (*path, "when"), step.when, readers, "condition"
    yield (*path, "do"), step.do, readers, "text"
    yield (*path, "detail"), step.detail, readers, "text"
    yield (*path, "notice", "text"), step.notice.text if step.notice else None, readers, "text"


def plain_texts(procedure: Procedure) -> Iterator[tuple[Path, str]]:
    """Yield every word of a procedure that goes to menus, lists and headings, with its path."""
    for key in _PLAIN_KEYS:
        yield (key,), getattr(procedure, key)
    for key in ("titles", "summaries"):
        for name, plain in getattr(procedure, key).items():
            yield (key, name), plain
    for path, part in parts_in(procedure):
        yield (*path, "heading"), part.heading or ""
        yield (*path, "notice", "title"), part.notice.title if part.notice else ""
        for name in part.tabs:
            yield (*path, "tabs", name), name
        yield (*path, "label"), part.label or ""
        for head in part.table.head if part.table else ():
            yield (*path, "table", "head"), head
        for key in ("steps", "points"):
            for position, entry in enumerate(getattr(part, key)):
                yield (*path, key, position, "notice", "title"), entry.notice.title if entry.notice else ""
