"""What `audiences.yml` and `roles.yml` say: who reads, and which directory roles exist."""

from enum import StrEnum
from typing import Annotated

from pydantic import Field

from tenantbook.model.base import Entry, Line, Name


class Surface(StrEnum):
    """How far a text may travel: to the provider's own staff, or to the client as well."""

    INTERNAL = "internal"
    CLIENT = "client"


class Audience(Entry):
    """A group of readers with one job."""

    title: Annotated[Line, Field(description="How the group is called in menus")]
    surface: Surface
    lead: Annotated[Line, Field(description="One sentence under the title of the group's start page")]
    like: Annotated[Name | None, Field(description="Another audience whose texts this one reads where it has none")] = (
        None
    )


class AudiencesFile(Entry):
    """Every audience, in the order of the menus."""

    audiences: Annotated[dict[Name, Audience], Field(min_length=1)]


class Role(Entry):
    """A Microsoft Entra directory role."""

    name: Line
    template: Annotated[str, Field(pattern=r"^[0-9a-f-]{36}$", description="Role template id")]
    can: Line
    source: Line


class RolesFile(Entry):
    """The directory roles that texts may name."""

    roles: dict[Name, Role]
