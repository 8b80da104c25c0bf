"""Writing posts: what is sent for one article, and how it is made certain that it was done, and done once."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from tenantbook.model.audience import Surface
from tenantbook.model.publication import ArticleId
from tenantbook.model.target import Status
from tenantbook.published.failures import UnansweredError
from tenantbook.published.fetch import Answer
from tenantbook.published.wordpress_answers import json_of
from tenantbook.publishers.contract import RefusedError, ReturnedChangedError
from tenantbook.publishers.wordpress.asking import Asked
from tenantbook.publishers.wordpress.drafting import Draft
from tenantbook.publishers.wordpress.envelope import mark_in, retired
from tenantbook.publishers.wordpress.listing import hidden_posts, marked_posts
from tenantbook.publishers.wordpress.made import not_as_asked, rewritten, unmet
from tenantbook.publishers.wordpress.posts import PUBLIC, NoPostError, Post, post_of
from tenantbook.publishers.wordpress.refusals import said_by
from tenantbook.publishers.wordpress.rest import Body, Rest
from tenantbook.publishers.wordpress.site import Site

#: New posts take no comments and no pings: a visitor could leave a pass there for all to read.
_CLOSED: Mapping[str, str] = {"comment_status": "closed", "ping_status": "closed"}


@dataclass(frozen=True, slots=True)
class Writer:
    """Writes to the posts of one type.

    `written` is told of each answer before it is judged, and which of what was asked for was not done.
    """

    rest: Rest
    site: Site
    written: Callable[[Draft, Post, Asked, frozenset[str]], None]

    def create(self, draft: Draft, asked: Asked) -> Post:
        """Make a post, unless one carries its mark already; where it is not sure that it was made, look again.

        Raises:
            RefusedError: WordPress does not make it.
        """
        body: dict[str, Any] = {
            "content": draft.content(""),
            "title": draft.title,
            "excerpt": draft.excerpt,
            "slug": asked.slug,
            "password": "",
        }
        body |= {"status": asked.status.value, **_filed(asked), **_CLOSED}
        sent = Body(json.dumps(body).encode())
        for attempt in range(1, self.rest.bounds.tries + 1):
            found = self._found(draft.article.id)
            if found:
                return found
            answer = self.rest.make(self.site.base, sent, context="edit")
            if not isinstance(answer, UnansweredError):
                return self._judged(answer, draft, asked, body)
            self.rest.wait(attempt)
        raise RefusedError("WordPress does not answer when it is to be made; run it again later")

    def _found(self, article: ArticleId) -> Post | None:
        """Return the post that carries an article's mark, one that was retired included."""
        posts = marked_posts(self.rest, self.site, article.marker)
        own = [post for post in posts if (mark := mark_in(post.content)) and mark.id == article]
        is_out_of_sight = any(not post.is_ours_to_edit for post in own)
        if is_out_of_sight or (not own and hidden_posts(self.rest, self.site, article.marker)):
            raise RefusedError("it stands in a post that WP_USER may not change; let an editor sign in")
        return own[0] if own else None

    def update(self, draft: Draft, post: Post, changes: Mapping[str, Any], note: str, asked: Asked) -> Post:
        """Write an article to a post that stands; `changes` are those beside its text.

        Raises:
            RefusedError: WordPress does not take it.
        """
        body = {"content": draft.content(note), "title": draft.title, **changes}
        if body["content"] == post.content and body["title"] == post.title and not changes:
            return post
        answer = self.rest.put(f"{self.site.base}/{post.number}", body)
        return self._judged(answer, draft, asked, body, before=post)

    def retire(self, post: Post, whither: str) -> None:
        """Put a post where readers do not see it; it is never deleted for good."""
        if post.status == "trash":
            return
        route = f"{self.site.base}/{post.number}"
        if whither == "trash":
            answer = self.rest.delete(route)
            if answer.status not in (HTTPStatus.OK, HTTPStatus.GONE):
                raise RefusedError(f"post {post.number} cannot be put in the bin: {said_by(answer)}")
            return
        answer = self.rest.put(route, {"status": "draft", "content": retired(post.content)})
        if answer.status != HTTPStatus.OK:
            raise RefusedError(f"post {post.number} cannot be made a draft: {said_by(answer)}")

    def _judged(
        self, answer: Answer, draft: Draft, asked: Asked, body: Mapping[str, Any], before: Post | None = None
    ) -> Post:
        """Return the post that an answer holds, once it is noted and found to be as the request asked.

        Raises:
            RefusedError: WordPress did not take it, or did not do all that was asked.
            ReturnedChangedError: its text was changed on the way.
        """
        if answer.status not in (HTTPStatus.OK, HTTPStatus.CREATED):
            raise RefusedError(f"WordPress does not take it: {said_by(answer)}")
        try:
            post = post_of(json_of(answer))
        except NoPostError as error:
            raise RefusedError("WordPress took it, and does not say what it made of it; run it again") from error
        self.written(draft, post, asked, unmet(post, body))
        if how := rewritten(body["content"], post, exactly=self.site.keeps_html):
            raise ReturnedChangedError(self._changed(post, how, before, draft, asked))
        self._see_to_status(post, draft, body.get("status"), asked)
        if found := "; ".join(not_as_asked(post, body)):
            raise RefusedError(f"post {post.number} is not as it was asked for, and is asked for again: {found}")
        return post

    def _changed(self, post: Post, how: str, before: Post | None, draft: Draft, asked: Asked) -> str:
        """Return what is said of a post that came back changed, after what this write made public is no more."""
        who = "a plugin that rewrites what is saved" if self.site.keeps_html else "WordPress's filter or a plugin"
        state = f"post {post.number} is {post.status}"
        if post.status in PUBLIC and (before is None or before.status not in PUBLIC):
            state = f"IT IS PUBLIC: take post {post.number} down by hand"
            if self._taken_down(post, draft, asked):
                state = "it was made a draft again"
        elif post.status in PUBLIC:
            state = f"READERS SEE IT SO: look at post {post.number}"
        return (
            f"WordPress changed the text when it saved post {post.number} ({who}): {how}; {state}. Nothing more was "
            "written. See which plugin does that, or let a user sign in who may write unfiltered HTML"
        )

    def _taken_down(self, post: Post, draft: Draft, asked: Asked) -> bool:
        """Make a post a draft again, and note that; return whether it is out of its readers' sight now."""
        answer = self.rest.put(f"{self.site.base}/{post.number}", {"status": "draft"})
        try:
            now = post_of(json_of(answer))
        except NoPostError:
            return False
        self.written(draft, now, asked, frozenset({"status"}))
        return now.status not in PUBLIC

    def _see_to_status(self, post: Post, draft: Draft, status: str | None, asked: Asked) -> None:
        """Take down at once what came out public though nobody asked for that."""
        if status is None or post.status not in PUBLIC or status == Status.PUBLISH:
            return
        away = "it was made a draft again" if self._taken_down(post, draft, asked) else "IT STILL IS: take it down"
        internal = "internal, and " if draft.article.id.surface is Surface.INTERNAL else ""
        raise RefusedError(
            f"it is {internal}not to be public, and WordPress made post {post.number} public; {away}: see which plugin "
            "changes the status"
        )


def _filed(asked: Asked) -> dict[str, list[int]]:
    return {kind: sorted(numbers) for kind, numbers in asked.terms.items() if numbers}


def is_done(draft: Draft, post: Post) -> bool:
    """Tell whether a post that was just made holds an article as it is to be."""
    mark = mark_in(post.content)
    return mark is not None and not mark.retired and draft.ours.startswith(mark.ours)
