"""Elements as they are being read: what is open, what it holds so far, and where the next one goes."""

from dataclasses import dataclass, field

from tenantbook.drafts.elements import Element, Entry, Kind, Run, Runs, plain

#: Lists within lists, quotes within quotes: what is nested deeper is read as if it stood on this depth.
DEEPEST = 12


@dataclass(slots=True)
class _Frame:
    """Something that holds elements: the post itself, a list, an entry of one, a quote, a table."""

    name: str
    elements: list[Element] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)
    rows: list[list[Runs]] = field(default_factory=list)
    runs: Runs | None = None
    headed: bool = False


class Frames:
    """The stack of what is open, and the words of the element that is being read."""

    def __init__(self) -> None:
        self._stack = [_Frame("post")]
        self._open: list[Run] = []
        self._beside: list[Element] = []
        self._kind = Kind.TEXT
        self._level = 0
        self._blocks = 0
        self._deeper: list[str] = []

    @property
    def is_open(self) -> bool:
        """Whether words stand in the post itself, outside of every block."""
        return len(self._stack) == 1 and not self._blocks and self._kind is Kind.TEXT

    @property
    def has_words(self) -> bool:
        """Whether the element that is being read has words yet."""
        return any(run.text.strip() for run in self._open)

    def say(self, run: Run) -> None:
        """Add words to the element that is being read."""
        self._open.append(run)

    def beside(self, element: Element) -> None:
        """Add an element that stands within a text: it comes after it."""
        self._beside.append(element)

    def begin(self, kind: Kind, level: int = 0) -> None:
        """Say what the next words are."""
        self._kind, self._level = kind, level

    def inside(self, name: str, *, opens: bool) -> None:
        """Note that a paragraph or its like begins or ends."""
        del name
        self._blocks = max(0, self._blocks + (1 if opens else -1))

    def put(self, element: Element) -> None:
        """Add a whole element."""
        self.end()
        self._stack[-1].elements.append(element)

    def end(self) -> None:
        """End the element that is being read, if it holds anything."""
        runs, self._open = tidy(self._open), []
        beside, self._beside = self._beside, []
        frame = self._stack[-1]
        if runs and frame.name == "cell":
            frame.runs = (*(frame.runs or ()), *((Run("\n"),) if frame.runs else ()), *runs)
        elif runs and frame.name == "entry" and frame.runs is None and not frame.elements:
            frame.runs = runs
        elif runs:
            frame.elements.append(Element(self._kind, runs, self._level))
        self._kind, self._level = Kind.TEXT, 0
        frame.elements += beside

    def structure(self, name: str, *, opens: bool) -> None:
        """Take a tag of a list, a table or a quote."""
        self.end()
        self._blocks = 0
        if self._deeper or (opens and len(self._stack) >= 2 * DEEPEST):
            self._take_deeper(name, opens=opens)
        elif self._in_cell() and name not in ("td", "th", "tr", "table"):
            return
        elif name in ("ul", "ol", "blockquote"):
            self._open_frame(name) if opens else self._close_to(name)
        elif name == "li":
            self._take_entry(opens=opens)
        else:
            self._take_table(name, opens=opens)

    def finish(self) -> tuple[Element, ...]:
        """Return all elements, with whatever was left open ended."""
        self.end()
        while len(self._stack) > 1:
            self._close()
        return tuple(self._stack[0].elements)

    def _in_cell(self) -> bool:
        return any(frame.name == "cell" for frame in self._stack)

    def _take_deeper(self, name: str, *, opens: bool) -> None:
        """Only count what is nested too deep: its words are read all the same."""
        if opens and name not in ("li", "tr", "td", "th"):
            self._deeper.append(name)
        elif not opens and self._deeper and self._deeper[-1] == name:
            self._deeper.pop()

    def _open_frame(self, name: str) -> None:
        self._stack.append(_Frame(name))

    def _take_entry(self, *, opens: bool) -> None:
        if not opens:
            self._close_to("entry", within=("ul", "ol"))
            return
        self._close_to("entry", within=("ul", "ol"))
        if self._stack[-1].name not in ("ul", "ol"):
            self._open_frame("ul")
        self._open_frame("entry")

    def _take_table(self, name: str, *, opens: bool) -> None:
        if name == "table" and self._in_cell():
            return
        if name == "table":
            self._open_frame("table") if opens else self._close_to("table")
        elif name == "caption":
            self.begin(Kind.CAPTION if opens else Kind.TEXT)
        elif any(frame.name == "table" for frame in self._stack):
            self._close_to("cell", within=("table",))
            table = self._stack[-1]
            if name == "tr" and opens:
                table.rows.append([])
            elif name in ("td", "th") and opens:
                table.rows = table.rows or [[]]
                table.headed = table.headed or (name == "th" and len(table.rows) == 1)
                self._open_frame("cell")

    def _close_to(self, name: str, within: tuple[str, ...] = ()) -> None:
        """Close the nearest open frame of a name, and all in it; none where one of `within` stands between."""
        for place in range(len(self._stack) - 1, 0, -1):
            if self._stack[place].name == name:
                while len(self._stack) > place:
                    self._close()
                return
            if self._stack[place].name in within:
                return

    def _close(self) -> None:
        frame, above = self._stack.pop(), self._stack[-1]
        if frame.name == "entry":
            entry = Entry(frame.runs or (), tuple(frame.elements))
            if entry.runs or entry.below:
                above.entries.append(entry)
        elif frame.name == "cell":
            above.rows[-1].append(frame.runs or ())
            above.elements += frame.elements
        else:
            above.elements += _whole(frame)


