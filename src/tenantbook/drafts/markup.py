"""The HTML of a post, as readers get it or as editors write it, read into elements."""

import re
from collections.abc import Iterator
from html import unescape

from tenantbook.claims.html import events
from tenantbook.drafts.elements import Element, Kind, Run
from tenantbook.drafts.frames import Frames

#: `href="x"`, `src='x'`, `alt=x`.
_ATTRIBUTE = re.compile(
    r"""(?<![\w-])(href|src|alt|data-src|data)\s*+=\s*+(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""", re.IGNORECASE
)

_MARKS = {"strong": "strong", "b": "strong", "em": "soft", "i": "soft", "cite": "soft"} | dict.fromkeys(
    ("code", "kbd", "samp", "tt", "var"), "code"
)
_BREAK = "\n"
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_EMBEDS = frozenset({"iframe", "embed", "object", "video", "audio"})
_UNREAD = frozenset({"script", "style", "template", "svg", "noscript", "textarea", "select", "math", "canvas", "input"})
_BLOCKS = frozenset(
    {
        *("p", "div", "section", "article", "main", "header", "footer", "aside", "nav", "form", "fieldset", "address"),
        *("figure", "details", "summary", "body", "center", "legend", "dl", "dd", "dt"),
    }
)

#: A block that makes its content when it is shown, and so has none in the text.
_DYNAMIC = re.compile(r"<!--\s+wp:([a-z][a-z0-9/-]{0,80})\s(?:(?!-->)[^\n]){0,2000}?/-->")

#: An empty line, outside of code.
_EMPTY_LINE = re.compile(r"(<pre\b(?:(?!</pre).)*+)|\n[ \t]*\n", re.IGNORECASE | re.DOTALL)

#: Shortcodes of WordPress and of the page builders that are met most; others only where they carry attributes.
_SHORTCODE = re.compile(
    r"\[/?(?:(?:gallery|caption|embed|audio|video|playlist|code|contact-form-7|vc_\w{1,40}|et_pb_\w{1,40}|wpforms|toc|"
    r"su_\w{1,40}|tabs?|accordion|button|row|columns?)(?:\s[^\[\]<>\n]{0,500})?|"
    r"[a-z][\w-]{1,40}\s+[\w-]{1,40}=[^\[\]<>\n]{1,500})/?\]"
)


def read_elements(html: str) -> tuple[Element, ...]:
    """Return the elements of a post. Takes time in proportion to its length, whatever it holds."""
    reader = _Reader()
    dynamic = tuple(Element(Kind.UNREAD, source=f"the block {name}") for name in _dynamic(html))
    for tag, rest, words, _ in events(html.replace("\r\n", "\n")):
        if tag:
            reader.tag(tag, rest)
        else:
            reader.words(unescape(words))
    return (*reader.finish(), *dynamic)


def paragraphed(html: str) -> str:
    """Return the HTML of a post with the paragraphs that WordPress makes of empty lines, where it has none yet."""
    if re.search(r"<p[\s>]", html, re.IGNORECASE):
        return html
    return _EMPTY_LINE.sub(lambda found: found.group() if found[1] else f"{found.group()}<p>", html)


def _dynamic(html: str) -> Iterator[str]:
    return (found[1] for found in _DYNAMIC.finditer(html) if found[1] not in ("more", "nextpage", "separator"))


