"""Code of a post as a text of the book may hold it: figures of the policy as facts, and no literal lifetime."""

from dataclasses import dataclass

from tenantbook.checks.lifetimes import LIFETIME, LIFETIME_IN_CODE
from tenantbook.drafts.grounds import Grounds, Proposal
from tenantbook.drafts.wording import as_code, untemplated

#: What stands in code for a lifetime that no fact is known for.
HOW_LONG = "how-long"


@dataclass(frozen=True, slots=True)
class Coded:
    """A fenced block, what an editor has to know about it, and what was proposed in it."""

    text: str
    notes: tuple[str, ...]
    proposals: tuple[Proposal, ...]


def coded(code: str, grounds: Grounds, indent: str = "") -> Coded:
    """Return code as a fenced block, in which parameters that hold a fact get it."""
    notes: list[str] = []
    proposals: list[Proposal] = []
    pieces: list[str] = []
    place = 0
    grammar = grounds.grammar
    for found in grammar.in_code.finditer(code) if grammar and grammar.in_code else ():
        about = grammar.coded[found[1].casefold()] if grammar else ""
        instead = f"{{{{ {about} | number }}}}"
        pieces += [_freed(code[place : found.start(2)], notes), instead]
        place = found.end(2)
        why = "a figure of the policy; in code it is an example, true nowhere or everywhere"
        proposals.append(Proposal("fact", found.group(), instead, "", why))
        notes.append(f'The code of the post says "{found.group()}": proposed as {instead}')
    pieces.append(_freed(code[place:], notes))
    return Coded(as_code("".join(pieces), indent), tuple(notes), tuple(proposals))


def _freed(code: str, notes: list[str]) -> str:
    """Return code without literal lifetimes and templates of its own."""
    for pattern in (LIFETIME, LIFETIME_IN_CODE):
        gone = (" ".join(found.group().split()) for found in pattern.finditer(code))
        notes.extend(f'"{words}" is taken out of the code: a text holds no literal lifetime' for words in gone)
        code = pattern.sub(HOW_LONG, code)
    return untemplated(code)
