"""Each form for programs, read by a program that others wrote."""

import json
from collections import Counter
from dataclasses import replace

import pytest
from jsonschema import Draft202012Validator
from junitparser import JUnitXml
from sample import DENTAL, EMPTY, LEGAL, SAMPLE, WHEN, estate

from support import report_readers as readers
from tenantbook.model.verdict import Checked, ClientChecked, Finding, Inspection, Severity, Verdict
from tenantbook.reports.annotations import MOST, as_annotations
from tenantbook.reports.junit import as_junit
from tenantbook.reports.machine import as_json
from tenantbook.reports.markdown import LIMIT, as_markdown
from tenantbook.reports.sarif import as_sarif
from tenantbook.reports.text import plain_text


def drifting(clients: int) -> Inspection:
    return estate(clients, clients)


def test_the_published_schema_is_one() -> None:
    Draft202012Validator.check_schema(readers.REPORT_SCHEMA)


@pytest.mark.parametrize("inspection", [SAMPLE, EMPTY, estate(30, 3)])
def test_the_json_report_is_what_its_schema_says(inspection: Inspection) -> None:
    report = readers.report(as_json(inspection))

    assert list(report) == ["version", "checked", "against", "source", "counts", "clients", "prose"]
    assert report["version"] == 2
    assert sum(report["counts"]["pages"].values()) == len(inspection.pages)


def test_the_keys_of_the_json_report_stand_in_the_order_of_the_schema() -> None:
    report = readers.report(as_json(SAMPLE))
    forms = readers.REPORT_SCHEMA["$defs"]
    pages = [page for client in report["clients"] for page in client["pages"]]

    assert {tuple(page) for page in pages} == {tuple(forms["PageShape"]["properties"])}
    assert {tuple(finding) for page in pages for finding in page["findings"]} == {
        tuple(forms["FindingShape"]["properties"])
    }


def test_the_json_report_counts_what_is_wrong_and_what_is_not_known() -> None:
    counts = readers.report(as_json(SAMPLE))["counts"]

    assert counts["findings"] == {"error": 3, "warning": 6, "note": 2}
    assert counts["unknown"] == 4
    assert counts["departures"] == {"open": 1, "expired": 1, "waived": 1}
    assert counts["waivers"] == 2


def test_a_json_report_with_a_key_too_many_is_refused() -> None:
    report = json.loads(as_json(SAMPLE))

    assert not readers.REPORT.is_valid({**report, "more": 1})
    assert not readers.REPORT.is_valid({**report, "version": 1})


@pytest.mark.parametrize("inspection", [SAMPLE, EMPTY, estate(30, 3)])
def test_the_junit_report_is_what_jenkins_takes(inspection: Inspection) -> None:
    readers.junit(as_junit(inspection))


def test_another_reader_of_junit_counts_the_same() -> None:
    suites = JUnitXml.fromstring(as_junit(SAMPLE).encode())
    outcomes = Counter(type(result).__name__ for suite in suites for case in suite for result in case.result)

    assert [suite.name for suite in suites] == [
        "Aurora Schools (aurora-schools)",
        "Northwind Dental (northwind-dental)",
        "Harbour Legal (harbour-legal)",
        "Fjord Logistics (fjord-logistics)",
        "texts",
    ]
    assert outcomes == {"Failure": 6, "Error": 4, "Skipped": 2}
    assert sum(bool(case.system_out) for suite in suites for case in suite) == 2
    assert (suites.tests, suites.failures, suites.errors) == (16, 6, 4)


def test_a_page_that_is_unknown_is_an_error_and_never_a_pass() -> None:
    (suite,) = JUnitXml.fromstring(as_junit(replace(SAMPLE, clients=(LEGAL,), prose=())).encode())

    assert [[type(result).__name__ for result in case.result] for case in suite] == [["Error"], ["Error"]]


@pytest.mark.parametrize(
    "inspection", [EMPTY, replace(EMPTY, clients=(ClientChecked("acme", "Acme", ()),))], ids=["nobody", "no pages"]
)
def test_nothing_checked_is_an_error_for_every_reader(inspection: Inspection) -> None:
    assert JUnitXml.fromstring(as_junit(inspection).encode()).errors == 1
    assert not readers.sarif(as_sarif(inspection))["invocations"][0]["executionSuccessful"]
    assert [level for level, _, _ in readers.annotations(as_annotations(inspection))] == ["error", "notice"]
    assert "**unknown**" in as_markdown(inspection)


@pytest.mark.parametrize("inspection", [SAMPLE, EMPTY, estate(30, 3)])
def test_the_sarif_report_is_what_its_schema_says(inspection: Inspection) -> None:
    readers.sarif(as_sarif(inspection))


def test_each_sarif_result_names_a_rule_that_is_described() -> None:
    run = readers.sarif(as_sarif(SAMPLE))
    rules = run["tool"]["driver"]["rules"]

    assert [rules[result["ruleIndex"]]["id"] for result in run["results"]] == [
        result["ruleId"] for result in run["results"]
    ]
    assert all(rule["help"]["text"] for rule in rules)
    assert "drift/tap.lifetime.maximum" in {rule["id"] for rule in rules}


def test_a_sarif_result_stands_in_the_content_and_points_to_the_page() -> None:
    result = readers.sarif(as_sarif(SAMPLE))["results"][0]
    (content,), (page,) = result["locations"], result["relatedLocations"]

    assert content["physicalLocation"] == {
        "artifactLocation": {"uri": "kb_src/procedures/use-pass.yml", "uriBaseId": "%SRCROOT%"},
        "region": {"startLine": 41},
    }
    assert page["physicalLocation"] == {
        "artifactLocation": {"uri": "northwind-dental/client/end-user/use-pass.html", "uriBaseId": "SITES"},
        "region": {"startLine": 31},
    }


