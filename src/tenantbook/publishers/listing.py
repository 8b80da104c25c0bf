"""The list that a published site carries: which files are ours, by article, and what each held."""

import json

from tenantbook.model.publication import ArticleId
from tenantbook.publishers.contract import UnreachableError
from tenantbook.publishers.files import Files

#: Its name. It begins with a dot, so that most servers don't show it.
LIST = ".tenantbook-published.json"

#: The files of each article with their digests; none where a file is being written or removed.
Listing = dict[ArticleId, dict[str, str]]

#: What holds them; a later form will have another name.
_VERSION = "articles"


def read_listing(files: Files, site: str) -> Listing:
    """Return the list of a site; empty where there is none.

    Raises:
        UnreachableError: it is damaged, so that nobody can tell what is ours.
    """
    data = files.read(f"{site}/{LIST}")
    if data is None:
        return {}
    try:
        plain = json.loads(data)
        return {_article(marker): _files(listed) for marker, listed in plain[_VERSION].items()}
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        shown = files.shown(f"{site}/{LIST}")
        raise UnreachableError(f"{shown} is damaged", "Remove that site there, and publish again") from error


def write_listing(files: Files, site: str, listing: Listing) -> None:
    """Write the list of a site; one that lists nothing is removed."""
    if not listing:
        files.remove(f"{site}/{LIST}")
        return
    articles = {article.marker: dict(sorted(listed.items())) for article, listed in sorted(listing.items())}
    text = json.dumps({_VERSION: articles}, ensure_ascii=False, indent=0)
    files.write(f"{site}/{LIST}", f"{text}\n".encode())


def _article(marker: str) -> ArticleId:
    article = ArticleId.of_marker(marker)
    if article is None:
        raise ValueError(marker)
    return article


def _files(listed: dict[str, object]) -> dict[str, str]:
    """Return the files of an article. A name that leads out of the site is none, whoever wrote it there."""
    for name in listed:
        if not name or name.startswith("/") or "\\" in name or ":" in name or ".." in name.split("/"):
            raise ValueError(name)
    return {name: str(digest) for name, digest in listed.items()}
