"""What the files in `procedures/` and `scenarios/` say."""

from enum import StrEnum
from typing import Annotated

from pydantic import Field, StringConstraints

from tenantbook.model.base import Condition, Confirmed, Entry, FactName, Line, Name, Text

Audiences = Annotated[tuple[Name, ...], Field(min_length=1, description="Audiences; left out: all of the file's")]

#: `procedure#part`: a part of another procedure, shown in place.
PartName = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]*#[a-z][a-z0-9-]*$")]


class Tone(StrEnum):
    """How loud a notice is."""

    NOTE = "note"
    TIP = "tip"
    WARNING = "warning"
    DANGER = "danger"


class Notice(Entry):
    """A box that stands out from the text."""

    tone: Tone
    title: Line
    text: Text


class Step(Entry):
    """One thing to do."""

    do: Annotated[Text, Field(description="What to do, beginning with a verb")]
    detail: Annotated[Text | None, Field(description="What helps while doing it")] = None
    notice: Notice | None = None
    when: Annotated[Condition | None, Field(description="Shown only where this holds")] = None
    audiences: Audiences | None = None


class Row(Entry):
    """One line of a two-column table, such as an error and what it means."""

    left: Text
    right: Text
    when: Condition | None = None
    audiences: Audiences | None = None


class Table(Entry):
    """A two-column table."""

    head: Annotated[tuple[Line, Line], Field(strict=False)]
    rows: Annotated[tuple[Row, ...], Field(min_length=1)]


class Part(Entry):
    """A stretch of a page. What it holds is laid out in the order of the fields below."""

    id: Annotated[Name | None, Field(description="So that another file may `use` it")] = None
    heading: Line | None = None
    audiences: Audiences | None = None
    when: Annotated[Condition | None, Field(description="Shown only where this holds")] = None
    use: Annotated[PartName | None, Field(description="Shows a part of another procedure here")] = None
    text: Text | None = None
    notice: Notice | None = None
    steps: Annotated[tuple[Step, ...], Field(description="A numbered list")] = ()
    points: Annotated[tuple[Step, ...], Field(description="A list without numbers")] = ()
    tabs: Annotated[dict[Line, Text], Field(description="Alternatives, one tab each")] = {}
    facts: Annotated[tuple[FactName, ...], Field(description="A table: bound, tenant's value, recommendation")] = ()
    table: Table | None = None
    message: Annotated[Text | None, Field(description="Plain text to copy and send; no Markdown")] = None
    label: Annotated[Line | None, Field(description="What the message is; left out: a message to copy")] = None
    after: Annotated[Text | None, Field(description="Text below the rest of the part")] = None


class Procedure(Entry):
    """One task, or in `scenarios/` a situation that strings tasks together."""

    title: Line
    summary: Annotated[Line, Field(description="One sentence: what the reader gets done")]
    titles: Annotated[dict[Name, Line], Field(description="Another title for an audience")] = {}
    summaries: Annotated[dict[Name, Line], Field(description="Another summary for an audience")] = {}
    topic: Annotated[Line, Field(description="The menu group")]
    order: Annotated[int, Field(description="Place within its topic; lower comes first")] = 50
    audiences: Annotated[tuple[Name, ...], Field(min_length=1)]
    requires: Annotated[tuple[FactName, ...], Field(description="Flags without which the task is impossible")] = ()
    otherwise: Annotated[tuple[Part, ...], Field(description="Shown instead where a required flag is off")] = ()
    reviewed: Annotated[Confirmed, Field(description="The day somebody last read it against the sources")]
    sources: Annotated[tuple[Line, ...], Field(min_length=1, description="What it was checked against")]
    parts: Annotated[tuple[Part, ...], Field(min_length=1)]
