"""Checks on Markdown: where values may stand, where links may lead, and which HTML may be in it."""

import re
from collections.abc import Iterator

from tenantbook.checks.texts import TextOf, texts_in
from tenantbook.content.library import Library
from tenantbook.model.problem import Problem
from tenantbook.pages.slots import NUMBER_PREFIX

_VALUE = re.compile(r"\{\{(?P<inside>.*?)\}\}", re.DOTALL)
_INLINE_CODE = re.compile(r"(?<!`)(?P<ticks>`+)(?!`)(?:(?!\n[ \t]*\n).)+?(?<!`)(?P=ticks)(?!`)", re.DOTALL)
_FENCED_CODE = re.compile(r"^ *(?P<fence>`{3,}|~{3,}).*?(?:^ *(?P=fence)|\Z)", re.DOTALL | re.MULTILINE)
_LINK_TARGET = re.compile(r"\]\((?P<target>[^)]*)\)|^ *\[[^\]\n]+\]:(?P<below>.*)$", re.MULTILINE)
_ATTRIBUTE = re.compile(r"<[A-Za-z][A-Za-z0-9]*\s[^<>%]*\{\{")

#: Where a link of an author's own may lead; other pages are linked to by link(), places by place().
_OUTSIDE = ("https://", "mailto:", "tel:", "#")

#: HTML that runs, loads or reaches out, and what the engine writes itself.
_FORBIDDEN = re.compile(
    r"<(script|style|iframe|object|embed|form|link|meta|base)\b|data-fact|tb-fact|tb-record", re.IGNORECASE
)


def values_stand_where_they_can(library: Library) -> Iterator[Problem]:
    """Code takes bare numbers only, link targets no values, and messages no Markdown."""
    for text in texts_in(library):
        if text.condition:
            continue
        for position, says in [
            *_values_in_code(text),
            *_numbers_outside_code(text),
            *_values_in_links(text),
            *_markdown_in_message(text),
        ]:
            yield text.problem(text.text.count("\n", 0, position) + 1, says)


def _values_in_code(text: TextOf) -> Iterator[tuple[int, str]]:
    prose = _FENCED_CODE.sub(lambda fence: " " * len(fence.group()), text.text)
    for pattern, searched in ((_FENCED_CODE, text.text), (_INLINE_CODE, prose)):
        for code in pattern.finditer(searched):
            for value in _VALUE.finditer(code.group()):
                if not re.search(r"\|\s*number\s*$", value["inside"]):
                    yield code.start() + value.start(), "in code only a bare number can stand: {{ … | number }}"
    if NUMBER_PREFIX in text.text:
        yield text.text.index(NUMBER_PREFIX), f"numbers that begin with {NUMBER_PREFIX} are reserved"


def _numbers_outside_code(text: TextOf) -> Iterator[tuple[int, str]]:
    prose = text.text
    for pattern in (_FENCED_CODE, _INLINE_CODE):
        prose = pattern.sub(lambda code: " " * len(code.group()), prose)
    for value in _VALUE.finditer(prose):
        if re.search(r"\|\s*number\s*$", value["inside"]):
            yield value.start(), "`| number` is for code: in a sentence print the value, which brings its unit"


def _values_in_links(text: TextOf) -> Iterator[tuple[int, str]]:
    for link in _LINK_TARGET.finditer(text.text):
        if "{{" in (link["target"] or link["below"] or ""):
            yield link.start(), "no value in a link's target: use link('…'), place('…') or contact()"
    for tag in _ATTRIBUTE.finditer(text.text):
        yield tag.end() - 2, "no value in an attribute of an HTML element"


def _markdown_in_message(text: TextOf) -> Iterator[tuple[int, str]]:
    if not text.message:
        return
    for found in re.finditer(r"\b(place|link|contact|role)\(", text.text):
        yield found.start(), f"a message is plain text: {found[1]}() gives Markdown; use address('…') or helpdesk.phone"


def links_lead_somewhere(library: Library) -> Iterator[Problem]:
    """A link leads to an address; pages and places are named, so that they can be checked."""
    for text in texts_in(library):
        if not (text.condition or text.message):
            for position, says in _wrong_links(text.text):
                yield text.problem(text.text.count("\n", 0, position) + 1, says)


def _wrong_links(text: str) -> Iterator[tuple[int, str]]:
    prose = _FENCED_CODE.sub(lambda fence: " " * len(fence.group()), text)
    for link in _LINK_TARGET.finditer(prose):
        target = (link["target"] or link["below"] or "").strip()
        if text[: link.start()].rpartition("\n")[2].rpartition("[")[0].endswith("!"):
            yield link.start(), "pictures are not supported yet; say it in words"
        elif "{{" not in target and not target.startswith(_OUTSIDE):
            yield link.start(), f"{target!r} leads nowhere: link('…') names a page, place('…') a place; else https://…"


def html_stays_harmless(library: Library) -> Iterator[Problem]:
    """No text holds HTML that runs or loads something, or pretends to be a value or a record."""
    for text in texts_in(library):
        for found in _FORBIDDEN.finditer(text.text):
            yield text.problem(text.text.count("\n", 0, found.start()) + 1, f"{found.group()!r} is not for content")


CHECKS = (values_stand_where_they_can, links_lead_somewhere, html_stays_harmless)
