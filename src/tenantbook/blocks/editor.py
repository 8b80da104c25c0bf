"""What WordPress's editor writes differently from release to release."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self


@dataclass(frozen=True, slots=True)
class Editor:
    """The forms that one WordPress's editor knows; as it stands, those of WordPress 6.6 to 6.9.

    `details` says that there is a block that folds away (6.3), `headings_classed` and `lists_classed` that headings
    (6.2) and lists (6.6) carry a class of their own, `tables_fixed` that a table's columns are equally wide unless it
    is said otherwise (6.6), `places_said` that the id of an element is repeated in its block's comment (7.0), and
    `classes_first` that classes stand before styles there. Where that is got wrong, a block is valid all the same.
    """

    details: bool = True
    headings_classed: bool = True
    lists_classed: bool = True
    tables_fixed: bool = True
    places_said: bool = False
    classes_first: bool = True

    @classmethod
    def of_version(cls, major: int, minor: int) -> Self:
        """Return the editor of a WordPress release, told from its number."""
        number = (major, minor)
        return cls(
            details=number >= (6, 3),
            headings_classed=number >= (6, 2),
            lists_classed=number >= (6, 6),
            tables_fixed=number >= (6, 6),
            places_said=number >= (7, 0),
            classes_first=number >= (6, 2),
        )

    @classmethod
    def of_types(cls, types: Mapping[str, Mapping[str, Any]]) -> Self:
        """Return the editor that knows these block types, as `wp/v2/block-types` lists them, by name.

        Better than the number of a release: the editor may come from a plugin that is newer than WordPress.
        """
        order = list(_within(types, "core/group", "attributes"))
        fixed = _within(types, "core/table", "attributes", "hasFixedLayout").get("default")
        return cls(
            details="core/details" in types,
            headings_classed=_within(types, "core/heading", "supports").get("className", True) is not False,
            lists_classed=_within(types, "core/list", "supports").get("className", True) is not False,
            tables_fixed=fixed is True,
            places_said=bool(_within(types, "core/heading", "attributes", "anchor")),
            classes_first=not {"className", "style"} <= {*order} or order.index("className") < order.index("style"),
        )


def _within(types: Mapping[str, Any], *path: str) -> Mapping[str, Any]:
    """Return what lies deeper in an answer that may hold anything; where it lies elsewhere, nothing."""
    found: Any = types
    for name in path:
        found = found.get(name) if isinstance(found, Mapping) else None
    return found if isinstance(found, Mapping) else {}
