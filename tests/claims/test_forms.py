"""Markdown, whole pages and fragments of HTML: which words are read, and on which line they stand."""

import pytest
from languages import grammar

from tenantbook.claims.read import MOST_CHARACTERS, claims_in
from tenantbook.model.claim import Form, Prose, Truth


def read(text: str, form: Form = Form.MARKDOWN, title: str = "") -> Prose:
    return claims_in(text, form, grammar(), name="page", client="acme", title=title)


def lines(text: str, form: Form = Form.MARKDOWN) -> list[int]:
    return [claim.line for claim in read(text, form).claims]


LINES = [
    ("# TAP\n\nA pass\nis valid\nfor 90 days.\n", Form.MARKDOWN, [4]),
    ("# TAP\r\n\r\nA pass is valid for 90 days.\r\n", Form.MARKDOWN, [3]),
    ("---\ntitle: TAP\n---\n\nA pass is valid for 90 days.\n", Form.MARKDOWN, [5]),
    (
        '# TAP\n\n!!! note\n    A pass is valid for 90 days.\n\n    === "Tab"\n        Max. 90 days.\n',
        Form.MARKDOWN,
        [4, 7],
    ),
    ("# TAP\n\n| a | b |\n| - | - |\n| Maximum lifetime | 90 days |\n", Form.MARKDOWN, [5]),
    ("# TAP\n\n- one\n- a pass is **valid for** 90 days\n", Form.MARKDOWN, [4]),
    ("# TAP\n\n<div>\n<p>A pass is valid for 90 days.</p>\n</div>\n", Form.MARKDOWN, [4]),
    ("# TAP\n\n```\n\n-LifetimeInMinutes 50000\n```\n", Form.MARKDOWN, [5]),
    ("<h1>TAP</h1>\n<p>A pass is\nvalid for <b>90</b>\ndays.</p>", Form.HTML, [3]),
    ("<h1>TAP</h1><!-- a\nb\n--><p>A pass is valid for 90 days.", Form.HTML, [3]),
    ("<h1>TAP</h1><script>\n</script>\n<p>A pass<br>is valid for 90&nbsp;days.", Form.HTML, [3]),
    ("<h1>Temporary Ac&shy;cess Pass</h1>\n<p>A pass is va&shy;lid for 90&#8203; da&#xAD;ys.", Form.HTML, [2]),
    ("# TAP\n\nA pass is va\u00adlid for 90 da\u200bys.\n", Form.MARKDOWN, [3]),
    ("<h1>TAP</h1><table><tr><th>Maximum lifetime</th>\n<td>90 days</td></tr></table>", Form.HTML, [1]),
]


@pytest.mark.parametrize(("text", "form", "expected"), LINES)
def test_a_claim_is_told_with_its_line_in_the_source(text: str, form: Form, expected: list[int]) -> None:
    assert expected == lines(text, form)


@pytest.mark.parametrize(
    "text",
    [
        "<h1>TAP</h1><script>document.write('A TAP is valid for 90 days.')</script>",
        "<h1>TAP</h1><style>/* A TAP is valid for 90 days. */</style>",
        "<h1>TAP</h1><nav>A TAP is valid for 90 days.</nav><footer>A TAP is valid for 90 days.</footer>",
        "<h1>TAP</h1><!-- A TAP is valid for 90 days. -->",
        "<h1>TAP</h1><template>A TAP is valid for 90 days.</template>",
    ],
)
def test_what_readers_do_not_see_or_what_stands_on_every_page_is_not_read(text: str) -> None:
    assert read(text, Form.HTML).claims == ()


def test_the_title_is_the_given_one_else_that_of_the_page_else_its_first_heading() -> None:
    page = "<html><head><title>A title</title></head><body><h1>A heading</h1></body></html>"

    assert [read(page, Form.HTML, "Given").title, read(page, Form.HTML).title, read("# Heading").title] == [
        "Given",
        "A title",
        "Heading",
    ]


def test_a_sentence_belongs_to_the_heading_it_stands_under() -> None:
    text = "# TAP\n\n## Session lifetime\n\nIt is valid for 90 days.\n\n## The pass\n\nIt is valid for 90 days.\n"

    assert lines(text) == [9]


def test_a_text_that_never_names_the_pass_makes_no_claim_about_it() -> None:
    assert Prose("page", "Printers", "acme") == read("# Printers\n\nThe code is valid for 90 days. It works only once.")


@pytest.mark.parametrize("form", list(Form))
@pytest.mark.parametrize("text", ["", " ", "\n", "No claim here.", "<>", "\x00", "# "])
def test_no_claim_found_is_no_error(text: str, form: Form) -> None:
    prose = read(text, form)

    assert (prose.claims, prose.problem) == ((), "")


def test_a_text_that_is_no_article_is_not_read_and_says_so() -> None:
    prose = read("# TAP\n\n" + "The pass is valid for 90 days. " * (MOST_CHARACTERS // 30))

    assert (prose.claims, prose.problem) == ((), "longer than 400,000 characters; split the text")


def test_a_value_in_code_is_an_example_unless_no_tenant_could_have_it() -> None:
    text = '# TAP\n\n```json\n{"lifetimeInMinutes": 480,\n"maximumLifetimeInMinutes": 50000, "defaultLength": 6}\n```\n'

    found = [(claim.line, claim.about, claim.says, claim.truth) for claim in read(text).claims]

    assert found == [
        (5, "tap.lifetime.maximum", 'maximumLifetimeInMinutes": 50000', Truth.WRONG),
        (5, "tap.length", 'defaultLength": 6', Truth.WRONG),
    ]


def test_a_figure_in_a_wide_table_belongs_to_its_row_and_its_column() -> None:
    text = (
        "# TAP\n\n| Setting | Default values | Allowed values |\n| - | - | - |\n"
        "| Maximum lifetime | 8 hours | 10 – 43,200 minutes (30 days) |\n| One-time use | False | True/False |\n"
    )

    found = [(claim.line, claim.about, claim.truth) for claim in read(text).claims]

    assert found == [
        (5, "tap.lifetime.maximum", Truth.BY_DEFAULT),
        (5, "tap.lifetime.maximum", Truth.EVERYWHERE),
        (6, "tap.once", Truth.BY_DEFAULT),
    ]


def test_a_claim_quotes_its_words_and_its_whole_sentence() -> None:
    (claim,) = read("# TAP\n\nMind you: the pass is **valid for 90 days**. That is all.").claims

    assert (claim.says, claim.sentence) == ("valid for 90 days", "Mind you: the pass is valid for 90 days.")
