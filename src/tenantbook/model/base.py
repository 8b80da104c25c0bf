"""The rules that every kind of content file shares."""

from datetime import date
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints


class Entry(BaseModel):
    """A mapping in a content file: frozen, strictly typed, and closed to unknown keys."""

    model_config = ConfigDict(frozen=True, strict=True, extra="forbid")


#: Names of files and entries. No dot, slash or capital, so a name is safe in a path on every system.
Name = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$", max_length=60)]

#: Names of facts: words joined by dots, as a template writes them (`tap.lifetime.maximum`).
FactName = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)+$", max_length=80)]

#: One line of text for people: no control characters, no line breaks, no characters that slots use.
Line = Annotated[
    str,
    StringConstraints(min_length=1, max_length=300, pattern=r"^[^\x00-\x1f\x7f-\x9f\u2028\u2029\ue000-\uf8ff]+$"),
]

#: Markdown with Jinja in it, possibly many lines.
Text = Annotated[str, StringConstraints(min_length=1, max_length=20_000, pattern=r"^[^\x00-\x08\x0b-\x1f\ue000-\uf8ff]+$")]

#: An https address.
Address = Annotated[str, StringConstraints(pattern=r"^https://[A-Za-z0-9.-]+(:\d+)?(/[^\s<>\"'`\\(){}|^\[\]]*)?$", max_length=500)]

#: A condition: a Jinja expression over facts, such as `not tap.once`.
Condition = Annotated[str, StringConstraints(min_length=1, max_length=300)]

#: The day on which somebody last made sure of something.
Confirmed = Annotated[date, Field(strict=False)]
