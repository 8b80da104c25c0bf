"""The publisher itself: what stands on a WordPress, what may stand in the way, and one change at a time."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cached_property
from typing import Any

from tenantbook.blocks import Image
from tenantbook.model.audience import Surface
from tenantbook.model.publication import Action, Article, ArticleId, Doing, Sent, Standing
from tenantbook.model.target import Status, Target
from tenantbook.publishers.contract import Desk, RefusedError
from tenantbook.publishers.wordpress.asking import Asked, changes_to, comments_to_close, sent_of
from tenantbook.publishers.wordpress.drafting import Draft, SiteOf, draft, files_linked, site_of
from tenantbook.publishers.wordpress.envelope import mark_in
from tenantbook.publishers.wordpress.freshness import expect_fresh
from tenantbook.publishers.wordpress.holdings import Holdings, read_holdings, unadoptable
from tenantbook.publishers.wordpress.listing import last_editor, one_post
from tenantbook.publishers.wordpress.pictures import NoPictureError, Picture, pictures_of, uploaded
from tenantbook.publishers.wordpress.posts import Post, standing_of
from tenantbook.publishers.wordpress.rest import Rest
from tenantbook.publishers.wordpress.rights import (
    lacking_rights,
    why_not_again,
    why_not_edit,
    why_not_public,
    why_not_upload,
)
from tenantbook.publishers.wordpress.settings import Settings
from tenantbook.publishers.wordpress.site import TAXONOMIES, Site, sign_in
from tenantbook.publishers.wordpress.terms import known_terms, make_term, unknown_terms
from tenantbook.publishers.wordpress.writing import Writer, is_done


class WordPressPublisher:
    """One WordPress as a target has it. It remembers what it has seen in this run, and nothing else."""

    def __init__(self, target: Target[Settings], desk: Desk, rest: Rest) -> None:
        self._target = target
        self._settings = target.settings
        self._desk = desk
        self._rest = rest
        self._held = Holdings()
        self._articles: dict[ArticleId, Article] = {}
        self._files = {
            (site_of(each), file): each for each, sent in desk.ledger.items() if (file := sent.extra.get("file"))
        }
        self._images: dict[str, Image] = {}
        self._is_fresh = False

    @cached_property
    def _site(self) -> Site:
        return sign_in(self._rest, self._settings.type)

    @cached_property
    def _terms(self) -> dict[str, dict[str, int]]:
        return {kind: known_terms(self._rest, kind, named) for kind, named in self._filed.items()}

    @property
    def _filed(self) -> Mapping[str, tuple[str, ...]]:
        filed = {"categories": self._settings.categories, "tags": self._settings.tags}
        return {kind: named for kind, named in filed.items() if TAXONOMIES[kind] in self._site.taxonomies}

    # --- reading

    def preflight(self) -> tuple[str, ...]:
        """Return everything that stands in the way before the first write."""
        return (
            *lacking_rights(self._target, self._site),
            *self._unfiled(),
            *unadoptable(self._rest, self._site, self._desk, self._settings.type),
        )

    def _unfiled(self) -> Iterator[str]:
        for kind, named in self._filed.items():
            missing = [slug for slug in named if slug not in self._terms[kind]]
            if missing and not self._settings.create_terms:
                yield from unknown_terms(self._rest, kind, missing)

    def published(self) -> Iterator[Standing]:
        """Yield every post of ours, those in the ledger and those to adopt."""
        self._held = read_holdings(self._rest, self._site, self._desk)
        for post in self._held.standing:
            yield self._standing(post)

    def _standing(self, post: Post) -> Standing:
        mark = mark_in(post.content)
        article = mark.id if mark and not mark.retired else None
        sent = self._held.sent(post)
        who = ""
        if sent and sent.theirs != post.digest:
            number, name = last_editor(self._rest, self._site.base, post.number)
            who = name if number != self._site.user else ""
        return standing_of(post, sent, exactly=self._site.keeps_html, changed_by=who, article=article)

    def objection(self, article: Article) -> str:
        """Return why this article cannot be published there, and what to do; else nothing."""
        self._meet(article)
        try:
            told = self._draft(article)
        except NoPictureError as error:
            return str(error)
        if not told.blocks.markup:
            return "; ".join(told.blocks.problems) or "it holds nothing that could be published"
        pictures = self._pictures(article)
        return (why_not_upload(self._site) if pictures else "") or self._in_the_way(article.id)

    def _in_the_way(self, article: ArticleId) -> str:
        post = self._held.posts.get(article) or self._held.retired.get(article)
        if post is None:
            return self._held.hidden(self._rest, self._site, article)
        public = why_not_public(post, self._target.status) if article.surface is Surface.INTERNAL else ""
        is_named = article in self._desk.ledger or article in self._desk.adopt
        again = "" if is_named else why_not_again(post, exactly=self._site.keeps_html)
        return why_not_edit(post, self._site) or public or again

    def digest(self, article: Article) -> str:
        """Return the digest of what would be sent, everything that decides it included."""
        self._meet(article)
        return self._draft(article).ours

    def _meet(self, article: Article) -> None:
        self._articles[article.id] = article
        self._files[site_of(article.id), article.file] = article.id

    def _draft(self, article: Article, images: Mapping[str, Image] | None = None) -> Draft:
        asked = {"status": self._target.status.value, **{kind: sorted(named) for kind, named in self._filed.items()}}
        links = self._links(site_of(article.id))
        return draft(article, self._pictures(article), images or {}, links, self._site.editor, asked)

    def _pictures(self, article: Article) -> Mapping[str, Picture]:
        return pictures_of(article.html, article.file, self._desk.site_of(article.id))

    def _links(self, site: SiteOf) -> dict[str, str]:
        """Return the address of each page of a site that stands: the short one, which outlives a change of slug."""
        return {
            file: f"{self._site.home.rstrip('/')}/?p={post.number}"
            for (whose, file), article in self._files.items()
            if whose == site and (post := self._held.posts.get(article))
        }

    # --- writing

    @cached_property
    def _writer(self) -> Writer:
        return Writer(self._rest, self._site, self._note_written)

    def _expect_fresh(self) -> None:
        """Make sure, before the first write of a run, that WordPress itself answers and not a cache."""
        if not self._is_fresh:
            ours = (post for post in self._held.standing if post.is_ours_to_edit)
            expect_fresh(self._rest, self._site, next(ours, None))
            self._is_fresh = True

    def _note_written(self, told: Draft, post: Post, asked: Asked, unmet: frozenset[str]) -> None:
        self._held.remember(told.article.id, post)
        self._desk.written(told.article.id, sent_of(post, told, asked, unmet=unmet))

    def apply(self, action: Action) -> Sent | None:
        """Carry out one action; return what to remember, None of what was retired."""
        self._expect_fresh()
        if action.doing is Doing.RETIRE and action.standing:
            self._writer.retire(self._as_planned(action.standing), self._settings.retire)
            self._held.forget(action.id)
            return None
        article = action.article
        if article is None:
            raise RefusedError("there is nothing to be published")
        self._meet(article)
        self._reserve(article)
        return self._write(article, action)

    def _write(self, article: Article, action: Action) -> Sent:
        told = self._draft(article, self._uploaded(article))
        asked = self._asked(self._target.status, article.id)
        post = self._as_planned(action.standing) if action.standing else self._held.posts.get(article.id)
        if post is None:
            post = self._writer.create(told, asked)
        sent = self._desk.ledger.get(article.id)
        sent = sent if sent and sent.key == str(post.number) else None
        changes = self._changes(action, post, sent, asked, told)
        if changes or action.standing or not is_done(told, post):
            post = self._writer.update(told, post, changes, self._note(action, sent), asked)
        self._held.remember(article.id, post)
        return sent_of(post, told, asked, self._told(post, article.id, told, action))

    def _changes(self, action: Action, post: Post, sent: Sent | None, asked: Asked, told: Draft) -> dict[str, Any]:
        if not self._is_adopted(action, sent):
            return changes_to(post, sent, asked, told.excerpt)
        return comments_to_close(post, None) if self._settings.close_comments else {}

    def _is_adopted(self, action: Action, sent: Sent | None) -> bool:
        """Tell whether a post was somebody else's until now: then nothing but its text is changed."""
        return sent is None and action.standing is not None and mark_in(action.standing.content) is None

    def _note(self, action: Action, sent: Sent | None) -> str:
        """Return what the post says was changed. Nothing is said of changes by hand: that may be nobody's business."""
        by_hand = action.standing and sent and action.standing.digest != sent.theirs
        return action.why if action.standing and not by_hand and self._settings.revision_notes else ""

    def _told(self, post: Post, article: ArticleId, told: Draft, action: Action) -> str:
        wanted = self._settings.slug_of(article)
        taken = f"its slug is {post.slug}, since {wanted} was taken" if post.slug.startswith(f"{wanted}-") else ""
        said = {Doing.CREATE: taken, Doing.ADOPT: _OPEN if "open" in (post.comments, post.pings) else ""}
        return "; ".join(filter(None, [said.get(action.doing, ""), *told.blocks.problems]))

    def _as_planned(self, standing: Standing) -> Post:
        """Return the post that a plan was made for, if it still is as it was then."""
        post = one_post(self._rest, self._site.base, int(standing.key))
        if post is None:
            raise RefusedError(f"post {standing.key} is gone since the plan was made; run it again")
        if (post.digest, post.status) != (standing.digest, standing.status):
            raise RefusedError(f"post {standing.key} was changed since the plan was made; run it again")
        return post

    def _reserve(self, article: Article) -> None:
        """Make drafts of the new articles that this one links to, so that its links lead somewhere at once."""
        for file in files_linked(article):
            linked = self._files.get((site_of(article.id), file))
            if linked is None or linked == article.id or linked in self._held.posts or linked in self._desk.ledger:
                continue
            other = self._articles.get(linked)
            if other and not self.objection(other):
                told = self._draft(other, self._uploaded(other))
                self._held.remember(linked, self._writer.create(told, self._asked(Status.DRAFT, linked)))

    def _asked(self, status: Status, article: ArticleId) -> Asked:
        for kind, named in self._filed.items():
            for slug in named:
                if slug not in self._terms[kind]:
                    self._terms[kind][slug] = make_term(self._rest, kind, slug)
        terms = {kind: frozenset(known.values()) for kind, known in self._terms.items()}
        return Asked(status, terms, self._settings.slug_of(article), self._desk.now)

    def _uploaded(self, article: Article) -> dict[str, Image]:
        found = {}
        for source, picture in self._pictures(article).items():
            if picture.digest not in self._images:
                self._images[picture.digest] = uploaded(self._rest, picture)
            found[source] = replace(self._images[picture.digest], alt=picture.alt)
        return found


_OPEN = "anybody may comment on it, and could leave a pass there: `close_comments: true` in settings ends that"
