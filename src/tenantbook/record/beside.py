"""What stands on a page beside what we wrote, though readers take it for ours."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from html import unescape

from tenantbook.record.comment import RECORD_COMMENT
from tenantbook.record.element import BEGIN, RECORD_ELEMENT
from tenantbook.web.html import Kind, Token, is_closed_at_once, tokens

#: What a page's frame is made of: menus, forms and drawings are not read as the article.
_FRAME = frozenset(
    {"nav", "header", "footer", "aside", "form", "button", "label", "svg", "script", "style", "template"}
)
_MENU = re.compile(r"<(/?)nav\b", re.IGNORECASE)
#: What readers see though it holds no words.
_SEEN = frozenset({"img", "iframe", "video", "audio", "embed", "object", "picture", "canvas"})


@dataclass(frozen=True, slots=True)
class Beside:
    """A stretch of a page beside ours: its HTML, and the words that readers see, white space collapsed."""

    html: str
    words: str


def beside(html: str) -> tuple[Beside, ...]:
    """Return what readers see above and below our stretch of a page, as part of the same article.

    On a page of a built site that is everything within `main`, its frame apart. Where a publishing system holds our
    text, it is everything within the element that holds both our mark and our record: around that stand titles and
    menus of the system's own. A page without both is looked at elsewhere.
    """
    element, comment = RECORD_ELEMENT.search(html), RECORD_COMMENT.search(html)
    record = element or comment
    begin = html.find(BEGIN)
    if record is None or not 0 <= begin < record.start():
        return ()
    end = html.find("</div>", record.end()) if element else record.end()
    ours = (begin, end if end >= 0 else len(html))
    before, after = _around(html, *ours, whole_main=element is not None)
    found = (_stretch(html[before : ours[0]]), _stretch(html[ours[1] : after]))
    return tuple(each for each in found if each.words)


def _around(html: str, begin: int, end: int, *, whole_main: bool) -> tuple[int, int]:
    """Return where the article begins and ends that a stretch of a page is part of."""
    for name in ("main", "article") if whole_main else ():
        start, close = html.rfind(f"<{name}", 0, begin), html.find(f"</{name}", end)
        if 0 <= start < close:
            return html.find(">", start) + 1, close
    open_at_end = _open_at(html, end)
    both = [one for one, other in zip(_open_at(html, begin), open_at_end, strict=False) if one == other]
    return (both[-1].end, _end_of(html, both[-1], end)) if both else (0, len(html))


def _open_at(html: str, place: int) -> list[Token]:
    """Return the elements that are open at a place, the outermost first."""
    opened: list[Token] = []
    names: dict[str, int] = {}
    for token in tokens(html):
        if token.start >= place:
            break
        if token.kind is Kind.START and not is_closed_at_once(token):
            opened.append(token)
            names[token.name] = names.get(token.name, 0) + 1
        while token.kind is Kind.END and names.get(token.name):
            closed = opened.pop()
            names[closed.name] -= 1
            if closed.name == token.name:
                break
    return opened


def _end_of(html: str, start: Token, place: int) -> int:
    """Return where an element ends that is open at a place."""
    depth = 1
    for token in _from(html, place):
        if token.name != start.name or is_closed_at_once(token):
            continue
        depth += {Kind.START: 1, Kind.END: -1}.get(token.kind, 0)
        if not depth:
            return token.start
    return len(html)


def _from(html: str, place: int) -> Iterator[Token]:
    rest = html[place:]
    return (token._replace(start=token.start + place, end=token.end + place) for token in tokens(rest))


def _stretch(html: str) -> Beside:
    words = filter(None, map(_words, _without_menus(html)))
    return Beside(html, " ".join(words))


@lru_cache(maxsize=64)
def _words(html: str) -> str:
    """Return the words of a piece of HTML. The pages of a site share theirs, so each is read once."""
    return " ".join(" ".join(_seen(html)).split())


def _without_menus(html: str) -> Iterator[str]:
    """Yield what stands outside of menus. They are most of a page, and taken out first since that is quick."""
    place, depth = 0, 0
    for found in _MENU.finditer(html):
        if not depth:
            yield html[place : found.start()]
        depth = max(0, depth + (-1 if found[1] else 1))
        place = found.start()
    if not depth:
        yield html[place:]


def _seen(html: str) -> Iterator[str]:
    """Yield the words that readers see, and a sign for each picture or frame."""
    framed: Counter[str] = Counter()
    for token in tokens(html):
        if token.name in _FRAME:
            framed[token.name] = max(0, framed[token.name] + (1 if token.kind is Kind.START else -1))
        elif framed.total():
            continue
        elif token.kind is Kind.TEXT:
            yield unescape(html[token.start : token.end])
        elif token.kind is Kind.START and token.name in _SEEN:
            yield f"<{token.name}>"
