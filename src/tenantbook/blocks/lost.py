"""What a page says and its blocks do not: found afterwards, so that no shape of HTML loses text unnoticed."""

import re
from collections import Counter
from collections.abc import Iterator
from html import unescape

from lxml.html import HtmlElement

from tenantbook.blocks.tree import WHOLE, children, is_comment, tag_of

_MARKUP = re.compile(r"<!--.*?-->|<[^<>]*>", re.DOTALL)
_NO_LETTERS = re.compile(r"[\W_]+")

#: How much of a lost text is quoted.
_LONGEST = 60


def lost_texts(root: HtmlElement, markup: str) -> Iterator[str]:
    """Yield the texts of a page that its blocks lack, each in short and in one line. Only letters and digits count."""
    shown = _letters(unescape(_MARKUP.sub("", markup)))
    texts = list(_texts(root))
    missing = Counter("".join(map(_letters, texts))) - Counter(shown)
    if missing:
        lost = [text for text in texts if _letters(text) not in shown] or texts
        yield from (_short(text) for text in dict.fromkeys(lost) if set(_letters(text)) & missing.keys())


def _letters(text: str) -> str:
    return _NO_LETTERS.sub("", text)


def _texts(element: HtmlElement) -> Iterator[str]:
    for node in children(element):
        if isinstance(node, str):
            yield node
        elif not is_comment(node) and tag_of(node) not in WHOLE:
            yield from _texts(node)


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST else f"{line[:_LONGEST]}…"
