"""Which changes to the Temporary Access Pass policy are accepted, judged as Graph judges them."""

from collections.abc import Callable, Mapping
from typing import Any

from tenantbook.demo.standin_bodies import TAP_TYPE

LIFETIME = range(10, 43200 + 1)  # minutes
LENGTH = range(8, 48 + 1)  # characters

_TARGET_TYPES = frozenset({"group", "user"})


def _whole(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _targets(value: object) -> bool:
    return isinstance(value, list) and all(
        isinstance(each, dict) and isinstance(each.get("id"), str) and each.get("targetType") in _TARGET_TYPES
        for each in value
    )


_TYPES: Mapping[str, Callable[[object], bool]] = {
    "@odata.type": lambda value: value == TAP_TYPE,
    "id": lambda value: isinstance(value, str),
    "state": lambda value: value in ("enabled", "disabled"),
    "minimumLifetimeInMinutes": _whole,
    "maximumLifetimeInMinutes": _whole,
    "defaultLifetimeInMinutes": _whole,
    "defaultLength": _whole,
    "isUsableOnce": lambda value: isinstance(value, bool),
    "includeTargets": _targets,
    "excludeTargets": _targets,
}


def objection(current: Mapping[str, Any], change: object) -> str | None:
    """Return why Graph would refuse `change` to the configuration `current`, or None if it would accept it.

    Ranges are judged on the merged result: a new minimum can collide with the maximum that is there.
    """
    if not isinstance(change, dict):
        return "Unable to read JSON request payload."
    return _of_shape(change) or _of_values({**current, **change})


def _of_shape(change: Mapping[str, Any]) -> str | None:
    kind = TAP_TYPE.removeprefix("#")
    if change.get("@odata.type") != TAP_TYPE:
        return f"The property '@odata.type' must be '{TAP_TYPE}'."
    for name, value in change.items():
        if name not in _TYPES:
            return f"The property '{name}' does not exist on type '{kind}'."
        if not _TYPES[name](value):
            return f"The value of property '{name}' cannot be converted to the type that '{kind}' declares."
    return None


def _of_values(merged: Mapping[str, Any]) -> str | None:
    low, high, default = (merged[f"{which}LifetimeInMinutes"] for which in ("minimum", "maximum", "default"))
    if any(minutes not in LIFETIME for minutes in (low, high, default)):
        return f"Lifetimes must be between {LIFETIME[0]} and {LIFETIME[-1]} minutes."
    if merged["defaultLength"] not in LENGTH:
        return f"defaultLength must be between {LENGTH[0]} and {LENGTH[-1]}."
    if low > high:
        return "minimumLifetimeInMinutes must not be greater than maximumLifetimeInMinutes."
    if not low <= default <= high:
        return "defaultLifetimeInMinutes must be between minimumLifetimeInMinutes and maximumLifetimeInMinutes."
    return None
