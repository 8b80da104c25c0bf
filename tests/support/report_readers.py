"""Readers by others, who say whether a report is what it claims to be."""

import json
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import cmarkgfm
from cmarkgfm.cmark import Options
from jsonschema import Draft4Validator, Draft202012Validator, FormatChecker
from lxml import etree

TESTS = Path(__file__).parents[1]
SCHEMAS = TESTS / "reports" / "schemas"

REPORT_SCHEMA = json.loads((TESTS.parent / "docs/schemas/check-report-2.schema.json").read_text(encoding="utf-8"))
REPORT = Draft202012Validator(REPORT_SCHEMA, format_checker=FormatChecker())
SARIF = Draft4Validator(json.loads((SCHEMAS / "sarif-2.1.0-rtm.5.json").read_text(encoding="utf-8")))
JUNIT = etree.XMLSchema(etree.parse(str(SCHEMAS / "junit-10.xsd")))


def junit(text: str) -> Any:
    """Return the tree of a JUnit report that its schema accepts."""
    tree = etree.fromstring(text.encode("utf-8"))
    assert JUNIT.validate(tree), JUNIT.error_log
    return tree


def report(text: str) -> dict[str, Any]:
    """Return a JSON report that its published schema accepts."""
    found: dict[str, Any] = json.loads(text)
    REPORT.validate(found)
    return found


def sarif(text: str) -> dict[str, Any]:
    """Return the one run of a SARIF report that SARIF's schema accepts."""
    found = json.loads(text)
    SARIF.validate(found)
    (run,) = found["runs"]
    return dict(run)


COMMAND = re.compile(r"::(error|warning|notice) ((?:\w+=[^,:\r\n]*)(?:,\w+=[^,:\r\n]*)*)::(.*)")


def annotations(text: str) -> list[tuple[str, dict[str, str], str]]:
    """Return GitHub's reading of each line: level, properties, message."""
    return [_annotation(line) for line in text.removesuffix("\n").split("\n")]


def _annotation(line: str) -> tuple[str, dict[str, str], str]:
    found = COMMAND.fullmatch(line)
    assert found, line
    properties = dict(pair.split("=", 1) for pair in found[2].split(","))
    return found[1], {name: _unescaped(value) for name, value in properties.items()}, _unescaped(found[3])


def _unescaped(text: str) -> str:
    for code, character in (("%2C", ","), ("%3A", ":"), ("%0A", "\n"), ("%0D", "\r"), ("%25", "%")):
        text = text.replace(code, character)
    return text


class Html(HTMLParser):
    """The elements, rows and text of a page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.text: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs

    def handle_data(self, data: str) -> None:
        self.text.append(data)

    @property
    def words(self) -> str:
        """All text, without the invisible characters that keep names from being called."""
        return "".join(self.text).replace("\u200b", "")


def github_html(markdown: str) -> Html:
    """Return what GitHub's own renderer makes of Markdown."""
    html = cmarkgfm.markdown_to_html_with_extensions(
        markdown, Options.CMARK_OPT_UNSAFE, ["table", "autolink", "strikethrough", "tagfilter", "tasklist"]
    )
    return Html(html)
