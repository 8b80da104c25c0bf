"""The types of what templates name, and how each is said in a message."""

from collections.abc import Callable, Collection, Mapping

from tenantbook.content.library import Library
from tenantbook.model.audience import Surface
from tenantbook.model.place import Cloud
from tenantbook.model.policy import Fact
from tenantbook.pages.conditions import Side
from tenantbook.pages.names import FUNCTIONS, OBJECTS, TRUTHS, WORDS
from tenantbook.values import decode_value

#: The plain words of templates, and what each can be.
COMPARED: Mapping[str, Callable[[Library], Collection[str]]] = {
    "audience": lambda library: library.audiences,
    "surface": lambda _: list(Surface),
    "cloud": lambda _: list(Cloud),
}


def type_of(side: Side, library: Library) -> str:
    """Return the type of a side: a fact's kind, another of the types below, or nothing where it is not known.

    `truth` holds or not; `given` is a value of client, provider or helpdesk; `client` its id; `word` one of the plain
    words; `figure` a number that the platform fixes; `words` the answer of a function that prints.
    """
    match side.kind:
        case "word" | "number" | "flag":
            return side.kind
        case "call":
            return {"known": "truth", "figure": "figure"}.get(side.text, "words" if side.text in FUNCTIONS else "")
        case "name":
            return _type_of_name(side.text, library)
    return ""


def _type_of_name(name: str, library: Library) -> str:
    truths = dict.fromkeys((*TRUTHS, *library.derived), "truth")
    fixed = {**truths, **dict.fromkeys(WORDS, "word"), "client.id": "client"}
    first, _, rest = name.partition(".")
    if name in fixed:
        return fixed[name]
    if rest in OBJECTS.get(first, ()):
        return "given"
    fact = library.facts.get(name)
    return fact.kind.value if fact else ""


def figure_instead(side: Side) -> str:
    """Return what to compare with instead of a function that prints."""
    if side.text == "platform" and side.argument:
        return f"`figure('{side.argument}')`"
    return "a fact, `figure('…')` for one of the platform's, or the number itself"


def said_of(side: Side) -> str:
    """Return a side as an author types it."""
    match side.kind:
        case "call":
            return f"{side.text}('{side.argument or '…'}')" if side.text != "contact" else "contact()"
        case "word":
            return f"'{side.text}'"
        case "other":
            return "a result"
    return side.text


def choices_of(side: Side, library: Library) -> list[str]:
    """Return what a choice can be."""
    return list(library.facts[side.text].choices or ())


def some_client(library: Library) -> str:
    """Return the id of a client, as an example."""
    return next(iter(library.clients), "northwind")


def some_number(side: Side, library: Library) -> str:
    """Return a number that a side is compared with, as an example."""
    fact = library.facts.get(side.text)
    return str(decode_value(fact.default, fact)) if fact else "10"


def unit_of(side: Side, library: Library) -> str:
    """Return what a number is counted in."""
    entry = library.platform.get(side.argument or "") if side.kind == "call" else library.facts.get(side.text)
    return (entry.unit if entry else None) or "numbers"


def in_unit(fact: Fact | None) -> str:
    """Return the unit behind a number in a sentence."""
    return f" {fact.unit}" if fact and fact.unit else ""
