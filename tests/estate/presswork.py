"""Estates pressed in this process: clients with policies of the demo or of a test, and sites built both ways."""

import json
import shutil
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from html import escape
from pathlib import Path
from typing import Any

from estates import PROJECT, Estate, tree

from support.built import Parsed, parsed
from tenantbook.cli.build import Readings
from tenantbook.cli.gather import house_subject, read_library
from tenantbook.cli.terminal import meter
from tenantbook.content.library import Library
from tenantbook.demo.standin_bodies import other_methods, policy, tap_configuration
from tenantbook.demo.tenants import DemoTenant, TapPolicy
from tenantbook.disk import Workspace, read_text, write_text, write_tree
from tenantbook.facts import facts_from
from tenantbook.making import Making, Outcome
from tenantbook.model.audience import Surface
from tenantbook.model.snapshot import Snapshot, Value
from tenantbook.pages.compose import Composer
from tenantbook.pages.fill import fill
from tenantbook.pages.worded import Subject, given_values
from tenantbook.press import Plan, Press
from tenantbook.record import digest_of, read_record
from tenantbook.site.cache import Cache, Composition
from tenantbook.site.colours import stylesheet
from tenantbook.site.compiling import compile_pages
from tenantbook.site.generator import generate, prune
from tenantbook.site.source import expected_pages, site_settings, source_files
from tenantbook.site.stamping import StampBatch, StampJob, made_from, stamp_sites

READ = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
GRAPH = "/policies/authenticationMethodsPolicy"
MINIATURE = PROJECT / "tests/golden/kb_src"
SITES = [f"{client}/{surface}" for client in ("plain", "strict", "without") for surface in ("client", "internal")]


def held(library: Library, tap: TapPolicy, groups: Mapping[str, str]) -> dict[str, Value]:
    """Return the facts of a policy, by way of what Graph answers."""
    body = policy([tap_configuration(tap), *other_methods()], READ)
    return facts_from(library.policies.values(), {GRAPH: body}, groups)


def subject_of_tenant(library: Library, tenant: DemoTenant) -> Subject:
    entry = library.clients[tenant.client]
    facts = held(library, tenant.tap, tenant.groups)
    snapshot = Snapshot(tenant.client, tenant.id, tenant.organisation, READ, ("A.Read",), facts)
    return Subject(tenant.client, entry, snapshot, entry.language)


def library_of(estate: Estate) -> Library:
    library, problems = read_library(estate.workspace)
    assert problems == []
    return library


class Pressroom:
    """Compiles pages once and stamps any subject; builds the same subject with the generator alone."""

    def __init__(self, library: Library, workspace: Workspace) -> None:
        self.library = library
        self.workspace = workspace
        self._composer = Composer(library)
        self._press = Press(library, workspace, self._composer)

    @property
    def cache(self) -> Cache:
        return self._press.cache

    def compiled(self, subject: Subject, surface: Surface) -> Composition:
        """Return what the text of a subject is composed of, all of it compiled."""
        plan = Plan()
        for job in self._press.plan([subject.id], lambda _: subject, plan):
            assert compile_pages(job) == ""
        texts = {site: plan.texts[text] for _, site, text in plan.stamp}
        return texts[surface]

    def slots(self, subject: Subject, surface: Surface) -> Mapping[str, str]:
        """Return the value of each slot of a subject's edition."""
        return {slot: value.text for slot, value in self._composer.compose(subject, surface).slots.items()}

    def stamped(self, subject: Subject, surface: Surface) -> Path:
        """Return the site of a subject, compiled once and stamped."""
        text, slots = self.compiled(subject, surface), self.slots(subject, surface)
        styles = stylesheet((subject.client or self.library.provider).colour)
        place = self.workspace.build / "stamped" / subject.id / surface.value
        mark = self.workspace.build / "stamped-marks" / f"{subject.id}-{surface}"
        job = StampJob(subject.id, place, mark, text, made_from(text.key, slots, styles), slots, styles)
        assert [done.problem for done in stamp_sites(StampBatch(self.cache.root, (job,)))] == [""]
        return place

    def direct(self, subject: Subject, surface: Surface) -> Path:
        """Return the site of a subject as the generator builds it from filled-in Markdown."""
        edition, text = self._composer.compose(subject, surface), self._composer.text(subject, surface)
        given = given_values(self.library, subject)
        name, provider = (escape(given[key] or "") for key in ("client.name", "provider.name"))
        settings = site_settings(self.library, text, self.workspace, name=name, provider=provider)
        folder = self.workspace.build / "direct" / subject.id / surface.value
        write_tree(folder / "source", source_files(fill(edition), settings))
        generate(folder / "source/mkdocs.yml", folder / "site", expected_pages(text))
        prune(folder / "site", text.language)
        write_text(folder / "site/assets/client.css", stylesheet((subject.client or self.library.provider).colour))
        return folder / "site"


