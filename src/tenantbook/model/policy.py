"""What the files in `facts/` say: which values a policy holds and what is known about each."""

from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field

from tenantbook.model.audience import Surface
from tenantbook.model.base import Entry, FactName, Line, Name
from tenantbook.model.place import Cloud


class Kind(StrEnum):
    """The type of a fact's value."""

    FLAG = "flag"
    COUNT = "count"
    DURATION = "duration"
    CHOICE = "choice"
    TEXT = "text"
    TARGETS = "targets"


Unit = Literal["minutes", "hours", "days", "characters"]

#: A literal in a content file. `everyone` stands for all users in a default of kind targets.
Literal_ = Annotated[bool | int | str | tuple[str, ...], Field(union_mode="left_to_right")]


class Bound(Entry):
    """A figure that the platform fixes for every tenant, so that it may be printed anywhere."""

    kind: Kind
    unit: Unit | None = None
    value: int | str
    label: Line
    source: Line


class Fact(Entry):
    """One named, typed value of a policy."""

    at: Annotated[
        str, Field(min_length=1, max_length=300, description="JMESPath of the value, from the policy's `under`")
    ]
    kind: Kind
    unit: Unit | None = None
    range: Annotated[tuple[int, int] | None, Field(description="What the platform allows, both ends included")] = None
    choices: Annotated[
        dict[str, Line] | None, Field(description="Each value and how it reads; for flags `true` and `false`")
    ] = None
    default: Annotated[Literal_, Field(description="Microsoft's documented default; fills the house edition only")]
    house: Annotated[
        Literal_ | None,
        Field(description="What the house edition assumes where the default would leave nothing to describe"),
    ] = None
    source: Annotated[Line, Field(description="Where the default and the range are documented")]
    label: Annotated[Line, Field(description="The setting's name on screen")]
    means: Annotated[Line, Field(description="One sentence for a reader who has never seen the setting")]
    surface: Annotated[Surface, Field(description="`internal` keeps the fact out of every client page")] = (
        Surface.CLIENT
    )


class Rule(Entry):
    """What must hold in every sound answer, so that a broken one is never taken for a policy."""

    holds: Annotated[str, Field(description="JMESPath that gives true, from the policy's `under`")]
    says: Annotated[Line, Field(description="What is wrong where it does not hold")]


class PolicyFile(Entry):
    """One Graph resource that facts are read from."""

    policy: Name
    graph: Annotated[str, Field(pattern=r"^/[A-Za-z0-9/()'_.-]+$", description="Path below the Graph version")]
    under: Annotated[str, Field(description="JMESPath of the part that holds the facts; `@` for the whole answer")] = (
        "@"
    )
    permission: Annotated[
        str, Field(pattern=r"^[A-Za-z]+(\.[A-Za-z-]+)+$", description="Least privileged application permission")
    ]
    clouds: Annotated[tuple[Cloud, ...], Field(min_length=1, description="Clouds in which the resource is documented")]
    source: Line
    facts: Annotated[dict[FactName, Fact], Field(min_length=1)]
    rules: Annotated[tuple[Rule, ...], Field(description="What must hold in a sound answer")] = ()
    platform: Annotated[dict[FactName, Bound], Field(description="Figures the platform fixes for every tenant")] = {}


class Recommendation(Entry):
    """What the provider recommends for one fact, and why."""

    value: Literal_
    why: Line


class BaselineFile(Entry):
    """What the provider recommends, per fact."""

    recommendations: dict[FactName, Recommendation]
