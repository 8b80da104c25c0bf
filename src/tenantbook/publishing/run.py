"""Publishing to one target: what is wanted is read, what stands there is asked for, and a plan is made of both."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial

from tenantbook.content.library import Library
from tenantbook.disk import Workspace
from tenantbook.model.publication import Article, ArticleId, Plan
from tenantbook.pages.readers import may_be_public
from tenantbook.plan.changed import changed, is_due, is_read_again
from tenantbook.plan.decide import Leave, decide
from tenantbook.plan.ledger import Kept, Ledger
from tenantbook.plan.situation import Situation
from tenantbook.plan.wanted import AnyTarget, adoptions, articles_of, clients_of, is_of
from tenantbook.published.address import normal
from tenantbook.publishers.contract import Desk, Publisher, UnreachableError
from tenantbook.publishers.registry import publisher_module
from tenantbook.publishing.applying import note_written
from tenantbook.publishing.articles import Shelf, read_all
from tenantbook.publishing.ledger import LedgerFile
from tenantbook.publishing.origins import expect_confirmed


@dataclass(frozen=True)
class Run:
    """What is published: which target, for which clients (all where none is named), when, how freely."""

    workspace: Workspace
    library: Library
    name: str
    clients: Sequence[str]
    now: datetime
    leave: Leave
    environment: Mapping[str, str] = field(repr=False)

    @property
    def target(self) -> AnyTarget:
        """The target, as its file says."""
        return self.library.targets[self.name]

    def wanted(self) -> list[ArticleId]:
        """Return every article that should stand there, of the clients that this run is about."""
        clients = [client for client in clients_of(self.library, self.target) if self.is_about(client)]
        return [article for client in clients for article in articles_of(self.library, self.target, client)]

    def is_about(self, client: str) -> bool:
        """Return whether this run is about a client: of those who are left out, nothing is touched."""
        return client not in self.library.left_out and (not self.clients or client in self.clients)


@dataclass(frozen=True)
class Planned:
    """A plan, and what carrying it out takes."""

    plan: Plan
    digests: Mapping[ArticleId, str]


def environment_of(run: Run) -> dict[str, str]:
    """Return the environment with the secrets of this target alone, under the names that its publisher asks for."""
    kinds = run.library.publishers.values()
    secrets = {variable for kind in kinds for variable in kind.secrets}
    own = {name: value for name, value in run.environment.items() if not name.startswith(tuple(secrets))}
    for variable in run.library.publishers[run.target.publisher].secrets:
        if value := run.environment.get(run.target.variable(variable)):
            own[variable] = value
    return own


def expect_known_address(run: Run, trusted: Sequence[str]) -> None:
    """Make sure that a person has confirmed the address that the target's secrets are sent to.

    Raises:
        UnconfirmedOriginError: nobody has; `trusted` are origins confirmed now.
        DamagedOriginsError: what was confirmed cannot be read.
    """
    kind = run.library.publishers[run.target.publisher]
    address = normal(kind.reaches(run.target.settings)) if kind.secrets else None
    if address:
        expect_confirmed(run.workspace, run.name, address, trusted)


def _titled(run: Run, article: Article) -> Article:
    """Return an article whose title names its client, where its readers would else see one title several times."""
    wanted = getattr(run.target.settings, "client_in_title", False)
    if wanted is None:
        wanted = len(clients_of(run.library, run.target)) > 1
    if not wanted:
        return article
    client = run.library.clients.get(article.id.client)
    return replace(article, title=f"{article.title} ({client.name if client else run.library.provider.name})")


@contextmanager
def publisher_of(run: Run, shelf: Shelf, ledger: Ledger, opened: LedgerFile | None = None) -> Iterator[Publisher]:
    """Open the publisher of a run's target; `opened` is the ledger that is written to, None for a look."""
    noted = {"written": partial(note_written, opened)} if opened else {}
    desk = Desk(
        name=run.name,
        adopt=adoptions(run.library, run.target)[0],
        ledger=ledger.sent,
        site_of=shelf.site_of,
        root=run.workspace.content.parent,
        now=run.now,
        environment=environment_of(run),
        **noted,
    )
    try:
        with publisher_module(run.target.publisher).open_publisher(run.target, desk) as publisher:
            yield publisher
    except UnreachableError as error:
        raise _by_own_names(run, error) from error


def _by_own_names(run: Run, error: UnreachableError) -> UnreachableError:
    """Return an error that calls the variables as this target does."""
    reason, mend = error.reason, error.mend
    for variable in run.library.publishers[run.target.publisher].secrets if run.target.credentials else ():
        reason, mend = (re.sub(rf"\b{variable}\b", run.target.variable(variable), text) for text in (reason, mend))
    return UnreachableError(reason, mend)


def plan_for(run: Run, shelf: Shelf, ledger: Ledger, publisher: Publisher, on_read: Callable[[str], None]) -> Planned:
    """Return what publishing would do. Writes nothing.

    Raises:
        UnreachableError: the other side cannot be reached, or not be read whole.
    """
    if problems := publisher.preflight():
        return Planned(Plan(run.name, (), tuple(problems)), {})
    kind = run.library.publishers[run.target.publisher]
    built, unready = read_all(shelf, run.wanted(), on_read, whole_sites=kind.whole_sites)
    articles = [_titled(run, article) for article in built]
    adopt = {each: key for each, key in adoptions(run.library, run.target)[0].items() if run.is_about(each.client)}
    standing = tuple(publisher.published())
    objections = {article.id: publisher.objection(article) for article in articles}
    digests = {article.id: publisher.digest(article) for article in articles if not objections[article.id]}
    situation = Situation(
        target=run.name,
        wanted=articles,
        unready=unready,
        ledger=ledger,
        standing=standing,
        adopt=adopt,
        digests=digests,
        objections=objections,
        is_ours=lambda article: run.is_about(article.client),
        is_known=lambda article: run.is_about(article.client) and is_of(run.library, run.target, article),
        may_be_public=lambda article: not kind.public or may_be_public(run.library, article.client, article.surface),
        is_due=partial(is_due, days=run.target.refresh),
        changed=partial(changed, run.library),
    )
    read_again = {each.id for each in articles if is_read_again(ledger.kept.get(each.id, Kept(None)), each)}
    return Planned(decide(situation, run.leave, read_again), digests)
