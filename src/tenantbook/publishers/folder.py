"""A plain folder, or any address that fsspec can write to: whole sites, each page an article.

Each site there carries a list of its files, by article and with their digests: what is not in it is not ours and is
never touched. What is about to be written or removed stands in the list without a digest until that is done.
"""

import hashlib
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Annotated

from pydantic import Field

from tenantbook.model.base import Entry, Line
from tenantbook.model.publication import Action, Article, ArticleId, Doing, Sent, Standing
from tenantbook.model.target import PublisherKind, Status, Target
from tenantbook.pages.compose import HOUSE
from tenantbook.plan.lines import heading_of, own_content
from tenantbook.plan.wanted import BESIDE
from tenantbook.publishers.contract import Desk, Publisher, RefusedError
from tenantbook.publishers.files import Files, files_at
from tenantbook.publishers.listing import LIST, Listing, read_listing, write_listing

#: A name with its password in an address.
_PASSWORD = re.compile(r"://[^/@]*:[^/@]*@")

#: What an article's files come to while they are being written: equal to nothing.
_UNFINISHED = "unfinished"


class Settings(Entry):
    """Where the sites go."""

    address: Annotated[Line, Field(description="A folder, or an address such as s3://BUCKET/GUIDES")]


KIND = PublisherKind(Settings, public=True, whole_sites=True)


@contextmanager
def open_publisher(target: Target[Settings], desk: Desk) -> Iterator[Publisher]:
    """Open the folder of a target."""
    yield Folder(target, desk, files_at(target.settings.address, desk.root))


