"""A real WordPress keeps blocks as they were sent, whoever sends them, and shows what they say."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import httpx
import pytest
from case_files import IMAGES, LINKS, cases, written
from estate_pages import estate_pages
from hostile_text import HOSTILE, page_with

from conftest import listed_types
from support.demo_pages import demo_pages
from support.editor import RELEASES
from support.wordpress import WordPress
from tenantbook.blocks import Editor, as_blocks, sealed_blocks
from tenantbook.demo.tenants import DEMO_TENANTS
from tenantbook.record import digest_of, printed_values, read_record
from tenantbook.record.text import folded_text

pytestmark = pytest.mark.wordpress


@dataclass(frozen=True)
class Site:
    """A WordPress to which an author posts, who may not write whatever HTML there is."""

    running: WordPress
    editor: Editor
    client: httpx.Client

    def kept(self, content: str) -> tuple[str, str]:
        """Post a content; return it as WordPress keeps it, and as readers see it."""
        sent = {"title": "x", "content": content, "status": "publish"}
        answer = self.client.post("/index.php?rest_route=/wp/v2/posts&context=edit", json=sent).raise_for_status()
        said = answer.json()["content"]
        return said["raw"], said["rendered"]

    def blocks(self, html: str) -> str:
        return as_blocks(html, images=IMAGES, links=LINKS, editor=self.editor).markup


@pytest.fixture(scope="module", params=RELEASES)
def site(request: pytest.FixtureRequest) -> Iterator[Site]:
    with WordPress(request.param) as running:
        sign_in = ("author", running.users["author"])
        with httpx.Client(base_url=running.address, auth=sign_in, timeout=60) as client:
            yield Site(running, Editor.of_types(listed_types(running)), client)


def closed(markup: str) -> str:
    """Return blocks as WordPress's filter leaves them: it puts a space before the slash of a picture or separator."""
    return markup.replace('"/>', '" />')


def batches(pages: Iterable[str]) -> Iterator[str]:
    """Yield pages a dozen to a post, for each post takes WordPress a tenth of a second."""
    distinct = list(dict.fromkeys(pages))
    yield from ("\n\n".join(distinct[first : first + 12]) for first in range(0, len(distinct), 12))


def test_an_authors_pages_are_kept_byte_for_byte(site: Site) -> None:
    """Every distinct page of the demo for one release, some of them for the others."""
    pages = estate_pages() if site.editor == Editor() else estate_pages()[::20]
    changed = [sent for sent in batches(map(site.blocks, pages)) if site.kept(sent)[0] != sent]

    assert changed == []


def test_an_authors_cases_are_kept_but_for_a_space_before_a_slash(site: Site) -> None:
    for sent in batches(written(case, site.editor).markup for case in cases()):
        assert closed(sent) == site.kept(sent)[0]


def test_hostile_values_are_kept_and_shown_as_what_they_are(site: Site) -> None:
    pages = "".join(map(page_with, HOSTILE))
    sent = site.blocks(pages)
    kept, shown = site.kept(sent)

    assert closed(sent) == kept
    assert says_in(pages) == says_in(kept)
    assert [folded_text(value) for value in says_in(pages)] == [folded_text(value) for value in says_in(shown)]
    for magic in ("<script", "<iframe", "<audio", "wp-embedded-content", "wp-block-embed", "gallery-"):
        assert magic not in shown


def test_a_sealed_page_has_its_record_where_wordpress_keeps_it_and_where_readers_see_it(site: Site) -> None:
    made = demo_pages(DEMO_TENANTS[0].client)[1]
    record = read_record(made.html)
    assert record is not None
    sent = sealed_blocks(site.blocks(made.html), record)
    kept, shown = site.kept(sent)

    assert sent == kept
    assert [digest_of(page) for page in (sent, kept, shown)] == [digest_in(sent)] * 3
    assert [digest_in(page) for page in (kept, shown)] == [digest_in(sent)] * 2


def digest_in(page: str) -> str:
    """Return the digest that a page's record carries."""
    record = read_record(page)
    assert record is not None
    return record.digest


def says_in(html: str) -> list[str]:
    """Return each value that a page prints."""
    return [printed.says for printed in printed_values(html)]
