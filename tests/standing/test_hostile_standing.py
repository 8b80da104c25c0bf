"""Names and values that are attacks: in the page, in spreadsheets, in JSON and on the badge they are text."""

import csv
import json
from datetime import UTC, datetime
from html.parser import HTMLParser
from io import StringIO
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenantbook.model.verdict import Checked, ClientChecked, Finding, Inspection, Verdict
from tenantbook.standing.badge import badge
from tenantbook.standing.log import Log, line_of, read_log
from tenantbook.standing.page import estate_page
from tenantbook.standing.row import Standing, entry_of, standing_of
from tenantbook.standing.tables import as_csv, as_json

NOW = datetime(2026, 11, 22, 3, 15, tzinfo=UTC)
TEMPLATE = (Path(__file__).parents[2] / "src/tenantbook/standing/assets/index.html.j2").read_text("utf-8")

HOSTILE = [
    "</script><script>alert(1)</script>",
    "\"><img src=x onerror=alert(2)> ' & &lt; {{ 7*7 }} {% raw %}",
    "=cmd|' /C calc'!A0",
    "+1+1",
    "-2+3",
    "@SUM(A1)",
    "  =1+1",
    "\t=1+1",
    "\uff1d1+1",
    'Say "hello", then\r\nleave; really',
    "\u202egnp.exe\u202c",
    "👩‍🚒 Feuerwehr 🇩🇪",
    "Ł" * 200,
    "\x00\x07\ufffe]]>",
]


def standing_with(name: str) -> Standing:
    found = (Finding(1, name, name, name),)
    pages = (Checked("acme", "client", "a.html", Verdict.DRIFT, findings=found), _unknown(name))
    run = Inspection(NOW, name, name, (ClientChecked("acme", name, pages, (), NOW),))
    log = read_log("log", line_of(Log(), entry_of(run, whole=True)))
    sites = {"acme": {"client": "javascript:alert(9)", "internal": f"../{name}"}}
    return standing_of(log, {"acme": name, "bolt": "Bolt"}, NOW, inspection=run, sites=sites)


def _unknown(name: str) -> Checked:
    return Checked("acme", "client", "b.html", Verdict.UNKNOWN, name)


#: The wide forms too: spreadsheets in some languages take them for the narrow ones.
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\uff1d", "\uff0b", "\uff0d", "\uff20")


class Page(HTMLParser):
    """Gathers the elements of a page, what their attributes say, and the text of the first client."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.links: list[str | None] = []
        self.handlers: list[str] = []
        self.names: list[str] = []
        self._name = False
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.handlers += [name for name, _ in attrs if name.startswith("on") or name == "style"]
        self.links += [value for name, value in attrs if name == "href"]
        if ("class", "name") in attrs:
            self._name = True
            self.names.append("")

    def handle_endtag(self, tag: str) -> None:
        if tag == "bdi":
            self._name = False

    def handle_data(self, data: str) -> None:
        if self._name:
            self.names[-1] += data


@pytest.mark.parametrize("name", HOSTILE)
def test_a_name_is_text_on_the_page_and_makes_no_element(name: str) -> None:
    page, plain = (Page(estate_page(standing_with(each), TEMPLATE, each).decode()) for each in (name, "Plain"))
    assert (plain.tags, []) == (page.tags, page.handlers)
    assert name.replace("\r\n", "\n") in [each.replace("\r\n", "\n") for each in page.names]
    assert [link for link in page.links if link and "javascript" in link] == []


@pytest.mark.parametrize("name", HOSTILE)
def test_a_spreadsheet_gets_a_name_back_and_never_a_formula(name: str) -> None:
    data = as_csv(standing_with(name))
    rows = list(csv.reader(StringIO(data.decode("utf-8-sig"), newline=""), strict=True))
    assert (b"\xef\xbb\xbf", 3, {19}) == (data[:3], len(rows), {len(row) for row in rows})
    assert name in {cell.removeprefix("'") for row in rows for cell in row}
    assert [cell for row in rows for cell in row if cell.lstrip(" ").startswith(FORMULA)] == []
    assert data.endswith(b'"\r\n')


@pytest.mark.parametrize("name", HOSTILE)
def test_json_gives_a_name_back(name: str) -> None:
    data = json.loads(as_json(standing_with(name)))
    assert [name, "Bolt"] == sorted((each["name"] for each in data["clients"]), key=lambda each: each == "Bolt")


@pytest.mark.parametrize("name", HOSTILE)
def test_a_badge_is_sound_xml_of_a_few_elements_whatever_the_name(name: str) -> None:
    rows = standing_with(name).rows
    for row in rows:
        root = ET.fromstring(badge(row))
        tags = [element.tag.rpartition("}")[2] for element in root.iter()]
        assert tags == ["svg", "title", "rect", "g", "path", "text"]
        assert (root.attrib["role"], root.attrib["aria-label"]) == ("img", str(root[0].text))


@given(st.text(min_size=1, max_size=60), st.sampled_from(["csv", "svg", "html", "json"]))
def test_no_text_at_all_breaks_out(name: str, form: str) -> None:
    standing = standing_with(name)
    match form:
        case "csv":
            cells = [line.split('","') for line in as_csv(standing).decode("utf-8-sig").split("\r\n") if line]
            assert all(not cell.lstrip('" ').startswith(FORMULA[:4]) for line in cells for cell in line)
        case "svg":
            assert len(list(ET.fromstring(badge(standing.rows[0])).iter())) == 6
        case "html":
            page = Page(estate_page(standing, TEMPLATE, name).decode())
            assert Page(estate_page(standing_with("Plain"), TEMPLATE, "Plain").decode()).tags == page.tags
        case _:
            assert name in {each["name"] for each in json.loads(as_json(standing))["clients"]}


def test_a_badge_holds_nothing_of_another_client_and_nothing_internal() -> None:
    standing = standing_with("Acme")
    drawn = [badge(row) for row in standing.rows]
    assert ["Bolt" in each for each in drawn] == [row.name == "Bolt" for row in standing.rows]
    assert [
        word for each in drawn for word in ("acme", "drift", "tap.", "../", "http://www.example") if word in each
    ] == []


def test_the_keys_of_the_json_stand_in_a_fixed_order() -> None:
    data = json.loads(as_json(standing_with("Acme")))
    assert list(data) == ["version", "now", "last_run", "against", "totals", "clients"]
    assert data["totals"] == {"clients": 2, "out-of-date": 1, "unknown": 0, "unchecked": 1, "right": 0}
    expected = "client name standing verdict pages differs why read waivers since right_since checks_in_a_row before"
    assert {(*expected.split(), "last_checked", "sites")} == {tuple(each) for each in data["clients"]}
    assert as_json(standing_with("Acme")) == as_json(standing_with("Acme"))
