"""Articles as people write them, in shapes of their own, as a WordPress gives them over REST; and what they become."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from estates import Estate

from tenantbook.drafts.draft import Imported

ARTICLES = Path(__file__).parents[1] / "drafts" / "articles"

#: Imports HTML as a post; keywords are those of `rest_post`.
Import = Callable[..., Imported]

#: Every article by name: its HTML.
HTML = {file.stem: file.read_text("utf-8") for file in sorted(ARTICLES.glob("*.html"))}


def huge() -> str:
    """Return an article of 400 sections and some 24,000 words."""
    step = "<li>Open <strong>Settings</strong> and look for entry number {0} of section {1}</li>"
    section = "<h2>Set up device {1}</h2><p>{0}</p><ol>{2}</ol>"
    words = " ".join(f"word{number}" for number in range(40))
    return "".join(
        section.format(words, number, "".join(step.format(each, number) for each in range(3))) for number in range(400)
    )


def rest_post(html: str, **more: Any) -> dict[str, Any]:
    """Return a post as a WordPress gives it. `content` replaces the whole of it."""
    return {
        "id": 41,
        "date": "2026-02-03T10:00:00",
        "modified": "2026-02-04T11:30:00",
        "modified_gmt": "2026-02-04T10:30:00",
        "slug": "an-article",
        "status": "publish",
        "type": "post",
        "link": "https://kb.example.com/?p=41",
        "title": {"rendered": "Passes &amp; phones"},
        "content": {"rendered": html, "protected": False},
        "excerpt": {"rendered": "<p>Short.</p>"},
        "categories": [7],
        "tags": [],
        "class_list": ["post-41", "category-microsoft-365"],
        **more,
    }


def write_post(file: Path, html: str, **more: Any) -> Path:
    file.write_text(json.dumps(rest_post(html, **more)), "utf-8")
    return file


def drafts(project: Estate) -> Path:
    return project.root / "drafts"


def files_below(folder: Path) -> dict[str, str]:
    found = (file for file in sorted(folder.rglob("*")) if file.is_file())
    return {file.relative_to(folder).as_posix(): file.read_text("utf-8") for file in found}
