"""An edition as the files a site generator builds from: Markdown, a style sheet, settings."""

from collections.abc import Iterable, Mapping
from html import escape
from pathlib import Path
from typing import Any

import tenantbook
from tenantbook.content.document import write_document
from tenantbook.content.library import Library
from tenantbook.disk import Workspace
from tenantbook.model.edition import Edition, Page, Text
from tenantbook.pages.fill import fill

#: Where the engine's theme stands: overrides, style sheet, search without a server.
THEME = Path(tenantbook.__file__).parent / "theme"

#: Where a client's own style sheet stands in its site; the only file there that is not shared or stamped.
CLIENT_STYLES = "assets/client.css"


#: Where a client's site shows when its guides were last found true: drawn by the check, so no part of what was built.
BADGE = "assets/checked.svg"


def source_files(markdown: Mapping[str, str], settings: Mapping[str, Any]) -> dict[str, bytes]:
    """Return every file that a site is compiled from, by path with forward slashes."""
    texts = {f"docs/{path}": text.encode() for path, text in markdown.items()}
    return {**texts, "mkdocs.yml": settings_file(settings)}


def settings_file(settings: Mapping[str, Any]) -> bytes:
    """Return a site's `mkdocs.yml`."""
    return write_document(dict(settings), head="Written by `tenantbook build`.").encode()


def site_settings(library: Library, text: Text, workspace: Workspace, *, name: str, provider: str) -> dict[str, Any]:
    """Return the settings of a text's site, which derive from the house's `mkdocs.yml`.

    `name` and `provider` are slots or escaped names: the generator's templates print them unescaped.
    """
    words = library.languages[text.language].words
    return {
        "INHERIT": workspace.settings.resolve().as_posix(),
        "site_name": name,
        "site_description": "",
        "copyright": f"{words['made-by']} {provider}",
        "docs_dir": "docs",
        "site_dir": "site",
        "exclude_docs": "",
        "theme": {"custom_dir": THEME.as_posix(), "language": text.language},
        "extra_css": [CLIENT_STYLES],
        "nav": navigation(library, text),
    }


def navigation(library: Library, edition: Text) -> list[Any]:
    """Return the menu of a site: the start page, then each audience with its topics."""
    start = [{_title(page): page.path} for page in edition.pages if not page.audience]
    groups = [
        {library.audiences[audience].title: _topics(page for page in edition.pages if page.audience == audience)}
        for audience in library.audiences_on(edition.surface)
    ]
    return [*start, *(group for group in groups if any(group.values()))]


def _topics(pages: Iterable[Page]) -> list[Any]:
    topics: dict[str, list[dict[str, str]]] = {}
    for page in pages:
        topics.setdefault(page.topic, []).append({_title(page): page.path})
    if len(topics) > 1:
        return [{topic: entries} for topic, entries in topics.items()]
    return [entry for entries in topics.values() for entry in entries]


def _title(page: Page) -> str:
    """Return a page's title for a menu, which prints it unescaped."""
    return escape(page.title, quote=False)


def house_files(library: Library, edition: Edition) -> dict[str, bytes]:
    """Return the house's guides as they are committed: pages, and a menu by topic and audience."""
    head = "<!-- Written by `tenantbook render` from kb_src. Edit there, not here. -->\n"
    pages = {path: _below_front_matter(text, head) for path, text in fill(edition).items()}
    return {name: text.encode() for name, text in {**pages, "SUMMARY.md": _summary(library, edition)}.items()}


def _below_front_matter(text: str, head: str) -> str:
    before, mark, after = text.partition("\n---\n")
    return f"{before}{mark}{head}{after}"


def _summary(library: Library, edition: Edition) -> str:
    """Return the menu of the guides in Markdown, as literate-nav reads it."""
    by_topic: dict[str, dict[str, list[Page]]] = {}
    for page in edition.pages:
        if page.audience:
            by_topic.setdefault(page.topic, {}).setdefault(page.audience, []).append(page)
    lines = ["* [Guides](index.md)"]
    for topic, audiences in by_topic.items():
        lines.append(f"* {topic}")
        for audience, pages in audiences.items():
            lines.append(f"    * {library.audiences[audience].title}")
            lines += [f"        * [{page.title}]({page.path})" for page in pages]
    return "\n".join(lines) + "\n"


def expected_pages(edition: Edition | Text) -> list[str]:
    """Return the path of each page's built file."""
    return [page.path.removesuffix(".md") + ".html" for page in edition.pages]