def documents(site: Path) -> dict[str, Parsed]:
    """Return every page of a site, parsed: heading ids by their number, records without their digest."""
    pages = {name: parsed(html) for name, html in pages_of(site).items()}
    headings = _numbered(pages)
    return {name: [_without_ids(entry, headings) for entry in page] for name, page in pages.items()}


def pages_of(site: Path) -> dict[str, str]:
    return {file.relative_to(site).as_posix(): file.read_text("utf-8") for file in sorted(site.rglob("*.html"))}


def heading_ids(page: Parsed) -> list[str]:
    """Return the ids of a parsed page's headings, in order."""
    found = []
    for entry in page:
        match entry:
            case ("<", "h1" | "h2" | "h3" | "h4" | "h5" | "h6", tuple() as attributes):
                found += [value for name, value in attributes if name == "id"]
    return found


def _numbered(pages: Mapping[str, Parsed]) -> dict[str, str]:
    """Return where a site's headings stand, by their ids: the page and the number of each that has the id."""
    found: dict[str, str] = {}
    for name, page in pages.items():
        for number, heading in enumerate(heading_ids(page), start=1):
            found[heading] = f"{found.get(heading, '')} {name}#{number}"
    return found


def _without_ids(entry: tuple[object, ...], headings: Mapping[str, str]) -> tuple[object, ...]:
    match entry:
        case ("<", tag, tuple() as attributes):
            kept = ((name, _renamed(name, value, headings)) for name, value in attributes if name != "data-digest")
            return "<", tag, tuple(kept)
    return entry


def _renamed(name: str, value: str, headings: Mapping[str, str]) -> str:
    if name == "id":
        return headings.get(value, value)
    if name == "href":
        page, mark, place = value.partition("#")
        return f"{page}{mark}{headings.get(place, place)}"
    return value


def search_index(site: Path) -> dict[str, Any]:
    """Return the search index of a site, its places by number of heading."""
    index: dict[str, Any] = json.loads((site / "search/search_index.json").read_text("utf-8"))
    headings = _numbered({name: parsed(html) for name, html in pages_of(site).items()})
    for entry in index["docs"]:
        page, mark, place = entry["location"].partition("#")
        entry["location"] = f"{page}{mark}{headings.get(place, place)}"
    return index


def search_script(site: Path) -> Any:
    """Return what the search script of a site declares."""
    head, _, index = (site / "search/search_index.js").read_text("utf-8").partition("=")
    assert head == "var __index "
    return json.loads(index.rstrip("; \n"))


def badly_sealed(site: Path) -> list[str]:
    """Return the pages of a site whose record is not there or whose digest is wrong; a 404 page needs none."""
    wrong = []
    for name, html in pages_of(site).items():
        record = read_record(html)
        if name != "404.html" and (record is None or record.digest != digest_of(html)):
            wrong.append(name)
    return wrong


def miniature_at(root: Path) -> Estate:
    """Return a small project of three clients with their snapshots, and a house of one page."""
    shutil.copytree(MINIATURE, root / "kb_src")
    shutil.copytree(PROJECT / "kb_src/templates", root / "kb_src/templates")
    shutil.copytree(PROJECT / "kb_src/languages", root / "kb_src/languages")
    settings = read_text(PROJECT / "mkdocs.yml")
    theme = (PROJECT / "src/tenantbook/theme").as_posix()
    settings = settings.replace("custom_dir: src/tenantbook/theme", f"custom_dir: {theme}")
    write_text(root / "mkdocs.yml", settings.replace("  - Handbook: handbook/\n", ""))
    write_text(root / "docs/index.md", "# Home\n")
    return Estate(root)


def press_sites(estate: Estate, clients: Sequence[str] = (), to: str = "") -> Outcome:
    """Make the clients' sites as `build` does, in this process and without the house."""
    library, outcome = library_of(estate), Outcome()
    with ThreadPoolExecutor(1) as executor:
        making = Making(
            workspace=estate.workspace,
            library=library,
            executor=executor,
            workers=1,
            outcome=outcome,
            composer=Composer(library),
            subjects=Readings(estate.workspace, library).subject,
            house=house_subject(library),
            meter=meter,
            to=to,
        )
        making.client_sites(clients or sorted(library.clients), whole=not clients)
    return outcome


def did(outcome: Outcome) -> dict[str, object]:
    """Return what a build did that is not nothing."""
    return {name: value for name, value in vars(outcome).items() if value and name not in ("untranslated", "unchanged")}


def sites_of(estate: Estate) -> Path:
    return estate.workspace.build / "sites"


def modes(folder: Path) -> dict[str, str]:
    """Return the mode of everything below a folder that is not hidden."""
    return {
        file.relative_to(folder).as_posix(): oct(file.stat().st_mode)
        for file in sorted(folder.rglob("*"))
        if not any(part.startswith(".") for part in file.relative_to(folder).parts)
    }


def whole_sites(estate: Estate) -> dict[str, dict[str, str]]:
    """Return the bytes of every site in place."""
    return {name: tree(sites_of(estate) / name) for name in SITES if (sites_of(estate) / name).exists()}
