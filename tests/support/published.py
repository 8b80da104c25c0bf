"""Pages as they are published: compiled and sealed, with what they should be."""

from pathlib import Path

from support.built import compile_page
from support.content import NOW, miniature, page_of, sound
from tenantbook.compare import Against
from tenantbook.content.library import Library
from tenantbook.model.audience import Surface
from tenantbook.model.verdict import Expected
from tenantbook.pages.compose import Composer
from tenantbook.pages.fill import fill
from tenantbook.pages.worded import Subject
from tenantbook.record import seal

MINIATURE = Path(__file__).parents[1] / "golden" / "kb_src"


def small_library() -> Library:
    return sound(miniature(MINIATURE))


def published(library: Library, subject: Subject, path: str) -> tuple[Expected, str]:
    """Return one page of a subject as it is built and sealed, and where it is expected."""
    surface = library.audiences[path.split("/", maxsplit=1)[0]].surface if "/" in path else Surface.CLIENT
    edition = Composer(library).compose(subject, surface)
    page = page_of(edition, path)
    html = f"<!doctype html>\n<body>\n{compile_page(fill(edition)[path])}\n</body>\n"
    return Expected(subject.id, surface.value, page.audience, page.id, path.replace(".md", ".html")), seal(html)


def against(library: Library, subject: Subject, **more: object) -> Against:
    return Against(subject.snapshot, library.facts, library.languages, **{"now": NOW, **more})  # type: ignore[arg-type]
