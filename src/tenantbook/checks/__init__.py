"""Checks on content: each a small function that yields problems, run over the whole library at once."""

from collections.abc import Callable, Iterator

from tenantbook.checks import (
    advice,
    claims,
    clients,
    conditions,
    declared,
    derived,
    lifetimes,
    markup,
    names,
    procedures,
    targets,
    templates,
)
from tenantbook.content.library import Library
from tenantbook.model.problem import Problem

Check = Callable[[Library], Iterator[Problem]]

CHECKS: tuple[Check, ...] = (
    *declared.CHECKS,
    *clients.CHECKS,
    *advice.CHECKS,
    *procedures.CHECKS,
    *templates.CHECKS,
    *conditions.CHECKS,
    *derived.CHECKS,
    *markup.CHECKS,
    *lifetimes.CHECKS,
    *claims.CHECKS,
    *targets.CHECKS,
    *names.CHECKS,
)


def problems_in(library: Library) -> list[Problem]:
    """Return every mistake that shows only when files are read together, in order of file and line."""
    return sorted({problem for check in CHECKS for problem in check(library)})