class Folder:
    """A folder of sites: `<client>/<surface>/`, and `house/`."""

    def __init__(self, target: Target[Settings], desk: Desk, files: Files) -> None:
        self._target = target
        self._desk = desk
        self._files = files
        self._listings: dict[str, Listing] = {}

    def preflight(self) -> tuple[str, ...]:
        """Return what stands in the way: a site is whole, and a folder knows no drafts."""
        problems: list[str] = []
        if named := [key for key in ("audiences", "pages") if getattr(self._target, key)]:
            problems.append(
                f"a folder takes whole sites, whose menus and search name every page: leave out `{'`, `'.join(named)}`"
            )
        if len(set(self._target.surfaces)) > 1 or "internal" in self._target.surfaces:
            if self._target.status is Status.DRAFT:
                problems.append("a folder knows no drafts: write `status: private` if only your own people reach it")
        elif self._target.clients != "all" and HOUSE in self._target.clients:
            problems.append("the house's site holds internal guides as well: name both surfaces, or leave out `house`")
        if _PASSWORD.search(self._target.settings.address):
            problems.append("the address holds a password: take it out, and give it to the environment")
        if self._target.adopt:
            problems.append("a folder has nothing to adopt: leave out `adopt`")
        return tuple(problems)

    def published(self) -> Iterator[Standing]:
        """Yield every article that the lists of the sites there name, those whose files are gone left out.

        A copy of a site under another name, or a link to it, is not ours.
        """
        for site in self._files.sites(LIST):
            listing = self._listings[site] = read_listing(self._files, site)
            if _is_of_another(listing, site):
                continue
            for article, listed in listing.items():
                there = {name: digest for name in listed if (digest := self._digest_there(site, name))}
                if there or not all(listed.values()):
                    yield self._standing(article, site, listed, there)

    def _standing(self, article: ArticleId, site: str, listed: Mapping[str, str], there: Mapping[str, str]) -> Standing:
        unfinished = not all(listed.values())
        page = next((name for name in listed if article.page != BESIDE), "")
        data = self._files.read(f"{site}/{page}") if page in there else None
        content = own_content((data or b"").decode(errors="replace"))
        return Standing(
            key=_key(article),
            article=article,
            title=heading_of(content),
            address=self._files.shown(f"{site}/{page}"),
            digest=_UNFINISHED if unfinished else _digest(there),
            content=content,
            sealed=all(there.get(name) == digest for name, digest in listed.items() if digest),
        )

    def objection(self, article: Article) -> str:
        """Return the file that somebody else put where one of the article's belongs."""
        site = _site(article.id)
        if _is_of_another(self._listing(site), site):
            return f"{self._files.shown(site)} is a copy of another client's site, or a link to it; move it away"
        ours = {name for listed in self._listing(site).values() for name in listed}
        taken = next(
            (name for name in _names(article) if name not in ours and self._files.exists(f"{site}/{name}")), ""
        )
        return (
            f"{self._files.shown(f'{site}/{taken}')} is not from here; move it away, or name another address"
            if taken
            else ""
        )

    def digest(self, article: Article) -> str:
        """Return the digest of the article's files."""
        return _digest({name: _sha(data) for name, data in self._data(article)})

    def apply(self, action: Action) -> Sent | None:
        """Write or remove the files of one article."""
        site = _site(action.id)
        listed = self._listing(site).get(action.id, {})
        self._expect_unchanged(action, site, listed)
        if action.doing is Doing.RETIRE or action.article is None:
            self._remove(site, action.id, listed, listed)
            return None
        if objection := self.objection(action.article):
            raise RefusedError(objection)
        new = {name: _sha(data) for name, data in self._data(action.article)}
        self._list(site, action.id, {**dict.fromkeys(listed, ""), **dict.fromkeys(new, "")})
        for name, data in self._data(action.article):
            if self._digest_there(site, name) != new[name]:
                self._files.write(f"{site}/{name}", data)
        self._remove(site, action.id, [name for name in listed if name not in new], new)
        digest, address = _digest(new), self._files.shown(f"{site}/{action.article.file}")
        return Sent(_key(action.id), address, digest, digest, self._desk.now, action.article.title)

    def _expect_unchanged(self, action: Action, site: str, listed: Mapping[str, str]) -> None:
        """Refuse where what stands there is not what the plan was made for."""
        if action.standing is None or action.standing.digest == _UNFINISHED:
            return
        there = {name: digest for name in listed if (digest := self._digest_there(site, name))}
        if _digest(there) != action.standing.digest:
            raise RefusedError("changed there while this was under way; publish again to see the difference")

    def _remove(
        self, site: str, article: ArticleId, names: "list[str] | Mapping[str, str]", then: Mapping[str, str]
    ) -> None:
        """Remove files of an article; `then` is what is left of it, nothing where all of it goes."""
        gone = then is names
        if gone:
            self._list(site, article, dict.fromkeys(names, ""))
        for name in names:
            self._files.remove(f"{site}/{name}")
        self._list(site, article, {} if gone else then)

    def _list(self, site: str, article: ArticleId, listed: Mapping[str, str]) -> None:
        listing = self._listing(site)
        if listed:
            listing[article] = dict(listed)
        else:
            listing.pop(article, None)
        write_listing(self._files, site, listing)

    def _listing(self, site: str) -> Listing:
        if site not in self._listings:
            self._listings[site] = read_listing(self._files, site)
        return self._listings[site]

    def _digest_there(self, site: str, name: str) -> str:
        data = self._files.read(f"{site}/{name}")
        return "" if data is None else _sha(data)

    def _data(self, article: Article) -> Iterator[tuple[str, bytes]]:
        site = self._desk.site_of(article.id)
        for name in _names(article):
            yield name, (site / name).read_bytes()


def _names(article: Article) -> tuple[str, ...]:
    return article.files or (article.file,)


def _site(article: ArticleId) -> str:
    return HOUSE if article.client == HOUSE else f"{article.client}/{article.surface.value}"


def _is_of_another(listing: Listing, site: str) -> bool:
    """Tell whether a list names articles that belong elsewhere."""
    return any(_site(article) != site for article in listing)


def _key(article: ArticleId) -> str:
    return article.marker


def _sha(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _digest(files: Mapping[str, str]) -> str:
    return _sha("\n".join(f"{name}\0{digest}" for name, digest in sorted(files.items())).encode())
