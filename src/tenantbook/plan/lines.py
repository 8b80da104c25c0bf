"""An article in lines of plain text: what people compare, however the other side writes its HTML."""

import difflib
import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from html import unescape

from tenantbook.claims.html import events
from tenantbook.model.publication import Article
from tenantbook.record import BEGIN, RECORD_OPENING

#: Which line prefix a block begins with.
_PREFIXES = {**{f"h{level}": f"{'#' * level} " for level in range(1, 7)}, "li": "- ", "dt": "- ", "dd": "  "}
_EDGES = frozenset(_PREFIXES) | {
    *("p", "div", "section", "article", "details", "summary", "figure", "figcaption", "blockquote", "pre", "hr", "br"),
    *("ul", "ol", "dl", "table", "thead", "tbody", "tfoot", "caption", "tr"),
}
_CELLS = frozenset({"td", "th"})
_LINK = re.compile(r"""\s(?:href|src)\s*=\s*(?:"([^"]*)"|'([^']*)')""", re.IGNORECASE)

#: The sign beside a heading that links to it: part of the site, not of the page.
_PERMALINK = re.compile(r'<a class="headerlink"[^>]*>[^<]*</a>')

#: The sentence that says when a tenant was read: it changes with every reading, and nothing else need have.
_READ = re.compile(r'<p class="tb-read"[^>]*>.*?</p>', re.DOTALL)


def lines_of(html: str) -> list[str]:
    """Return the text of HTML, a line for each paragraph, entry, heading or row, with the targets of its links."""
    return [line for line in _lines(html) if line.strip(" #-|")]


def _lines(html: str) -> Iterator[str]:
    prefix, words = "", ""
    for tag, rest, text, _ in events(html):
        name = tag.removeprefix("/")
        if name in _EDGES:
            if line := " ".join(words.split()):
                yield f"{prefix}{line}"
                prefix = ""
            words = ""
            # A paragraph within an entry or a cell goes on with what the entry began with.
            prefix = _PREFIXES.get(tag, prefix if name in ("p", "div") and not tag.startswith("/") else "")
        elif tag in _CELLS and words.strip():
            words += " | "
        elif (tag in ("a", "img")) and (found := _LINK.search(rest)):
            words += f"<{found[1] or found[2]}> "
        words += unescape(text)
    if line := " ".join(words.split()):
        yield f"{prefix}{line}"


def article_lines(title: str, html: str) -> list[str]:
    """Return the lines of an article, its title first, whether or not its HTML has it as a heading."""
    return [f"# {title}", *(line for line in lines_of(html) if not line.startswith("# "))]


def timeless(article: Article) -> Article:
    """Return an article without the day on which its tenant was read: what an update is for is in the rest."""
    record = replace(article.record, read=None, digest="")
    return replace(article, html=_READ.sub("", article.html), record=record)


def words_digest(title: str, html: str) -> str:
    """Return the digest of an article's words without the day on which its tenant was read."""
    return hashlib.sha256("\n".join(article_lines(title, _READ.sub("", html))).encode(errors="replace")).hexdigest()


def own_content(page: str) -> str:
    """Return what stands between the marks of a built page, without the signs beside its headings; else all of it."""
    begin, end = page.find(BEGIN), page.find(RECORD_OPENING)
    inner = page[begin + len(BEGIN) : end] if 0 <= begin < end else page
    return _PERMALINK.sub("", inner).strip()


def heading_of(html: str) -> str:
    """Return the text of the first heading of the first rank, empty where there is none."""
    return next((line[2:] for line in lines_of(html) if line.startswith("# ")), "")


def difference(before: Sequence[str], after: Sequence[str], names: tuple[str, str]) -> tuple[str, ...]:
    """Return the lines of a unified diff."""
    return tuple(difflib.unified_diff(before, after, *names, lineterm="", n=1))
