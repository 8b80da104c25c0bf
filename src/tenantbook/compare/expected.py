"""Which pages should be published for a client."""

from collections.abc import Iterator

from tenantbook.compare.origins import page_origin
from tenantbook.content.library import Library
from tenantbook.model.audience import Surface
from tenantbook.model.verdict import Expected
from tenantbook.pages.compose import HOUSE, START, pages_for
from tenantbook.pages.readers import language_of


def expected_pages(library: Library, client: str, surfaces: tuple[Surface, ...] = tuple(Surface)) -> Iterator[Expected]:
    """Yield every page that a client's sites should hold, with the file that it is written in.

    The house's first page is written by hand, so nothing is known of it.
    """
    language = language_of(library, client)
    for surface in surfaces:
        if client != HOUSE:
            yield Expected(client, surface.value, "", START, "index.html", page_origin(library, START, language))
        for audience in library.audiences_on(surface):
            for page in pages_for(library, audience):
                origin = page_origin(library, page, language)
                yield Expected(client, surface.value, audience, page, f"{audience}/{page}.html", origin)