def _whole(frame: _Frame) -> list[Element]:
    """Return what a frame has become; what stood in a list or table outside of its entries comes before it."""
    if frame.name == "blockquote":
        return [Element(Kind.QUOTE, below=tuple(frame.elements))] if frame.elements else []
    if frame.name == "table":
        rows = tuple(tuple(row) for row in frame.rows if any(plain(cell) for cell in row))
        return [*frame.elements, *([Element(Kind.TABLE, rows=rows, headed=frame.headed)] if rows else [])]
    entries = tuple(frame.entries)
    lists = [Element(Kind.LIST, ordered=frame.name == "ol", entries=entries)] if entries else []
    return [*frame.elements, *lists]


def tidy(runs: list[Run]) -> Runs:
    """Return runs with white space as readers see it, those that look alike joined; nothing where nothing shows."""
    joined: list[Run] = []
    for run in runs:
        text = _spaced(run.text)
        before = joined[-1].text if joined else "\n"
        if before.endswith((" ", "\n")):
            text = text.lstrip(" ")
        if not text:
            continue
        if text.startswith("\n") and joined:
            joined[-1] = _with(joined[-1], joined[-1].text.rstrip(" "))
        if joined and _with(joined[-1], "") == _with(run, ""):
            joined[-1] = _with(run, joined[-1].text + text)
        else:
            joined.append(_with(run, text))
    return _trimmed([run for run in joined if run.text])


def _spaced(text: str) -> str:
    """Return text with its white space made one; a line break is kept where it is all there is, or leads."""
    if text.startswith("\n") and (not text.strip() or len(text) > 1):
        return "\n" + " ".join(text.split()) + (" " if text.strip() and text[-1].isspace() else "")
    plain_text = " ".join(text.split())
    if not plain_text:
        return " " if text else ""
    return (" " if text[0].isspace() else "") + plain_text + (" " if text[-1].isspace() else "")


def _trimmed(runs: list[Run]) -> Runs:
    while runs and not runs[-1].text.strip():
        runs.pop()
    while runs and not runs[0].text.strip():
        runs.pop(0)
    if not runs:
        return ()
    runs[0] = _with(runs[0], runs[0].text.lstrip())
    runs[-1] = _with(runs[-1], runs[-1].text.rstrip())
    return tuple(runs)


def _with(run: Run, text: str) -> Run:
    return Run(text, run.strong, run.soft, run.code, run.link)
