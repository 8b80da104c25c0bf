"""WordPress's own editor scripts in a real browser: the judge of every block."""

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page

from support.wordpress import wordpress

#: Debian's releases with WordPress 6.1, 6.8 and 7.1, which write blocks in three ways.
RELEASES = {"bookworm": (6, 1), "trixie": (6, 8), "sid": (7, 1)}

#: Block types by name, as `wp/v2/block-types` lists them.
Types = Mapping[str, Mapping[str, Any]]

#: Scripts of the editor that a browser of today needs no more, and that say nothing about blocks.
_NOT_NEEDED = {"wp-polyfill"}
_PACKAGE = re.compile(r"'([\w-]+)\.js'\s*=>\s*array\(\s*'dependencies'\s*=>\s*array\(([^)]*)\)")

#: What WordPress adds to scripts when it loads them.
_AFTER = {"lodash.min.js": "\nwindow.lodash = _.noConflict();"}

#: Everything that is wrong with a content: blocks that are not valid, text that is in no block, blocks that are not
#: known here, and whether the editor would save the content as it is.
_JUDGE = """contents => contents.map(content => {
    const complaints = [];
    const walk = blocks => blocks.forEach(block => {
        const original = (block.originalContent || "").slice(0, 300);
        if (!block.isValid) complaints.push(`not valid: ${block.name}: ${original}`);
        if (["core/freeform", "core/missing", "core/html"].includes(block.name))
            complaints.push(`${block.name}: ${original}`);
        walk(block.innerBlocks);
    });
    const blocks = wp.blocks.parse(content);
    walk(blocks);
    const saved = wp.blocks.serialize(blocks);
    if (saved !== content) {
        const place = [...content].findIndex((letter, index) => letter !== [...saved][index]);
        const near = text => [...text].slice(Math.max(0, place - 60), place + 60).join("");
        complaints.push(`saved otherwise: ${JSON.stringify(near(content))} became ${JSON.stringify(near(saved))}`);
    }
    return complaints;
})"""


#: What WordPress tells its editor about blocks before these are registered: attributes that plugins and PHP added.
_TOLD = """types => wp.blocks.unstable__bootstrapServerSideBlockDefinitions(Object.fromEntries(
    Object.entries(types).map(([name, type]) => [name, Object.fromEntries([
        ["apiVersion", type.api_version], ["usesContext", type.uses_context],
        ["providesContext", type.provides_context],
        ...["title", "category", "attributes", "supports", "parent", "ancestor", "styles", "variations", "keywords"]
            .map(key => [key, type[key]]),
    ].filter(([, value]) => value !== null && value !== undefined))])
))"""


@dataclass(frozen=True)
class EditorPage:
    """A page of a browser with the editor's scripts of one WordPress."""

    page: Page

    def judge(self, contents: Sequence[str]) -> list[list[str]]:
        """Return the editor's complaints about each content; none where it would be saved as it is."""
        complaints: list[list[str]] = self.page.evaluate(_JUDGE, list(contents))
        return complaints

    def names(self, content: str) -> list[str]:
        """Return the name of each block of a content, those within others included, in order."""
        found: list[str] = self.page.evaluate(
            "content => { const all = blocks => blocks.flatMap(one => [one.name, ...all(one.innerBlocks)]);"
            " return all(wp.blocks.parse(content)); }",
            content,
        )
        return found

    def edited(self, text: str) -> str:
        """Return a line of rich text after someone has typed a word before it."""
        html: str = self.page.evaluate(
            "html => wp.richText.toHTMLString({value: "
            "wp.richText.insert(wp.richText.create({html}), 'EDITED ', 0, 0)})",
            text,
        )
        return html


@contextmanager
def editor_of(suite: str, browser: Browser, types: Types) -> Iterator[EditorPage]:
    """Open the editor's scripts of a Debian release's WordPress, told of the block types that a running one lists."""
    page = browser.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    # An address of its own: the scripts want to keep what they are told, and a page without one may keep nothing.
    page.route(
        "**/*", lambda route: route.fulfill(content_type="text/html", body="<!doctype html><title>Editor</title>")
    )
    page.goto("http://editor.test/")
    for script in editor_scripts(wordpress(suite).wordpress):
        page.add_script_tag(content=script.read_text("utf-8") + _AFTER.get(script.name, ""))
    assert errors == []
    page.evaluate(_TOLD, types)
    page.evaluate("wp.blockLibrary.registerCoreBlocks()")
    yield EditorPage(page)
    page.close()


def editor_scripts(tree: Path) -> list[Path]:
    """Return the scripts that blocks need, each after those that it needs itself."""
    dist = tree / "wp-includes" / "js" / "dist"
    loader = (tree / "wp-includes" / "assets" / "script-loader-packages.php").read_text("utf-8")
    needs = {f"wp-{name}": re.findall(r"'([^']+)'", needed) for name, needed in _PACKAGE.findall(loader)}
    needs |= {"react-dom": ["react"], "react-jsx-runtime": ["react"], "wp-polyfill": ["regenerator-runtime"]}
    files: dict[Path, None] = {}

    def take(name: str) -> None:
        for needed in needs.get(name, []):
            take(needed)
        own = dist / f"{name.removeprefix('wp-')}.min.js"
        vendors = dist / "vendor" / f"{name}.min.js"
        if name not in _NOT_NEEDED and (own.is_file() or vendors.is_file()):
            files.setdefault(own if own.is_file() else vendors)

    take("wp-block-library")
    return list(files)
