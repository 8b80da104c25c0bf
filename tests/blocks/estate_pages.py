"""Every page of the demo's clients and of the house, as the site generator compiles it."""

from functools import cache

from support.built import compile_page
from support.content import CONTENT, edition_for, house, library_at
from support.demo_pages import demo_pages
from tenantbook.demo.tenants import DEMO_TENANTS
from tenantbook.pages.fill import fill


@cache
def estate_pages() -> tuple[str, ...]:
    """Return the HTML of every page of the demo's clients, on both surfaces, and of the house."""
    clients = [made.html for tenant in DEMO_TENANTS for made in demo_pages(tenant.client)]
    library = library_at(CONTENT)
    return (*clients, *map(compile_page, fill(edition_for(library, house(library))).values()))
