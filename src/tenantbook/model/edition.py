"""What is made from content and a snapshot: pages with slots, and the record each page carries."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from tenantbook.model.audience import Surface


class SlotKey(NamedTuple):
    """What a slot stands for: a value's name, and its form: a language, `number`, or nothing in particular."""

    name: str
    form: str


@dataclass(frozen=True, slots=True)
class Slot:
    """The place of one value. `name` says what it is, `text` is the value in words, unescaped."""

    name: str
    text: str


@dataclass(frozen=True, slots=True)
class Page:
    """One page before its slots are filled.

    `path` is relative to the edition, with forward slashes. `leans_on` names every fact that the
    page prints or decides by. `possible` is false where something that the task requires does not hold;
    `required` names the facts that this was decided by.
    """

    id: str
    audience: str
    topic: str
    path: str
    title: str
    markdown: str
    leans_on: tuple[str, ...]
    possible: bool = True
    language: str = ""
    required: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Text:
    """The pages that a set of choices leads to, for however many subjects: slots without their values."""

    surface: Surface | None
    language: str
    pages: tuple[Page, ...]
    slots: Mapping[str, SlotKey]
    untranslated: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Edition:
    """One client, surface and language: the pages of one isolated site.

    `slots` maps each slot (a private-use character, or a long number inside code) to its value.
    `untranslated` names the pages that fell back to another language.
    """

    client: str
    surface: Surface | None
    language: str
    pages: tuple[Page, ...]
    slots: Mapping[str, Slot]
    untranslated: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Record:
    """What a published page says about itself.

    `facts` holds each fact the page leans on in the form snapshots use; `digest` seals the page's
    own bytes and is empty until the page is built. `fresh` is for how many days after `read` the page
    may be believed, None where it says nothing about that.
    """

    page: str
    client: str
    audience: str
    language: str
    read: datetime | None
    facts: Mapping[str, object]
    digest: str = ""
    fresh: int | None = None
