"""What a template decides by and prints, read off Jinja's own syntax tree so that it can be held against types."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from jinja2 import nodes

#: An operator as an author types it, by Jinja's name of it.
_TYPED = {"eq": "==", "ne": "!=", "lt": "<", "lteq": "<=", "gt": ">", "gteq": ">=", "in": "in", "notin": "not in"}

#: The same comparison with its sides changed.
_TURNED = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}


@dataclass(frozen=True, slots=True)
class Side:
    """What stands on one side of a comparison, or by itself.

    `kind` is `name` (dotted, in `text`), `call` (`text` the function, `argument` its first literal text), a literal
    (`word`, `number`, `flag`, as typed in `text`), or `other`.
    """

    kind: Literal["name", "call", "word", "number", "flag", "other"]
    text: str
    argument: str | None = None

    @property
    def is_literal(self) -> bool:
        """Whether it is typed out, so that it never changes."""
        return self.kind in ("word", "number", "flag")


@dataclass(frozen=True, slots=True)
class Truth:
    """Something that is asked whether it holds. `line` is from 1 within the text."""

    side: Side
    line: int


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two sides and an operator as typed; a literal stands on the right where there is one."""

    left: Side
    operator: str
    right: Side
    line: int


@dataclass(frozen=True, slots=True)
class Tested:
    """A side with `is` and a test, which may take an argument."""

    side: Side
    test: str
    argument: Side | None
    line: int


@dataclass(frozen=True, slots=True)
class Printed:
    """A side that is printed as it is."""

    side: Side
    line: int


Judgment = Truth | Comparison | Tested | Printed


def judgments_in(tree: nodes.Node, *, condition: bool = False) -> Iterator[Judgment]:
    """Yield what a text of content prints and decides by, or what a condition does, in the order of the text."""
    if condition:
        yield from _truths(tree)
        return
    match tree:
        case nodes.If():
            yield from _truths(tree.test)
            for child in (*tree.body, *tree.elif_, *tree.else_):
                yield from judgments_in(child)
        case nodes.Output():
            for printed in tree.nodes:
                yield from _printed(printed)
        case nodes.Template():
            for child in tree.body:
                yield from judgments_in(child)


def decisions_in(tree: nodes.Node) -> Iterator[Judgment]:
    """Yield what a page template, which may use all of Jinja, decides by."""
    tests = (*(node.test for node in tree.find_all(nodes.If)), *(node.test for node in tree.find_all(nodes.CondExpr)))
    for test in tests:
        yield from _truths(test)


def _printed(node: nodes.Node) -> Iterator[Judgment]:
    match node:
        case nodes.TemplateData() | nodes.Filter():
            return
        case nodes.CondExpr():
            yield from _truths(node.test)
            for outcome in (node.expr1, node.expr2):
                if outcome is not None:
                    yield from _printed(outcome)
        case nodes.And() | nodes.Or() | nodes.Not() | nodes.Compare() | nodes.Test():
            yield from _truths(node)
        case _:
            yield Printed(side_of(node), node.lineno or 1)


def _truths(node: nodes.Node) -> Iterator[Judgment]:
    line = node.lineno or 1
    match node:
        case nodes.And() | nodes.Or():
            yield from _truths(node.left)
            yield from _truths(node.right)
        case nodes.Not():
            yield from _truths(node.node)
        case nodes.Compare():
            yield from _comparisons(node)
        case nodes.Test():
            argument = side_of(node.args[0]) if node.args else None
            yield Tested(side_of(node.node), node.name, argument, line)
        case _:
            yield Truth(side_of(node), line)


def _comparisons(node: nodes.Compare) -> Iterator[Comparison]:
    left = side_of(node.expr)
    for operand in node.ops:
        right, operator = side_of(operand.expr), _TYPED.get(operand.op, operand.op)
        if left.is_literal and not right.is_literal:
            yield Comparison(right, _TURNED.get(operator, operator), left, node.lineno or 1)
        else:
            yield Comparison(left, operator, right, node.lineno or 1)
        left = right


def side_of(node: nodes.Node) -> Side:
    """Return what an expression is, as far as types go."""
    match node:
        case nodes.Const(value=str() as word):
            return Side("word", word)
        case nodes.Const(value=bool() as flag):
            return Side("flag", "true" if flag else "false")
        case nodes.Const(value=int() as number):
            return Side("number", str(number))
        case nodes.Call(node=nodes.Name(name=name)):
            first = node.args[0] if node.args else None
            argument = first.value if isinstance(first, nodes.Const) and isinstance(first.value, str) else None
            return Side("call", name, argument)
        case nodes.Name() | nodes.Getattr():
            dotted = dotted_name(node)
            return Side("name", dotted) if dotted else Side("other", "")
    return Side("other", "")


def dotted_name(node: nodes.Node) -> str | None:
    """Return `a.b.c` where that is all an expression is."""
    parts: list[str] = []
    while isinstance(node, nodes.Getattr):
        parts.append(node.attr)
        node = node.node
    return ".".join([node.name, *reversed(parts)]) if isinstance(node, nodes.Name) else None