def test_every_sarif_result_has_a_place_even_without_content_behind_it() -> None:
    bare = replace(DENTAL.pages[1], origin=None, findings=(Finding(5, "tap.once", "no", "yes"),))
    away = replace(bare, page="https://kb.example/a b?x=1#y")
    departures = (*DENTAL.departures, replace(DENTAL.departures[0], fact="tap.enabled", origin=None))
    run = readers.sarif(
        as_sarif(replace(SAMPLE, clients=(replace(DENTAL, pages=(bare, away), departures=departures),), prose=()))
    )
    uris = [each["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] for each in run["results"]]

    assert uris == [
        "northwind-dental/client/end-user/use-pass.html",
        "https://kb.example/a%20b?x=1#y",
        "kb_src/baseline.yml",
        "kb_src/clients/northwind-dental.yml",
    ]


def fingerprints(inspection: Inspection) -> list[str]:
    return [
        each["partialFingerprints"]["primaryLocationLineHash"]
        for each in readers.sarif(as_sarif(inspection))["results"]
    ]


def test_fingerprints_stay_when_lines_move_and_values_change() -> None:
    page = DENTAL.pages[1]
    moved = tuple(replace(each, line=each.line + 7, tenant="2 hours") for each in page.findings)
    later = replace(DENTAL, pages=(DENTAL.pages[0], replace(page, findings=moved), *DENTAL.pages[2:]))
    before, after = (Inspection(WHEN, "", "", (client,)) for client in (DENTAL, later))

    assert fingerprints(before) == fingerprints(after)


def test_no_two_findings_share_a_fingerprint() -> None:
    found = fingerprints(drifting(50)) + fingerprints(SAMPLE)

    assert len(found) == len(set(found))


def test_what_could_not_be_found_out_is_no_sarif_result_but_told_once_for_each_reason() -> None:
    run = readers.sarif(as_sarif(replace(SAMPLE, clients=(LEGAL,), prose=())))
    (invocation,) = run["invocations"]

    assert run["results"] == []
    assert not invocation["executionSuccessful"]
    (told,) = invocation["toolExecutionNotifications"]
    assert told["message"]["text"] == (
        "Harbour Legal (harbour-legal): 2 places could not be checked: the tenant could not be read: nobody has "
        "consented. Mend: open the consent link for harbour-legal."
    )


def test_a_waived_departure_is_no_sarif_result() -> None:
    rules = {result["ruleId"] for result in readers.sarif(as_sarif(SAMPLE))["results"]}

    assert {rule for rule in rules if "waiver" in rule or "departure" in rule} == {
        "departure/tap.length",
        "expired-waiver/tap.once",
        "waiver/tap.lifetime.maximum",
        "waiver/tap.length",
    }


def test_github_is_given_the_content_file_and_line() -> None:
    level, properties, message = readers.annotations(as_annotations(SAMPLE))[0]

    assert (level, properties["file"], properties["line"]) == ("error", "kb_src/procedures/use-pass.yml", "41")
    assert message.startswith("Northwind Dental (northwind-dental) client/end-user/use-pass.html, line 31: ")


def test_github_is_given_no_more_than_it_shows_and_told_how_many_are_left_out() -> None:
    noted = Finding(1, "tap.once", "no", "yes", severity=Severity.NOTE)
    pages = tuple(Checked("acme", "client", f"{n}.html", Verdict.DRIFT, findings=(noted,)) for n in range(30))
    clients = (*drifting(25).clients, ClientChecked("acme", "Acme", pages))
    found = readers.annotations(as_annotations(Inspection(WHEN, "live policy", "", clients)))

    assert Counter(level for level, _, _ in found) == {"error": MOST, "notice": MOST}
    assert "36 more are not shown here" in found[-1][2]


def test_markdown_has_a_table_for_each_client_that_needs_something() -> None:
    page = readers.github_html(as_markdown(SAMPLE))

    assert Counter(page.tags)["h3"] == 4
    assert Counter(page.tags)["details"] == 3
    assert "Aurora" not in page.words
    assert "Choose between 1 hour and 8 hours; 8 hours is the longest." in page.words


@pytest.mark.parametrize("clients", [1, 60, 3_000])
def test_markdown_is_never_longer_than_github_takes_and_says_what_it_left_out(clients: int) -> None:
    text = as_markdown(drifting(clients))

    assert len(text.encode()) <= LIMIT
    assert ("Left out for length" in text) == (clients > 60)
    assert f"{clients:,} of {clients:,} client" in text


def test_a_client_with_too_many_places_keeps_its_table() -> None:
    finding = replace(DENTAL.pages[1].findings[0], sentence="@" * 110)
    pages = tuple(
        Checked("acme", "client", f"{'@' * 200}{n}.html", Verdict.DRIFT, findings=(finding,)) for n in range(1_000)
    )
    text = as_markdown(Inspection(WHEN, "live policy", "", (ClientChecked("acme", "Acme", pages),)))

    assert len(text.encode()) <= LIMIT
    assert "| **error** | drift: tap.lifetime.maximum" in text
    assert "Left out for length: the details of 1 section." in text


def test_all_forms_tell_of_every_client_that_is_not_all_right() -> None:
    for form in (plain_text, as_json, as_junit, as_sarif, as_annotations, as_markdown):
        text = form(SAMPLE)
        assert [name for name in ("northwind-dental", "harbour-legal", "fjord-logistics") if name not in text] == []
