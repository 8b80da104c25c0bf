"""Words of a post as a text of the book: Markdown that shows what the post shows, and what is proposed instead."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from tenantbook.checks.lifetimes import LIFETIME
from tenantbook.drafts.elements import Run

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ue000-\uf8ff\ufffe\uffff]|[\ud800-\udfff]")
_SPECIAL = re.compile(r"([\\`*_\[\]|~])")
#: What would be read as a character by its name.
_ENTITY = re.compile(r"&(?=#?[A-Za-z0-9]{1,40};)")
_LINE_START = re.compile(r"^(\s*)([#>+=-]|\d{1,9}[.)])(?=\s|$|[-=])", re.MULTILINE)
_TEMPLATE = re.compile(r"\{\{|\{%|\{#")

#: Quotation marks, of every kind that posts put around labels.
_QUOTES = "\"'\u201c\u201d\u201e\u2018\u2019\u00ab\u00bb"

#: What a link of a text may lead to.
LEADS = re.compile(r"^(?:https://[A-Za-z0-9.-]+(?::\d+)?(?:[/?#][^\s<>\"'`\\(){}|^\[\]]*)?|mailto:[^\s<>()\"]+)$")


@dataclass(frozen=True, slots=True)
class Edit:
    """Something that stands in the place of words: from where to where, and what, ready as Markdown."""

    start: int
    end: int
    instead: str


def harmless(text: str) -> str:
    """Return text without characters that content may not hold."""
    return _CONTROL.sub("\N{REPLACEMENT CHARACTER}", text)


def escaped(text: str) -> str:
    """Return plain text as Markdown that shows it, whatever it looks like."""
    return _unlisted(_escaped(text))


def _escaped(text: str) -> str:
    return untemplated(
        _SPECIAL.sub(r"\\\1", _ENTITY.sub("&amp;", harmless(text))).replace("<", "&lt;").replace("\\](", "\\]\\(")
    )


def _unlisted(text: str) -> str:
    """Return Markdown of which no line begins a heading, a quote or a list."""
    return _LINE_START.sub(lambda found: f"{found[1]}{found[2][:-1]}\\{found[2][-1]}", text)


def untemplated(text: str) -> str:
    """Return text whose braces are no template."""
    return _TEMPLATE.sub(lambda found: f"{{% raw %}}{found.group()}{{% endraw %}}", text)


def as_markdown(runs: Sequence[Run], edits: Iterable[Edit] = ()) -> str:
    """Return runs as Markdown, with edits in the place of what they cover."""
    whole = "".join(run.text for run in runs)
    pieces: list[str] = []
    place = 0
    for edit in sorted(edits, key=lambda edit: edit.start):
        if edit.start < place:
            continue
        pieces += _between(runs, place, edit.start)
        pieces.append(edit.instead)
        place = edit.end
    pieces += _between(runs, place, len(whole))
    return re.sub(r" *\n *", "<br>\n", _unlisted(_glued(pieces).strip()))


def _between(runs: Sequence[Run], start: int, end: int) -> list[str]:
    """Return the runs between two places of the whole, each as Markdown; runs of one link together."""
    cut: list[Run] = []
    place = 0
    for run in runs:
        text = run.text[max(0, start - place) : max(0, end - place)]
        place += len(run.text)
        if text:
            cut.append(Run(text, run.strong, run.soft, run.code, run.link))
    done: list[str] = []
    while cut:
        link = cut[0].link
        same = 1
        while link and same < len(cut) and cut[same].link == link:
            same += 1
        said = _glued([_looks(run) for run in cut[:same]])
        done.append(_linked(said, link) if LEADS.match(link) else said)
        del cut[:same]
    return done


def _linked(said: str, link: str) -> str:
    lead = said[: len(said) - len(said.lstrip())]
    trail = said[len(said.rstrip()) :]
    return f"{lead}[{said.strip()}]({link}){trail}" if said.strip() else said


def _looks(run: Run) -> str:
    """Return one run as Markdown. Marks stand right at the words, or they would not be marks."""
    inner = run.text.strip()
    if not inner:
        return run.text
    lead = run.text[: len(run.text) - len(run.text.lstrip())]
    trail = run.text[len(run.text.rstrip()) :]
    if run.code and "\n" not in inner:
        fence = "`" * (max((len(ticks) for ticks in re.findall("`+", inner)), default=0) + 1)
        pad = " " if inner.startswith("`") or inner.endswith("`") else ""
        return f"{lead}{fence}{pad}{untemplated(harmless(inner))}{pad}{fence}{trail}"
    if run.strong:
        # Quotes around a label are how posts mark it; the book marks it by bold alone.
        label = inner.strip(_QUOTES) or inner
        return f"{lead}**{_escaped(label)}**{trail}"
    return f"{lead}*{_escaped(inner)}*{trail}" if run.soft else _escaped(run.text)


def _glued(pieces: Iterable[str]) -> str:
    """Return pieces put together; marks of two that touch are kept apart."""
    text = ""
    for piece in pieces:
        text += f"&#8203;{piece}" if text.endswith("*") and piece.startswith("*") else piece
    return text


def as_code(text: str, indent: str = "") -> str:
    """Return code as a fenced block."""
    longest = max((len(found) for found in re.findall(r"^\s*(`{3,})", text, re.MULTILINE)), default=0)
    fence = "`" * max(3, longest + 1)
    lines = [fence, *harmless(text).expandtabs(4).split("\n"), fence]
    return "\n".join(f"{indent}{line}".rstrip() for line in lines)


#: How long a title or a heading may be.
_LONGEST_LINE = 200


def line_of(text: str, longest: int = _LONGEST_LINE) -> str:
    """Return text as a title or heading may read: one line, no template, no literal lifetime."""
    safe = " ".join(LIFETIME.sub("[how long?]", harmless(text)).split())
    for sign in ("{{", "{%", "{#"):
        safe = safe.replace(sign, f"{sign[0]} {sign[1]}")
    return safe if len(safe) <= longest else f"{safe[: longest - 1].rsplit(' ', 1)[0]}…"
