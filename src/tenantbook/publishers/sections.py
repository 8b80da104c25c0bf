"""An article's body in the sections that an IT Glue document is made of."""

import re
from collections.abc import Mapping
from html import escape, unescape
from typing import Any, NamedTuple

TEXT = "Document::Text"
HEADING = "Document::Heading"
#: The rank of the headings that are sections of their own.
LEVEL = 2
_TITLE = re.compile(rf"<h{LEVEL}>(.*?)</h{LEVEL}>", re.DOTALL)
_AROUND = ("blockquote", "table", "ul", "ol", "pre")


class Section(NamedTuple):
    """A part of a document: HTML, or a heading, whose content is plain text."""

    kind: str
    content: str


def sections_of(body: str) -> list[Section]:
    """Return an article's body in sections: each heading of the second rank that stands by itself, and what follows."""
    sections: list[Section] = []
    begin = 0
    for found in _TITLE.finditer(body):
        before = body[begin : found.start()]
        if any(len(re.findall(rf"<{tag}[ >]", before)) != before.count(f"</{tag}>") for tag in _AROUND):
            continue
        sections += [Section(TEXT, before.strip())] if before.strip() else []
        sections.append(Section(HEADING, " ".join(unescape(re.sub(r"<[^>]*>", "", found[1])).split())))
        begin = found.end()
    rest = body[begin:].strip()
    return [*sections, Section(TEXT, rest)] if rest else sections


def alike(wanted: list[Section], there: list[Mapping[str, object]]) -> int:
    """Return how many sections from the first on can be written over: a section's kind cannot be changed."""
    count = 0
    for section, part in zip(wanted, there, strict=False):
        if section.kind != part["kind"] or (section.kind == HEADING and part["level"] != LEVEL):
            break
        count += 1
    return count


def html_of(part: Mapping[str, Any]) -> str:
    """Return a section as HTML, for a digest and for people: one of another kind says which."""
    content = str(part["content"])
    if part["kind"] == TEXT:
        return content
    if part["kind"] == HEADING:
        return f"<h{part['level']}>{escape(content, quote=False)}</h{part['level']}>"
    return f"<p>[{escape(str(part['kind']))}]</p>{content}"
