"""WordPress's editors in a real browser, each told of blocks by a running WordPress of its release."""

from collections.abc import Iterator
from dataclasses import dataclass

import httpx
import pytest
from playwright.sync_api import Browser

from support.browsing import started_browser
from support.editor import RELEASES, EditorPage, Types, editor_of
from support.wordpress import WordPress
from tenantbook.blocks import Editor


@dataclass(frozen=True)
class Release:
    """A WordPress: its number, the block types that it lists, and its editor."""

    number: tuple[int, int]
    types: Types
    page: EditorPage

    @property
    def editor(self) -> Editor:
        return Editor.of_types(self.types)


@pytest.fixture(scope="module")
def blocks_browser() -> Iterator[Browser]:
    with started_browser() as browser:
        yield browser


@pytest.fixture(scope="module", params=RELEASES)
def release(request: pytest.FixtureRequest, blocks_browser: Browser) -> Iterator[Release]:
    with WordPress(request.param) as running:
        types = listed_types(running)
    with editor_of(request.param, blocks_browser, types) as page:
        yield Release(RELEASES[request.param], types, page)


def listed_types(running: WordPress) -> Types:
    """Return the block types that a WordPress lists for whoever may write posts."""
    sign_in = ("author", running.users["author"])
    answer = httpx.get(f"{running.address}/index.php?rest_route=/wp/v2/block-types", auth=sign_in, timeout=60)
    return {each["name"]: each for each in answer.raise_for_status().json()}
