"""One realistic inspection and what each form makes of it. `pytest tests/reports --bless` accepts a new answer."""

from pathlib import Path

import pytest
from sample import EMPTY, SAMPLE

from tenantbook.disk import write_text
from tenantbook.reports.forms import DIFF, FORMS
from tenantbook.reports.machine import schema

HERE = Path(__file__).parent
PUBLISHED = HERE.parents[1] / "docs" / "schemas" / "check-report-2.schema.json"

FILES = {
    "text": "report.txt",
    "json": "report.json",
    "junit": "junit.xml",
    "sarif": "report.sarif",
    "github": "github.txt",
    "markdown": "report.md",
}

EXPECTED = {
    **{f"sample/{file}": FORMS[form](SAMPLE) for form, file in FILES.items()},
    **{f"empty/{file}": FORMS[form](EMPTY) for form, file in FILES.items()},
    "sample/report.diff": DIFF(SAMPLE),
    "empty/report.diff": DIFF(EMPTY),
}


@pytest.mark.parametrize("name", EXPECTED)
def test_a_form_says_what_is_expected_of_it(name: str, request: pytest.FixtureRequest) -> None:
    file = HERE / "expected" / name
    if request.config.getoption("--bless"):
        write_text(file, EXPECTED[name])

    assert file.read_text(encoding="utf-8") == EXPECTED[name]


def test_the_published_schema_is_the_one_of_the_report(request: pytest.FixtureRequest) -> None:
    if request.config.getoption("--bless"):
        write_text(PUBLISHED, schema())

    assert PUBLISHED.read_text(encoding="utf-8") == schema()


def test_every_form_has_an_example() -> None:
    assert set(FILES) == set(FORMS)
