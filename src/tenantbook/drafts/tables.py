"""Tables of a post: as the book's two-column tables where they fit, else as Markdown."""

from collections.abc import Sequence
from typing import Any

from tenantbook.drafts.elements import Element, plain
from tenantbook.drafts.wording import line_of

_LONGEST_HEAD = 200


def as_rows(element: Element, cells: Sequence[Sequence[str]]) -> dict[str, Any] | None:
    """Return a table as a part holds one, None where it has not two columns and a first row that heads them."""
    whole = all(len(row) == 2 and row[0] and row[1] for row in cells)  # noqa: PLR2004 # what a part's table has
    heads = [line_of(plain(cell)) for cell in element.rows[0]] if element.rows else []
    fits = len(cells) > 1 and element.headed and all(len(head) <= _LONGEST_HEAD for head in heads)
    if not (whole and fits):
        return None
    return {"head": heads, "rows": [{"left": left, "right": right} for left, right in cells[1:]]}


def as_table(cells: Sequence[Sequence[str]]) -> str:
    """Return cells as a table in Markdown. The first row is its head, for Markdown knows no table without one."""
    columns = max((len(row) for row in cells), default=0)
    if not columns:
        return ""
    rows = [[_one_line(cell) for cell in row] + [""] * (columns - len(row)) for row in cells]
    lines = [f"| {' | '.join(row)} |" for row in rows]
    return "\n".join([lines[0], f"|{' --- |' * columns}", *lines[1:]])


def _one_line(cell: str) -> str:
    return "<br>".join(line.strip() for line in cell.split("\n") if line.strip())
