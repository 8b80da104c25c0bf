"""Whether what stands there is a person's work: of which nothing may be lost."""

from tenantbook.model.publication import Article, Standing
from tenantbook.plan.ledger import Kept
from tenantbook.plan.lines import words_digest
from tenantbook.plan.situation import PUBLIC, Situation

#: Statuses in which an article waits for somebody to publish it.
_WAITING = ("draft", "pending", "future")


def may_be_cut_short(article: Article, kept: Kept, standing: Standing) -> bool:
    """Return whether what stands there may be what a run left that was cut short, and is nobody's work.

    Where our mark is gone, somebody took it off: a filter of the place, or a person whose other changes would be lost.
    """
    is_marked = standing.sealed is not False and standing.article == article.id
    return is_marked and (kept.sent is None or standing.title in ("", kept.sent.title, article.title))


def is_home(article: Article, kept: Kept, standing: Standing) -> bool:
    """Return whether words that were changed by hand are in the content by now, so that nothing is lost by an update.

    Only where the content's words did change since: else the change is one that words don't show.
    """
    now = words_digest(article.title, article.html)
    known = standing.article == article.id and bool(kept.words) and bool(article.html)
    return known and kept.words != now and now == words_digest(standing.title, standing.content)


def status_by_hand(situation: Situation, article: Article, kept: Kept, standing: Standing) -> str:
    """Return how the status was changed by hand in a way that is not for us to pass over, or nothing.

    A draft, or what waited for a review or a day, is there to be published by somebody, unless it is internal.
    """
    if standing.status == PUBLIC and not situation.may_be_public(article.id):
        return "is internal, and public there"
    before = kept.sent.extra.get("status", "") if kept.sent else ""
    if not before or not standing.status or standing.status == before:
        return ""
    is_published = before in _WAITING and standing.status == PUBLIC
    return (
        ""
        if before == "draft" or is_published
        else f"its status was changed there by hand from {before} to {standing.status}"
    )
