"""What is sent for an article: its content in blocks, its title and summary, escaped, and where its links lead."""

import hashlib
import json
import posixpath
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html import escape, unescape
from typing import Any
from urllib.parse import unquote

from tenantbook.blocks import Blocks, Editor, Image, as_blocks
from tenantbook.model.publication import Article, ArticleId
from tenantbook.plan.lines import timeless
from tenantbook.publishers.wordpress.envelope import enclose
from tenantbook.publishers.wordpress.pictures import Picture
from tenantbook.record import write_record

_HREF = re.compile(r"""\shref\s*=\s*(?:"([^"]*)"|'([^']*)')""", re.IGNORECASE)

#: The site that an article is from: its client, surface and language.
SiteOf = tuple[str, str, str]


def site_of(article: ArticleId) -> SiteOf:
    """Return the site that an article is from; links between articles stay within one."""
    return article.client, article.surface.value, article.language


def files_linked(article: Article) -> Iterator[str]:
    """Yield the file below the site of each page that an article may link to, as it is written."""
    for found in _HREF.finditer(article.html):
        path = unquote(unescape(found[1] or found[2] or "").partition("#")[0])
        if path and ":" not in path and not path.startswith("/"):
            yield posixpath.normpath(posixpath.join(posixpath.dirname(article.file), path))


@dataclass(frozen=True, slots=True)
class Draft:
    """An article ready to be sent. `ours` is the digest of all that decides what is sent."""

    article: Article
    blocks: Blocks
    ours: str

    @property
    def title(self) -> str:
        """The title as WordPress keeps it: there titles are HTML."""
        return escape(self.article.title, quote=False)

    @property
    def excerpt(self) -> str:
        """The summary, likewise."""
        return escape(self.article.summary, quote=False)

    def content(self, note: str) -> str:
        """Return the content, between its mark and its record."""
        return enclose(self.article.id, self.blocks.markup, self.article.record, self.ours, note)


def draft(
    article: Article, pictures: Mapping[str, Picture], images: Mapping[str, Image], links: Mapping[str, str],
    editor: Editor, asked: Mapping[str, Any],
) -> Draft:  # fmt: skip
    """Return what would be sent. `asked` is what settings ask for beside the text, such as the categories.

    The digest holds pictures by their bytes, so that it is the same before they are in the media library and after, and
    not the day of reading.
    """
    by_bytes = {
        source: Image(0, f"https://picture.invalid/{each.digest}", each.alt) for source, each in pictures.items()
    }
    still = timeless(article)
    told = as_blocks(still.html, images=by_bytes, links=links, editor=editor, file=article.file)
    decides = [told.markup, write_record(still.record), article.title, article.summary, dict(asked)]
    ours = hashlib.sha256(json.dumps(decides, sort_keys=True).encode(errors="surrogatepass")).hexdigest()
    blocks = as_blocks(article.html, images=images or by_bytes, links=links, editor=editor, file=article.file)
    return Draft(article, blocks, ours)
