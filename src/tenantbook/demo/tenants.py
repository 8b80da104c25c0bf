"""The tenants that the demo looks after, as data."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class TapPolicy:
    """A tenant's Temporary Access Pass policy: lifetimes in minutes, length in characters.

    `included` and `excluded` hold group ids; no included group means everyone.
    """

    enabled: bool = True
    minimum: int = 60
    maximum: int = 480
    default: int = 60
    length: int = 8
    once: bool = False
    included: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DemoTenant:
    """One invented tenant. `client` is its file in `estate/clients`, `groups` maps ids to names.

    Without `consent`, the application was only ever allowed to read the organisation's name.
    """

    client: str
    id: str
    organisation: str
    tap: TapPolicy
    groups: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    consent: bool = True


def _id(last: int) -> str:
    return f"00000000-0000-4000-8000-{last:012d}"


CLINIC_STAFF, FRONT_DESK, SERVICE_ACCOUNTS = _id(501), _id(502), _id(503)

DEMO_TENANTS: tuple[DemoTenant, ...] = (
    DemoTenant(client="northwind-dental", id=_id(1), organisation="Northwind Dental", tap=TapPolicy()),
    DemoTenant(
        client="harbour-legal",
        id=_id(2),
        organisation="Harbour Legal LLP",
        tap=TapPolicy(minimum=15, maximum=60, default=30, length=12, once=True),
    ),
    DemoTenant(
        client="fjord-logistics",
        id=_id(3),
        organisation="Fjord Logistics AS",
        tap=TapPolicy(maximum=43200, default=1440, length=10),
    ),
    DemoTenant(
        client="maple-accounting",
        id=_id(4),
        organisation="Maple Accounting Inc.",
        tap=TapPolicy(enabled=False),
    ),
    DemoTenant(
        client="cedar-health",
        id=_id(5),
        organisation="Cedar Health",
        tap=TapPolicy(
            minimum=30,
            maximum=120,
            default=45,
            length=16,
            included=(CLINIC_STAFF, FRONT_DESK),
            excluded=(SERVICE_ACCOUNTS,),
        ),
        groups=MappingProxyType(
            {CLINIC_STAFF: "Clinic staff", FRONT_DESK: "Front desk", SERVICE_ACCOUNTS: "Service accounts"}
        ),
    ),
    DemoTenant(
        client="quarry-engineering",
        id=_id(6),
        organisation="Quarry Engineering GmbH",
        tap=TapPolicy(minimum=240, maximum=240, default=240),
    ),
    DemoTenant(
        client="lantern-travel",
        id=_id(7),
        organisation="Lantern Travel",
        tap=TapPolicy(),
        consent=False,
    ),
)
