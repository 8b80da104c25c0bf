"""What the files in `facts/` say: which values a policy holds and what is known about each."""

from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Discriminator, Field, Tag

from tenantbook.model.audience import Surface
from tenantbook.model.base import Entry, FactName, Line, Name
from tenantbook.model.place import Cloud
from tenantbook.model.verdict import Severity


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


def _one_or_each(given: object) -> str:
    return "per audience" if isinstance(given, dict) else "for all"


#: One severity for all, or one for each audience. Told apart beforehand, so that a mistake is told once.
Severities = Annotated[
    Annotated[Severity, Tag("for all")] | Annotated[dict[Name, Severity], Tag("per audience")],
    Discriminator(_one_or_each),
]


#: How a claim reads; see `tenantbook.claims.patterns` for what may stand in it.
ClaimPattern = Annotated[
    Line, Field(description="Words in small letters, (a|b), [perhaps], begin*, ..., and amounts such as {duration}")
]


class Reading(Entry):
    """One way in which prose speaks of a fact."""

    reads: Annotated[tuple[ClaimPattern, ...], Field(min_length=1)]
    means: Annotated[bool | None, Field(description="For flags: the value that is claimed")] = None
    case_by_case: Annotated[
        bool | None,
        Field(description="For flags: the value with which what is claimed is chosen each time, so nobody can tell"),
    ] = None
    between: Annotated[
        tuple[FactName, FactName] | None,
        Field(description="The facts between which a value is chosen each time; a range is held against both"),
    ] = None
    unless: Annotated[
        tuple[Line, ...], Field(description="Words before the claim that make it one about something else")
    ] = ()


class Belief(Entry):
    """What texts say about every tenant alike, and what is so."""

    right: Annotated[tuple[ClaimPattern, ...], Field(description="How it reads where it is true")] = ()
    wrong: Annotated[tuple[ClaimPattern, ...], Field(description="How it reads where it is false")] = ()
    unless: Annotated[
        tuple[Line, ...], Field(description="Words before the claim that make it one about something else")
    ] = ()
    why: Annotated[Line, Field(description="What is so, in one sentence")]
    source: Line


class Bound(Entry):
    """A figure that the platform fixes for every tenant, so that it may be printed anywhere."""

    kind: Kind
    unit: Unit | None = None
    value: int | str
    label: Line
    source: Line
    claims: Annotated[tuple[Reading, ...], Field(description="How prose speaks of it, in the first language")] = ()


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
    severity: Annotated[
        Severities,
        Field(description="How bad a wrong value is: one word, or one per audience; audiences left out: `error`"),
    ] = Severity.ERROR
    claims: Annotated[tuple[Reading, ...], Field(description="How prose speaks of it, in the first language")] = ()
    in_code: Annotated[
        tuple[Annotated[str, Field(pattern=r"^[A-Za-z]{3,60}$")], ...],
        Field(description="Names before a value of it in code; only what no tenant can have is then told"),
    ] = ()


class Derived(Entry):
    """What follows from facts: a name for a condition, to require and to decide by as if it were a flag."""

    holds: Annotated[Line, Field(description="The condition, as `when:` takes it")]
    means: Annotated[Line, Field(description="What it says of a tenant, in one sentence")]


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
    derived: Annotated[dict[FactName, Derived], Field(description="What follows from facts, by name")] = {}
    rules: Annotated[tuple[Rule, ...], Field(description="What must hold in a sound answer")] = ()
    platform: Annotated[dict[FactName, Bound], Field(description="Figures the platform fixes for every tenant")] = {}
    subjects: Annotated[
        tuple[Line, ...],
        Field(description="What prose calls the thing; in capitals it is matched as it is. Nothing is read without"),
    ] = ()
    short: Annotated[
        tuple[Line, ...], Field(description="What prose calls it once its name has been said, such as `the pass`")
    ] = ()
    beliefs: Annotated[
        dict[FactName, Belief], Field(description="What texts say about every tenant alike, right or wrong")
    ] = {}


class Recommendation(Entry):
    """What the provider recommends for one fact, and why: exactly one of `value`, `range` and `one_of`."""

    value: Annotated[Literal_ | None, Field(description="The one value that is recommended")] = None
    range: Annotated[
        tuple[int, ...] | None,
        Field(min_length=2, max_length=2, description="Any value from the first to the second, in the fact's unit"),
    ] = None
    one_of: Annotated[tuple[Literal_, ...] | None, Field(description="Any of these values")] = None
    why: Line
    severity: Annotated[Severity, Field(description="How bad it is where a tenant has another value")] = (
        Severity.WARNING
    )


class BaselineFile(Entry):
    """What the provider recommends, per fact."""

    recommendations: dict[FactName, Recommendation]
