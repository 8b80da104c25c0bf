"""What `places.yml` says: menu paths and addresses by name and cloud."""

from enum import StrEnum
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from tenantbook.model.base import Address, Confirmed, Entry, Line, Name


class Cloud(StrEnum):
    """The separate Microsoft clouds. `global` includes Microsoft 365 GCC."""

    GLOBAL = "global"
    GCC_HIGH = "gcc-high"
    DOD = "dod"
    CHINA = "china"


class Spot(Entry):
    """Where a place is in one cloud: a menu path, an address, or an admission that it is not known."""

    menu: Annotated[tuple[Line, ...] | None, Field(min_length=1)] = None
    address: Address | None = None
    unknown: Annotated[Line | None, Field(description="Why no path or address can be given")] = None
    confirmed: Annotated[Confirmed, Field(description="The day somebody last made sure")]
    source: Line

    @model_validator(mode="after")
    def _exactly_one(self) -> Self:
        if sum(part is not None for part in (self.menu, self.address, self.unknown)) != 1:
            raise ValueError("give exactly one of menu, address, unknown")
        return self


class FormerPath(Entry):
    """A menu path that once led to a place and no longer does."""

    menu: Annotated[tuple[Line, ...], Field(min_length=2)]
    until: Annotated[Confirmed, Field(description="The day from which Microsoft's pages give another")]
    source: Line


class Place(Entry):
    """A named place. `all` serves every cloud that has no entry of its own."""

    label: Line
    former: Annotated[
        tuple[FormerPath, ...], Field(description="Menu paths of earlier days, so that prose with them is found")
    ] = ()
    clouds: Annotated[dict[Cloud | Literal["all"], Spot], Field(min_length=1)]

    def in_cloud(self, cloud: Cloud) -> Spot | None:
        """Return where the place is in `cloud`, or None where nothing is said about it."""
        return self.clouds.get(cloud) or self.clouds.get("all")


class PlacesFile(Entry):
    """Every place that texts may name."""

    places: dict[Name, Place]
