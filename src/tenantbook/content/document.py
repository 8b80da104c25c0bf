"""YAML read safely, within bounds, and with the line of every key."""

import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

import yaml
from yaml.reader import ReaderError

from tenantbook.model.problem import Problem

MAX_BYTES = 512 * 1024
MAX_DEPTH = 24
MAX_NODES = 20_000

#: A path into a document: keys and list positions.
Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Document:
    """A file's data, with the line (from 1) of each key and of the first line of each text.

    `folds` holds the source of each text whose line breaks are not its own: folded, quoted or plain.
    """

    file: str
    data: Any
    keys: Mapping[Path, int]
    texts: Mapping[Path, int]
    folds: Mapping[Path, str] = field(default_factory=dict)

    def line(self, path: Path) -> int:
        """Return the line of the nearest known key at or above `path`."""
        return _nearest(self.keys, path)

    def text_line(self, path: Path) -> int:
        """Return the line on which the text at `path` begins."""
        return _nearest(self.texts, path) if path in self.texts else self.line(path)

    def as_written(self, path: Path, text: str) -> str:
        """Return the text at `path` broken into lines as in the file, so that lines can be counted in it."""
        if path not in self.folds:
            return text
        lines = [number for number, line in enumerate(self.folds[path].split("\n")) for _ in line.split()]
        words = re.split(r"\s+", text.strip())
        if len(words) != len(lines):
            return text
        breaks = (now - before for before, now in zip([0, *lines], lines, strict=False))
        gaps = (("\n" * more) if more else " " for more in breaks)
        return "".join(gap + word for gap, word in zip(gaps, words, strict=True)).removeprefix(" ")


def _nearest(lines: Mapping[Path, int], path: Path) -> int:
    return next((lines[path[:end]] for end in range(len(path), -1, -1) if path[:end] in lines), 1)


#: YAML 1.2's plain scalars, as far as content needs them: `no` is a word, `1:30` is a word, a date is a word.
_RESOLVERS = (
    ("null", r"^(?:~|null|)$", ["~", "n", ""]),
    ("bool", r"^(?:true|false)$", list("tf")),
    ("int", r"^[-+]?(?:0|[1-9][0-9]*)$", list("-+0123456789")),
    ("float", r"^[-+]?[0-9]+\.[0-9]+$", list("-+0123456789")),
)


class _Loader(yaml.SafeLoader):
    """SafeLoader with the plain scalars above."""

    yaml_implicit_resolvers: dict[str, list[tuple[str, re.Pattern[str]]]] = {}


class _FastLoader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc] # absent without libyaml
    """The same by libyaml, some eight times as fast, whose words for a mistake are poorer."""

    yaml_implicit_resolvers: dict[str, list[tuple[str, re.Pattern[str]]]] = {}


for _tag, _pattern, _first in _RESOLVERS:
    for _each in (_Loader, _FastLoader):
        _each.add_implicit_resolver(f"tag:yaml.org,2002:{_tag}", re.compile(_pattern), _first)


class _RefusedError(Exception):
    """A document that cannot be taken; `line` is from 1."""

    def __init__(self, line: int, text: str) -> None:
        super().__init__(text)
        self.line = line
        self.text = text


def read_document(file: str, text: str) -> Document | Problem:
    """Read one YAML file. `file` is the name that mistakes are told under."""
    with suppress(_RefusedError, yaml.YAMLError, ValueError):
        return _document(file, text, _FastLoader)
    # A mistake is rare and worth a second reading: the slower loader says better what it is.
    try:
        return _document(file, text, _Loader)
    except _RefusedError as refusal:
        return Problem(file, refusal.line, refusal.text)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        return Problem(file, mark.line + 1 if mark else 1, f"not readable as YAML: {_in_one_line(error)}")
    except ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        return Problem(file, line, f"not readable as YAML: the character U+{ord(text[error.position]):04X}")
    except (yaml.YAMLError, ValueError) as error:
        return Problem(file, 1, f"not readable as YAML: {error}")


def _document(file: str, text: str, loader: type[yaml.SafeLoader]) -> Document:
    _refuse_excess(text, loader)
    node = yaml.compose(text, Loader=loader)
    keys: dict[Path, int] = {(): 1}
    texts: dict[Path, int] = {}
    folds: dict[Path, str] = {}
    data = _Walk(text, keys, texts, folds).value(node, ()) if node is not None else None
    return Document(file, data, keys, texts, folds)


#: What YAML says of the mistakes that people make most, and what to do about each.
_HINTS = {
    "mapping values are not allowed": "a text with a colon and a space in it goes in quotes",
    "found '<scalar>'": "a text that begins with a quote or with {{ goes in one pair of quotes as a whole",
    "found character '%'": "a text that begins with {% goes in quotes",
    "found character '\\t'": "indent with spaces, not with tabs",
    "found '<block mapping start>'": "this line is indented otherwise than the ones it belongs with",
    "found unexpected end of stream": "a quote is opened and never closed",
}


