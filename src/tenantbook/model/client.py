"""What the files in `clients/` and `languages/` say."""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from tenantbook.model.base import Address, Entry, FactName, Line, Name
from tenantbook.model.place import Cloud
from tenantbook.model.policy import Literal_

TenantId = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$")]
Phone = Annotated[str, StringConstraints(pattern=r"^\+?[0-9][0-9 ()./-]{2,30}$")]
Email = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9.-]{1,190}\.[A-Za-z]{2,24}$")]
Colour = Annotated[str, StringConstraints(pattern=r"^#[0-9a-fA-F]{6}$")]


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


class LanguageFile(Entry):
    """The fixed words of one language."""

    name: Annotated[Line, Field(description="The language's own name for itself")]
    locale: Annotated[str, Field(pattern=r"^[a-z]{2}(_[A-Z]{2})?$", description="For durations and dates")]
    words: Annotated[dict[Name, Line], Field(description="Every word that templates ask for")]
