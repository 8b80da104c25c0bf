"""Running text taken out of a page: its blocks, their lines in the source, and what stands above each."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

#: A break within a block that ends a sentence, such as `<br>`.
BREAK = "\n"

#: Cells of a row that are read: nobody reads wider tables.
_MOST_CELLS = 24

#: Longer stretches without a full stop are cut: nobody writes such sentences, and every pattern stays quick.
LONGEST = 700

#: Where a word may be divided, and other characters that no reader sees: within a word they part nothing.
_UNSEEN = dict.fromkeys(map(ord, "\u00ad\u200b\u2060\ufeff"))


@dataclass(frozen=True, slots=True)
class Link:
    """A link: the words that show, where it leads, and the line it begins on."""

    says: str
    target: str
    line: int


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, heading, list entry, row of a table or piece of code.

    `marks` says from which place in `text` on which line (from 1) counts. `above` is what the block stands under, from
    the nearest: the line that opens its list, its headings, the title.
    """

    kind: str
    text: str
    marks: tuple[tuple[int, int], ...]
    above: tuple[str, ...] = ()
    links: tuple[Link, ...] = ()

    def line(self, place: int) -> int:
        """Return the line on which the character at `place` stands."""
        found = bisect_right(self.marks, (place, 10**9)) - 1
        return self.marks[max(found, 0)][1]


@dataclass(frozen=True, slots=True)
class Piece:
    """A sentence: its text, and where it begins in its block."""

    text: str
    start: int


def sentences(text: str, abbreviations: re.Pattern[str]) -> Iterator[Piece]:
    """Yield the sentences of a block. `abbreviations` matches words whose full stop ends none."""
    start = 0
    for found in _END.finditer(text):
        if found.group().startswith(".") and abbreviations.search(text, max(start, found.start() - 12), found.start()):
            continue
        yield from _cut(text, start, found.end())
        start = found.end()
    yield from _cut(text, start, len(text))


_END = re.compile(r"[.!?]{1,3}[\"'”’)]{0,2}(?= +[^\sa-z]|$)|\n")


def _cut(text: str, start: int, end: int) -> Iterator[Piece]:
    while end - start > LONGEST:
        space = text.rfind(" ", start, start + LONGEST)
        middle = space if space > start else start + LONGEST
        yield Piece(text[start:middle], start)
        start = middle
    sentence = text[start:end]
    if sentence.strip():
        yield Piece(sentence, start)


class Outline:
    """Collects blocks and knows what each stands under. Readers of Markdown and of HTML feed it."""

    def __init__(self, title: str = "") -> None:
        self.title = title
        self.blocks: list[Block] = []
        self._headings: list[tuple[int, str]] = []
        self._before = ""
        self._leads: list[str] = []
        self._open = Text()

    @property
    def text(self) -> "Text":
        """The text of the block that is being read."""
        return self._open

    def discard(self) -> str:
        """Return the text that is being read and make no block of it."""
        done, self._open = self._open, Text()
        return done.whole()

    def open_list(self) -> None:
        """Begin a list: what was read last opens it."""
        self.close("item")
        self._leads.append(self._before)

    def close_list(self) -> None:
        """End the innermost list."""
        self.close("item")
        if self._leads:
            self._before = self._leads.pop()

    def close(self, kind: str, level: int = 0) -> None:
        """End the block that is being read, if it holds anything."""
        done, self._open = self._open, Text()
        text = done.whole()
        if not text:
            return
        if level:
            self._headings = [each for each in self._headings if each[0] < level]
        self.blocks.append(Block(kind, text, done.marks(), self._above(), tuple(done.links)))
        if level:
            self._headings.append((level, text))
            self._before = ""
            self._leads.clear()
        elif kind != "code":
            self._before = text[:300]
        if level == 1 and not self.title:
            self.title = text

    def add_row(self, head: list[str], row: list["Text"]) -> None:
        """Add a row of a table: each cell after its row's first, with what heads the column where there are many."""
        for number, cell in enumerate(row[1:_MOST_CELLS], start=1):
            many = len(row) > 2 and number < len(head)  # noqa: PLR2004 # with two columns, the second one is the value
            text = Text()
            if many and head[number]:
                text.add(f"{head[number]} ", cell.first_line)
            text.join(row[0])
            text.add(": ", cell.first_line)
            text.join(cell)
            self._open = text
            self.close("row")
        if len(row) == 1:
            self._open = row[0]
            self.close("row")

    def _above(self) -> tuple[str, ...]:
        leads = [lead for lead in reversed(self._leads) if lead]
        headings = [heading for _, heading in reversed(self._headings)]
        return (*leads[:3], *headings, *([self.title] if self.title else []))


class Text:
    """Words as they are read: white space is collapsed, and lines are remembered."""

    def __init__(self) -> None:
        self.links: list[Link] = []
        self._parts: list[str] = []
        self._length = 0
        self._marks: list[tuple[int, int]] = []
        self._spaced = True

    @property
    def first_line(self) -> int:
        """The line on which the text begins."""
        return self._marks[0][1] if self._marks else 1

    def add(self, words: str, line: int) -> None:
        """Add words that begin on `line` and may go on over the next ones."""
        for number, part in enumerate(words.translate(_UNSEEN).split("\n")):
            plain = " ".join(part.split())
            if number or part[:1].isspace():
                self._space()
            if not plain:
                continue
            if not self._marks or self._marks[-1][1] != line + number:
                self._marks.append((self._length, line + number))
            self._put(plain)
            self._spaced = False
            if part[-1:].isspace():
                self._space()

    def end_sentence(self) -> None:
        """Note a line break that readers see."""
        if self._parts:
            self._put(BREAK)
            self._spaced = True

    def join(self, other: "Text") -> None:
        """Add another text with its lines and links."""
        self._marks += [(self._length + place, line) for place, line in other.marks()]
        self._put(other.whole())
        self._spaced = False
        self.links += other.links

    def whole(self) -> str:
        """Return all words."""
        return "".join(self._parts).rstrip()

    def mark(self) -> int:
        """Return a mark that `since` takes."""
        return len(self._parts)

    def since(self, mark: int) -> str:
        """Return the words that were added after a mark was taken."""
        return "".join(self._parts[mark:]).strip()

    def marks(self) -> tuple[tuple[int, int], ...]:
        """Return where each line begins."""
        return tuple(self._marks) or ((0, 1),)

    def _space(self) -> None:
        if not self._spaced:
            self._put(" ")
            self._spaced = True

    def _put(self, words: str) -> None:
        self._parts.append(words)
        self._length += len(words)
