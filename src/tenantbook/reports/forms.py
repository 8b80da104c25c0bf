"""The forms a report can take, by the name that the command knows them by."""

from collections.abc import Callable, Mapping

from tenantbook.model.verdict import Inspection
from tenantbook.reports.annotations import as_annotations
from tenantbook.reports.diff import as_diff
from tenantbook.reports.junit import as_junit
from tenantbook.reports.machine import as_json
from tenantbook.reports.markdown import as_markdown
from tenantbook.reports.sarif import as_sarif
from tenantbook.reports.text import plain_text

#: What `--format` may say.
FORMS: Mapping[str, Callable[[Inspection], str]] = {
    "text": plain_text,
    "json": as_json,
    "junit": as_junit,
    "sarif": as_sarif,
    "github": as_annotations,
    "markdown": as_markdown,
}

#: The form of `--diff`.
DIFF = as_diff
