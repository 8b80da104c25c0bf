"""The report: worst first, each change once, and nothing unknown that looks all right."""

import json

import pytest
from tenantbook.report import as_json, as_text, has_findings, has_unknowns, summary, worst

from support.content import NOW
from tenantbook.model.verdict import Checked, Finding, Verdict


def checked(verdict: Verdict, page: str = "a.html", client: str = "acme", **more: object) -> Checked:
    return Checked(client, "client", page, verdict, **more)  # type: ignore[arg-type]


def drift(page: str, *findings: Finding) -> Checked:
    return checked(
        Verdict.DRIFT, page, reason="the policy has changed", mend="tenantbook pull", read=NOW, findings=findings
    )


PRINTED = Finding(7, "tap.lifetime.maximum", "8 hours", "1 hour", "The code can be used for 8 hours from its start.")
DECIDED = Finding(9, "tap.once", "no", "yes")


def text(*pages: Checked) -> list[str]:
    return [line for line, _ in as_text(pages, NOW, "live policy")]


def test_a_change_is_told_once_and_then_every_place_that_shows_the_old_value() -> None:
    assert text(drift("a.html", PRINTED), checked(Verdict.OK, "c.html"), drift("b.html", PRINTED, DECIDED)) == [
        "acme: 2 drift, 1 ok",
        "  drift: tap.lifetime.maximum: the page says 8 hours, the tenant says 1 hour",
        "    client/a.html, line 7, read 23 Nov 2026 09:30 UTC: “The code can be used for 8 hours from its start.”",
        "    client/b.html, line 7, read 23 Nov 2026 09:30 UTC: “The code can be used for 8 hours from its start.”",
        "  drift: tap.once: the page says no, the tenant says yes",
        "    client/b.html, line 9, read 23 Nov 2026 09:30 UTC: written for the old value",
        "  mend: tenantbook pull",
        "3 pages of 1 client checked against live policy, 23 Nov 2026 09:30 UTC: 2 drift, 1 ok",
    ]


def test_pages_with_the_same_trouble_are_told_together_and_worst_first() -> None:
    assert text(
        checked(Verdict.UNKNOWN, client="beta", reason="the tenant gave no consent"),
        checked(Verdict.MISSING, "b.html", reason="it is not there", mend="tenantbook build"),
        checked(Verdict.MISSING, "a.html", reason="it is not there", mend="tenantbook build"),
        checked(Verdict.EDITED, "c.html", reason="the page has been changed", mend="tenantbook build"),
    ) == [
        "acme: 1 edited, 2 missing",
        "  edited: the page has been changed",
        "    client/c.html",
        "  missing: it is not there",
        "    client/a.html",
        "    client/b.html",
        "  mend: tenantbook build",
        "beta: 1 unknown",
        "  unknown: the tenant gave no consent",
        "    client/a.html",
        "4 pages of 2 clients checked against live policy, 23 Nov 2026 09:30 UTC: 1 edited, 2 missing, 1 unknown",
    ]


def test_a_client_whose_pages_all_share_one_trouble_is_told_in_a_line() -> None:
    pages = [checked(Verdict.UNKNOWN, page, reason="the tenant gave no consent") for page in ("a.html", "b.html")]

    assert text(*pages)[:-1] == ["acme: 2 unknown", "  unknown: the tenant gave no consent", "    all 2 pages"]


def test_each_line_carries_the_verdict_that_colours_it() -> None:
    lines = list(as_text([drift("a.html", PRINTED), checked(Verdict.OK, "b.html")], NOW, "live policy"))

    assert [verdict for _, verdict in lines] == [Verdict.DRIFT, Verdict.DRIFT, None, None, Verdict.DRIFT]


def test_a_long_sentence_is_cut_between_words() -> None:
    long = Finding(1, "a.b", "8 hours", "1 hour", "word " * 60)

    (line,) = [line for line in text(drift("a.html", long)) if "“" in line]
    assert line.endswith("word …”")
    assert len(line.partition("“")[2].removesuffix("”")) <= 110


def test_nothing_checked_is_not_all_right() -> None:
    assert text() == ["0 pages of 0 clients checked against live policy, 23 Nov 2026 09:30 UTC: nothing to check"]
    assert Verdict.UNKNOWN is worst([])
    assert has_unknowns([])
    assert not has_findings([])


@pytest.mark.parametrize("verdict", Verdict)
def test_only_ok_is_neither_a_finding_nor_unknown(verdict: Verdict) -> None:
    pages = [checked(verdict), checked(Verdict.OK, "b.html")]

    assert (verdict not in (Verdict.OK, Verdict.UNKNOWN)) == has_findings(pages)
    assert (verdict is Verdict.UNKNOWN) == has_unknowns(pages)
    assert verdict is worst(pages)


def test_a_finding_is_worse_than_what_could_not_be_found_out() -> None:
    for verdict in (Verdict.DRIFT, Verdict.EDITED, Verdict.MISSING, Verdict.STALE):
        assert verdict is worst([checked(Verdict.UNKNOWN), checked(verdict), checked(Verdict.OK)])


def test_the_summary_counts_clients_and_pages() -> None:
    pages = [checked(Verdict.OK, client=client) for client in ("acme", "beta", "beta")]

    assert (
        summary(pages, NOW, "the snapshots")
        == "3 pages of 2 clients checked against the snapshots, 23 Nov 2026 09:30 UTC: 3 ok"
    )


def test_a_machine_reads_all_of_it() -> None:
    report = as_json([drift("b.html", PRINTED), checked(Verdict.OK, "a.html", read=NOW)], NOW, "live policy")

    assert json.loads(report) == {
        "version": 1,
        "checked": "2026-11-23T09:30:00+00:00",
        "against": "live policy",
        "counts": {"drift": 1, "ok": 1},
        "pages": [
            {
                "client": "acme",
                "surface": "client",
                "page": "a.html",
                "verdict": "ok",
                "reason": "",
                "mend": "",
                "read": "2026-11-23T09:30:00+00:00",
                "findings": [],
            },
            {
                "client": "acme",
                "surface": "client",
                "page": "b.html",
                "verdict": "drift",
                "reason": "the policy has changed",
                "mend": "tenantbook pull",
                "read": "2026-11-23T09:30:00+00:00",
                "findings": [
                    {
                        "line": 7,
                        "fact": "tap.lifetime.maximum",
                        "says": "8 hours",
                        "tenant": "1 hour",
                        "sentence": "The code can be used for 8 hours from its start.",
                    }
                ],
            },
        ],
    }


def test_a_hostile_name_stays_data_for_a_machine() -> None:
    hostile = Finding(1, "a.b", 'x"}</script>', "\u202ey\n", "z")
    (page,) = json.loads(as_json([drift("a.html", hostile)], NOW, "live policy"))["pages"]

    assert (page["findings"][0]["says"], page["findings"][0]["tenant"]) == ('x"}</script>', "\u202ey\n")
