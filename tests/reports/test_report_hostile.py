"""Whatever a tenant, a client's file or a page says stays data, in every form."""

import re
from dataclasses import replace

from hypothesis import example, given
from hypothesis import strategies as st
from sample import DENTAL, FJORD, LEGAL, PROSE, SAMPLE, WHEN

from support import report_readers as readers
from tenantbook.model.verdict import Inspection, Origin, Waiver
from tenantbook.reports.annotations import as_annotations
from tenantbook.reports.diff import as_diff
from tenantbook.reports.junit import as_junit
from tenantbook.reports.machine import as_json
from tenantbook.reports.markdown import LIMIT, as_markdown, escape
from tenantbook.reports.sarif import as_sarif
from tenantbook.reports.text import as_text, plain_text
from tenantbook.reports.wording import shown

ATTACKS = [
    "| <b>x</b> @team [x](javascript:alert(1))",
    "]]><failure message='forged'/>",
    "\n::error file=a,line=1::forged",
    "\x1b[31mred\x1b[0m\x9b2J",
    "\u202egnp.exe\u2066\u200f",
    "a\r\n\r\n</details><script>1</script>\n\n# big",
    "`code` ``` ~~~ **b** __i__ ~~s~~ \\| $x^2$ :smile: #1 GH-1 &lt; &#64;team",
    "https://evil.example www.evil.example mail@evil.example ![x](https://evil.example/x.png)",
    "%0A::error::%25 , :",
    "\ud800\ufffe\uffff\x00",
    "::error file=a::forged",
    "##vso[task.setvariable variable=a]b ##[error]c ###d",
    "<!-- --> <![CDATA[ {{ x }} {0}",
    "\u2028\u2029\x85\x0b\x0c",
    "",
]

values = st.one_of(
    st.sampled_from(ATTACKS),
    st.text(st.characters(exclude_categories=()), max_size=40),
    st.tuples(st.sampled_from(ATTACKS), st.sampled_from(ATTACKS)).map("".join),
)


def attacked(value: str) -> Inspection:
    """Return the sample with a value everywhere that comes from outside."""
    origin = Origin(f"kb_src/{value}.yml", 3)
    findings = tuple(
        replace(
            each, fact=value, says=value, tenant=f"{value}!", sentence=f"a {value} b", recommended=value, origin=origin
        )
        for each in DENTAL.pages[2].findings
    )
    pages = (
        replace(DENTAL.pages[2], page=value, findings=findings, mend=value, origin=origin),
        replace(DENTAL.pages[3], page=f"x{value}", reason=value, mend=value, origin=origin),
    )
    departures = tuple(
        replace(
            each,
            fact=value,
            label=value,
            tenant=value,
            recommended=value,
            why=value,
            origin=origin,
            waiver=each.waiver and replace(each.waiver, reason=value, owner=value),
        )
        for each in (*DENTAL.departures, *FJORD.departures)
    )
    waivers = tuple(
        replace(each, fact=value, says=value, waiver=Waiver(value, value, each.waiver.until), origin=origin)
        for each in FJORD.waivers
    )
    clients = (
        replace(DENTAL, name=value, pages=pages, departures=departures, waivers=waivers),
        replace(LEGAL, name=value, pages=tuple(replace(page, reason=value, mend=value) for page in LEGAL.pages)),
    )
    claims = tuple(
        replace(each, sentence=value, says=value, about=value, why=value, source=value) for each in PROSE[0].claims
    )
    prose = (
        replace(PROSE[0], name=f"n{value}", title=value, claims=claims),
        replace(PROSE[1], name=f"y{value}", title=value, problem=value or "x"),
        replace(PROSE[2], name=value),
    )
    return Inspection(WHEN, value, value, clients, prose)


#: The report has the same shape whatever the values are.
HARMLESS = attacked("word")

#: What moves a cursor, reverses a line or ends it, as no value may.
ACTING = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")


@given(values)
def test_a_shown_value_is_one_line_without_a_character_that_acts(value: str) -> None:
    assert not ACTING.search(shown(value))
    assert "\n" not in shown(value)
    assert shown(shown(value)) == shown(value)


@given(values)
def test_text_has_the_lines_that_are_meant_and_no_escape_character(value: str) -> None:
    text = plain_text(attacked(value))

    assert not ACTING.search(text)
    assert len(text.splitlines()) == len(list(as_text(attacked(value))))


@given(values)
def test_a_diff_has_no_line_but_its_own(value: str) -> None:
    diff = as_diff(attacked(value))

    assert not ACTING.search(diff)
    assert {line[0] for line in diff.splitlines()} <= set("-+@ #")


