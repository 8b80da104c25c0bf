"""A page's content in the few elements that documentation systems keep: what they would strip is never sent."""

import re
from collections import Counter
from html import escape, unescape
from urllib.parse import urlsplit

from tenantbook.web.html import Kind, attributes, tokens

_VOID = frozenset({"br", "hr", "img"})
#: What stays, and which of its attributes.
_KEPT = {
    **dict.fromkeys(("p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "li", "strong", "em", "code", "pre"), ()),
    **dict.fromkeys(("blockquote", "table", "thead", "tbody", "tr", "br", "hr", "sub", "sup"), ()),
    "ol": ("start",),
    "a": ("href",),
    "img": ("src", "alt"),
    "th": ("colspan", "rowspan"),
    "td": ("colspan", "rowspan"),
}
_RENAMED = {"b": "strong", "i": "em", "kbd": "code", "samp": "code", "tt": "code", "dt": "h4", "caption": "p"}
#: What goes with everything in it: nothing that a reader of the words would miss.
_DROPPED = frozenset({"button", "head", "iframe", "noscript", "object", "script", "select", "style", "svg", "template"})
_BLOCKS = frozenset({"article", "dd", "details", "div", "figure", "section"})
_SCHEMES = frozenset({"http", "https", "mailto"})
_NUMBER = re.compile(r"[0-9]{1,4}")
#: As much of a tab's label as anybody reads.
_LABEL = 500


def plain_html(html: str, title: str) -> str:
    """Return a page's content without its own title, its menus' anchors, pictures of the site, and site-local links.

    A notice becomes a quotation; what can be folded away stands open; a picture that the other side could not load
    is replaced by its words in brackets. Text is never lost.
    """
    writer = _Writer()
    for token in tokens(html):
        if token.kind is Kind.START:
            writer.start(token.name, attributes(token.rest), closes=token.rest.endswith("/"))
        elif token.kind is Kind.END:
            writer.end(token.name)
        elif token.kind is Kind.TEXT:
            writer.text(unescape(html[token.start : token.end]))
    writer.finish()
    plain = re.sub(r"<(p|li|strong|em|a)>\s*</\1>", "", "".join(writer.written)).strip()
    heading = re.match(r"<h1>(.*?)</h1>\s*", plain, re.DOTALL)
    own = heading and " ".join(re.sub(r"<[^>]*>", "", heading[1]).split()) == " ".join(escape(title).split())
    return plain[heading.end() :] if heading and own else plain


class _Writer:
    """Writes what is kept. `_open` holds, for each element that was opened, what is to be written at its end."""

    def __init__(self) -> None:
        self.written: list[str] = []
        self._open: list[tuple[str, str | None]] = []
        #: How many of each element are open, and how many whose content is dropped: no deep page makes this slow.
        self._names: Counter[str] = Counter()
        self._silent = 0
        #: The labels of tabs that are open: each is written before its own tab, not before all of them.
        self._labels: list[list[str]] = []

    @property
    def _muted(self) -> bool:
        return self._silent > 0

    def start(self, tag: str, given: dict[str, str], *, closes: bool) -> None:
        """Take the tag that opens an element; `closes` where it ends at once."""
        if tag in ("input", "wbr", "col", "source", "link", "meta"):
            return
        begin, end = ("", None) if _dropped(tag, given) else self._tab(given) or _written(tag, given)
        if self._muted and tag == "label" and self._labels:
            self._labels[-1].append("")
        if not self._muted:
            self.written.append(begin)
        if tag not in _VOID:
            self._open.append((tag, end))
            self._names[tag] += 1
            self._silent += end is None
            if closes:
                self.end(tag)

    def end(self, tag: str) -> None:
        """Take the tag that closes one."""
        while self._names[tag]:
            name, end = self._open.pop()
            self._names[name] -= 1
            self._silent -= end is None
            if end is not None and not self._muted:
                self.written.append(end)
            if name == tag:
                return

    def finish(self) -> None:
        """End what was never ended."""
        while self._open:
            self.end(self._open[-1][0])

    def text(self, words: str) -> None:
        """Take words between tags."""
        if not self._muted:
            self.written.append(escape(words, quote=False))
        elif self._labels and self._labels[-1] and self._names["label"]:
            self._labels[-1][-1] = f"{self._labels[-1][-1]}{words}"[:_LABEL]

    def _tab(self, given: dict[str, str]) -> tuple[str, str | None] | None:
        """Return what stands for a part of a set of tabs, None where an element is no such part."""
        classes = given.get("class", "").split()
        if "tabbed-labels" in classes:
            self._labels.append([])
            return "", None
        if "tabbed-block" not in classes or not self._labels:
            return None
        label = self._labels[-1].pop(0) if self._labels[-1] else ""
        if not self._labels[-1]:
            self._labels.pop()
        return (f"<p><strong>{escape(label.strip(), quote=False)}</strong></p>" if label.strip() else " "), " "


def _dropped(tag: str, given: dict[str, str]) -> bool:
    return tag in _DROPPED or "headerlink" in given.get("class", "").split()


def _written(tag: str, given: dict[str, str]) -> tuple[str, str]:
    """Return what stands for an element at its begin and at its end."""
    classes = given.get("class", "").split()
    if tag == "summary" or "admonition-title" in classes:
        return "<p><strong>", "</strong></p>"
    if "admonition" in classes:
        return "<blockquote>", "</blockquote>"
    if tag in _BLOCKS:
        return " ", " "
    return (_picture(given), "") if tag == "img" else _element(_RENAMED.get(tag, tag), given)


def _element(tag: str, given: dict[str, str]) -> tuple[str, str]:
    if tag not in _KEPT or (tag == "a" and not _leads_anywhere(given.get("href", ""))):
        return "", ""
    kept = "".join(f' {name}="{escape(given[name])}"' for name in _KEPT[tag] if _stays(name, given.get(name, "")))
    return f"<{tag}{kept}>", "" if tag in _VOID else f"</{tag}>"


def _picture(given: dict[str, str]) -> str:
    alt = given.get("alt", "").strip()
    if urlsplit(given.get("src", "")).scheme == "https":
        return f'<img src="{escape(given["src"])}" alt="{escape(alt)}">'
    return f"[{escape(alt, quote=False)}]" if alt else ""


def _stays(name: str, value: str) -> bool:
    return bool(value) if name in ("href", "src", "alt") else bool(_NUMBER.fullmatch(value))


def _leads_anywhere(address: str) -> bool:
    """Tell whether a link leads somewhere from wherever the article stands."""
    try:
        return urlsplit(address).scheme in _SCHEMES
    except ValueError:
        return False
