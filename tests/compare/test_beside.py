"""What stands on a page beside what we wrote: above and below, on built pages and where a system holds our text."""

import pytest

from support.articles import an_article
from support.content import NOW
from support.demo_pages import demo_library, demo_pages, demo_snapshot
from tenantbook.blocks import sealed_blocks
from tenantbook.compare import Against, Candidate, Place, check_page, check_published
from tenantbook.model.audience import Surface
from tenantbook.model.published import PublishedPage
from tenantbook.model.verdict import Checked, Verdict
from tenantbook.record import BEGIN, RECORD_OPENING, beside

WRONG = "A Temporary Access Pass lasts at most 30 days and always works several times."
PAGE = next(each for each in demo_pages("northwind-dental") if each.expected.id == "use-pass")
OURS = PAGE.html[PAGE.html.index(BEGIN) : PAGE.html.index("</body>")]
FRAME = (
    "<body><header>Acme</header><main><nav><ul><li>Menu<nav>Deeper</nav></li></ul></nav>{above_article}"
    "<article><!-- c -->{above}{ours}{below}\n</article>{below_article}<button>Back to top</button>"
    "<script>var a = 'words';</script></main><footer>Made by us</footer></body>"
)
PLACES = ("above", "below", "above_article", "below_article")


def built(**put: str) -> str:
    return FRAME.format(**{**dict.fromkeys(PLACES, ""), "ours": OURS, **put})


def words(html: str) -> list[str]:
    return [each.words for each in beside(html)]


def test_a_built_page_as_it_was_built_has_nothing_beside() -> None:
    assert words(built()) == []
    assert words(PAGE.html) == []


@pytest.mark.parametrize("place", PLACES)
def test_what_was_put_anywhere_into_the_article_is_edited_and_read_for_claims(place: str) -> None:
    html = built(**{place: f"<p>{WRONG}</p>"})
    against = Against.of(demo_library(), demo_snapshot("northwind-dental"), NOW)

    pages = [PublishedPage(PAGE.expected.file, PAGE.expected.file, html)]
    found = list(
        check_published(
            pages, [PAGE.expected], lambda page, text: check_page(page, text, against), demo_library(),
            Place("northwind-dental", Surface(PAGE.expected.surface)),
        )
    )  # fmt: skip

    (verdict,) = (each for each in found if isinstance(each, Checked))
    (read,) = (each for each in found if isinstance(each, Candidate))
    assert (verdict.verdict, verdict.reason) == (
        Verdict.EDITED, f"something stands beside what was published: “{WRONG}”",
    )  # fmt: skip
    assert WRONG in str(read.page.html)


@pytest.mark.parametrize("seen", ['<img src="a.png">', "<iframe src='x'></iframe>", "<div><b>x</b></div>", "&#120;"])
def test_what_readers_see_counts_whatever_it_is_made_of(seen: str) -> None:
    assert words(built(below=seen)) != []


@pytest.mark.parametrize(
    "unseen", ["<!-- x -->", "<p>&nbsp;</p>", "<script>x</script>", "<nav>Next page</nav>", "<hr>"]
)
def test_what_readers_do_not_take_for_text_does_not_count(unseen: str) -> None:
    assert words(built(below=unseen)) == []


def test_around_a_post_the_theme_may_say_what_it_likes_and_within_it_nobody() -> None:
    article = an_article()
    post = sealed_blocks("<p>Ours.</p>", article.record)
    themed = "<main><h1>Use a pass</h1><p>By Kim, today</p><div class='entry'>{}{}</div><p>Leave a reply</p></main>"

    assert words(themed.format("", post)) == []
    assert words(themed.format(f"<p>{WRONG}</p>", post)) == [WRONG]
    assert words(f"{post}<p>{WRONG}</p>") == [WRONG]


def test_a_page_without_mark_or_record_has_nothing_that_could_be_beside() -> None:
    assert words(OURS.replace(BEGIN, "")) == []
    assert words(OURS.replace(RECORD_OPENING, "<div ")) == []
