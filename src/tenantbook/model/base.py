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
Text = Annotated[
    str, StringConstraints(min_length=1, max_length=20_000, pattern=r"^[^\x00-\x08\x0b-\x1f\ue000-\uf8ff]+$")
]

#: An https address.
Address = Annotated[
    str, StringConstraints(pattern=r"^https://[A-Za-z0-9.-]+(:\d+)?(/[^\s<>\"'`\\(){}|^\[\]]*)?$", max_length=500)
]

#: A condition: a Jinja expression over facts, such as `not tap.once`.
Condition = Annotated[str, StringConstraints(min_length=1, max_length=300)]

#: The day on which somebody last made sure of something.
Confirmed = Annotated[date, Field(strict=False)]

#: The patterns of content files in words, for people who got one wrong.
IN_WORDS = {
    r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$": "a name: small letters, digits and single hyphens, beginning with a letter",
    r"^[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)+$": "a fact's name: small words joined by dots, such as tap.lifetime.maximum",
    r"^[^\x00-\x1f\x7f-\x9f\u2028\u2029\ue000-\uf8ff]+$": "one line of text without control or private-use characters",
    r"^[^\x00-\x08\x0b-\x1f\ue000-\uf8ff]+$": "text without control or private-use characters",
    r"^https://[A-Za-z0-9.-]+(:\d+)?(/[^\s<>\"'`\\(){}|^\[\]]*)?$": "a plain https address",
    r"^[a-z][a-z0-9-]*#[a-z][a-z0-9-]*$": "a part's name, such as create-pass#create",
    r"^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$": "a tenant id: digits and small letters a-f, 8-4-4-4-12",
    r"^\+?[0-9][0-9 ()./-]{2,30}$": "a phone number",
    r"^[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9.-]{1,190}\.[A-Za-z]{2,24}$": "an e-mail address",
    r"^#[0-9a-fA-F]{6}$": "a colour as #rrggbb",
    r"^[a-z][a-z0-9-]*/([a-z][a-z0-9-]*|-)$|^[a-z][a-z0-9-]*/(client|internal)(/([a-z0-9-]+)){3}$": (
        "an article: page/audience, such as use-pass/end-user, or client/surface/audience/page/language"
    ),
}
