"""A post's elements put under their titles, and what each section is for."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from tenantbook.drafts.elements import Element, Kind, plain
from tenantbook.drafts.words import Role, begins_with_verb, is_step_title, names_a_deed, role_of

#: A paragraph in bold is a title up to this length.
_LONGEST_TITLE = 120
#: What stands in bold as a title is below every heading.
_BOLD = 7
#: A paragraph that ends in a colon right above a list is as good as a title below every other.
_LEAD = 8


@dataclass(frozen=True, slots=True)
class Section:
    """What stands below one title: `level` is 1 to 6 for headings, 7 for bold, 8 for a line that opens a list.

    What stands above the first title has the title "" and level 0.
    """

    title: str
    level: int
    elements: tuple[Element, ...]
    role: Role = Role.TEXT

    @property
    def lists(self) -> list[Element]:
        """The lists that stand right below the title."""
        return [element for element in self.elements if element.kind is Kind.LIST]

    @property
    def is_empty(self) -> bool:
        """Whether nothing stands below the title."""
        return not self.elements


@dataclass(frozen=True, slots=True)
class Task:
    """Something that somebody does: its title, and the sections that tell how."""

    title: str
    sections: tuple[Section, ...]


@dataclass(frozen=True, slots=True)
class Outline:
    """A post in order: sections that stand by themselves, and tasks."""

    parts: tuple[Section | Task, ...]

    @property
    def tasks(self) -> tuple[Task, ...]:
        """The tasks alone."""
        return tuple(part for part in self.parts if isinstance(part, Task))

    @property
    def sections(self) -> Iterator[Section]:
        """Every section, those of tasks too, in order."""
        for part in self.parts:
            yield from part.sections if isinstance(part, Task) else (part,)


def outline_of(elements: Sequence[Element]) -> Outline:
    """Return the sections of a post, those that tell how to do something put together as tasks."""
    sections = [replace(section, role=_role(section)) for section in _split(elements)]
    return Outline(tuple(_grouped(sections)))


def clean_title(text: str) -> str:
    """Return a title without the colon and number it ends and begins with."""
    return re.sub(r"^\d{1,2}[.)]\s+", "", text.strip().rstrip(":\uff1a").strip()) or text.strip()


def _split(elements: Sequence[Element]) -> Iterator[Section]:
    titled = any(_title_level(element, None) for element in elements)
    title, level, below = "", 0, list[Element]()
    for number, element in enumerate(elements):
        after = elements[number + 1] if number + 1 < len(elements) else None
        found = _title_level(element, after, leads=not titled)
        if found:
            if title or below:
                yield Section(title, level, tuple(below))
            title, level, below = plain(element.runs), found, []
        elif element.kind is not Kind.RULE:
            below.append(element)
    if title or below:
        yield Section(title, level, tuple(below))


def _title_level(element: Element, after: Element | None, *, leads: bool = False) -> int:
    """Return how high a title an element is, 0 for none."""
    if element.kind is Kind.HEADING:
        return element.level
    words = plain(element.runs)
    if element.kind is not Kind.TEXT or not words or len(words) > _LONGEST_TITLE or "\n" in words:
        return 0
    if all(run.strong or not run.text.strip(" :") for run in element.runs):
        return 0 if words.endswith((".", "!")) and len(words.split()) > 4 else _BOLD  # noqa: PLR2004 # a sentence
    if leads and after is not None and after.kind is Kind.LIST and words.endswith(":"):
        return _LEAD
    return 0


def _role(section: Section) -> Role:
    told = role_of(section.title)
    lists = section.lists
    if not lists:
        return told or Role.TEXT
    if told and not (told in (Role.TROUBLE, Role.NOTES) and any(each.ordered for each in lists)):
        return told
    if any(each.ordered and _tells(each, 3) for each in lists):
        return Role.TASK
    if any(_tells(each, 2) for each in lists) and (names_a_deed(section.title) or not section.title):
        return Role.TASK
    return Role.TASK if any(each.ordered for each in lists) and names_a_deed(section.title) else Role.TEXT


def _tells(listed: Element, least: int) -> bool:
    """Return whether at least one of `least` entries of a list tells somebody to do something."""
    telling = sum(begins_with_verb(plain(entry.runs)) for entry in listed.entries)
    return telling * least >= len(listed.entries)


def _grouped(sections: Sequence[Section]) -> Iterator[Section | Task]:
    """Yield sections, those that belong to one task together."""
    open_task: list[Section] = []
    waiting: Section | None = None
    for section in sections:
        if open_task and _goes_on(open_task, section):
            open_task.append(section)
            continue
        if open_task:
            yield Task(open_task[0].title, tuple(open_task))
            open_task = []
        if waiting:
            if section.role is Role.TASK and section.level > waiting.level and is_step_title(section.title):
                open_task, waiting = [waiting, section], None
                continue
            yield waiting
            waiting = None
        if section.role is Role.TASK:
            open_task = [section]
        elif section.level and not section.lists and names_a_deed(section.title) and section.role is Role.TEXT:
            waiting = section
        else:
            yield section
    if open_task:
        yield Task(open_task[0].title, tuple(open_task))
    if waiting:
        yield waiting


def _goes_on(task: Sequence[Section], section: Section) -> bool:
    """Return whether a section is part of the task before it: it stands below it, or is its next step."""
    first = task[0]
    if section.level > first.level and first.level:
        return section.role is not Role.TASK or is_step_title(section.title)
    steps = is_step_title(first.title) or (len(task) > 1 and is_step_title(task[-1].title))
    return steps and section.level >= first.level and is_step_title(section.title) and section.role is Role.TASK