def _in_one_line(error: yaml.MarkedYAMLError) -> str:
    problem = error.problem or ""
    said = f"{error.context or ''} {problem}".strip() if problem.startswith("but ") else problem or str(error.context)
    hint = next((hint for words, hint in _HINTS.items() if words in said), "")
    return f"{said}; {hint}" if hint else said


def _refuse_excess(text: str, loader: type[yaml.SafeLoader]) -> None:
    """Refuse what would cost too much before anything is built from it."""
    if len(text.encode()) > MAX_BYTES:
        raise _RefusedError(1, f"larger than {MAX_BYTES // 1024} kB; split the file")
    depth = 0
    for count, event in enumerate(yaml.parse(text, Loader=loader)):
        line = event.start_mark.line + 1 if event.start_mark else 1
        if isinstance(event, yaml.AliasEvent):
            raise _RefusedError(line, "aliases (*name) are not allowed; write the text out, or `use:` a part")
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > MAX_DEPTH:
            raise _RefusedError(line, f"nested deeper than {MAX_DEPTH} levels")
        if count > MAX_NODES:
            raise _RefusedError(line, f"more than {MAX_NODES} entries; split the file")


class _Walk:
    """Turns YAML nodes into plain data, noting lines on the way."""

    def __init__(self, source: str, keys: dict[Path, int], texts: dict[Path, int], folds: dict[Path, str]) -> None:
        self._source = source
        self._keys = keys
        self._texts = texts
        self._folds = folds

    def value(self, node: yaml.Node, path: Path) -> Any:
        line = node.start_mark.line + 1
        if isinstance(node, yaml.MappingNode):
            return self._mapping(node, path)
        if isinstance(node, yaml.SequenceNode):
            return self._sequence(node, path)
        style = node.style if isinstance(node, yaml.ScalarNode) else None
        block = style in ("|", ">")
        self._texts[path] = line + 1 if block else line
        if node.end_mark.line > node.start_mark.line and style != "|":
            written = self._source[node.start_mark.index : node.end_mark.index]
            self._folds[path] = written.partition("\n")[2] if block else written
        return _scalar(node)

    def _mapping(self, node: yaml.MappingNode, path: Path) -> dict[str, Any]:
        _expect(node, "map")
        found: dict[str, Any] = {}
        for key_node, value_node in node.value:
            line = key_node.start_mark.line + 1
            if not isinstance(key_node, yaml.ScalarNode):
                raise _RefusedError(line, "a key must be a word")
            key = str(key_node.value)
            if key in found:
                raise _RefusedError(line, f"the key {key!r} stands here twice")
            self._keys[(*path, key)] = line
            found[key] = self.value(value_node, (*path, key))
        return found

    def _sequence(self, node: yaml.SequenceNode, path: Path) -> list[Any]:
        _expect(node, "seq")
        found = []
        for position, entry in enumerate(node.value):
            self._keys[(*path, position)] = entry.start_mark.line + 1
            found.append(self.value(entry, (*path, position)))
        return found


def _expect(node: yaml.Node, tag: str) -> None:
    if node.tag != f"tag:yaml.org,2002:{tag}":
        raise _RefusedError(node.start_mark.line + 1, f"the tag {node.tag} is not allowed")


_HALF = re.compile(r"[\ud800-\udfff]")  # of a character: no file holds it, and an escape in quotes can


def _scalar(node: yaml.Node) -> str | int | float | bool | None:
    text = str(node.value)
    if _HALF.search(text):
        raise _RefusedError(node.start_mark.line + 1, "half a character (\\ud800 to \\udfff); write the whole one")
    match node.tag.removeprefix("tag:yaml.org,2002:"):
        case "str":
            return text
        case "null":
            return None
        case "bool":
            return text == "true"
        case "int":
            return _whole(node, text)
        case "float":
            return float(text)
    raise _RefusedError(node.start_mark.line + 1, f"the tag {node.tag} is not allowed")


def _whole(node: yaml.Node, text: str) -> int:
    if len(text) > 18:  # noqa: PLR2004 -- beyond any figure a policy holds
        raise _RefusedError(
            node.start_mark.line + 1, "a number this long is a mistake; put it in quotes if it is a name"
        )
    return int(text)


def write_document(data: object, *, head: str = "") -> str:
    """Return `data` as YAML in the order given, below a comment of one line."""
    comment = f"# {head}\n" if head else ""
    return comment + yaml.safe_dump(data, sort_keys=False, allow_unicode=True, width=10_000)


def write_flow(value: object) -> str:
    """Return one value as YAML on one line."""
    return (
        yaml.safe_dump(value, default_flow_style=True, allow_unicode=True, width=10_000_000)
        .removesuffix("...\n")
        .strip()
    )
