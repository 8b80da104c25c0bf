"""WordPress's own editor scripts judge what is written for them: every page of the demo, every case, hostile text."""

import pytest
from any_html import any_html
from case_files import IMAGES, LINKS, cases, written
from estate_pages import estate_pages
from hostile_text import HOSTILE, page_with
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from conftest import Release
from support.articles import an_article
from support.demo_pages import demo_pages
from tenantbook.blocks import Editor, as_blocks, carry_comment, sealed_blocks
from tenantbook.demo.tenants import DEMO_TENANTS
from tenantbook.publishers.wordpress.envelope import enclose, retired
from tenantbook.record import read_record

pytestmark = [pytest.mark.browser, pytest.mark.wordpress]

NOTHING_TO_SAY: list[str] = []


def test_every_page_of_the_demo_is_saved_by_the_editor_as_it_was_written(release: Release) -> None:
    contents = [as_blocks(page, images={}, links={}, editor=release.editor).markup for page in estate_pages()]

    assert len(contents) > 150
    assert [NOTHING_TO_SAY] * len(contents) == release.page.judge(contents)


def test_every_case_is_saved_by_the_editor_as_it_was_written(release: Release) -> None:
    contents = [written(case, release.editor).markup for case in cases()]

    assert [NOTHING_TO_SAY] * len(contents) == release.page.judge(contents)


def test_hostile_text_is_saved_by_the_editor_as_it_was_written(release: Release) -> None:
    pages = [page_with(value) for value in HOSTILE]
    contents = [as_blocks(page, images=IMAGES, links=LINKS, editor=release.editor).markup for page in pages]

    assert [NOTHING_TO_SAY] * len(contents) == release.page.judge(contents)
    names = [release.page.names(content.replace("wp:preformatted", "wp:code")) for content in contents]
    assert names == [names[0]] * len(names)


def test_a_post_with_its_mark_and_a_note_is_saved_by_the_editor_as_it_was_written(release: Release) -> None:
    article = an_article()
    markup = as_blocks(article.html, images={}, links={}, editor=release.editor).markup
    content = enclose(article.id, markup, article.record, "0" * 64, "lifetime 8 hours → 4 hours -- <read> & kept")

    assert release.page.judge([content, retired(content)]) == [NOTHING_TO_SAY, NOTHING_TO_SAY]


def test_a_sealed_page_is_saved_by_the_editor_as_it_was_written(release: Release) -> None:
    made = demo_pages(DEMO_TENANTS[0].client)[1]
    record = read_record(made.html)
    assert record is not None
    sealed = sealed_blocks(as_blocks(made.html, images={}, links={}, editor=release.editor).markup, record)

    assert release.page.judge([sealed]) == [NOTHING_TO_SAY]


def test_a_value_keeps_its_element_when_someone_edits_the_text_around_it(release: Release) -> None:
    text = 'At most <span class="tb-fact" data-fact="tap.length">8 characters</span>, <small>says</small> it.'

    assert release.page.edited(text) == f"EDITED {text}"


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(pages=st.lists(any_html(), min_size=5, max_size=5))
def test_whatever_html_there_is_becomes_blocks_that_the_editor_saves_as_they_are(
    release: Release, pages: list[str]
) -> None:
    contents = [as_blocks(page, images=IMAGES, links=LINKS, editor=release.editor).markup for page in pages]

    assert release.page.judge(contents) == [NOTHING_TO_SAY] * len(contents)


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        ("<!-- wp:heading -->\n<p>no heading</p>\n<!-- /wp:heading -->", "not valid: core/heading"),
        (
            "<!-- wp:group -->\n<div><!-- wp:list -->\n<p>x</p>\n<!-- /wp:list --></div>\n<!-- /wp:group -->",
            "not valid",
        ),
        ("text between blocks", "core/"),
        ("<!-- wp:somebody/slider /-->", "core/missing"),
        ("<!-- wp:html -->\n<b>x</b>\n<!-- /wp:html -->", "core/html"),
        ("<!-- wp:paragraph --><p>x</p><!-- /wp:paragraph -->", "saved otherwise"),
    ],
)
def test_the_judge_notices_what_is_not_right(release: Release, content: str, complaint: str) -> None:
    assert any(complaint in said for said in release.page.judge([content])[0])


def test_what_an_editor_writes_is_told_from_its_block_types_as_from_its_release(release: Release) -> None:
    assert Editor.of_version(*release.number) == release.editor


def test_no_block_is_one_that_a_release_lacks(release: Release) -> None:
    html = "<details><summary>More</summary><p>x</p></details>"
    names = release.page.names(as_blocks(html, images={}, links={}, editor=release.editor).markup)

    assert names[0] == ("core/details" if release.number >= (6, 3) else "core/group")


def test_a_comment_is_carried_in_a_block_of_its_own(release: Release) -> None:
    assert release.page.names(carry_comment("<!--tenantbook:begin-->")) == ["core/paragraph"]