@given(values)
def test_json_says_every_value_exactly_and_holds_its_schema(value: str) -> None:
    text = as_json(attacked(value))
    said = value.encode("utf-8", "replace").decode()
    client = next(each for each in readers.report(text)["clients"] if each["client"] == DENTAL.client)
    (finding, *_) = next(page["findings"] for page in client["pages"] if page["findings"])

    assert not ACTING.search(text)
    assert (finding["says"], finding["sentence"]) == (said, f"a {said} b")


@given(values)
def test_junit_is_valid_and_reads_back_what_was_shown(value: str) -> None:
    tree = readers.junit(as_junit(attacked(value)))
    meant = readers.junit(as_junit(HARMLESS))
    messages = tree.xpath("//failure/@message")

    assert [element.tag for element in tree.iter()] == [element.tag for element in meant.iter()]
    assert any(f"the page says {shown(value)}, the tenant says {shown(f'{value}!')}" in each for each in messages)


@given(values)
def test_sarif_is_valid_with_the_results_that_are_meant(value: str) -> None:
    text = as_sarif(attacked(value))
    run, meant = readers.sarif(text), readers.sarif(as_sarif(HARMLESS))

    assert not ACTING.search(text)
    assert [result["level"] for result in run["results"]] == [result["level"] for result in meant["results"]]
    for result in run["results"]:
        assert not re.search(r"(?<!\\)\[", result["message"]["text"].replace("\\\\", ""))
        uri = result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
        assert re.fullmatch(r"[\w.~!$&'()*+,;=:@%/?#\[\]-]+", uri, re.ASCII)


@given(values)
@example("a,line=9::forged")
def test_github_reads_exactly_the_commands_that_are_meant(value: str) -> None:
    text = as_annotations(attacked(value))
    meant = readers.annotations(as_annotations(HARMLESS))
    found = readers.annotations(text)

    assert not ACTING.search(text)
    assert len(text.splitlines()) == len(found)
    assert sorted(level for level, _, _ in found) == sorted(level for level, _, _ in meant)
    assert {frozenset(properties) for _, properties, _ in found} <= {
        frozenset(names) for names in (("title",), ("file", "line", "title"))
    }


@given(values)
def test_markdown_shows_the_elements_that_are_meant_and_links_and_calls_nothing(value: str) -> None:
    text = as_markdown(attacked(value))
    page = readers.github_html(text)

    assert len(text.encode()) <= LIMIT
    assert set(page.tags) <= {"h2", "h3", "p", "table", "thead", "tbody", "tr", "th", "td", "strong", "details"} | {
        "summary", "code", "em"
    }  # fmt: skip
    assert page.attributes == []
    assert [tag for tag in page.tags if tag in ("tr", "td", "th")] == _cells(value)
    assert not re.search(r"@\w|#\w|www\.", "".join(page.text))


def _cells(value: str) -> list[str]:
    """Return the cells of the same report with a harmless value of the same emptiness."""
    harmless = attacked("word" if shown(value) else "")
    return [tag for tag in readers.github_html(as_markdown(harmless)).tags if tag in ("tr", "td", "th")]


@given(values)
def test_a_value_in_markdown_reads_as_it_is_shown(value: str) -> None:
    cell = readers.github_html(f"| a |\n| --- |\n| x{escape(value, 1_000)}x |\n")

    assert cell.words.split("a", 1)[1].strip("\n") == f"x{shown(value)}x"


def test_a_name_that_is_an_attack_neither_breaks_nor_pings() -> None:
    assert escape("| <b>x</b> @team [x](javascript:alert(1))") == (
        "&#124; &#60;b&#62;x&#60;/b&#62; &#64;\u200bteam &#91;x&#93;(javascript:\u200balert(1))"
    )


@given(values)
def test_a_build_that_prints_a_report_takes_no_line_of_it_as_a_command(value: str) -> None:
    inspection = attacked(value)
    told = [form(inspection) for form in (plain_text, as_diff, as_json, as_junit, as_sarif, as_markdown)]

    assert [line for text in told for line in text.splitlines() if line.lstrip().startswith("::")] == []
    assert not re.search(r"##(vso)?\[", "".join([*told, as_annotations(inspection)]))


def test_the_sample_is_the_same_from_run_to_run() -> None:
    for form in (plain_text, as_diff, as_json, as_junit, as_sarif, as_annotations, as_markdown):
        assert form(SAMPLE) == form(SAMPLE)
