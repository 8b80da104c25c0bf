"""Each thing is added in one place, without Python: a file, or an entry in one."""

import shutil
from collections import Counter
from html import unescape
from pathlib import Path

import pytest

from support.content import CONTENT, edition_for, house, library_at, page_of, problems_of, snapshot_for, subject_for
from support.content import read_files as files_at
from tenantbook.content.library import Library
from tenantbook.facts import facts_from
from tenantbook.model.audience import Surface
from tenantbook.pages.compose import START_PATH
from tenantbook.pages.fill import fill
from tenantbook.snapshots import read_snapshot, write_snapshot

CLIENT = "name: {name}\ntenant: 00000000-0000-4000-8000-00000000000{digit}\nlanguage: {language}\n"


@pytest.fixture
def content(tmp_path: Path) -> Path:
    """A copy of the project's content with one client."""
    folder = tmp_path / "kb_src"
    shutil.copytree(CONTENT, folder, ignore=shutil.ignore_patterns("snapshots", "clients"))
    (folder / "clients").mkdir()
    (folder / "clients" / "acme.yml").write_text(CLIENT.format(name="Acme", digit=1, language="en"), encoding="utf-8")
    return folder


def pages_by_audience(library: Library) -> Counter[str]:
    return Counter(page.audience for page in edition_for(library, house(library)).pages)


def total(library: Library) -> int:
    """Return how many pages all editions of all clients have."""
    editions = [
        edition_for(library, subject_for(library, name), surface) for name in library.clients for surface in Surface
    ]
    return sum(len(edition.pages) for edition in editions)


def added(file: Path, text: str, *, below: str) -> None:
    """Put an entry below the one line of a file that reads `below`."""
    before = file.read_text(encoding="utf-8")
    assert before.count(f"\n{below}\n") == 1
    file.write_text(before.replace(f"\n{below}\n", f"\n{below}\n{text}"), encoding="utf-8")


def test_a_procedure_is_one_file(content: Path) -> None:
    before = library_at(content)
    (content / "procedures" / "look-up-pass.yml").write_text(
        "title: Look up a pass\n"
        "summary: See whether there is one.\n"
        "topic: Temporary Access Pass\n"
        "audiences: [engineer, helpdesk]\n"
        "reviewed: 2026-11-23\n"
        "sources: [Made up]\n"
        "parts:\n"
        "  - text: A pass works for at most {{ tap.lifetime.maximum }}.\n",
        encoding="utf-8",
    )
    after = library_at(content)

    assert dict(pages_by_audience(after) - pages_by_audience(before)) == {"engineer": 1, "helpdesk": 1}
    assert (total(after) - total(before), len(before.clients) - len(after.clients)) == (2, 0)
    assert "8 hours" in fill(edition_for(after, house(after)))["engineer/look-up-pass.md"]
    old, new = (fill(edition_for(each, house(each))) for each in (before, after))
    assert {START_PATH} == {path for path, text in old.items() if new[path] != text}


def test_a_fact_is_one_entry(content: Path) -> None:
    before = library_at(content)
    added(
        content / "facts" / "temporary-access-pass.yml",
        "  tap.registered:\n"
        "    {at: limit, kind: count, default: 3, range: [1, 9], source: Made up, label: Most, means: How many.}\n",
        below="facts:",
    )
    procedure = content / "procedures" / "enable-pass.yml"
    procedure.write_text(
        procedure.read_text(encoding="utf-8") + "  - text: There are {{ tap.registered }} at most.\n", encoding="utf-8"
    )
    after = library_at(content)

    assert total(after) - total(before) == 0
    edition = edition_for(after, house(after))
    assert (
        'There are <span class="tb-fact" data-fact="tap.registered">&#51;</span>'
        in fill(edition)["engineer/enable-pass.md"]
    )
    assert "tap.registered" in page_of(edition, "engineer/enable-pass.md").leans_on

    snapshot = snapshot_for(after, "acme", {"tap.registered": 7})
    written = write_snapshot(snapshot)
    assert "\n  tap.registered: 7\n" in written
    assert snapshot == read_snapshot("snapshots/acme.yml", written, "acme", snapshot.tenant, after.facts)

    earlier = write_snapshot(snapshot_for(before, "acme"))
    problems = read_snapshot("snapshots/acme.yml", earlier, "acme", snapshot.tenant, after.facts)
    assert isinstance(problems, list)
    assert [each.text for each in problems] == ["tap.registered is not in it; run `tenantbook pull --client acme`"]


def test_a_fact_that_was_added_is_read_from_the_tenant(content: Path) -> None:
    added(
        content / "facts" / "temporary-access-pass.yml",
        "  tap.id:\n"
        "    {at: id, kind: text, default: none, surface: internal, source: Made up, label: Id, means: Its id.}\n",
        below="facts:",
    )
    policies = library_at(content).policies.values()
    body = {
        "authenticationMethodConfigurations": [
            {
                "id": "TemporaryAccessPass",
                "state": "enabled",
                "minimumLifetimeInMinutes": 10,
                "defaultLifetimeInMinutes": 20,
                "maximumLifetimeInMinutes": 30,
                "defaultLength": 8,
                "isUsableOnce": True,
                "includeTargets": [],
                "excludeTargets": [],
            }
        ]
    }

    assert facts_from(policies, {"/policies/authenticationMethodsPolicy": body}, {})["tap.id"] == "TemporaryAccessPass"


