"""What a template names, found without running it, through Jinja's own syntax tree."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from jinja2 import Environment, nodes
from jinja2.exceptions import TemplateSyntaxError
from jinja2.parser import Parser

from tenantbook.pages.conditions import Judgment, decisions_in, dotted_name, judgments_in
from tenantbook.pages.template import ALLOWED_FILTERS, ALLOWED_TESTS


@dataclass(frozen=True, slots=True)
class Use:
    """Something a template does. `line` is from 1 within the text.

    `kind` is one of `name` (a dotted name), `call` (a function; `argument` is its first literal
    argument, None where that is no literal), `filter`, `test`, `number` (a dotted name that is printed
    as one), or `form` (a construct that content may not use).
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


#: Levels that a template may be nested: far more than anybody can read, far fewer than Python can follow.
MAX_LEVELS = 40
_TOO_DEEP = f"nested deeper than {MAX_LEVELS} levels: brackets, conditions or a chain of `and`; split the text"

#: What content may be made of; page templates, which engineers write, may use all of Jinja.
_ALLOWED = (
    nodes.Template, nodes.Output, nodes.TemplateData, nodes.If, nodes.Name, nodes.Getattr, nodes.Call, nodes.Const,
    nodes.Compare, nodes.Operand, nodes.Not, nodes.And, nodes.Or, nodes.CondExpr, nodes.Filter, nodes.Test,
)  # fmt: skip


def uses_in(text: str, *, condition: bool = False) -> list[Use] | Broken:
    """Return everything that a text of content, or a condition, names and does."""
    tree = _tree(text, condition=condition)
    return tree if isinstance(tree, Broken) else list(_walk(tree))


def judgments_of(text: str, *, condition: bool = False) -> list[Judgment]:
    """Return what a text of content, or a condition, prints and decides by; nothing of one that is broken."""
    tree = _tree(text, condition=condition)
    return [] if isinstance(tree, Broken) else list(judgments_in(tree, condition=condition))


def decisions_of_page(text: str) -> list[Judgment]:
    """Return what a page template decides by; nothing of one that is broken."""
    tree = _tree(text, condition=False)
    return [] if isinstance(tree, Broken) else list(decisions_in(tree))


def _tree(text: str, *, condition: bool) -> nodes.Node | Broken:
    environment = Environment(autoescape=True)
    return _read(
        lambda: _condition(Parser(environment, text, state="variable")) if condition else environment.parse(text)
    )


def _read(parse: Callable[[], nodes.Node]) -> nodes.Node | Broken:
    """Return a template's tree, or why there is none."""
    try:
        tree = parse()
    except TemplateSyntaxError as error:
        return Broken(error.lineno, error.message or "not readable as a template")
    except RecursionError:
        return Broken(1, _TOO_DEEP)
    level, deepest = [tree], tree
    for _ in range(MAX_LEVELS):
        level = [child for node in level for child in node.iter_child_nodes()]
        deepest = level[0] if level else deepest
    return Broken(deepest.lineno or 1, _TOO_DEEP) if level else tree


def _condition(parser: Parser) -> nodes.Node:
    """Return the one expression that a condition is."""
    expression = parser.parse_expression()
    if not parser.stream.eos:
        parser.fail("a condition is one expression", parser.stream.current.lineno)
    return expression


def uses_in_page(text: str) -> list[Use] | Broken:
    """Return the dotted names and the calls of a page template, which may otherwise use all of Jinja."""
    tree = _tree(text, condition=False)
    if isinstance(tree, Broken):
        return tree
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
        case _:
            yield from _misfits(node, line)
    for child in node.iter_child_nodes():
        yield from _walk(child)


_ANSWERS = (nodes.Compare, nodes.Test, nodes.Not)


def _misfits(node: nodes.Node, line: int) -> Iterator[Use]:
    """Yield what could not be rendered for every value, and what the value has to be for it."""
    match node:
        case nodes.Filter() if node.node is not None:
            yield from _needed("number", node.node)
        case nodes.CondExpr() if node.expr2 is None:
            yield Use("form", "an if without an else", line)
        case nodes.Const() if node.value is None or isinstance(node.value, float):
            yield Use("form", repr(node.value), line)
        case nodes.Output():
            for _ in (child for child in node.nodes if isinstance(child, _ANSWERS)):
                yield Use("form", "printing whether something holds", line)


def _needed(kind: str, node: nodes.Node) -> Iterator[Use]:
    line = node.lineno or 1
    match node:
        case nodes.Name() | nodes.Getattr():
            yield from (Use(kind if use.kind == "name" else use.kind, use.name, line) for use in _name(node))
        case nodes.Const() if isinstance(node.value, int):
            return
        case _:
            yield Use("form", f"taking a result for {kind}", line)


def _name(node: nodes.Getattr | nodes.Name) -> Iterator[Use]:
    dotted = dotted_name(node)
    yield Use("name", dotted, node.lineno or 1) if dotted else Use("form", "attribute of a result", node.lineno or 1)


def _call(node: nodes.Call) -> Iterator[Use]:
    line = node.lineno or 1
    if not isinstance(node.node, nodes.Name):
        yield Use("form", "call of a value", line)
        return
    first = node.args[0] if node.args else None
    argument = first.value if isinstance(first, nodes.Const) and isinstance(first.value, str) else None
    name = node.node.name
    yield Use("call", name, line, argument)
    if len(node.args) > _MOST.get(name, 1) or node.kwargs or node.dyn_args or node.dyn_kwargs:
        yield Use("form", f"{name}() with more than it takes", line)
    for extra in node.args[1:]:
        yield from _walk(extra)
        if not isinstance(extra, nodes.Const):
            yield Use("form", f"{name}() with a value", line)


#: How many arguments a function of content takes where that is not one.
_MOST = {"contact": 0, "link": 2}
