"""What the files in `clients/` and `languages/` say."""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from tenantbook.model.base import Address, Entry, FactName, Line, Name
from tenantbook.model.place import Cloud
from tenantbook.model.policy import ClaimPattern, Literal_, Reading

TenantId = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$")]
Phone = Annotated[str, StringConstraints(pattern=r"^\+?[0-9][0-9 ()./-]{2,30}$")]
Email = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9.-]{1,190}\.[A-Za-z]{2,24}$")]
Colour = Annotated[str, StringConstraints(pattern=r"^#[0-9a-fA-F]{6}$")]


PublishInternal = Annotated[
    Line | None,
    Field(
        description="Who decided, and when, that guides for the provider's own staff may be public; else they never are"
    ),
]


class Helpdesk(Entry):
    """Whom this client's people call."""

    name: Line
    phone: Phone | None = None
    email: Email | None = None
    address: Annotated[Address | None, Field(description="A ticket portal")] = None
    hours: Line | None = None


class WaiverEntry(Entry):
    """Why a client's tenant may differ from what the provider recommends, who answers for that, and until when."""

    reason: Line
    owner: Annotated[Line, Field(description="Who answers for it: a person, whom one can ask")]
    until: Annotated[date, Field(strict=False, description="The last day on which it holds")]
    value: Annotated[
        Literal_ | None, Field(description="Only this value is waived; left out: whatever the tenant has")
    ] = None


class Pause(Entry):
    """Why nothing is done about a client for a while, and until when."""

    why: Line
    until: Annotated[date, Field(strict=False, description="The last day of it; then the client is back by itself")]


class Client(Entry):
    """An organisation whose tenant the provider looks after."""

    name: Annotated[Line, Field(description="As its people call it")]
    tenant: Annotated[TenantId, Field(description="Directory (tenant) id, in small letters")]
    cloud: Cloud = Cloud.GLOBAL
    language: Name = "en"
    colour: Annotated[Colour, Field(description="Of its site's header, as #rrggbb")] = "#2f4b7c"
    helpdesk: Annotated[Helpdesk | None, Field(description="Where it differs from the one in `house.yml`")] = None
    waivers: Annotated[
        dict[FactName, WaiverEntry], Field(description="Differences from the baseline that somebody answers for")
    ] = {}
    publish_internal: PublishInternal = None
    paused: Annotated[
        Pause | None, Field(description="Not pulled, built, checked or published; what stands stays as it is")
    ] = None


class HouseFile(Entry):
    """The provider itself: what the house edition says where a client's would name the client."""

    name: Line
    colour: Colour = "#2f4b7c"
    language: Name = "en"
    helpdesk: Helpdesk
    builder: Annotated[
        Literal["mkdocs", "properdocs", "zensical"],
        Field(description="The site generator; all but mkdocs are installed apart"),
    ] = "mkdocs"
    publish_internal: PublishInternal = None


class Phrasing(Entry):
    """The words by which prose of one language is read for claims. All in small letters; `begin*` is a beginning."""

    numbers: Annotated[dict[str, int], Field(description="Numbers in words; tens and ones may stand together")]
    articles: Annotated[tuple[Line, ...], Field(description="Numbers that are articles as well")] = ()
    half: tuple[Line, ...] = ()
    units: Annotated[
        dict[Literal["seconds", "minutes", "hours", "days", "weeks", "months", "years"], tuple[Line, ...]],
        Field(description="Every way to write each unit of time"),
    ]
    plus: Annotated[tuple[Line, ...], Field(description="What joins the parts of one amount")] = ()
    to: Annotated[tuple[Line, ...], Field(description="What joins the ends of a range")] = ()
    between: Annotated[tuple[Line, ...], Field(description="What opens a range whose ends `plus` joins")] = ()
    rates: Annotated[tuple[Line, ...], Field(description="Words before `a day` that make it a rate")] = ()
    spelled: Annotated[dict[Line, Line], Field(description="Contractions and what they stand for")] = {}
    abbreviations: Annotated[tuple[Line, ...], Field(description="Words whose full stop ends no sentence")] = ()
    breaks: Annotated[tuple[Line, ...], Field(description="Words that open a new clause")] = ()
    denied: Annotated[tuple[Line, ...], Field(description="What makes a claim its opposite")] = ()
    past: Annotated[tuple[Line, ...], Field(description="What says that it is no longer so")] = ()
    example: Annotated[tuple[Line, ...], Field(description="What says that a value is one of many")] = ()
    told: Annotated[tuple[Line, ...], Field(description="First words of a clause that tells what to do")] = ()
    advised: Annotated[tuple[Line, ...], Field(description="Words anywhere in a clause that advises")] = ()
    conditional: Annotated[tuple[Line, ...], Field(description="Words before what holds only sometimes")] = ()
    settable: Annotated[tuple[Line, ...], Field(description="What says that a value can be set in a tenant")] = ()
    everywhere: Annotated[tuple[Line, ...], Field(description="What says that it holds in every tenant")] = ()
    by_default: Annotated[tuple[Line, ...], Field(description="What says that a value is the default")] = ()
    factory: Annotated[tuple[Line, ...], Field(description="What says that a value is Microsoft's default")] = ()
    others: Annotated[tuple[Line, ...], Field(description="Things with figures of their own")] = ()
    light: Annotated[
        tuple[Line, ...], Field(description="Words that name nothing, so that a sentence goes on about what was named")
    ] = ()
    subjects: Annotated[dict[Name, tuple[Line, ...]], Field(description="By policy, as in `facts/`")] = {}
    short: Annotated[dict[Name, tuple[Line, ...]], Field(description="By policy, as in `facts/`")] = {}
    claims: Annotated[
        dict[FactName, tuple[Reading, ...]], Field(description="By fact; for languages other than the first")
    ] = {}
    right: Annotated[dict[FactName, tuple[ClaimPattern, ...]], Field(description="By belief, likewise")] = {}
    wrong: Annotated[dict[FactName, tuple[ClaimPattern, ...]], Field(description="By belief, likewise")] = {}
    steps: Annotated[tuple[Line, ...], Field(description="Words between the steps of a menu path, such as `then`")] = ()


class LanguageFile(Entry):
    """The fixed words of one language."""

    name: Annotated[Line, Field(description="The language's own name for itself")]
    locale: Annotated[str, Field(pattern=r"^[a-z]{2}(_[A-Z]{2})?$", description="For durations and dates")]
    words: Annotated[dict[Name, Line], Field(description="Every word that templates ask for")]
    prose: Annotated[
        Phrasing | None, Field(description="How prose is read for claims; without it, none in this language is")
    ] = None
