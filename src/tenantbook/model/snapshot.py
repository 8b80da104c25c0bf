"""The declared facts of one tenant at one time."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class Target:
    """Someone a policy includes or excludes: everyone, a named group, or what could not be named.

    Exactly one of the three is set. `unnamed` says what it is by a word of the languages: ids never reach a page.
    `ending` is that of the id, where no name tells one from another.
    """

    everyone: bool = False
    group: str | None = None
    unnamed: str | None = None
    ending: str = ""


#: What a target is that cannot be named: a word of every language.
UNNAMED = ("a-hidden-group", "a-user")


#: A fact's value: flag, count or duration (in the fact's unit), choice or text, targets.
Value = bool | int | str | tuple[Target, ...]


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What was read from one tenant. `read` is in UTC; None in the house edition, which reads no tenant."""

    client: str
    tenant: str
    organisation: str
    read: datetime | None
    permissions: tuple[str, ...]
    facts: Mapping[str, Value] = field(default_factory=lambda: MappingProxyType({}))
