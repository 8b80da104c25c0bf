"""Cases as data: HTML in, blocks and problems out. See the files in `cases/`; a new case is an entry there."""

from pathlib import Path
from typing import Any

import yaml

from tenantbook.blocks import Blocks, Editor, Image, as_blocks

FOLDER = Path(__file__).parent / "cases"

#: What cases may name: pictures that were uploaded, and where pages are published.
IMAGES = {"a.png": Image(7, "https://kb.example/uploads/a.png", "From the library")}
LINKS = {"use-pass.html": "https://kb.example/?p=12", "helpdesk/call.html": "https://kb.example/call/"}

Case = dict[str, Any]


def cases() -> list[Case]:
    """Return every case, with the name of its file before its own."""
    return [
        {**case, "name": f"{file.stem}: {case['name']}"}
        for file in sorted(FOLDER.glob("*.yml"))
        for case in yaml.safe_load(file.read_text(encoding="utf-8"))
    ]


def written(case: Case, editor: Editor) -> Blocks:
    return as_blocks(case["html"], images=IMAGES, links=LINKS, editor=editor, file="helpdesk/page.html")
