"""The demo's clients with their policies and every page of theirs, compiled and sealed, without a tenant or a disk."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from support.built import compile_page
from support.content import CONTENT, read_files, snapshot_for, sound
from tenantbook.compare import expected_pages
from tenantbook.content.library import Library
from tenantbook.demo.tenants import DEMO_TENANTS, DemoTenant
from tenantbook.model.audience import Surface
from tenantbook.model.edition import Page
from tenantbook.model.snapshot import Snapshot, Target, Value
from tenantbook.model.verdict import Expected
from tenantbook.pages.compose import Composer
from tenantbook.pages.fill import fill_markdown
from tenantbook.pages.worded import Subject
from tenantbook.record import seal

ESTATE = Path(__file__).parents[2] / "src" / "tenantbook" / "demo" / "estate" / "clients"


@dataclass(frozen=True)
class Made:
    """A page as it is published, what it should be, and as it was composed."""

    expected: Expected
    page: Page
    html: str


@cache
def demo_library() -> Library:
    files = {f"clients/{file.name}": file.read_text(encoding="utf-8") for file in sorted(ESTATE.glob("*.yml"))}
    return sound({**read_files(CONTENT), **files})


@cache
def demo_composer() -> Composer:
    return Composer(demo_library())


def demo_snapshot(client: str) -> Snapshot:
    """Return what a demo client's tenant holds."""
    tenant = next(each for each in DEMO_TENANTS if each.client == client)
    return snapshot_for(demo_library(), client, _facts(tenant))


def _facts(tenant: DemoTenant) -> dict[str, Value]:
    policy = tenant.tap
    included = tuple(Target(group=tenant.groups[group]) for group in policy.included) or (Target(everyone=True),)
    return {
        "tap.enabled": policy.enabled,
        "tap.lifetime.minimum": policy.minimum,
        "tap.lifetime.maximum": policy.maximum,
        "tap.lifetime.default": policy.default,
        "tap.once": policy.once,
        "tap.length": policy.length,
        "tap.included": included,
        "tap.excluded": tuple(Target(group=tenant.groups[group]) for group in policy.excluded),
    }


@cache
def demo_pages(client: str) -> tuple[Made, ...]:
    """Return every page of a demo client, on both surfaces."""
    library = demo_library()
    subject = Subject(client, library.clients[client], demo_snapshot(client), library.clients[client].language)
    expected = {(each.surface, each.file): each for each in expected_pages(library, client)}
    return tuple(
        Made(
            expected[surface.value, page.path.replace(".md", ".html")],
            page,
            seal(f"<!doctype html>\n<body>\n{compile_page(fill_markdown(page.markdown, edition.slots))}\n</body>\n"),
        )
        for surface in Surface
        for edition in (demo_composer().compose(subject, surface),)
        for page in edition.pages
    )
