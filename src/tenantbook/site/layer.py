"""A layer: pages that take the place of others in a site of the same menu."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Layer:
    """Markdown that takes the place of some pages of a site: its folder, what becomes of it, and the pages' paths.

    Only the pages of these paths, and the search index, are looked for in `site`; they are as if the whole site had
    been built with them.
    """

    docs: Path
    site: Path
    paths: tuple[str, ...]
