"""YAML written for people to go on with: long texts folded, and comments above the keys they are about."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

import yaml

from tenantbook.content.document import Document, Path, read_document

#: How wide texts and comments run.
WIDTH = 118

_NAME = re.compile(r"[a-z][a-z0-9-]{0,40}")

#: From this length on a text of one line is folded.
_LONG = 100


class _Dumper(yaml.SafeDumper):
    """SafeDumper that indents lists, as the book's files do, and lays out texts as people write them."""

    # A date is a word to whoever reads the book's files: it needs no quotes.
    yaml_implicit_resolvers = {
        first: [each for each in resolvers if each[0] != "tag:yaml.org,2002:timestamp"]
        for first, resolvers in yaml.SafeDumper.yaml_implicit_resolvers.items()
    }

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:  # noqa: ARG002, FBT001, FBT002 # PyYAML's own names
        super().increase_indent(flow, indentless=False)


def _text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    style = None
    if "\n" in text and text == text.strip() and "\t" not in text:
        style = "|"
    elif len(text) > _LONG and "  " not in text and text == text.strip():
        style = ">"
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


def _list(dumper: yaml.SafeDumper, entries: list[Any]) -> yaml.SequenceNode:
    """Return a list; one of names alone stands on one line."""
    names = bool(entries) and all(isinstance(entry, str) and _NAME.fullmatch(entry) for entry in entries)
    return dumper.represent_sequence("tag:yaml.org,2002:seq", entries, flow_style=names)


_Dumper.add_representer(str, _text)
_Dumper.add_representer(list, _list)


def write_annotated(
    data: Mapping[str, Any], notes: Mapping[Path, Iterable[str]], *, head: Iterable[str] = (), schema: str = ""
) -> str:
    """Return `data` as YAML in the order given, with notes as comments above the keys at their paths.

    `head` are comments above all; `schema` is where editors find the file's JSON Schema. A note is any text: it never
    becomes data. One at a path that is not there stands at the nearest above it.
    """
    body = yaml.dump(dict(data), Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=WIDTH - 14)
    document = read_document("", body)
    lines = body.split("\n")
    above: dict[int, list[str]] = {}
    for path, texts in notes.items():
        number = (document.line(path) if isinstance(document, Document) and path else 1) - 1
        above.setdefault(number, []).extend(texts)
    written = [f"# yaml-language-server: $schema={schema}"] if schema else []
    for text in head:
        written += _comment(text, "")
    for number, line in enumerate(lines):
        indent = line[: len(line) - len(line.lstrip(" "))]
        for text in above.get(number, ()):
            written += _comment(text, indent)
        written.append(line)
    return "\n".join(written)


def _comment(text: str, indent: str) -> list[str]:
    """Return a text as comment lines, broken where it is too long."""
    room = max(40, WIDTH - len(indent) - 2)
    lines: list[str] = []
    for paragraph in _printable(text).split("\n"):
        line = ""
        for word in paragraph.split(" "):
            if line and len(line) + 1 + len(word) > room:
                lines.append(line)
                line = f"  {word}"
            else:
                line = f"{line} {word}" if line else word
        lines.append(line)
    return [f"{indent}# {line}".rstrip() for line in lines]


def _printable(text: str) -> str:
    """Return a text that no reader of YAML takes for the end of a comment."""
    plain = text.replace("\r\n", "\n").replace("\t", " ")
    return "".join(sign if sign.isprintable() or sign == "\n" else "\N{REPLACEMENT CHARACTER}" for sign in plain)