class _Reader:
    """Turns tags and words into elements."""

    def __init__(self) -> None:
        self.frames = Frames()
        self._marks = {"strong": 0, "soft": 0, "code": 0}
        self._link = ""
        self._code: list[str] | None = None

    def words(self, words: str) -> None:
        """Take words between tags."""
        if self._code is not None:
            self._code.append(words)
            return
        place = 0
        for found in _SHORTCODE.finditer(words):
            self._plain(words[place : found.start()])
            self.frames.beside(Element(Kind.SHORTCODE, source=" ".join(found.group().split())))
            place = found.end()
        self._plain(words[place:])

    def finish(self) -> tuple[Element, ...]:
        """Return all elements, with whatever was left open ended."""
        if self._code is not None:
            self._take_code("pre", "", opens=False)
        return self.frames.finish()

    def _plain(self, words: str) -> None:
        # Text outside of any block is how editors wrote before there were blocks: an empty line ends a paragraph.
        parts = re.split(r"\n[ \t]*\n", words) if self.frames.is_open else [words]
        for number, part in enumerate(parts):
            if number:
                self.frames.end()
            lines = part.split("\n") if self.frames.is_open else [part]
            for number_of_line, line in enumerate(lines):
                breaks = number_of_line and line.strip() and self.frames.has_words
                self._say(f"{_BREAK if breaks else ' ' * bool(number_of_line)}{line}")

    def _say(self, words: str) -> None:
        marks = {name: depth > 0 for name, depth in self._marks.items()}
        self.frames.say(Run(words, marks["strong"], marks["soft"], marks["code"], self._link))

    def tag(self, tag: str, rest: str) -> None:
        """Take a tag: `p` opens, `/p` closes."""
        name, opens = tag.removeprefix("/"), not tag.startswith("/")
        if name == "pre" or self._code is not None:
            self._take_code(name, rest, opens=opens)
        elif name in _MARKS:
            self._marks[_MARKS[name]] = max(0, self._marks[_MARKS[name]] + (1 if opens else -1))
        elif name == "a":
            self._link = _attributes(rest).get("href", "") if opens else ""
        elif name == "br":
            self._say("\n")
        elif name == "img" or name in _EMBEDS or name in _UNREAD:
            self._take_thing(name, rest, opens=opens)
        else:
            self._take_block(name, opens=opens)

    def _take_code(self, name: str, rest: str, *, opens: bool) -> None:
        if name != "pre":
            if name == "img" or name in _EMBEDS | _UNREAD:
                self._take_thing(name, rest, opens=opens)
            elif self._code is not None and name not in _MARKS and name not in ("a", "span"):
                self._code.append("\n" * (not self._code or not self._code[-1].endswith("\n")))
            return
        if self._code is not None:
            code, self._code = "".join(self._code).strip("\n"), None
            if code.strip():
                self.frames.put(Element(Kind.CODE, (Run(code, code=True),)))
        if opens:
            self._begin_block()
            self._code = []

    def _take_thing(self, name: str, rest: str, *, opens: bool) -> None:
        if not opens:
            return
        held = _attributes(rest)
        source = held.get("src") or held.get("data-src") or held.get("data", "")
        if name == "img":
            alt = held.get("alt", "").strip()
            self.frames.beside(Element(Kind.PICTURE, (Run(alt),) if alt else (), source=source))
        elif name in _EMBEDS:
            self.frames.beside(Element(Kind.EMBED, source=source or name))
        else:
            self.frames.beside(Element(Kind.UNREAD, source=f"the element {name}"))

    def _begin_block(self) -> None:
        """End what is open. How words look does not reach over the end of a block, whatever was left unclosed."""
        self.frames.end()
        self._marks = dict.fromkeys(self._marks, 0)
        self._link = ""

    def _take_block(self, name: str, *, opens: bool) -> None:
        frames = self.frames
        if name in ("ul", "ol", "li", "table", "tr", "td", "th", "caption", "blockquote"):
            self._marks = dict.fromkeys(self._marks, 0)
            frames.structure(name, opens=opens)
        elif name in _HEADINGS:
            self._begin_block()
            frames.begin(Kind.HEADING if opens else Kind.TEXT, _HEADINGS[name] if opens else 0)
        elif name == "figcaption":
            self._begin_block()
            frames.begin(Kind.CAPTION if opens else Kind.TEXT)
        elif name == "hr":
            self._begin_block()
            frames.put(Element(Kind.RULE))
        elif name in _BLOCKS:
            self._begin_block()
            frames.inside(name, opens=opens)
            self._marks["strong"] = int(opens and name in ("summary", "dt", "legend"))


def _attributes(rest: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for each in _ATTRIBUTE.finditer(rest):
        found.setdefault(each[1].lower(), unescape(each[2] or each[3] or each[4] or "").strip())
    return found
