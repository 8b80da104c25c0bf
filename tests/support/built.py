"""Pages as a site generator compiles them, and their text."""

from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import markdown
import yaml

SETTINGS = Path(__file__).parents[2] / "mkdocs.yml"

#: Start tags with their attributes, end tags and text, in order.
Parsed = list[tuple[object, ...]]


def compiler() -> markdown.Markdown:
    """Return a compiler with the extensions of `mkdocs.yml`."""
    entries: list[Any] = yaml.safe_load(SETTINGS.read_text(encoding="utf-8"))["markdown_extensions"]
    settings: dict[str, Any] = {}
    for entry in entries:
        settings |= entry if isinstance(entry, dict) else {entry: {}}
    return markdown.Markdown(extensions=list(settings), extension_configs=settings)


def compile_page(text: str) -> str:
    """Return the HTML of a page's Markdown, without its front matter."""
    _, mark, body = text.partition("\n---\n")
    return compiler().convert(body if mark else text)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: Parsed = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append(("<", tag, tuple(sorted((name, value or "") for name, value in attrs))))

    def handle_endtag(self, tag: str) -> None:
        self.found.append((">", tag))

    def handle_data(self, data: str) -> None:
        before = self.found.pop()[1] if self.found and self.found[-1][0] == "text" else ""
        self.found.append(("text", f"{before}{data}"))


def parsed(html: str, change: Callable[[str], str] = str) -> Parsed:
    """Return a page as elements, attributes and text; `change` is applied to each attribute and text.

    A text that is empty then is none: HTML has no empty texts.
    """
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return [entry for found in reader.found if (entry := _changed(found, change)) != ("text", "")]


def _changed(entry: tuple[Any, ...], change: Callable[[str], str]) -> tuple[object, ...]:
    match entry:
        case ("<", tag, attributes):
            return "<", tag, tuple((name, change(value)) for name, value in attributes)
        case ("text", text):
            return "text", change(text)
    return entry


def text_of(html: str) -> str:
    """Return what a page shows, elements apart by a space."""
    return " ".join(" ".join(str(entry[1]) for entry in parsed(html) if entry[0] == "text").split())
