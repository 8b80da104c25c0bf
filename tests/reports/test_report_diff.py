"""Sentences quoted and put right: only where it is certain which words are the value."""

from dataclasses import replace

import pytest
from sample import EMPTY, SAMPLE, WHEN, estate

from tenantbook.model.verdict import Checked, ClientChecked, Finding, Inspection, Mends, Verdict
from tenantbook.reports.diff import as_diff
from tenantbook.reports.quoting import mended, quoted


def finding(says: str, tenant: str, fact: str = "a.b") -> Finding:
    return Finding(1, fact, says, tenant)


MENDED = [
    ("It lasts 8 hours.", [finding("8 hours", "4 hours")], "It lasts 4 hours."),
    ("From 1 hour to 11 hours.", [finding("1 hour", "2 hours")], "From 2 hours to 11 hours."),
    (
        "From 1 hour to 8 hours.",
        [finding("1 hour", "8 hours", "a.min"), finding("8 hours", "1 day", "a.max")],
        "From 8 hours to 1 day.",
    ),
    ("8 hours, I said 8 hours.", [finding("8 hours", "4 hours")] * 2, "4 hours, I said 4 hours."),
    ("8 hours of at most 8 hours.", [finding("8 hours", "4 hours")], None),
    ("8 hours of 8 hours.", [finding("8 hours", "4 hours", "a.min"), finding("8 hours", "1 day", "a.max")], None),
    ("It lasts eight hours.", [finding("8 hours", "4 hours")], None),
    ("It lasts 8 hours.", [finding("8 hours", "4 hours"), finding("8", "4", "a.c")], None),
    ("It lasts 8 hours.", [finding("", "4 hours")], None),
    (r"Say \1 now.", [finding(r"\1", r"\g<0>")], r"Say \g<0> now."),
]


@pytest.mark.parametrize(("sentence", "findings", "expected"), MENDED)
def test_a_sentence_is_put_right_only_where_it_is_certain_how(
    sentence: str, findings: list[Finding], expected: str | None
) -> None:
    assert mended(sentence, findings) == expected


def marked(sentence: str, says: str) -> str:
    return "".join(part.text for part in quoted(sentence, says))


def test_every_place_of_the_value_is_marked() -> None:
    assert marked("8 hours are 8 hours, not 18 hours.", "8 hours") == "[8 hours] are [8 hours], not 18 hours."


def test_a_long_sentence_is_cut_around_the_value() -> None:
    quote = marked(f"{'before ' * 60}8 hours {'after ' * 60}", "8 hours")

    assert quote.startswith("… ")
    assert "[8 hours]" in quote
    assert quote.endswith("after …")
    assert len(quote) < 120


def test_a_long_sentence_without_the_value_is_cut_between_words() -> None:
    quote = marked("word " * 60, "8 hours")

    assert quote.endswith("word …")
    assert len(quote) <= 110


def lines(*findings: Finding) -> list[str]:
    pages = (Checked("acme", "client", "a.html", Verdict.DRIFT, findings=findings),)
    return as_diff(Inspection(WHEN, "live policy", "", (ClientChecked("acme", "Acme", pages),))).splitlines()


def test_two_values_that_changed_in_one_sentence_make_one_change() -> None:
    sentence = "Choose between 1 hour and 8 hours."
    both = (Finding(3, "a.min", "1 hour", "2 hours", sentence), Finding(3, "a.max", "8 hours", "1 day", sentence))

    assert lines(*both) == [
        "--- acme client/a.html",
        "+++ acme client/a.html (as of 23 Nov 2026 03:15 UTC)",
        "@@ line 3: a.min: 1 hour is now 2 hours, a.max: 8 hours is now 1 day @@",
        "-Choose between 1 hour and 8 hours.",
        "+Choose between 2 hours and 1 day.",
        "# 1 page with changed values",
    ]


def test_a_sentence_of_a_page_cannot_add_lines_to_a_diff() -> None:
    forged = Finding(3, "a.b", "8 hours", "4 hours\n+forged", "8 hours\n--- other\n+++ other\r-gone")

    assert [line[0] for line in lines(forged)] == ["-", "+", "@", "-", "+", "#"]


@pytest.mark.parametrize("mends", [Mends.TENANT, Mends.BOTH])
def test_a_diff_says_where_the_tenant_is_to_be_put_right(mends: Mends) -> None:
    found = replace(finding("8 hours", "4 hours"), sentence="It lasts 8 hours.", mends=mends)

    assert lines(found)[2:] == [
        f"@@ line 1: a.b: 8 hours is now 4 hours ({mends}) @@",
        "-It lasts 8 hours.",
        "+It lasts 4 hours.",
        "# 1 page with changed values",
    ]


def test_a_diff_says_what_it_cannot_show() -> None:
    assert as_diff(SAMPLE).splitlines()[-3:] == [
        "# 2 pages with changed values; of the others: 1 edited, 2 unknown, 3 ok",
        "# of the policies: 1 departure, 1 expired waiver, 2 waiver notes, 1 waived: see --format text",
        "# not everything could be checked: see --format text",
    ]


def test_an_empty_diff_does_not_look_like_all_right() -> None:
    assert as_diff(EMPTY) == "# 0 pages with changed values\n# not everything could be checked: see --format text\n"
    assert as_diff(estate(2, 0)) == "# 0 pages with changed values; of the others: 48 ok\n"
