"""Edits by hand, each a case: a page that lies about itself is told as edited, whatever was changed."""

import re

import pytest

from support.content import subject_for
from support.published import against, published, small_library
from support.records import Case, cases, resealed
from tenantbook.compare import check_page
from tenantbook.model.snapshot import Target, Value
from tenantbook.model.verdict import Severity, Verdict

LIBRARY = small_library()
FACTS: dict[str, Value] = {"pass.lifetime": 480, "pass.included": (Target(group="Pilots"), Target(group="Board"))}
PLAIN = subject_for(LIBRARY, "plain", FACTS)
EXPECTED, PAGE = published(LIBRARY, PLAIN, "helpdesk/make-pass.md")


@pytest.mark.parametrize(
    "case", [pytest.param(case, id=f"{case['name']} {'sealed' * ('sealed' in case)}") for case in cases("edits")]
)
def test_a_page_edited_by_hand_is_never_ok(case: Case) -> None:
    page, changed = re.subn(case["find"], case["put"], PAGE, count=1, flags=re.DOTALL)
    assert (changed, page != PAGE) == (1, True)

    checked = check_page(EXPECTED, resealed(page) if case.get("sealed") else page, against(LIBRARY, PLAIN))

    if case.get("ok"):
        assert checked.verdict is Verdict.OK
    else:
        assert (checked.verdict, checked.severity, checked.findings) == (Verdict.EDITED, Severity.ERROR, ())
        assert re.sub(r"^line \d+ ", "", checked.reason) == case["says"]
