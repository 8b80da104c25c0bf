"""What is published, held against what should be: pages paired, missing, orphaned, or none of ours."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import chain

from tenantbook.compare.page import unknown
from tenantbook.compare.place import Candidate, Place
from tenantbook.compare.severities import OF_VERDICT
from tenantbook.compare.targets import as_sent, to_the_end
from tenantbook.content.library import Library
from tenantbook.counting import counted
from tenantbook.model.audience import Surface
from tenantbook.model.edition import Record
from tenantbook.model.published import PublishedPage
from tenantbook.model.verdict import Checked, Expected, Verdict
from tenantbook.pages.compose import HOUSE, START, pages_for
from tenantbook.pages.readers import may_be_public
from tenantbook.record import BEGIN, EditedRecordError, UnreadableRecordError, beside, read_record
from tenantbook.record.comment import COMMENT_OPENING

#: Gives the verdict on a page that is where it should be, or on one that is not there (None).
Judge = Callable[[Expected, str | None], Checked]


def check_published(
    pages: Iterable[PublishedPage],
    expected: Iterable[Expected],
    judge: Judge,
    library: Library,
    place: Place,
    others: Iterable[Expected] = (),
) -> Iterator[Checked | Candidate]:
    """Yield the verdict on every page that is published, then on those that are not and should be.

    Pages are taken one at a time, in the order given, so that a large place need not fit into memory. One without a
    name says that the rest of the place could not be read, and why. `others` may stand there as well and are not
    missed: the pages of the other surface, where a place can hide some of its pages.
    """
    pairing = _Pairing(list(expected), judge, library, place, {_identity(each): each for each in others})
    found = chain(chain.from_iterable(map(pairing.check, pages)), pairing.unseen())
    for each in found:
        yield to_the_end(each, place.target) if isinstance(each, Checked) and place.target else each


#: What a record says that it belongs to.
_Identity = tuple[str, str, str]


def _identity(of: Expected | Record) -> _Identity:
    return of.client, of.id if isinstance(of, Expected) else of.page, of.audience


@dataclass(slots=True)
class _Pairing:
    """Remembers which pages have been seen, and how many could not be told."""

    expected: list[Expected]
    judge: Judge
    library: Library
    place: Place
    others: Mapping[_Identity, Expected]
    seen: Counter[Expected] = field(default_factory=Counter)
    untold: int = 0
    met: int = 0
    ours: int = 0
    first: str = ""
    broken_off: PublishedPage | None = None
    by_name: dict[str, Expected] = field(init=False)
    by_identity: dict[_Identity, Expected] = field(init=False)

    def __post_init__(self) -> None:
        self.by_name = {each.file: each for each in self.expected} if self.place.keeps_paths else {}
        self.by_identity = {_identity(each): each for each in self.expected}

    def check(self, page: PublishedPage) -> Iterator[Checked | Candidate]:
        self.met += bool(page.name)
        self.first = self.first or page.title
        # Some hosts lead from a page's address to the same one without its ending.
        own = self.by_name.get(page.name) or self.by_name.get(f"{page.name}.html")
        if not page.name:
            self.broken_off = page
        elif page.form == "markdown":
            yield Candidate(self.place.client, page)
        elif page.html is None:
            yield self._unread(page, own)
        elif own:
            self.seen[own] += 1
            self.ours += BEGIN in page.html
            yield self.judge(own, page.html)
            yield from self._beside(own, page, page.html)
        else:
            yield from self._strange(page, page.html)

    def _beside(self, own: Expected, page: PublishedPage, html: str) -> Iterator[Candidate]:
        """Yield what stands on a page of ours beside what we wrote: readers take it for ours, so it is read as well."""
        for each in beside(html):
            yield Candidate(own.client, replace(page, html=each.html))

    def _unread(self, page: PublishedPage, own: Expected | None) -> Checked:
        if own:
            self.seen[own] += 1
        else:
            self.untold += 1
        why = page.problem or "the page could not be read"
        return unknown(own or self._at(page), why, "see to it that the page can be read")

    def _at(self, page: PublishedPage) -> Expected:
        """Return a page of which nothing is known but where it is."""
        return Expected(self.place.client, self.place.surface.value, "", "", page.name)

    def _strange(self, page: PublishedPage, html: str) -> Iterator[Checked | Candidate]:
        """Yield what is to be said of a page that no name announces: it is known by its record, if by anything."""
        known = self._as_known(page)
        try:
            record = read_record(html)
        except EditedRecordError as error:
            yield from self._edited(page, known, str(error))
            return
        except UnreadableRecordError as error:
            self.untold += 1
            yield unknown(self._at(page), str(error), "publish the page anew")
            return
        self.ours += record is not None
        if record is None and known:
            yield from self._edited(page, known, "what was published there is gone")
            return
        if record is None:
            yield Candidate(self.place.client, page)
            return
        # A system that rewrites pages gives them names of its own, wherever they are read.
        by_record = not self.place.keeps_paths or COMMENT_OPENING in html
        own = self._own(page, _identity(record)) if by_record else None
        if own is None and record.client in self.library.left_out:
            self.untold += 1
            yield unknown(
                self._at(page), f"a page of {record.client}, who is left out", "see what is said of that client"
            )
            return
        if own is None:
            yield self._orphan(page, record)
            return
        self.seen[own] += 1
        yield as_sent(page, self.judge(replace(own, file=page.name), html), self.place.sent)
        yield from self._beside(own, page, html)

    def _as_known(self, page: PublishedPage) -> Expected | None:
        """Return what a page should be by the ledger, whatever it carries itself."""
        article = self.place.articles.get(page.key)
        own = self.by_identity.get((article.client, article.page, article.audience)) if article else None
        return own if own and not self.seen[own] else None

    def _edited(self, page: PublishedPage, known: Expected | None, why: str) -> Iterator[Checked | Candidate]:
        """Yield that a page was changed by hand so that it no longer says what it is; its prose is read as well."""
        at = replace(known, file=page.name) if known else self._at(page)
        yield _found_out(at, Verdict.EDITED, why, "publish the page anew")
        if known:
            self.seen[known] += 1
            yield Candidate(known.client, page)

    def _own(self, page: PublishedPage, identity: _Identity) -> Expected | None:
        """Return what a page should be. First pages of both surfaces are told apart by who can see them."""
        known = (self.by_identity.get(identity), self.others.get(identity))
        able = [each for each in known if each and not self.seen[each] and self._may_stand(page, each)]
        return min(able, key=lambda each: (each.surface == Surface.INTERNAL) != page.hidden, default=None)

    def _may_stand(self, page: PublishedPage, own: Expected) -> bool:
        """Return whether whoever sees a page there may see it."""
        hidden = page.hidden or self.place.surface is Surface.INTERNAL
        return hidden or may_be_public(self.library, own.client, Surface(own.surface))

    def _orphan(self, page: PublishedPage, record: Record) -> Checked:
        at = self._at(page)
        whose = Expected(at.client or record.client, at.surface, record.audience, record.page, at.file)
        return _found_out(whose, Verdict.ORPHAN, self._why(record), "take the page down")

    def _why(self, record: Record) -> str:
        """Return why a page with our record should not be here, the gravest reason first."""
        audience = self.library.audiences.get(record.audience)
        client_sees = self.place.surface is Surface.CLIENT
        if record.client not in (*self.library.clients, HOUSE):
            return "a page of somebody who is no client, or no longer one"
        if self.place.client and record.client != self.place.client:
            other = (
                "the provider's own" if record.client == HOUSE else "another client" if client_sees else record.client
            )
            return f"a page of {other}"
        if audience and audience.surface is Surface.INTERNAL and client_sees:
            return "an internal page, where the client sees it"
        if _identity(record) in self.by_identity:
            return f"a second copy of {record.page}{f' ({record.audience})' if record.audience else ''}"
        return self._why_unknown(record)

    def _why_unknown(self, record: Record) -> str:
        if record.page != START and self.library.procedure(record.page, record.language) is None:
            return f"no page is called {record.page}, or no longer"
        if record.audience not in self.library.audiences:
            return f"no audience is called {record.audience or 'nothing'}, or no longer"
        if record.page not in pages_for(self.library, record.audience):
            return f"{record.page} is not for {record.audience}, or no longer"
        return f"a page for the {self.library.audiences[record.audience].surface} surface"

    def unseen(self) -> Iterator[Checked]:
        unseen = [page for page in self.expected if not self.seen[page]] if self.place.is_whole else []
        if self.broken_off:
            yield from self._rest(self.broken_off, unseen)
            return
        if unseen and self.place.is_crawled and not self.ours:
            yield from (unknown(page, self._nothing_of_ours, _NOTHING_OF_OURS) for page in unseen)
            return
        for page in unseen:
            if self.untold and not self.place.keeps_paths:
                others = "a page" if self.untold == 1 else f"{self.untold} pages"
                yield unknown(page, f"not found, while {others} there could not be told", "see to the others first")
            else:
                yield self.judge(page, None)

    @property
    def _nothing_of_ours(self) -> str:
        first = f", the first of which is titled “{self.first}”" if self.first else ""
        return f"no page of ours was seen there, among {counted(self.met, 'page')}{first}"

    def _rest(self, page: PublishedPage, unseen: list[Expected]) -> Iterator[Checked]:
        """Yield what may be in the rest of a place; where no page is missed, the rest itself is not known."""
        why = page.problem or "the rest could not be read"
        rest = replace(self._at(page), file=page.address)
        for each in unseen or [rest]:
            yield unknown(each, why, "see to it that the whole place can be read")


def _found_out(page: Expected, verdict: Verdict, reason: str, mend: str) -> Checked:
    return Checked(
        page.client,
        page.surface,
        page.file,
        verdict,
        reason,
        mend,
        audience=page.audience,
        severity=OF_VERDICT[verdict],
    )


_NOTHING_OF_OURS = (
    "see whether a sign-in or a coming-soon page stands before the site, and whether the address is right"
)
