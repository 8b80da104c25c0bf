"""Checks on conditions: what is compared is of one type, so that none is sound to the eye and never true."""

from collections.abc import Callable, Iterator, Mapping

from tenantbook.checks.texts import TextOf, texts_in
from tenantbook.checks.types import (
    COMPARED,
    choices_of,
    figure_instead,
    in_unit,
    said_of,
    some_client,
    some_number,
    type_of,
    unit_of,
)
from tenantbook.content.library import Library
from tenantbook.content.parse import suggest
from tenantbook.model.policy import Kind
from tenantbook.model.problem import Problem
from tenantbook.pages.conditions import Comparison, Judgment, Printed, Side, Tested, Truth
from tenantbook.pages.inspect import decisions_of_page, judgments_of
from tenantbook.pages.template import ALLOWED_TESTS


def conditions_are_of_one_type(library: Library) -> Iterator[Problem]:
    """What a text decides by can be true and can be false, and is compared with what it can be."""
    for text in texts_in(library):
        yield from _in_text(library, text)
    for file, policy in library.policies.items():
        for name, derived in policy.derived.items():
            line = library.documents[file].text_line(("derived", name, "holds"))
            yield from _in_text(library, TextOf(file, line, derived.holds, (), condition=True))
    for name, source in library.templates.items():
        for judgment in decisions_of_page(source):
            for wrong in wrong_types(judgment, library):
                yield Problem(f"templates/{name}", judgment.line, wrong)


def _in_text(library: Library, text: TextOf) -> Iterator[Problem]:
    for judgment in judgments_of(text.text, condition=text.condition):
        yield from (text.problem(judgment.line, wrong) for wrong in wrong_types(judgment, library))


def wrong_types(judgment: Judgment, library: Library) -> Iterator[str]:
    """Yield what is wrong with one judgment, and what to write instead. Names that are not known are told elsewhere."""
    match judgment:
        case Printed(side):
            if type_of(side, library) in ("truth", "client", "figure"):
                yield f"{said_of(side)} is there to decide by; it has no words to print"
        case Truth(side):
            yield from _wrong_truth(side, library)
        case Tested(side, test, argument):
            yield from _wrong_test(side, test, argument, library)
        case Comparison(left, operator, right):
            yield from _wrong_comparison(left, operator, right, library)


def _wrong_truth(side: Side, library: Library) -> Iterator[str]:
    said = said_of(side)
    match type_of(side, library):
        case "count" | "duration" | "figure":
            yield f"{said} is a number; compare it, such as `{said} > {some_number(side, library)}`"
        case "choice":
            yield f"{said} is one of several; compare it, such as `{said} == '{choices_of(side, library)[0]}'`"
        case "text":
            yield f"{said} is a text, which always holds; compare it, such as `{said} == '…'`"
        case "word":
            known = next(iter(COMPARED[side.text](library)), "…")
            yield f"{said} is a word, which always holds; compare it, such as `{said} == '{known}'`"
        case "client":
            yield f"{said} always holds; compare it, such as `client.id == '{some_client(library)}'`"
        case "words":
            yield f"{said} gives words to print, which always hold; it is nothing to decide by"
        case "flag" if side.is_literal:
            yield f"a condition that is {said} never changes; leave it out"
        case "number" | "word" if side.is_literal:
            yield f"a condition that is {said} never changes; leave it out"


def _wrong_test(side: Side, test: str, argument: Side | None, library: Library) -> Iterator[str]:
    kind = type_of(side, library)
    if test not in ALLOWED_TESTS or not kind:
        return
    if kind != Kind.TARGETS:
        yield f"{said_of(side)} is not about targets, so `is {test}` never holds"
    if test in ("within", "overlapping") and (argument is None or type_of(argument, library) not in (Kind.TARGETS, "")):
        yield f"`is {test}` takes a fact about targets: `{said_of(side)} is {test} tap.excluded`"
    if test == "naming" and (argument is None or argument.kind != "word"):
        yield f"`is naming` takes a group's name in quotes: `{said_of(side)} is naming 'Pilots'`"


def _wrong_comparison(left: Side, operator: str, right: Side, library: Library) -> Iterator[str]:
    kind, other = type_of(left, library), type_of(right, library)
    if "in" in operator:
        yield f"`{operator}` is not for content; compare with `==`, and join comparisons with `or`"
    elif left.is_literal:
        yield f"`{said_of(left)} {operator} {said_of(right)}` never changes; leave it out"
    elif kind and (other or right.kind == "other"):
        yield from _RULES[kind](left, operator, right, library)


_EQUALS = ("==", "!=")


def _wrong_flag(left: Side, operator: str, right: Side, library: Library) -> Iterator[str]:
    of_flag = type_of(left, library) == "flag"
    if not of_flag or operator not in _EQUALS or type_of(right, library) not in ("flag", "truth"):
        yield f"{said_of(left)} holds or does not; write `{said_of(left)}` or `not {said_of(left)}`"


