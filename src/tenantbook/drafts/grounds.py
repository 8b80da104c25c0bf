"""What a post is held against, and what is proposed of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from tenantbook.claims.grammar import Grammar
from tenantbook.claims.links import host_of
from tenantbook.content.library import Library
from tenantbook.model.claim import Claim


@dataclass(frozen=True, slots=True)
class Proposal:
    """Something put in the place of a post's words: what it said, what is proposed, and how true it was."""

    kind: str
    said: str
    instead: str
    truth: str = ""
    why: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class LinkFound:
    """A link: its words, where it leads, and what is to be said about it ("" if it is kept as it is)."""

    says: str
    target: str
    verdict: str = ""


@dataclass(frozen=True, slots=True)
class Grounds:
    """What a post is held against. `claims` are all that it makes; `grammar` is None where its language is not read."""

    library: Library
    grammar: Grammar | None
    claims: tuple[Claim, ...]
    addresses: Mapping[str, str] = field(default_factory=dict)

    @staticmethod
    def of(library: Library, grammar: Grammar | None, claims: Sequence[Claim]) -> "Grounds":
        """Return grounds with the addresses of all places looked up."""
        found = {
            spot.address.rstrip("/"): name
            for name, place in library.places.items()
            for spot in place.clouds.values()
            if spot.address
        }
        return Grounds(library, grammar, tuple(claims), found)

    def place_of_host(self, target: str) -> str:
        """Return the place that lies on the host a link leads to, or nothing."""
        host = host_of(target)
        return next((name for address, name in self.addresses.items() if host and host_of(address) == host), "")
