"""Whatever a tenant or a client file calls itself is text on a page, and never markup."""

import json
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from estates import SURFACES, Estate
from hostile import HOSTILE, HOSTILE_GROUP, HOSTILE_ORGANISATION

#: What the attacks would leave behind if one of them worked.
_MARKS = ("alert(", "7*7", "{{", "{%", "javascript:")


class _Page(HTMLParser):
    """Reads a page as a browser would: its texts, and what could act."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.text = ""
        self.title = ""
        self.scripts: list[str] = []
        self.acts: list[tuple[str, str, str]] = []
        self._inside = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._inside = tag
        if tag == "script":
            self.scripts.append("")
        for name, value in attrs:
            if name.startswith("on") or (value or "").strip().lower().startswith("javascript:"):
                self.acts.append((tag, name, value or ""))
            if name == "src" and value == "x":
                self.acts.append((tag, name, value))

    def handle_endtag(self, tag: str) -> None:
        self._inside = ""

    def handle_data(self, data: str) -> None:
        if self._inside == "script":
            self.scripts[-1] += data
        elif self._inside == "title":
            self.title += data
        else:
            self.text += data


def _read(file: Path) -> _Page:
    page = _Page()
    page.feed(file.read_text("utf-8"))
    page.close()
    return page


@pytest.fixture(scope="module", params=SURFACES)
def pages(request: pytest.FixtureRequest, hostile: Estate) -> dict[str, _Page]:
    site = hostile.site("attacked", request.param)
    return {file.relative_to(site).as_posix(): _read(file) for file in sorted(site.rglob("*.html"))}


def test_a_hostile_name_stands_on_its_pages_letter_for_letter(pages: dict[str, _Page]) -> None:
    shown = [name for name, page in pages.items() if HOSTILE in " ".join(page.text.split())]
    assert sorted(pages) == sorted(shown)


def test_a_hostile_name_stands_in_the_title_letter_for_letter(pages: dict[str, _Page]) -> None:
    assert [name for name, page in pages.items() if HOSTILE not in page.title] == []


def test_a_hostile_name_adds_no_script_no_handler_and_no_acting_link(pages: dict[str, _Page]) -> None:
    assert {name: page.acts for name, page in pages.items() if page.acts} == {}
    scripts = {script for page in pages.values() for script in page.scripts}
    assert [script for script in scripts if any(mark in script for mark in _MARKS)] == []


def test_hostile_pages_hold_as_many_scripts_and_bold_words_as_harmless_ones(hostile: Estate) -> None:
    def counted(client: str) -> dict[str, list[int]]:
        site = hostile.site(client, "client")
        elements = ("script", "b", "i", "img", "svg", "iframe", "a")
        return {
            file.relative_to(site).as_posix(): [len(re.findall(rf"<{name}[\s>]", text)) for name in elements]
            for file in sorted(site.rglob("*.html"))
            if (text := file.read_text("utf-8").replace(' href="mailto:', ' class="m" href="mailto:'))
        }

    harmless = counted("alpha-canary")
    attacked = counted("attacked")
    # The harmless helpdesk has an e-mail address, so its pages may hold more links.
    assert {name: counts[:-1] for name, counts in harmless.items()} == {
        name: counts[:-1] for name, counts in attacked.items()
    }
    assert [name for name, counts in attacked.items() if counts[-1] > harmless[name][-1]] == []


@pytest.mark.parametrize("page", ["engineer/enable-pass.html", "helpdesk/create-pass.html", "engineer/use-pass.html"])
def test_a_hostile_group_name_is_text_wherever_it_is_printed(hostile: Estate, page: str) -> None:
    read = _read(hostile.site("attacked", "internal") / page)
    shown = HOSTILE_GROUP in " ".join(read.text.split())
    assert (shown, read.acts) == (True, [])


def test_a_hostile_organisation_is_in_the_snapshot_and_on_no_page(hostile: Estate) -> None:
    texts = [file.read_text("utf-8") for file in (hostile.workspace.build / "sites/attacked").rglob("*.html")]
    said = hostile.snapshot("attacked").read_text("utf-8")
    assert [
        json.dumps(HOSTILE_ORGANISATION)[1:-1] in said or HOSTILE_ORGANISATION in said,
        any("alert(6)" in text for text in texts),
    ] == [True, False]


@pytest.mark.parametrize("surface", SURFACES)
def test_the_search_index_holds_no_markup_from_a_name(hostile: Estate, surface: str) -> None:
    index = json.loads((hostile.site("attacked", surface) / "search/search_index.json").read_text("utf-8"))
    texts = [entry[key] for entry in index["docs"] for key in ("title", "text")]
    assert [text for text in texts if re.search(r"<(script|img|svg|b)\b", text)] == []


@pytest.mark.parametrize("surface", SURFACES)
def test_the_search_script_of_a_site_in_a_folder_cannot_be_broken_out_of(hostile: Estate, surface: str) -> None:
    script = (hostile.site("attacked", surface) / "search/search_index.js").read_text("utf-8")
    head, _, index = script.partition("=")
    assert (head, isinstance(json.loads(index.rstrip("; \n")), dict)) == ("var __index ", True)
