"""What a post consists of, in the order of reading: runs of words, and the elements that they stand in."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What an element is. Those from PICTURE on hold nothing that a text of the book can hold."""

    HEADING = "heading"
    TEXT = "text"
    LIST = "list"
    TABLE = "table"
    CODE = "code"
    QUOTE = "quote"
    RULE = "rule"
    CAPTION = "caption"
    PICTURE = "picture"
    EMBED = "embed"
    SHORTCODE = "shortcode"
    UNREAD = "unread"


#: What goes into comments and the list of what could not be mapped, never into a text.
UNMAPPABLE = frozenset({Kind.PICTURE, Kind.EMBED, Kind.SHORTCODE, Kind.UNREAD})


@dataclass(frozen=True, slots=True)
class Run:
    """Words that look alike: `strong`, in italics (`soft`), as code, or part of a link that leads to `link`."""

    text: str
    strong: bool = False
    soft: bool = False
    code: bool = False
    link: str = ""


Runs = tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a list: its words, and what stands below them, such as a list of its own."""

    runs: Runs
    below: tuple["Element", ...] = ()


@dataclass(frozen=True, slots=True)
class Element:
    """One element. `level` is a heading's (1 to 6); `rows` are a table's, cell by cell, `headed` if the first heads it.

    `source` is where a picture or an embedded thing comes from, the words of a shortcode, or the name of what is not
    read; a picture's alternative text stands in `runs`.
    """

    kind: Kind
    runs: Runs = ()
    level: int = 0
    ordered: bool = False
    entries: tuple[Entry, ...] = ()
    rows: tuple[tuple[Runs, ...], ...] = ()
    headed: bool = False
    source: str = ""
    below: tuple["Element", ...] = ()

    @property
    def words(self) -> str:
        """What a reader sees of it, on one line."""
        return " ".join(plain(runs) for runs in runs_in(self) if runs)


def plain(runs: Iterable[Run]) -> str:
    """Return words without how they look, white space made one."""
    return " ".join("".join(run.text for run in runs).split())


def runs_in(element: Element) -> Iterator[Runs]:
    """Yield the words of an element and of all below it, in the order of reading."""
    yield element.runs
    for entry in element.entries:
        yield entry.runs
        for below in entry.below:
            yield from runs_in(below)
    for row in element.rows:
        yield from row
    for below in element.below:
        yield from runs_in(below)


def all_in(elements: Iterable[Element]) -> Iterator[Element]:
    """Yield elements and all that stand below them, in the order of reading."""
    for element in elements:
        yield element
        for entry in element.entries:
            yield from all_in(entry.below)
        yield from all_in(element.below)
