"""The plan: for each article what is done about it, and why. Whatever was made by hand there is left alone."""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace

from tenantbook.model.publication import BY_HAND, Action, Article, ArticleId, Doing, Plan, Standing
from tenantbook.plan.by_hand import is_home, may_be_cut_short, status_by_hand
from tenantbook.plan.ledger import RETIRING, Kept
from tenantbook.plan.lines import article_lines, difference
from tenantbook.plan.situation import TRASH, Situation

#: A plan stops that changes more than this share of what stands there, and at least so many.
SHARE, AT_LEAST = 0.3, 10

_FORCE = "look at it there, or go over it with --force"
_TAKE = "look at it there; bring it home with --take, or go over it with --force"

#: Where a link leads, in a line: each place writes that its own way.
_ADDRESS = re.compile(r"<[^<>]*> ")

_NOTHING_KNOWN = Kept(None)


@dataclass(frozen=True, slots=True)
class Leave:
    """What is allowed beyond what is safe: to go over what was made by hand, and to change many at once."""

    force: bool = False
    many: bool = False


def decide(situation: Situation, leave: Leave, read_again: Collection[ArticleId] = ()) -> Plan:
    """Return what publishing would do.

    `read_again` are articles of which nothing but the day of reading has changed: to send them again loses nothing.
    """
    actions = [*_wanted(situation, leave), *_copies(situation), *_retired(situation, leave)]
    plan = Plan(situation.target, tuple(actions))
    problem = "" if leave.many else _too_many(situation, plan, read_again)
    return replace(plan, problems=(problem,)) if problem else plan


def _too_many(situation: Situation, plan: Plan, read_again: Collection[ArticleId]) -> str:
    doings = plan.of(Doing.UPDATE, Doing.ADOPT, Doing.RETIRE)
    changing = [each for each in doings if each.standing and each.id not in read_again and not _says_the_same(each)]
    there = situation.there
    if len(changing) < AT_LEAST or len(changing) <= SHARE * there:
        return ""
    retired = sum(action.doing is Doing.RETIRE for action in changing)
    told = f"{len(changing) - retired} overwritten and {retired} retired"
    return f"of the {there} articles there {told}: more than {SHARE:.0%}; if that is meant, say --allow-many"


def _says_the_same(action: Action) -> bool:
    """Return whether what stands there has the article's words, as where a lost ledger is made again; links apart."""
    article, there = action.article, action.standing
    if article is None or there is None:
        return False
    here, now = article_lines(article.title, article.html), article_lines(there.title, there.content)
    return [_ADDRESS.sub("", line) for line in here] == [_ADDRESS.sub("", line) for line in now]


def _wanted(situation: Situation, leave: Leave) -> Iterator[Action]:
    for article in situation.wanted:
        yield _for(situation, article, leave)
    for unready, why in situation.unready.items():
        yield Action(Doing.REFUSE, unready, why)


def _for(situation: Situation, article: Article, leave: Leave) -> Action:
    """Return what is done about an article that should stand there."""
    kept = situation.ledger.kept.get(article.id, _NOTHING_KNOWN)
    key = kept.sent.key if kept.sent else situation.adopt.get(article.id, "")
    standing = situation.by_key.get(key) if key else None
    if objection := _objection(situation, article, key, standing):
        return _refuse(article, objection, standing)
    if kept.sent and standing:
        return _known(situation, article, kept, standing, leave)
    if marked := situation.by_mark.get(article.id):
        return _recognised(situation, article, kept, marked, leave)
    if kept.sent:
        return _removed(article, kept, leave)
    return _adopted(article, key, standing) if key else Action(Doing.CREATE, article.id, "new", article)


def _objection(situation: Situation, article: Article, key: str, standing: Standing | None) -> str:
    """Return why nothing can be done about an article, not even by force; nothing where it can."""
    adopted = situation.adopt.get(article.id, key)
    if objection := situation.objections.get(article.id, ""):
        return objection
    if key and situation.claims[key] > 1:
        return f"two articles claim what stands there as {key}; take one out of `adopt` or the ledger"
    if adopted != key:
        return f"published as {key} already, and `adopt` says {adopted}; leave it out of `adopt`"
    if standing and standing.article not in (None, article.id):
        return f"what stands there as {key} carries the mark of {standing.article.marker}"
    return ""


def _known(situation: Situation, article: Article, kept: Kept, standing: Standing, leave: Leave) -> Action:
    """Return what is done about an article that stands where the ledger says."""
    if standing.status == TRASH:
        return _over(article, standing, "lies in the bin there", leave, undo="taken out of the bin")
    if by_hand := status_by_hand(situation, article, kept, standing):
        return _over(article, standing, by_hand, leave)
    if kept.sent and standing.digest != kept.sent.theirs:
        return _differing(situation, article, kept, standing, leave)
    as_sent = kept.sent and not kept.pending and situation.digests[article.id] == kept.sent.ours
    if as_sent and not situation.is_due(kept, article):
        return Action(Doing.KEEP, article.id, _left_alone(standing), article, standing)
    if standing.changed_by:
        return _over(article, standing, f"changed there last by {standing.changed_by}", leave)
    why = _resumed(situation, kept, article) if kept.pending else situation.changed(kept, article)
    return _update(article, standing, why)


def _left_alone(standing: Standing) -> str:
    what = standing.extra.get(BY_HAND, "")
    return f"changed there by hand and left so: {what}" if what else ""