def test_an_audience_is_one_entry(content: Path) -> None:
    before = library_at(content)
    added(
        content / "audiences.yml",
        "  night-desk:\n    title: Night desk\n    surface: internal\n    lead: For the night.\n    like: helpdesk\n",
        below="audiences:",
    )
    after = library_at(content)

    more = pages_by_audience(after) - pages_by_audience(before)
    assert {"night-desk": pages_by_audience(before)["helpdesk"]} == dict(more)
    pages = fill(edition_for(after, house(after)))
    for path, text in pages.items():
        if path.startswith("night-desk/"):
            day = pages[path.replace("night-desk", "helpdesk")].replace("helpdesk&#34;&#44;&#34;language", "")
            assert day == text.replace("night&#45;desk&#34;&#44;&#34;language", "")


def test_a_client_is_one_file(content: Path) -> None:
    before = library_at(content)
    (content / "clients" / "beta.yml").write_text(CLIENT.format(name="Beta", digit=2, language="en"), encoding="utf-8")
    after = library_at(content)

    assert 2 * total(before) == total(after)
    assert pages_by_audience(before) == pages_by_audience(after)


def german(english: str) -> str:
    words = {"yes": "ja", "no": "nein", "everyone": "alle", "and": "und", "contact": "Melden Sie sich bei"}
    text = english.replace("name: English", "name: Deutsch").replace("locale: en_GB", "locale: de_DE")
    for word, ours in words.items():
        text = text.replace(f"\n  {word}: {word}\n", f"\n  {word}: {ours}\n")
    return text


def test_a_language_is_one_file_and_pages_without_a_translation_stay_whole(content: Path) -> None:
    english = (content / "languages" / "en.yml").read_text(encoding="utf-8")
    before = library_at(content)
    (content / "languages" / "de.yml").write_text(german(english), encoding="utf-8")
    (content / "clients" / "acme.yml").write_text(CLIENT.format(name="Acme", digit=1, language="de"), encoding="utf-8")
    after = library_at(content)

    assert total(before) == total(after)
    old, new = (edition_for(each, subject_for(each, "acme"), Surface.CLIENT) for each in (before, after))
    assert (new.language, old.untranslated) == ("de", ())
    assert sorted(page.path for page in new.pages) == sorted(new.untranslated)
    assert fill(old) == fill(new)


def test_a_translation_is_one_file_and_no_page_mixes_languages(content: Path) -> None:
    english = (content / "languages" / "en.yml").read_text(encoding="utf-8")
    (content / "languages" / "de.yml").write_text(german(english), encoding="utf-8")
    (content / "clients" / "acme.yml").write_text(CLIENT.format(name="Acme", digit=1, language="de"), encoding="utf-8")
    (content / "procedures" / "enable-pass.de.yml").write_text(
        "title: Codes in Ihrem Unternehmen\n"
        "summary: Was eingestellt ist.\n"
        "topic: Codes\n"
        "audiences: [engineer, client-admin]\n"
        "reviewed: 2026-11-23\n"
        "sources: [Erfunden]\n"
        "parts:\n"
        "  - text: Ein Code gilt {{ tap.lifetime.minimum }} bis {{ tap.lifetime.maximum }}, für {{ tap.included }}.\n",
        encoding="utf-8",
    )
    library = library_at(content)
    facts = {"tap.lifetime.minimum": 90, "tap.lifetime.default": 90, "tap.lifetime.maximum": 480}
    edition = edition_for(library, subject_for(library, "acme", facts), Surface.CLIENT)
    pages = {path: unescape(text) for path, text in fill(edition).items()}

    translated = pages.pop("client-admin/enable-pass.md")
    assert "1 Stunde 30 Minuten</span> bis" in translated
    assert ">alle</span>" in translated
    assert "23. November 2026" in translated
    assert sorted(pages) == sorted(edition.untranslated)
    for path, text in pages.items():
        assert "Stunde" not in text, path
        assert "alle</span>" not in text, path
        assert "23. November" not in text, path
    assert "8 hours" in pages["client-admin/create-pass.md"]


@pytest.mark.parametrize("locale", ["de_AT", "xx_XX"])
def test_a_language_whose_locale_words_no_durations_is_refused(content: Path, locale: str) -> None:
    english = (content / "languages" / "en.yml").read_text(encoding="utf-8")
    (content / "languages" / "de.yml").write_text(english.replace("en_GB", locale), encoding="utf-8")

    (problem,) = problems_of(files_at(content))

    assert problem.startswith(f"languages/de.yml:3: no durations and dates are known for the locale {locale!r}")
