"""Where pages are published, and pages there that are none of ours."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from tenantbook.model.audience import Surface
from tenantbook.model.publication import ArticleId, Sent
from tenantbook.model.published import PublishedPage


@dataclass(frozen=True, slots=True)
class Candidate:
    """A page without a record of ours, or hand-written Markdown: its prose can be read for claims.

    `client` is whose place it was found in, or empty.
    """

    client: str
    page: PublishedPage


@dataclass(frozen=True, slots=True)
class Place:
    """Where pages are published: for which client (empty: for several) and surface.

    `keeps_paths` says whether a page's name there is the path that we gave it; where it isn't, pages are known by
    their records. `is_whole` says whether everything there was read: only then is a page that was not seen missing.
    `is_crawled` says that it was read by following links or a sitemap, as visitors do: then a page that stands before
    all others hides them. `target` is what publishes there; `articles` and `sent` are what its ledger knows, by the
    keys of the place.
    """

    client: str
    surface: Surface
    keeps_paths: bool = True
    is_whole: bool = True
    is_crawled: bool = False
    target: str = ""
    articles: Mapping[str, ArticleId] = field(default_factory=lambda: MappingProxyType({}))
    sent: Mapping[str, Sent] = field(default_factory=lambda: MappingProxyType({}))