def _recognised(situation: Situation, article: Article, kept: Kept, marked: Sequence[Standing], leave: Leave) -> Action:
    """Return what is done about an article that stands where the ledger does not say, and carries its mark."""
    if len(marked) > 1:
        keys = ", ".join(standing.key for standing in marked)
        return _refuse(article, f"stands there {len(marked)} times ({keys}); remove all but one", marked[0])
    standing = marked[0]
    if by_hand := status_by_hand(situation, article, kept, standing):
        return _over(article, standing, by_hand, leave)
    if standing.digest == situation.digests[article.id] and not kept.pending:
        return Action(Doing.KEEP, article.id, "stands there already", article, standing)
    return _differing(situation, article, kept, standing, leave)


def _differing(situation: Situation, article: Article, kept: Kept, standing: Standing, leave: Leave) -> Action:
    """Return what is done about an article that is not as the ledger says: ours all the same, or changed by hand."""
    unfinished = bool(kept.pending) and may_be_cut_short(article, kept, standing)
    if not standing.changed_by and (unfinished or (not kept.sent and standing.sealed)):
        why = _resumed(situation, kept, article) if kept.pending else "stands there already; the ledger did not know it"
        return _update(article, standing, why)
    if is_home(article, kept, standing):
        return _update(article, standing, "what was changed there by hand is in the content now")
    who = f" by {standing.changed_by}" if standing.changed_by else ""
    what = standing.extra.get(BY_HAND, "")
    why = f"changed there by hand{who}{f': {what}' if what else ''}"
    if kept.sent and standing.sealed and not standing.changed_by and standing.title == kept.sent.title:
        why = f"is not as the ledger says: published from elsewhere (take the newest ledger from git), or {why}"
    if not kept.sent:
        why = f"stands there with our mark, the ledger does not know it, and it may have been changed by hand{who}"
    action = _over(article, standing, why, leave, way=_TAKE)
    here, there = article_lines(article.title, article.html), article_lines(standing.title, standing.content)
    return replace(action, diff=difference(here, there, ("as it would be published", "as it stands there")))


def _removed(article: Article, kept: Kept, leave: Leave) -> Action:
    if kept.pending or leave.force:
        return Action(Doing.CREATE, article.id, "removed there by hand; made anew" if leave.force else "new", article)
    return _refuse(article, "removed there by hand; take it out of the content, or make it anew with --force")


def _adopted(article: Article, key: str, standing: Standing | None) -> Action:
    if standing is None or standing.status == TRASH:
        where = "lies in the bin" if standing else "is not"
        return _refuse(article, f"what `adopt` calls {key} {where} there; correct it in the target's file", standing)
    return Action(Doing.ADOPT, article.id, f"takes the place of “{standing.title}” ({key})", article, standing)


def _copies(situation: Situation) -> Iterator[Action]:
    """Yield a refusal of each copy of an article that stands where the ledger says."""
    for article, sent in situation.ledger.sent.items():
        marked = situation.by_mark.get(article, ())
        if situation.is_ours(article) and sent.key in situation.by_key:
            for copy in (each for each in marked if each.key != sent.key):
                yield Action(
                    Doing.REFUSE, article, f"a copy of it ({copy.key}) carries its mark; remove it", None, copy
                )


def _retired(situation: Situation, leave: Leave) -> Iterator[Action]:
    """Yield what is done about everything of ours that nobody wants any more."""
    for article, kept in situation.ledger.kept.items():
        if article not in situation.expected and situation.is_ours(article):
            standing = situation.by_key.get(kept.sent.key) if kept.sent else None
            yield _gone(article, kept, standing, leave)
    for article, marked in situation.by_mark.items():
        strange = article not in situation.expected and article not in situation.ledger.sent
        for standing in marked if strange and situation.is_known(article) else ():
            yield _gone(article, _NOTHING_KNOWN, standing, leave)


def _gone(article: ArticleId, kept: Kept, standing: Standing | None, leave: Leave) -> Action:
    if standing is None or standing.status == TRASH:
        return Action(Doing.RETIRE, article, "is gone there already")
    if standing.article not in (None, article):
        return Action(Doing.RETIRE, article, "another article stands there now")
    as_sent = kept.sent and standing.digest == kept.sent.theirs
    unfinished = (kept.pending == RETIRING or not kept.sent) and standing.sealed and not standing.changed_by
    if as_sent or unfinished or leave.force:
        return Action(Doing.RETIRE, article, "is published no more", None, standing)
    why = f"is published no more, and was changed there by hand; {_FORCE}"
    return Action(Doing.REFUSE, article, why, None, standing)


def _resumed(situation: Situation, kept: Kept, article: Article) -> str:
    return f"an earlier run was cut short; {situation.changed(kept, article)}"


def _update(article: Article, standing: Standing, why: str) -> Action:
    return Action(Doing.UPDATE, article.id, why, article, standing)


def _over(article: Article, standing: Standing, why: str, leave: Leave, undo: str = "", way: str = _FORCE) -> Action:
    """Return a refusal, or an update that goes over what was done by hand if that is allowed."""
    if leave.force:
        return _update(article, standing, undo or f"{why}; gone over")
    return _refuse(article, f"{why}; {way}", standing)


def _refuse(article: Article, why: str, standing: Standing | None = None) -> Action:
    return Action(Doing.REFUSE, article.id, why, article, standing)
