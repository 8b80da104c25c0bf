"""Sections of a post laid out as the parts of a draft, and an account of where each element went."""

from collections.abc import Sequence
from typing import Any

from tenantbook.content.document import Path
from tenantbook.drafts.coding import coded
from tenantbook.drafts.draft import Placed, Went
from tenantbook.drafts.elements import UNMAPPABLE, Element, Entry, Kind, Run, plain
from tenantbook.drafts.grounds import Grounds, LinkFound, Proposal
from tenantbook.drafts.proposals import Manner, Worded, worded
from tenantbook.drafts.sections import Section, clean_title
from tenantbook.drafts.stock import menu_of
from tenantbook.drafts.tables import as_rows, as_table
from tenantbook.drafts.wording import line_of
from tenantbook.drafts.words import Role, telling
from tenantbook.model.claim import Claim

#: Texts are put together up to this length; what follows begins another part.
_LONGEST_TEXT = 6000

_WHAT_ROLES = {Role.USES: "use case", Role.NOTES: "note", Role.BEFORE: "requirement", Role.TROUBLE: "trouble"}


class Parts:
    """The parts of one draft, as they are put together. `base` leads to the list of parts."""

    def __init__(self, file: str, grounds: Grounds) -> None:
        self.file = file
        self.parts: list[dict[str, Any]] = []
        self.notes: dict[Path, list[str]] = {}
        self.placed: list[Placed] = []
        self.proposals: list[Proposal] = []
        self.links: list[LinkFound] = []
        self.claims: list[Claim] = []
        self._grounds = grounds
        self._loose: list[str] = []
        self._led_to = ""

    def add(self, section: Section, *, titled: bool = True) -> None:
        """Add a section; its title becomes a heading where `titled`."""
        self.begin(section.title if titled else "", section)
        if section.title and not titled:
            self.placed.append(Placed("title", section.title, Went.MAPPED, f"{self.file} title"))
        for element in section.elements:
            self._element(element, section.role)
        self.settle()

    def begin(self, title: str, section: Section | None = None) -> None:
        """Begin a part of its own."""
        self.settle()
        self.parts.append({"heading": line_of(clean_title(title))} if title else {})
        if title and section is not None:
            went = Went.COMMENT if section.is_empty else Went.MAPPED
            self._account("heading", title, went, ("heading",), why="nothing stands below it" * section.is_empty)
            self._note_title(title)

    def use(self, part: str, audiences: Sequence[str], notes: Sequence[str]) -> None:
        """Add a part of a stock procedure, with what an editor has to know about it."""
        self.settle()
        self.parts.append({"use": part, "audiences": list(audiences)})
        self.note((), *notes)

    def note(self, below: Path, *texts: str) -> None:
        """Note something for the editor above a key of the part that is being made."""
        if texts:
            self.notes.setdefault(("parts", len(self.parts) - 1, *below), []).extend(texts)

    def settle(self) -> None:
        """End the part that is being made: one that holds nothing is none, and its notes go to the head of the next."""
        if self.parts and not set(self.parts[-1]) - {"heading", "audiences"}:
            gone = ("parts", len(self.parts) - 1)
            empty = self.parts.pop()
            self._loose += [note for path in list(self.notes) if path[:2] == gone for note in self.notes.pop(path)]
            if empty.get("heading"):
                self._loose.append(f"The post has a heading here with no text of its own: {empty['heading']}")
        elif self.parts and self._loose:
            self.notes.setdefault(("parts", len(self.parts) - 1), [])[:0] = self._loose
            self._loose = []

    @property
    def loose(self) -> list[str]:
        """Notes that no part is left for."""
        return self._loose

    def _element(self, element: Element, role: Role) -> None:
        if element.kind in UNMAPPABLE:
            self._comment(element)
        elif element.kind is Kind.LIST:
            self._list(element, role)
        elif element.kind is Kind.TABLE:
            self._table(element)
        elif role is Role.NOTES and element.kind in (Kind.TEXT, Kind.QUOTE):
            self._text(element, "note", Went.MAPPED)
        elif element.kind is not Kind.RULE:
            self._text(element, element.kind.value, Went.MAPPED if element.kind is Kind.CODE else Went.TEXT)

    def _list(self, element: Element, role: Role) -> None:
        key = "steps" if role is Role.TASK or element.ordered else "points"
        if {"steps", "points", "table"} & set(self.parts[-1]):
            self._next()
        entries = self.parts[-1].setdefault(key, [])
        what = "step" if key == "steps" else _WHAT_ROLES.get(role, "point")
        for entry in element.entries:
            menu = self._led_to
            entries.append(self._entry(entry, (key, len(entries)), what))
            if menu and plain(entry.runs) and telling(plain(entry.runs)) - {"choose"} <= telling(menu):
                self.note((key, len(entries) - 1), f"The step above leads through {menu}: is this one still needed?")
                self._led_to = menu
        self._led_to = ""

    def _entry(self, entry: Entry, path: Path, what: str) -> dict[str, Any]:
        done = self._worded(entry.runs, Manner.STEP if what == "step" else Manner.PROSE, path, what, Went.MAPPED)
        made: dict[str, Any] = {"do": done.text or "…"}
        if entry.below:
            detail = self._below(entry.below, (*path, "detail"))
            if detail and not done.text:
                made["do"] = detail
            elif detail:
                made["detail"] = detail
        return made

    def _below(self, elements: Sequence[Element], path: Path, depth: int = 0) -> str:
        """Return what stands below an entry as Markdown."""
        indent = "    " * depth
        blocks: list[str] = []
        for element in elements:
            if element.kind in UNMAPPABLE:
                self._comment(element, path[:-1])
            elif element.kind is Kind.LIST:
                lines = []
                for number, entry in enumerate(element.entries, start=1):
                    done = self._worded(entry.runs, Manner.PROSE, path, "entry of a list within", Went.MAPPED)
                    mark = f"{number}." if element.ordered else "-"
                    lines.append(f"{indent}{mark} {done.text or '…'}".replace("\n", f"\n{indent}    "))
                    if entry.below:
                        lines.append(self._below(entry.below, path, depth + 1))
                blocks.append("\n".join(line for line in lines if line))
            elif element.kind is not Kind.RULE:
                blocks.append(self._block(element, path, element.kind.value, Went.MAPPED, indent))
        return "\n\n".join(block for block in blocks if block)

    def _table(self, element: Element) -> None:
        if {"steps", "points", "table"} & set(self.parts[-1]):
            self._next()
        path: Path = ("table",)
        cells = [
            [self._worded(cell, Manner.PROSE, path, "cell", Went.MAPPED).text for cell in row] for row in element.rows
        ]
        held = as_rows(element, cells)
        if held:
            self.parts[-1]["table"] = held
        else:
            self._say(as_table(cells))

    def _text(self, element: Element, what: str, went: Went) -> None:
        path: Path = ("after",) if {"steps", "points", "table"} & set(self.parts[-1]) else ("text",)
        if len(self.parts[-1].get(str(path[0]), "")) > _LONGEST_TEXT:
            self._next(moved=False)
            path = ("text",)
        self._say(self._block(element, path, what, went))

    def _say(self, text: str) -> None:
        """Add Markdown to the part: below its list where it has one."""
        if text:
            key = "after" if {"steps", "points", "table"} & set(self.parts[-1]) else "text"
            before = self.parts[-1].get(key)
            self.parts[-1][key] = f"{before}\n\n{text}" if before else text

    def _next(self, *, moved: bool = True) -> None:
        """Begin another part without a heading; what stood below the list opens it."""
        text = self.parts[-1].pop("after", "") if moved else ""
        here = len(self.parts) - 1
        carried = self.notes.pop(("parts", here, "after"), []) if text else []
        self.parts.append({"text": text} if text else {})
        if text:
            old, new = f"parts.{here + 1}.after", f"parts.{here + 2}.text"
            self.placed = [
                Placed(each.what, each.words, each.went, each.where.replace(old, new), each.why) for each in self.placed
            ]
        self.note(("text",), *carried)

    def _block(self, element: Element, path: Path, what: str, went: Went, indent: str = "") -> str:
        if element.kind is Kind.CODE:
            return self._code(element, path, indent)
        if element.kind is Kind.QUOTE:
            inner = [self._block(each, path, "quote", went) for each in element.below if each.kind not in UNMAPPABLE]
            for each in element.below:
                if each.kind in UNMAPPABLE:
                    self._comment(each, path[:-1])
            return "\n".join(f"{indent}> {line}".rstrip() for line in "\n\n".join(filter(None, inner)).split("\n"))
        if element.kind in (Kind.LIST, Kind.TABLE):
            return self._below([element], path) if element.kind is Kind.LIST else self._cells(element, path)
        runs = (
            element.runs
            if element.kind is not Kind.CAPTION
            else tuple(Run(run.text, soft=True) for run in element.runs)
        )
        return self._worded(runs, Manner.PROSE, path, what, went).text.replace("\n", f"\n{indent}")

    def _cells(self, element: Element, path: Path) -> str:
        return as_table(
            [[self._worded(cell, Manner.PROSE, path, "cell", Went.MAPPED).text for cell in row] for row in element.rows]
        )

    def _code(self, element: Element, path: Path, indent: str) -> str:
        code = "".join(run.text for run in element.runs)
        done = coded(code, self._grounds, indent)
        self.note(path, *done.notes)
        self.proposals += done.proposals
        self._account("code", code, Went.MAPPED, path)
        return done.text

    def _comment(self, element: Element, below: Path = ()) -> None:
        said = plain(element.runs)
        text = f"{element.kind.value}: {said} <{element.source}>" if said else f"{element.kind.value}: {element.source}"
        why = (
            "pictures are not supported yet; say it in words" if element.kind is Kind.PICTURE else "no text can hold it"
        )
        self.note(below, f"Left out, {text} ({why})")
        self._account(element.kind.value, f"{said} {element.source}".strip(), Went.COMMENT, below, why=why)

    def _worded(self, runs: Sequence[Run], manner: Manner, path: Path, what: str, went: Went) -> Worded:
        done = worded(runs, self._grounds, manner)
        self.note(path, *done.notes)
        self.proposals += done.proposals
        places = [claim.about.removeprefix("place:") for claim in done.claims if claim.about.startswith("place:")]
        self._led_to = menu_of(self._grounds.library, places[-1]) if places else ""
        self.links += done.links
        self.claims += done.claims
        if runs:
            self._account(what, plain(runs), went, path)
        return done

    def _account(self, what: str, words: str, went: Went, path: Path, why: str = "") -> None:
        keys: list[str | int] = ["parts", len(self.parts), *(key + 1 if isinstance(key, int) else key for key in path)]
        self.placed.append(Placed(what, words, went, f"{self.file} {'.'.join(map(str, keys))}", why))

    def _note_title(self, title: str) -> None:
        if line_of(clean_title(title)) != clean_title(title):
            self.note(("heading",), f"The post's heading: {title}")
