"""What comes of reading a WordPress whole: posts, those that are known already, and what could not be read."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Fetched:
    """One post as the interface gives it, with the slugs of categories and tags by their numbers."""

    entry: Mapping[str, Any]
    terms: Mapping[str, Mapping[int, str]]


@dataclass(frozen=True, slots=True)
class Known:
    """A post that has not changed since it was fetched before: it was not fetched again."""

    number: int
    link: str


@dataclass(frozen=True, slots=True)
class Unread:
    """Something that could not be read: what, why, and what to do."""

    name: str
    why: str


Item = Fetched | Known | Unread

#: Tells for a post in a list when it was last changed, as far as an earlier import knows; else nothing.
Memory = Callable[[Mapping[str, Any]], str]
