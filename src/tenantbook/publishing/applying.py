"""A plan carried out, one action at a time; the ledger knows of each before and after."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from tenantbook.model.publication import Action, ArticleId, Doing, Plan, Sent
from tenantbook.plan.ledger import RETIRING, Kept
from tenantbook.plan.lines import words_digest
from tenantbook.publishers.contract import Publisher, RefusedError, ReturnedChangedError, UnreachableError
from tenantbook.publishing.ledger import LedgerFile
from tenantbook.record import write_record

#: Actions that change something there.
CHANGES = (Doing.CREATE, Doing.UPDATE, Doing.ADOPT, Doing.RETIRE)


@dataclass
class Done:
    """What became of a plan: each action that was carried out, why others were not, and whether all could be tried.

    `sent` holds what is remembered of the articles that stand there now; `untried` those that were not tried any more,
    since an article before them came back changed.
    """

    done: list[Action] = field(default_factory=list)
    sent: dict[ArticleId, Sent] = field(default_factory=dict)
    failed: dict[ArticleId, str] = field(default_factory=dict)
    untried: tuple[ArticleId, ...] = ()
    unreachable: UnreachableError | None = None


def carry_out(
    plan: Plan,
    publisher: Publisher,
    ledger: LedgerFile,
    digests: Mapping[ArticleId, str],
    now: datetime,
    on_action: Callable[[Action], None],
) -> Done:
    """Carry a plan out. What one article is refused for stops no other.

    A side that is gone, or that changes what it is sent, stops all.

    An article that stands there as it would be sent, and that the ledger did not know, is remembered.
    """
    outcome = Done()
    for number, action in enumerate(plan.actions, start=1):
        if action.doing is Doing.KEEP:
            _remember(action, ledger, digests, now)
        if action.doing not in CHANGES:
            continue
        try:
            if sent := _apply(action, publisher, ledger, digests):
                outcome.sent[action.id] = sent
            outcome.done.append(action)
        except ReturnedChangedError as error:
            outcome.failed[action.id] = str(error)
            outcome.untried = tuple(each.id for each in plan.actions[number:] if each.doing in CHANGES)
            break
        except RefusedError as error:
            outcome.failed[action.id] = str(error)
        except UnreachableError as error:
            outcome.unreachable = error
            break
        on_action(action)
    return outcome


def _apply(action: Action, publisher: Publisher, ledger: LedgerFile, digests: Mapping[ArticleId, str]) -> Sent | None:
    before = ledger.kept(action.id) or Kept(None)
    if action.doing is Doing.RETIRE and action.standing is None:
        ledger.forget(action.id)
        return None
    pending = RETIRING if action.article is None else digests[action.id]
    ledger.note(action.id, Kept(before.sent, before.record, pending, before.words))
    try:
        sent = publisher.apply(action)
    except RefusedError:
        _take_back(action.id, before, ledger)
        raise
    if sent is None or action.article is None:
        ledger.forget(action.id)
        return None
    ledger.note(action.id, _kept(action, sent))
    return sent


def _take_back(article: ArticleId, before: Kept, ledger: LedgerFile) -> None:
    """Make the ledger what it was before an article was refused, unless something was written there by then."""
    now = ledger.kept(article)
    if now and now.sent != before.sent:
        return
    if before.sent or before.pending:
        ledger.note(article, before)
    else:
        ledger.forget(article)


def note_written(ledger: LedgerFile, article: ArticleId, sent: Sent) -> None:
    """Remember what the other side answered to a write, as one that is not finished yet."""
    before = ledger.kept(article) or Kept(None)
    ledger.note(article, Kept(sent, before.record, before.pending or sent.ours, before.words))


def _kept(action: Action, sent: Sent) -> Kept:
    if action.article is None:
        raise LookupError(action.id)
    article = action.article
    return Kept(sent, write_record(article.record), "", words_digest(article.title, article.html))


def _remember(action: Action, ledger: LedgerFile, digests: Mapping[ArticleId, str], now: datetime) -> None:
    known, standing = ledger.kept(action.id), action.standing
    if standing is None or (known and known.sent and known.sent.key == standing.key):
        return
    extra = {**standing.extra, **({"status": standing.status} if standing.status else {})}
    sent = Sent(standing.key, standing.address, digests[action.id], standing.digest, now, standing.title, extra)
    ledger.note(action.id, _kept(action, sent))
