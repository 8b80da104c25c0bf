"""From a document to a model, or to every mistake in it."""

import difflib
import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, TypeVar

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from tenantbook.content.document import Document, Path
from tenantbook.model.base import IN_WORDS, Entry
from tenantbook.model.problem import Problem

Model = TypeVar("Model", bound=Entry)


def parse(document: Document, model: type[Model]) -> tuple[Model | None, list[Problem]]:
    """Return the model that `document` holds, or None and what is wrong with it."""
    if not isinstance(document.data, dict):
        return None, [Problem(document.file, 1, "expected keys and values, found something else or nothing")]
    try:
        # By way of JSON: strict about numbers and flags, yet lists may fill tuples and texts may fill dates.
        return model.model_validate_json(json.dumps(document.data)), []
    except ValidationError as error:
        mistakes = (details for details in error.errors(include_url=False) if not _is_echo(details))
        found = [_problem(document, details, model) for details in mistakes]
        return None, list(dict.fromkeys(found))


def _is_echo(details: ErrorDetails) -> bool:
    """Return whether a list is called too short only because its entries, told apart, are wrong."""
    held = details["input"]
    return details["type"] == "too_short" and isinstance(held, list) and len(held) >= details["ctx"]["min_length"]


def suggest(word: str, known: Iterable[str]) -> str:
    """Return " (did you mean 'x'?)" for the nearest known word, or nothing."""
    nearest = difflib.get_close_matches(word, list(known), n=1, cutoff=0.6)
    return f" (did you mean {nearest[0]!r}?)" if nearest else ""


def _problem(document: Document, details: ErrorDetails, model: type[Entry]) -> Problem:
    path = _known_path(document, details["loc"])
    # An unknown or missing key's own line, where there is one.
    return Problem(document.file, document.line(path), f"{_dotted(details['loc'], path)}{_says(details, model)}")


def _known_path(document: Document, loc: tuple[str | int, ...]) -> Path:
    """Return as much of pydantic's location as names keys of the document: it adds parts of its own."""
    path: Path = ()
    for part in loc:
        if (*path, part) in document.keys:
            path = (*path, part)
    return path


def _dotted(loc: tuple[str | int, ...], path: Path) -> str:
    shown = path[:-1] if loc and path and loc[-1] == path[-1] and isinstance(loc[-1], str) else path
    text = ".".join(str(part + 1) if isinstance(part, int) else part for part in shown)
    return f"{text}: " if text else ""


def _says(details: ErrorDetails, model: type[Entry]) -> str:
    last = str(details["loc"][-1]) if details["loc"] else ""
    key = f"{last}: " if last not in ("", "[key]") else ""
    match details["type"]:
        case "extra_forbidden":
            keys = list(_keys_of(model))
            misplaced = f"the key {last!r} belongs elsewhere in this file; see the file's schema"
            return misplaced if last in keys else f"unknown key {last!r}{suggest(last, keys)}"
        case "missing":
            return f"the key {last!r} is missing"
        case "string_pattern_mismatch":
            return f"{key}{_pattern_in_words(details)}"
        case "enum" | "literal_error":
            known = details["msg"].removeprefix("Input should be ")
            return f"{key}{details['input']!r} is not known here; there is {known}"
        case kind if kind in _EXPECTED:
            return (
                f"{key}{_EXPECTED[kind].format_map(details.get('ctx', {}))}{_found(details['input'])}{_hint(details)}"
            )
        case _:
            return f"{key}{details['msg'].removeprefix('Value error, ')}{_found(details['input'])}"


#: What pydantic calls by the names of Python's types, in the words of an editor.
_EXPECTED = {
    "bool_type": "expected true or false",
    "int_type": "expected a whole number",
    "string_type": "expected a text",
    "dict_type": "expected keys and values",
    "model_type": "expected keys and values",
    "model_attributes_type": "expected keys and values",
    "tuple_type": "expected a list",
    "date_from_datetime_parsing": "expected a date such as 2026-11-23",
    "date_parsing": "expected a date such as 2026-11-23",
    "too_short": "expected at least {min_length}",
    "too_long": "expected at most {max_length}",
}


def _hint(details: ErrorDetails) -> str:
    """Return how to write what was probably meant, where a text was expected and YAML read another thing."""
    match details["type"], details["input"]:
        case "string_type", None:
            return "; a text that begins with # goes in quotes"
        case "string_type", bool() | int() | float():
            return "; put it in quotes"
        case "tuple_type", str(word):
            return f"; write [{word[:60]}]"
    return ""


def _found(value: object) -> str:
    match value:
        case dict() | list():
            return ""
        case str():
            return f", found {value[:60]!r}"
    return f", found {json.dumps(value)}"


def _pattern_in_words(details: ErrorDetails) -> str:
    pattern = str((details.get("ctx") or {}).get("pattern", ""))
    shown = str(details["input"])[:60]
    return f"{shown!r} is not {IN_WORDS.get(pattern, 'of the form this key takes')}"


def _keys_of(model: type[Entry]) -> Iterator[str]:
    """Return every key that the model or one inside it knows."""
    schema = model.model_json_schema()
    for part in (schema, *schema.get("$defs", {}).values()):
        yield from _properties(part)


def _properties(schema: Mapping[str, Any]) -> Iterator[str]:
    yield from schema.get("properties", {})
