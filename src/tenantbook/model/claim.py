"""What prose claims: sentences of pages that carry no record, each held against what is known."""

from dataclasses import dataclass
from enum import StrEnum


class Form(StrEnum):
    """What a text is written in. HTML is a whole page or a fragment, as WordPress renders one."""

    MARKDOWN = "markdown"
    HTML = "html"


class Truth(StrEnum):
    """How true a claim is, and where."""

    EVERYWHERE = "true everywhere"
    HERE = "true here"
    BY_DEFAULT = "true by default only"
    WRONG = "wrong"
    UNSURE = "can't tell"


@dataclass(frozen=True, slots=True)
class Claim:
    """One claim of a text.

    `line` is that of the text, from 1; `sentence` is what it stands in, `says` the words that make the claim.
    `about` is a fact's name, or `place:NAME` for a menu path or address, or `link` for a link whose text names another
    place than it leads to. `why` says in one sentence what is so instead, or on what the truth depends; `source` is
    where that is documented.
    """

    line: int
    sentence: str
    says: str
    about: str
    truth: Truth
    why: str
    source: str = ""


@dataclass(frozen=True, slots=True)
class Prose:
    """A text without a record: its file or address, its title, whose it is ("" for nobody's), and what it claims.

    `problem` says why it could not be read; it then has no claims. No claim found means "nothing to check".
    """

    name: str
    title: str
    client: str
    claims: tuple[Claim, ...] = ()
    problem: str = ""
