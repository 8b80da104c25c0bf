"""Articles read from built sites: only from a site that is as it would be built now, and only what its record seals."""

import hashlib
import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from functools import partial
from html import unescape
from pathlib import Path

from tenantbook.compare.origins import page_origin
from tenantbook.content.library import Library
from tenantbook.disk import UnreadableFileError, Workspace, read_text
from tenantbook.editions import content_digest, guides_stand, house_job
from tenantbook.model.audience import Surface
from tenantbook.model.edition import Record
from tenantbook.model.errors import TenantbookError
from tenantbook.model.publication import Article, ArticleId
from tenantbook.pages.compose import HOUSE, START
from tenantbook.plan.lines import heading_of, own_content
from tenantbook.plan.wanted import BESIDE
from tenantbook.press import Press
from tenantbook.record import UnreadableRecordError, digest_of, read_record
from tenantbook.site.build import is_built

_SUMMARY = re.compile(r'<meta name="description" content="([^"]*)">')


class UnreadyError(TenantbookError):
    """An article cannot be made from what is built; the message says why, and what to do."""


@dataclass
class Shelf:
    """The articles of built sites, read when they are asked for. Each site is looked at once."""

    workspace: Workspace
    library: Library
    _unready: dict[Path, str] = field(default_factory=dict)
    _press: Press | None = None

    def site_of(self, article: ArticleId) -> Path:
        """Return the folder of the built site that an article is from."""
        if article.client == HOUSE:
            return self.workspace.build / "house"
        return self.workspace.site(article.client, article.surface.value)

    def read(self, article: ArticleId) -> Article:
        """Return an article as it is built.

        Raises:
            UnreadyError: the site is missing or older than what it is made from, or the page is not as it was built.
        """
        self._expect_ready(article)
        file = file_of(article)
        try:
            html = read_text(self.site_of(article) / file)
        except UnreadableFileError as error:
            raise UnreadyError(f"{file} cannot be read: {error.reason}; {_build(article)}") from error
        record = _sound_record(html, article)
        content = own_content(html)
        origin = page_origin(self.library, article.page, article.language)
        return Article(
            id=article,
            title=heading_of(content),
            summary=unescape(summary[1]) if (summary := _SUMMARY.search(html)) else "",
            html=content,
            record=record,
            file=file,
            origin=origin,
        )

    def beside(self, article: ArticleId, pages: Collection[str]) -> Article:
        """Return as an article what its site has beside the files of its `pages`.

        Raises:
            UnreadyError: the site is not ready.
        """
        self._expect_ready(article)
        site = self.site_of(article)
        every = (file.relative_to(site).as_posix() for file in sorted(site.rglob("*")) if file.is_file())
        files = tuple(name for name in every if name not in pages)
        digest = hashlib.sha256()
        for name in files:
            digest.update(f"{name}\0{hashlib.sha256((site / name).read_bytes()).hexdigest()}\0".encode())
        record = Record(BESIDE, article.client, "", article.language, None, {}, digest.hexdigest())
        return Article(article, "what the site has beside its pages", "", "", record, "", files=files)

    def _expect_ready(self, article: ArticleId) -> None:
        site = self.site_of(article)
        if site not in self._unready:
            self._unready[site] = self._why_unready(article, site)
        if self._unready[site]:
            raise UnreadyError(self._unready[site])

    def _why_unready(self, article: ArticleId, site: Path) -> str:
        if not (site / "index.html").is_file():
            return f"the site is not built; {_build(article)}"
        current = self._house_is_current() if article.client == HOUSE else self._is_current(article)
        return (
            "" if current else f"the site is older than the content or the snapshot, or was touched; {_build(article)}"
        )

    def _is_current(self, article: ArticleId) -> bool:
        self._press = self._press or Press(self.library, self.workspace)
        return self._press.is_current(article.client, article.surface)

    def _house_is_current(self) -> bool:
        inherited = read_text(self.workspace.settings).encode()
        content = content_digest(self.library, inherited).hexdigest()
        job = house_job(self.workspace, self.library.provider.builder)
        return guides_stand(self.workspace, content) and is_built(job)


def file_of(article: ArticleId) -> str:
    """Return the path of an article's page below its site."""
    if article.page == START:
        return "index.html"
    return f"{'guides/' if article.client == HOUSE else ''}{article.audience}/{article.page}.html"


def read_all(
    shelf: Shelf, wanted: Sequence[ArticleId], on_read: Callable[[str], None], *, whole_sites: bool
) -> tuple[list[Article], dict[ArticleId, str]]:
    """Return the articles that can be published, and of the others why they can't.

    With `whole_sites` what each site has beside its pages is an article as well.
    """
    articles: list[Article] = []
    unready: dict[ArticleId, str] = {}
    sites: dict[ArticleId, list[str]] = {}
    for each in wanted:
        sites.setdefault(_beside(each), []).append(file_of(each))
    reads: dict[ArticleId, Callable[[], Article]] = {}
    if whole_sites:
        # Before the pages: none asks for a style or script that is not there yet.
        reads.update({each: partial(shelf.beside, each, set(files)) for each, files in sites.items()})
    reads.update({each: partial(shelf.read, each) for each in wanted})
    for each, read in reads.items():
        try:
            articles.append(read())
        except UnreadyError as error:
            unready[each] = str(error)
        on_read(each.page)
    return articles, unready


def _beside(article: ArticleId) -> ArticleId:
    surface = Surface.INTERNAL if article.client == HOUSE else article.surface
    return article._replace(surface=surface, audience="", page=BESIDE)


def _build(article: ArticleId) -> str:
    return "run `tenantbook build`" + ("" if article.client == HOUSE else f" --client {article.client}")


def _sound_record(html: str, article: ArticleId) -> Record:
    try:
        record = read_record(html)
        if record is None:
            raise UnreadyError(f"the page carries no record; {_build(article)}")
        sealed = bool(record.digest) and record.digest == digest_of(html)
    except UnreadableRecordError as error:
        raise UnreadyError(f"{error}; {_build(article)}") from error
    if not sealed:
        raise UnreadyError(f"the page is not as it was built; {_build(article)}")
    if (record.client, record.audience, record.page) != (article.client, article.audience, article.page):
        raise UnreadyError(f"the page's record is of another page, {record.client}: {record.page}; {_build(article)}")
    return record
