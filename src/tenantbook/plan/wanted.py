"""Which articles a target wants, which of what stands there already they take the place of, and who may see them."""

from collections.abc import Iterator, Mapping
from typing import Any

from tenantbook.content.library import Library
from tenantbook.content.parse import suggest
from tenantbook.model.publication import ArticleId
from tenantbook.model.target import Status, Target
from tenantbook.pages.compose import HOUSE, START, pages_for
from tenantbook.pages.readers import language_of

#: The page of an article that is no page, but what a site has beside its pages.
BESIDE = "-"

AnyTarget = Target[Any]


def clients_of(library: Library, target: AnyTarget) -> list[str]:
    """Return the clients of a target, `house` among them where it is named, and none that is left out."""
    return sorted(library.clients if target.clients == "all" else set(target.clients) - library.left_out.keys())


def articles_of(library: Library, target: AnyTarget, client: str) -> Iterator[ArticleId]:
    """Yield every page of a client that a target wants, in the order of the menus.

    A site's first page lists all its pages, so it goes only where all of them do; the house's lists everything.
    """
    language = language_of(library, client)
    for surface in dict.fromkeys(target.surfaces):
        if client != HOUSE and not (target.audiences or target.pages):
            yield ArticleId(client, surface, "", START, language)
        for audience in library.audiences_on(surface):
            if not target.audiences or audience in target.audiences:
                yield from (
                    ArticleId(client, surface, audience, page, language)
                    for page in pages_for(library, audience)
                    if not target.pages or page in target.pages
                )


def is_of(library: Library, target: AnyTarget, article: ArticleId) -> bool:
    """Return whether an article is one that the target would publish, did the content still have its page."""
    return (
        article.client in clients_of(library, target)
        and article.surface in target.surfaces
        and (not target.audiences or article.audience in target.audiences)
        and (not target.pages or article.page in target.pages)
    )


def goes_public(library: Library, target: AnyTarget) -> bool:
    """Return whether what the target publishes can be read by anybody."""
    kind = library.publishers.get(target.publisher)
    return target.status is Status.PUBLISH and (kind is None or kind.public)


def adoptions(library: Library, target: AnyTarget) -> tuple[Mapping[ArticleId, str], Mapping[str, str]]:
    """Return the key there of each article to adopt, and what is wrong with the entries that say so, by entry."""
    clients = clients_of(library, target)
    known = {
        each
        for client in clients
        if client in (*library.clients, HOUSE)
        for each in articles_of(library, target, client)
    }
    found: dict[ArticleId, str] = {}
    wrong: dict[str, str] = {}
    for entry, key in target.adopt.items():
        article = _meant(entry, known)
        if isinstance(article, str):
            wrong[entry] = article
        elif article in found or str(key) in found.values():
            wrong[entry] = "the article or its key stands here twice; leave one"
        else:
            found[article] = str(key)
    return found, wrong


def _meant(entry: str, known: set[ArticleId]) -> ArticleId | str:
    """Return the article that an entry names, or what is wrong."""
    whole = ArticleId.of_marker(entry)
    fitting = [each for each in known if each == whole or entry == f"{each.page}/{each.audience or '-'}"]
    if not fitting:
        names = {each.marker if whole else f"{each.page}/{each.audience or '-'}" for each in known}
        return f"the target publishes no {entry!r}{suggest(entry, sorted(names))}"
    if len(fitting) > 1:
        return f"{entry!r} is an article of several clients; write which: {min(each.marker for each in fitting)}"
    return fitting[0]
