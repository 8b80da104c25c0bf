"""What posts are held against: the library, its procedures ready for matching, and the languages it can read."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tenantbook.claims.grammar import Grammar, grammar_of
from tenantbook.content.library import Library
from tenantbook.drafts.matching import Stock
from tenantbook.drafts.stock import stock_of
from tenantbook.model.audience import Surface
from tenantbook.model.snapshot import Snapshot


@dataclass(frozen=True, slots=True)
class Book:
    """A library made ready once for many posts. `snapshot` is of the client whose site it is, None for nobody's."""

    library: Library
    stock: Stock
    grammars: Mapping[str, Grammar]
    snapshot: Snapshot | None = None

    @staticmethod
    def of(library: Library, snapshot: Snapshot | None = None) -> "Book":
        """Return a library ready for posts."""
        read = {code: grammar_of(library, code) for code, entry in library.languages.items() if entry.prose}
        return Book(library, Stock.of(stock_of(library)), read, snapshot)

    def readers(self, counts: Mapping[str, int]) -> tuple[str, ...]:
        """Return the audiences that a text seems to be for, from how many of its words speak for each.

        A guess never opens an internal text to clients: an end user's is one that speaks of nothing technical.
        """
        known = {name: count for name, count in counts.items() if name in self.library.audiences and count}
        inside = self.library.audiences_on(Surface.INTERNAL)
        if known and max(known, key=lambda name: known[name]) == "end-user" and "engineer" not in known:
            return ("end-user",)
        within = {name: count for name, count in known.items() if name in inside}
        most = max(within.values(), default=0)
        chosen = [name for name in inside if 2 * within.get(name, 0) >= most and within.get(name)]
        return tuple(chosen or inside or list(self.library.audiences))

    def topic_of(self, page: str) -> str:
        """Return the menu group of a stock procedure."""
        held = self.library.procedure(page, "en")
        return held[0].topic if held else ""

    def title_of(self, page: str) -> str:
        """Return the title of a stock procedure."""
        held = self.library.procedure(page, "en")
        return held[0].title if held else page


#: What a draft file holds, in the order of its keys.
Data = dict[str, Any]
