"""What stands on a WordPress of ours, whose it is, and what stands there out of sight."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from tenantbook.model.publication import ArticleId, Sent
from tenantbook.publishers.contract import Desk
from tenantbook.publishers.wordpress.envelope import mark_in
from tenantbook.publishers.wordpress.listing import hidden_posts, marked_posts, one_post, posts_by_number
from tenantbook.publishers.wordpress.posts import Post
from tenantbook.publishers.wordpress.rest import Rest
from tenantbook.publishers.wordpress.rights import why_not_edit
from tenantbook.publishers.wordpress.site import Site


@dataclass(slots=True)
class Holdings:
    """The posts of ours, as they were when they were listed or since written.

    `posts` has the post of each article, `retired` that of each which was published once and is no more, `standing`
    what the plan is told of, copies included.
    """

    posts: dict[ArticleId, Post] = field(default_factory=dict)
    retired: dict[ArticleId, Post] = field(default_factory=dict)
    standing: tuple[Post, ...] = ()
    ledger: dict[str, Sent] = field(default_factory=dict)

    def sent(self, post: Post) -> Sent | None:
        """Return what the ledger knows of a post."""
        return self.ledger.get(str(post.number))

    def remember(self, article: ArticleId, post: Post) -> None:
        """Note where an article stands now."""
        self.posts[article] = post

    def forget(self, article: ArticleId) -> None:
        """Note that an article stands nowhere any more."""
        self.posts.pop(article, None)

    def hidden(self, rest: Rest, site: Site, article: ArticleId) -> str:
        """Return why an article that seems not to be there may be, out of sight; else nothing."""
        if not hidden_posts(rest, site, article.marker):
            return ""
        return "it stands in a draft of another user, which WP_USER may not see; let an editor sign in"


def read_holdings(rest: Rest, site: Site, desk: Desk) -> Holdings:
    """Read what stands there: posts that carry a mark of ours, those in the ledger, those to adopt.

    Posts that were retired are left out: they are nobody's until their article is wanted again.
    """
    found = {post.number: post for post in marked_posts(rest, site)}
    known = {sent.key: article for article, sent in desk.ledger.items()}
    adopted = {key: article for article, key in desk.adopt.items()}
    asked_for = [int(key) for key in (known | adopted) if key.isdecimal() and int(key) not in found]
    unfound = {post.number: post for post in posts_by_number(rest, site.base, asked_for)}
    if any(mark_in(post.content) for post in unfound.values()):
        # Plugins replace the search by one that does not see comments: then all posts are read.
        found |= {post.number: post for post in marked_posts(rest, site, "") if mark_in(post.content)}
    found |= unfound
    held = Holdings(ledger={sent.key: sent for sent in desk.ledger.values()})
    carriers: dict[ArticleId, list[Post]] = {}
    others: list[Post] = []
    for post in sorted(found.values(), key=lambda post: post.number):
        key, mark = str(post.number), mark_in(post.content)
        if mark and mark.retired and key not in adopted:
            held.retired.setdefault(mark.id, post)
            continue
        if mark and not mark.retired:
            carriers.setdefault(mark.id, []).append(post)
        elif key in known or key in adopted:
            others.append(post)
            held.posts[known.get(key) or adopted[key]] = post
    _settle(held, carriers, desk)
    marked = (post for posts in carriers.values() for post in posts)
    held.standing = tuple(sorted([*others, *marked], key=lambda post: post.number))
    return held


def _settle(held: Holdings, carriers: dict[ArticleId, list[Post]], desk: Desk) -> None:
    """Settle which post is an article's, where several carry its mark: people copy posts."""
    for article, posts in carriers.items():
        sent = desk.ledger.get(article)
        held.posts[article] = next((post for post in posts if sent and str(post.number) == sent.key), posts[0])


def unadoptable(rest: Rest, site: Site, desk: Desk, kind: str) -> Iterator[str]:
    """Yield why a post that is to be adopted can't be; `kind` is the type of post."""
    for article, key in desk.adopt.items():
        if article in desk.ledger:
            continue
        post = one_post(rest, site.base, int(key)) if key.isdecimal() else None
        if post is None:
            yield f"there is no {kind} {key} to adopt for {article.marker}; correct `adopt`"
        elif reason := why_not_edit(post, site):
            yield f"{article.marker} cannot adopt post {key}: {reason}"
        elif (mark := mark_in(post.content)) and mark.id != article:
            yield f"post {key} is {mark.id.marker} already, so {article.marker} cannot adopt it; correct `adopt`"
