"""What to do about a page that differs: mend the page, the tenant, or first the one and then the other."""

from sample import WHEN

from tenantbook.model.verdict import Checked, ClientChecked, Finding, Inspection, Mends, Verdict
from tenantbook.reports.annotations import as_annotations
from tenantbook.reports.markdown import as_markdown
from tenantbook.reports.text import plain_text

PULL = "tenantbook pull --client acme, then tenantbook build --client acme"
BUILD = "tenantbook build --client acme"
SET = "set tap.length in the tenant to what is recommended (12), or waive the difference"


def finding(mends: Mends, fact: str = "tap.length", recommended: str = "12") -> Finding:
    return Finding(1, fact, "10", "8", mends=mends, recommended=recommended)


def page(*findings: Finding, mend: str = PULL) -> Checked:
    verdict = Verdict.DRIFT if findings else Verdict.MISSING
    return Checked("acme", "client", "a.html", verdict, "", mend, findings=findings)


def inspected(*pages: Checked) -> Inspection:
    return Inspection(WHEN, "live policy", "", (ClientChecked("acme", "Acme", pages),))


def mends(*pages: Checked) -> list[str]:
    lines = plain_text(inspected(*pages)).splitlines()
    return [line.removeprefix("  mend: ") for line in lines if line.startswith("  mend: ")]


def test_where_the_page_is_to_be_mended_it_is_built_from_what_is_so() -> None:
    assert mends(page(finding(Mends.PAGE))) == [PULL]


def test_where_the_tenant_is_to_be_mended_the_page_is_left_as_it_is() -> None:
    assert mends(page(finding(Mends.TENANT))) == [SET]


def test_where_both_are_to_be_mended_the_tenant_comes_first() -> None:
    assert mends(page(finding(Mends.BOTH))) == [SET, f"then {PULL}"]


def test_a_tenant_is_told_once_for_all_pages_and_before_any_of_them() -> None:
    pages = (page(finding(Mends.PAGE, "tap.once")), page(finding(Mends.TENANT)), page(finding(Mends.BOTH)))

    assert mends(*pages) == [SET, f"then {PULL}"]


def test_where_nobody_recommends_anything_a_page_to_be_kept_says_what_is_right() -> None:
    kept, changed = (page(finding(side, recommended="")) for side in (Mends.TENANT, Mends.BOTH))

    assert mends(kept) == ["set tap.length in the tenant to what the page says (10)"]
    assert mends(changed) == ["put tap.length right in the tenant", f"then {PULL}"]


def test_a_step_that_another_ends_with_is_not_told_again() -> None:
    assert mends(page(finding(Mends.PAGE)), page(mend=BUILD)) == [PULL]
    assert mends(page(mend=BUILD)) == [BUILD]


def test_markdown_tells_the_same_steps() -> None:
    told = [line for line in as_markdown(inspected(page(finding(Mends.BOTH)))).splitlines() if line[:4] == "Mend"]

    assert told == [f"Mend: {SET}", f"Mend: then {PULL}"]


def test_a_single_finding_never_tells_to_build_away_what_is_right() -> None:
    head = "acme client/a.html, line 1: tap.length: the page says 10, the tenant says 8, recommended is 12"
    for mends, end in (
        (Mends.PAGE, f"mend the page. Mend: {PULL}"),
        (Mends.TENANT, "mend the tenant."),
        (Mends.BOTH, f"mend both. Mend: the tenant first, then {PULL}"),
    ):
        line = as_annotations(inspected(page(finding(mends)))).splitlines()[0]
        assert line.endswith(f"{head.replace('acme', 'Acme (acme)', 1)}; {end}")
