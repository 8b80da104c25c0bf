"""What a page says, held against the policy in force: every way in which it can be wrong has its own verdict."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from html import unescape
from typing import Any

import pytest

from support.content import NOW, subject_for
from support.published import against, published, small_library
from support.records import resealed, with_changes
from tenantbook.compare import Against, check_page, unknown
from tenantbook.model.snapshot import Snapshot, Target, Value
from tenantbook.model.verdict import Checked, Finding, Mends, Severity, Verdict

LIBRARY = small_library()
FACTS: dict[str, Value] = {"pass.lifetime": 480, "pass.included": (Target(group="Pilots"), Target(group="Board"))}
PLAIN = subject_for(LIBRARY, "plain", FACTS)
PATH = "helpdesk/make-pass.md"
EXPECTED, PAGE = published(LIBRARY, PLAIN, PATH)
IN_FORCE = against(LIBRARY, PLAIN)


def changed(**facts: Value) -> Against:
    """Return a policy in which facts, with `__` for a dot, have changed since the page was made."""
    now = {**PLAIN.snapshot.facts, **{name.replace("__", "."): value for name, value in facts.items()}}
    return against(LIBRARY, replace(PLAIN, snapshot=replace(PLAIN.snapshot, facts=now)))


def test_a_page_that_says_what_is_so_is_ok() -> None:
    own = Checked("plain", "internal", "helpdesk/make-pass.html", Verdict.OK, read=NOW, audience="helpdesk")

    assert own == check_page(EXPECTED, PAGE, IN_FORCE)


@pytest.mark.parametrize(
    "path", ["index.md", "end-user/use-pass.md", "client-admin/make-pass.md", "helpdesk/use-pass.md"]
)
def test_every_page_is_ok_where_nothing_changed_and_where_passes_are_off(path: str) -> None:
    for facts in (FACTS, {**FACTS, "pass.enabled": False}):
        subject = subject_for(LIBRARY, "plain", facts)
        expected, page = published(LIBRARY, subject, path)

        assert Verdict.OK is check_page(expected, page, against(LIBRARY, subject)).verdict


def test_a_changed_value_is_drift_wherever_it_is_printed() -> None:
    checked = check_page(EXPECTED, PAGE, changed(pass__lifetime=90))

    assert (checked.verdict, checked.read) == (Verdict.DRIFT, NOW)
    assert checked.mend == "tenantbook pull --client plain, then tenantbook build --client plain"
    assert {("pass.lifetime", "8 hours", "1 hour 30 minutes")} == {
        (each.fact, each.says, each.tenant) for each in checked.findings
    }
    lines = PAGE.splitlines()
    assert [number for number, line in enumerate(lines, 1) if 'data-fact="pass.lifetime"' in line] == [
        each.line for each in checked.findings
    ]
    assert "your pass from Plain Ltd works for 8 hours." in checked.findings[-1].sentence


def test_a_value_that_a_page_only_decides_by_is_drift_on_the_line_of_its_record() -> None:
    subject = subject_for(LIBRARY, "plain", FACTS)
    expected, page = published(LIBRARY, subject, "end-user/use-pass.md")

    checked = check_page(expected, page, changed(pass__once=True))

    line = next(number for number, text in enumerate(page.splitlines(), 1) if "tb-record" in text)
    assert (Verdict.DRIFT, (Finding(line, "pass.once", "no", "yes"),)) == (checked.verdict, checked.findings)


def test_a_value_that_a_page_does_not_lean_on_is_no_drift() -> None:
    expected, page = published(LIBRARY, PLAIN, "end-user/use-pass.md")

    assert Verdict.OK is check_page(expected, page, changed(pass__included=())).verdict


def test_groups_in_another_order_or_of_another_name_are_drift() -> None:
    turned = (Target(group="Board"), Target(group="Pilots"))
    fewer = (Target(group="Pilots"),)

    for now, words in ((turned, "members of Board and Pilots"), (fewer, "members of Pilots"), ((), "nobody")):
        checked = check_page(EXPECTED, PAGE, changed(pass__included=now))
        assert (Verdict.DRIFT, {words}) == (checked.verdict, {each.tenant for each in checked.findings})


def test_a_fact_that_is_no_longer_read_is_drift() -> None:
    facts = {name: value for name, value in PLAIN.snapshot.facts.items() if name != "pass.once"}
    snapshot: Snapshot = replace(PLAIN.snapshot, facts=facts)

    checked = check_page(EXPECTED, PAGE, replace(IN_FORCE, snapshot=snapshot))

    assert (Verdict.DRIFT, {("pass.once", "no longer read")}) == (
        checked.verdict,
        {(each.fact, each.tenant) for each in checked.findings},
    )


def edited(change: Callable[[str], str]) -> Checked:
    page = change(PAGE)
    assert page != PAGE
    return check_page(EXPECTED, page, IN_FORCE)


@pytest.mark.parametrize(
    "change",
    [
        lambda page: page.replace("8 hours</span>", "9 hours</span>", 1),
        lambda page: page.replace("What to do", "What not to do"),
        lambda page: page.replace("&#58;480", "&#58;600"),
        lambda page: page.replace("https://desk.example.com", "https://evil.example.com"),
    ],
    ids=["number", "word", "record", "link"],
)
def test_a_page_that_was_changed_after_it_was_built_is_edited(change: Callable[[str], str]) -> None:
    checked = edited(change)

    assert (checked.verdict, checked.reason) == (Verdict.EDITED, "the page has been changed since it was built")
    assert (checked.mend, checked.findings) == ("tenantbook build --client plain", ())


def test_a_forged_seal_does_not_hide_a_number_that_contradicts_the_record() -> None:
    checked = edited(lambda page: resealed(page.replace("8 hours</span>", "9 hours</span>", 1)))

    assert Verdict.EDITED is checked.verdict
    assert re.fullmatch(r"line \d+ says '9 hours' where the record says '8 hours'", checked.reason)


def test_a_forged_seal_does_not_hide_a_value_that_the_record_lacks() -> None:
    more = '<p><span class="tb-fact" data-fact="pass.more">x</span></p><div class="tb-record"'
    checked = edited(lambda page: resealed(page.replace('<div class="tb-record"', more)))

    assert Verdict.EDITED is checked.verdict
    assert checked.reason.endswith("prints pass.more, which the record does not hold")


def test_a_page_that_was_never_sealed_is_edited() -> None:
    checked = edited(lambda page: re.sub(r' data-digest="[0-9a-f]*"', "", page))

    assert (checked.verdict, checked.reason) == (Verdict.EDITED, "the page was never sealed")


@pytest.mark.parametrize(
    ("whose", "path", "says"),
    [
        ("without", PATH, "make-pass (helpdesk) for without"),
        ("plain", "client-admin/make-pass.md", "make-pass (client-admin)"),
        ("plain", "helpdesk/use-pass.md", "use-pass (helpdesk)"),
        ("plain", "index.md", "start"),
    ],
)
def test_the_record_of_another_page_is_foreign(whose: str, path: str, says: str) -> None:
    foreign = published(LIBRARY, subject_for(LIBRARY, whose, FACTS), path)[1]

    checked = check_page(EXPECTED, foreign, IN_FORCE)

    assert (Verdict.EDITED, f"the record is that of {says}") == (checked.verdict, checked.reason)


def test_a_client_never_reads_another_ones_name() -> None:
    expected = published(LIBRARY, PLAIN, "end-user/use-pass.md")[0]
    foreign = published(LIBRARY, subject_for(LIBRARY, "without", FACTS), "end-user/use-pass.md")[1]

    checked = check_page(expected, foreign, IN_FORCE)

    assert checked.reason == "the record is that of use-pass (end-user) for another client"


def test_a_page_that_is_not_there_is_missing() -> None:
    checked = check_page(EXPECTED, None, IN_FORCE)

    assert (checked.verdict, checked.mend) == (Verdict.MISSING, "tenantbook build --client plain")


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (lambda page: "<p>A page without anything</p>", "the page carries no record"),
        (lambda page: "", "the page carries no record"),
        (lambda page: page.replace("&#34;v&#34;&#58;1&#44;", "&#34;v&#34;&#58;2&#44;"), "the record is of version 2"),
        (lambda page: page.replace("&#125;&#125;", ""), "the page's record is damaged"),
        (lambda page: page.replace("<!--tenantbook:begin-->", ""), "the page's marks are gone or out of order"),
    ],
)
def test_a_page_that_cannot_be_checked_is_unknown_and_never_ok(change: Callable[[str], str], reason: str) -> None:
    checked = edited(change)

    assert Verdict.UNKNOWN is checked.verdict
    assert checked.reason.startswith(reason)


def test_values_that_were_read_too_long_ago_are_stale() -> None:
    for age, verdict in ((timedelta(hours=23), Verdict.OK), (timedelta(hours=25), Verdict.STALE)):
        checked = check_page(EXPECTED, PAGE, replace(IN_FORCE, now=NOW + age, max_age=timedelta(hours=24)))
        assert verdict is checked.verdict


def test_without_a_limit_nothing_is_stale() -> None:
    assert Verdict.OK is check_page(EXPECTED, PAGE, replace(IN_FORCE, now=NOW + timedelta(days=9999))).verdict


def test_what_is_both_stale_and_wrong_is_told_as_drift() -> None:
    old: dict[str, Any] = {"now": NOW + timedelta(days=30), "max_age": timedelta(days=1)}

    assert Verdict.DRIFT is check_page(EXPECTED, PAGE, replace(changed(pass__lifetime=60), **old)).verdict


def test_a_client_that_could_not_be_read_leaves_its_pages_unknown() -> None:
    checked = unknown(EXPECTED, "consent is missing", "give consent")

    assert (
        checked.verdict,
        checked.reason,
        checked.mend,
        checked.page,
    ) == (Verdict.UNKNOWN, "consent is missing", "give consent", "helpdesk/make-pass.html")


def test_hostile_group_names_are_told_as_they_are() -> None:
    hostile = "</script><b>{{ 7*7 }} | `x` \u202e"
    subject = subject_for(LIBRARY, "plain", {"pass.included": (Target(group=hostile),)})
    expected, page = published(LIBRARY, subject, PATH)

    assert Verdict.OK is check_page(expected, page, against(LIBRARY, subject)).verdict
    findings = check_page(expected, page, IN_FORCE).findings
    assert {f"members of {hostile}"} == {each.says for each in findings if each.fact == "pass.included"}


def fresh_for(days: int) -> str:
    """Return the page with a record that says for how long it may be believed."""
    return resealed(with_changes(PAGE, {"fresh": days}))


@pytest.mark.parametrize(
    ("fresh", "max_age", "age", "verdict", "reason"),
    [
        (7, None, 7, Verdict.OK, ""),
        (7, None, 8, Verdict.STALE, "its values were read more than 7 days ago"),
        (7, 30, 8, Verdict.STALE, "its values were read more than 7 days ago"),
        (30, 7, 8, Verdict.STALE, "its values were read more than 7 days ago"),
        (1, None, 2, Verdict.STALE, "its values were read more than 1 day ago"),
    ],
)
def test_a_page_may_say_itself_for_how_long_it_may_be_believed(
    fresh: int, max_age: int | None, age: int, verdict: Verdict, reason: str
) -> None:
    limit = timedelta(days=max_age) if max_age is not None else None

    checked = check_page(EXPECTED, fresh_for(fresh), replace(IN_FORCE, now=NOW + timedelta(days=age), max_age=limit))

    assert (verdict, reason) == (checked.verdict, checked.reason)
    assert checked.severity is (Severity.WARNING if verdict is Verdict.STALE else None)


def test_values_that_are_dated_in_the_future_are_of_unknown_age() -> None:
    early = replace(IN_FORCE, now=NOW - timedelta(days=2))

    assert Verdict.OK is check_page(EXPECTED, PAGE, early).verdict
    assert Verdict.UNKNOWN is check_page(EXPECTED, PAGE, replace(early, max_age=timedelta(days=7))).verdict
    assert Verdict.UNKNOWN is check_page(EXPECTED, fresh_for(7), early).verdict


def test_a_page_as_it_is_built_says_nothing_of_how_long_it_may_be_believed() -> None:
    assert '"fresh"' not in unescape(PAGE)


def test_without_the_content_every_finding_is_an_error_on_the_page() -> None:
    findings = check_page(EXPECTED, PAGE, changed(pass__lifetime=90)).findings

    assert {(Severity.ERROR, Mends.PAGE, "", None)} == {
        (each.severity, each.mends, each.recommended, each.origin) for each in findings
    }