def _wrong_text(left: Side, operator: str, right: Side, library: Library) -> Iterator[str]:
    if operator not in _EQUALS or type_of(right, library) not in ("word", "text"):
        yield f"{said_of(left)} is a text; compare it with one in quotes: `{said_of(left)} == '…'`"


def _wrong_targets(left: Side, operator: str, right: Side, library: Library) -> Iterator[str]:
    if operator not in _EQUALS or type_of(right, library) != "targets":
        yield _targets_instead(said_of(left), right)


def _wrong_given(left: Side, _: str, right: Side, library: Library) -> Iterator[str]:
    yield _given_instead(said_of(left), right, library)


def _wrong_words(left: Side, _: str, right: Side, library: Library) -> Iterator[str]:  # noqa: ARG001 -- as the others
    yield f"{said_of(left)} gives words to print; compare numbers: {figure_instead(left)}"


def _wrong_number(left: Side, _: str, right: Side, library: Library) -> Iterator[str]:
    said, fact = said_of(left), library.facts.get(left.text)
    other, of_unit = type_of(right, library), f" of {fact.unit}" if fact and fact.unit else ""
    if right.kind == "number" and fact and fact.range and not fact.range[0] <= int(right.text) <= fact.range[1]:
        lowest, highest = fact.range
        yield f"{said} lies between {lowest} and {highest}{in_unit(fact)}, so {right.text} decides nothing"
    elif right.kind == "word" and right.text.isdigit():
        yield f"{said} is a number, and '{right.text}' is a text; without quotes: {right.text}"
    elif other == "words":
        yield f"{said_of(right)} gives words to print; compare numbers: {figure_instead(right)}"
    elif other not in ("number", "count", "duration", "figure"):
        yield f"{said} is a number{of_unit}; compare it with one, such as {some_number(left, library)}"
    elif (mine := unit_of(left, library)) != (theirs := unit_of(right, library)) and right.kind != "number":
        yield f"{said} is counted in {mine}, {said_of(right)} in {theirs}; compare it with a number in {mine}"


def _wrong_choice(left: Side, operator: str, right: Side, library: Library) -> Iterator[str]:
    said, known = said_of(left), choices_of(left, library)
    if operator not in _EQUALS or (right.kind != "word" and type_of(right, library) != "choice"):
        yield f"{said} is one of several; compare it with `==` and one of {', '.join(known)}, in quotes"
    elif right.kind == "word" and right.text not in known:
        yield f"{said} is never {right.text!r}{suggest(right.text, known)}; there is {', '.join(known)}"


def _wrong_client(_: Side, operator: str, right: Side, library: Library) -> Iterator[str]:
    if right.kind == "word" and right.text == "house":
        yield "the house is no client; write `house`"
    elif operator not in _EQUALS or right.kind != "word":
        yield f"compare client.id with an id in quotes: `client.id == '{some_client(library)}'`"
    elif library.is_whole("clients/") and right.text not in library.clients:
        yield f"no client has the id {right.text!r}{suggest(right.text, library.clients)}"


def _wrong_word(left: Side, operator: str, right: Side, library: Library) -> Iterator[str]:
    known = COMPARED[left.text](library)
    if operator not in _EQUALS or right.kind != "word":
        yield f"compare {left.text} with `==` and a word in quotes: {', '.join(known)}"
    elif known and right.text not in known:
        yield f"no {left.text} is {right.text!r}{suggest(right.text, known)}; there is {', '.join(known)}"


def _targets_instead(said: str, right: Side) -> str:
    if right.text in ("everyone", "all_users", "all"):
        return f"a word is never equal to targets; write `{said} is everyone`"
    if right.text in ("nobody", "none", ""):
        return f"a word is never equal to targets; write `not {said}`"
    named = right.text if right.kind == "word" else "Pilots"
    return f"compare targets with `{said} is everyone`, `{said} is naming '{named}'` or `{said} is within tap.excluded`"


def _given_instead(said: str, right: Side, library: Library) -> str:
    if said == "client.name":
        by_name = {client.name: name for name, client in library.clients.items()}
        found = by_name.get(right.text, some_client(library))
        return f"a client's name may change; compare its id: `client.id == '{found}'`"
    return f"{said} can be printed, or asked whether it is given: `{said}`"


#: What is wrong with a comparison, by the type of what is compared.
_RULES: Mapping[str, Callable[[Side, str, Side, Library], Iterator[str]]] = {
    "flag": _wrong_flag,
    "truth": _wrong_flag,
    "count": _wrong_number,
    "duration": _wrong_number,
    "figure": _wrong_number,
    "choice": _wrong_choice,
    "text": _wrong_text,
    "targets": _wrong_targets,
    "given": _wrong_given,
    "client": _wrong_client,
    "word": _wrong_word,
    "words": _wrong_words,
}

CHECKS = (conditions_are_of_one_type,)
