"""Jinja as it is used here: sandboxed, strict about unknown names, and printing values as slots."""

import re
from collections.abc import Callable, Mapping
from html import escape as escape_html
from typing import Any

from jinja2 import StrictUndefined
from jinja2.loaders import DictLoader
from jinja2.sandbox import ImmutableSandboxedEnvironment

from tenantbook.pages.frame import FactInUse, Plain, Typed
from tenantbook.pages.slots import SLOT

#: A line that holds one block tag and nothing else: it leaves no line behind. Other lines keep their ends.
_LONE_TAG = re.compile(r"^[ \t]*(\{%[^%\n]*%\})[ \t]*\n", re.MULTILINE)

#: Tests and filters that content may use; none else, so that a value cannot be taken apart.
ALLOWED_FILTERS = frozenset({"number"})
ALLOWED_TESTS = frozenset({"everyone", "within", "overlapping", "naming"})


def _finalize(value: object) -> object:
    """Turn what a template prints into text: values into slots, and refuse what has no text."""
    match value:
        case FactInUse():
            return f'<span class="tb-fact" data-fact="{value.name}">{value.printed()}</span>'
        case Plain() | Typed():
            return value.printed()
        case str() | int():
            return value
    raise TypeError(f"nothing that can be printed: {value!r}")


def _finalize_plain(value: object) -> object:
    """Turn what a plain-text template prints into text: a bare slot, since markup would show."""
    match value:
        case FactInUse() | Plain():
            return value.printed()
        case Typed():
            return value.text
    return value


class Templates:
    """Compiled templates: every text is compiled once, however many pages print it."""

    def __init__(self, templates: Mapping[str, str]) -> None:
        self._pages = _environment(_finalize, templates)
        self._markdown = self._pages.overlay(trim_blocks=False, lstrip_blocks=False)
        self._plain = _environment(_finalize_plain, {}).overlay(trim_blocks=False, lstrip_blocks=False)
        self._texts: dict[str, Any] = {}
        self._plains: dict[str, Any] = {}
        self._conditions: dict[str, Any] = {}

    def markdown(self, text: str, names: Mapping[str, object]) -> str:
        """Render a Markdown text of a content file."""
        if text not in self._texts:
            self._texts[text] = self._markdown.from_string(_LONE_TAG.sub(r"\1", text))
        return str(self._texts[text].render(names)).strip("\n")

    def plain(self, text: str, names: Mapping[str, object]) -> str:
        """Render a plain text as HTML: everything escaped, and facts in elements that name them."""
        if text not in self._plains:
            self._plains[text] = self._plain.from_string(_LONE_TAG.sub(r"\1", text))
        return escape_html(str(self._plains[text].render(names)).strip("\n"), quote=False)

    def holds(self, condition: str, names: Mapping[str, object]) -> bool:
        """Evaluate a condition of a content file."""
        if condition not in self._conditions:
            self._conditions[condition] = self._markdown.compile_expression(condition, undefined_to_none=False)
        return bool(self._conditions[condition](**names))

    def page(self, template: str, names: Mapping[str, object]) -> str:
        """Render one of the page templates."""
        return self._pages.get_template(template).render(names)


def mark_facts(text: str, fact_of: Callable[[str], str | None]) -> str:
    """Return plain text with each slot of a fact inside the element that names it."""

    def marked(slot: str) -> str:
        name = fact_of(slot)
        return f'<span class="tb-fact" data-fact="{name}">{slot}</span>' if name else slot

    return SLOT.sub(lambda found: marked(found.group()), text)


def _environment(finalize: Callable[[object], object], templates: Mapping[str, str]) -> ImmutableSandboxedEnvironment:
    environment = ImmutableSandboxedEnvironment(
        undefined=StrictUndefined,
        finalize=finalize,
        loader=DictLoader(dict(templates)),
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        autoescape=False,
    )
    environment.filters["number"] = lambda value: value.bare()
    environment.filters["escaped"] = lambda text: escape_html(text, quote=False)
    environment.filters["indented"] = _indented
    environment.tests["everyone"] = lambda value: value.is_everyone()
    environment.tests["within"] = lambda value, other: value.is_within(other)
    environment.tests["overlapping"] = lambda value, other: value.is_overlapping(other)
    environment.tests["naming"] = lambda value, group: value.is_naming(group)
    return environment


def _indented(text: str, spaces: int) -> str:
    """Indent every line but the first and the empty ones."""
    first, *rest = text.split("\n")
    return "\n".join([first, *(f"{' ' * spaces}{line}" if line else "" for line in rest)])
