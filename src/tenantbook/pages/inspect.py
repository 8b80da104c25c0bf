"""What a template names, found without running it, through Jinja's own syntax tree."""

from collections.abc import Iterator
from dataclasses import dataclass

from jinja2 import Environment, nodes
from jinja2.exceptions import TemplateSyntaxError

from tenantbook.pages.template import ALLOWED_FILTERS, ALLOWED_TESTS


@dataclass(frozen=True, slots=True)
class Use:
    """Something a template does. `line` is from 1 within the text.

    `kind` is one of `name` (a dotted name), `call` (a function; `argument` is its first literal
    argument, None where that is no literal), `filter`, `test`, or `form` (a construct that content
    may not use).
    """

    kind: str
    name: str
    line: int
    argument: str | None = None


@dataclass(frozen=True, slots=True)
class Broken:
    """A template that is not even Jinja."""

    line: int
    text: str


#: What content may be made of; page templates, which engineers write, may use all of Jinja.
_ALLOWED = (
    nodes.Template, nodes.Output, nodes.TemplateData, nodes.If, nodes.Name, nodes.Getattr, nodes.Call, nodes.Const,
    nodes.Compare, nodes.Operand, nodes.Not, nodes.And, nodes.Or, nodes.CondExpr, nodes.Filter, nodes.Test,
)  # fmt: skip


def uses_in(text: str, *, condition: bool = False) -> list[Use] | Broken:
    """Return everything that a text of content, or a condition, names and does."""
    try:
        tree = Environment(autoescape=True).parse(f"{{{{ {text} }}}}" if condition else text)
    except TemplateSyntaxError as error:
        return Broken(error.lineno, error.message or "not readable as a template")
    return list(_walk(tree))


def uses_in_page(text: str) -> list[Use] | Broken:
    """Return the dotted names and the calls of a page template, which may otherwise use all of Jinja."""
    try:
        tree = Environment(autoescape=True).parse(text)
    except TemplateSyntaxError as error:
        return Broken(error.lineno, error.message or "not readable as a template")
    inner = {id(node.node) for node in tree.find_all(nodes.Getattr)}
    names = (use for node in tree.find_all(nodes.Getattr) if id(node) not in inner for use in _name(node))
    calls = (use for node in tree.find_all(nodes.Call) if isinstance(node.node, nodes.Name) for use in _call(node))
    return [*(use for use in names if use.kind == "name"), *(use for use in calls if use.kind == "call")]


def _walk(node: nodes.Node) -> Iterator[Use]:
    line = node.lineno or 1
    if not isinstance(node, _ALLOWED):
        yield Use("form", type(node).__name__, line)
        return
    match node:
        case nodes.Getattr() | nodes.Name():
            yield from _name(node)
            return
        case nodes.Call():
            yield from _call(node)
            return
        case nodes.Filter() if node.name not in ALLOWED_FILTERS:
            yield Use("filter", node.name, line)
        case nodes.Test() if node.name not in ALLOWED_TESTS:
            yield Use("test", node.name, line)
    for child in node.iter_child_nodes():
        yield from _walk(child)


def _name(node: nodes.Getattr | nodes.Name) -> Iterator[Use]:
    parts: list[str] = []
    inner: nodes.Node = node
    while isinstance(inner, nodes.Getattr):
        parts.append(inner.attr)
        inner = inner.node
    if isinstance(inner, nodes.Name):
        yield Use("name", ".".join([inner.name, *reversed(parts)]), node.lineno or 1)
    else:
        yield Use("form", "attribute of a result", node.lineno or 1)


def _call(node: nodes.Call) -> Iterator[Use]:
    line = node.lineno or 1
    if not isinstance(node.node, nodes.Name):
        yield Use("form", "call of a value", line)
        return
    first = node.args[0] if node.args else None
    argument = first.value if isinstance(first, nodes.Const) and isinstance(first.value, str) else None
    yield Use("call", node.node.name, line, argument)
    for extra in node.args[1:]:
        yield from _walk(extra)
