"""Publish to a system that keeps articles by company, one company for each client: what Hudu and IT Glue share.

Such a system has no versions that its API tells of, so a digest of our own says whether somebody changed an article.
Not tried against the vendors: written from their published APIs, and tried against stand-ins that follow those.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from types import MappingProxyType

from tenantbook.model.base import Entry
from tenantbook.model.publication import Action, Article, ArticleId, Doing, Sent, Standing
from tenantbook.model.target import Target
from tenantbook.plan.lines import timeless
from tenantbook.publishers.contract import Desk, RefusedError
from tenantbook.publishers.marking import Mark, seal_of, shortened
from tenantbook.publishers.plain_html import plain_html
from tenantbook.publishers.side import Held, Side, Writing, digest_of
from tenantbook.record import write_record

#: The status of what is archived.
TRASH = "trash"


class CompanyPublisher:
    """The contract, on any such side."""

    def __init__(self, side: Side, target: Target[Entry], companies: Mapping[str, int], desk: Desk) -> None:
        self._side = side
        self._companies = MappingProxyType(
            {
                client: number
                for client, number in companies.items()
                if target.clients == "all" or client in target.clients
            }
        )
        self._status = target.status
        self._clients = () if target.clients == "all" else target.clients
        self._desk = desk
        self._known = {sent.key: (article, sent) for article, sent in desk.ledger.items()}
        #: Where a key of ours was seen, by company: None after a creation of which the outcome is not known.
        self._seen: dict[int, dict[ArticleId, list[str]] | None] = {}

    def preflight(self) -> tuple[str, ...]:
        """Return what stands in the way: a key, clients without a company, companies that are gone or shared."""
        cannot = self._side.sign_in()
        word = self._side.company_word
        missing = [client for client in self._clients if client not in self._companies]
        sharing = _sharing(self._companies)
        problems = [cannot] if cannot else []
        problems += [self._unknown(client) for client in missing]
        problems += [
            f"{word} {number} stands for {' and '.join(clients)}: each client needs one of its own"
            for number, clients in sharing.items()
        ]
        for client, number in sorted(self._companies.items()):
            if problem := self._side.company_problem(number):
                problems.append(f"{client}: {problem}")
        return tuple(problems)

    def published(self) -> Iterator[Standing]:
        """Yield what carries our mark in the companies, and what the ledger or the settings name by its key."""
        wanted = {*self._known, *self._desk.adopt.values()}
        for company in sorted(set(self._companies.values())):
            for held in self._look(company):
                mark = held.mark
                # One that was never finished, and never noted, is made again by its mark.
                if held.key in wanted or (mark and mark.finished):
                    wanted.discard(held.key)
                    yield self._standing(held)
        for key in sorted(wanted):
            if found := self._side.held(key):
                # There, and yet in no list of its company: archived, which not every side says of an article.
                hidden = found.archived or found.company in self._companies.values()
                yield self._standing(replace(found, archived=hidden))

    def objection(self, article: Article) -> str:
        """Return why an article cannot go there."""
        if article.id.client not in self._companies:
            return self._unknown(article.id.client)
        if article.record.client != article.id.client or article.record.page != article.id.page:
            return "its record is not its own: build the sites again"
        return "" if plain_html(article.html, article.title) else f"nothing of it is left that {self._side.words} takes"

    def digest(self, article: Article) -> str:
        """Return the digest of what would be sent, the company included."""
        still = timeless(article)
        body, record = plain_html(still.html, still.title), write_record(still.record)
        company = self._companies.get(article.id.client, 0)
        return digest_of(company, article.title, f"{body}\0{article.id.marker}\0{record}\0{self._status}")

    def apply(self, action: Action) -> Sent | None:
        """Carry out one action, after another look at what is there and whose it is."""
        company = self._company(action)
        if action.doing is Doing.RETIRE:
            self._retire(action, company)
            return None
        if action.article is None or (action.article.id, objection := self.objection(action.article)) != (
            action.id,
            "",
        ):
            raise RefusedError(objection if action.article else "there is nothing to publish")
        key = self._create(action.article, company) if action.standing is None else self._write(action, company)
        held = self._side.held(key)
        if held is None:
            raise RefusedError(f"{self._side.words} took it and does not have it: see whether somebody deleted it")
        return Sent(
            key=key,
            address=held.address,
            ours=self.digest(action.article),
            theirs=held.digest,
            when=self._desk.now,
            title=action.article.title,
            extra={"status": held.status},
        )

    def _company(self, action: Action) -> int:
        company = self._companies.get(action.id.client)
        if company is None:
            raise RefusedError(self._unknown(action.id.client))
        return company

    def _unknown(self, client: str) -> str:
        return f"{client} has no {self._side.company_word} in {self._side.words}: add it to settings, companies"

    def _look(self, company: int) -> Iterator[Held]:
        """Yield a company's articles, and remember which of them are ours."""
        seen: dict[ArticleId, list[str]] = {}
        for held in self._side.listing(company):
            if mark := held.mark:
                seen.setdefault(mark.id, []).append(held.key)
            yield held
        self._seen[company] = seen

    def _standing(self, held: Held) -> Standing:
        mark = held.mark
        return Standing(
            key=held.key,
            article=mark.id if mark else None,
            title=held.title,
            address=held.address,
            digest=self._digest(held, mark),
            status=TRASH if held.archived else held.status,
            content=held.body,
            sealed=mark.sealed if mark else None,
        )

    def _digest(self, held: Held, mark: Mark | None) -> str:
        """Return the digest of what is there; of what was there before where a run of ours was cut short since.

        Then the article says that it took the place of just what the ledger knows, and was not changed by others.
        """
        _, sent = self._known.get(held.key, (None, None))
        ours = mark is not None and (mark.sealed or not mark.finished)
        if sent and mark and ours and mark.was and shortened(sent.theirs) == mark.was:
            return sent.theirs
        return held.digest

    def _create(self, article: Article, company: int) -> str:
        if self._seen.get(company) is None:
            for _ in self._look(company):
                pass
        keys = (self._seen.get(company) or {}).get(article.id, [])
        if len(keys) > 1:
            raise RefusedError(f"{self._side.words} has it {len(keys)} times ({', '.join(keys)}): delete all but one")
        held = self._side.held(keys[0]) if keys else None
        if held:
            mark = held.mark
            if mark and mark.sealed is False:
                raise RefusedError(f"{held.key} carries its mark and was changed by hand: adopt it, or delete it")
            self._side.write(held, self._writing(article, company, ""))
            return held.key
        seen, self._seen[company] = self._seen[company], None  # until it is known what came of it
        key = self._side.create(self._writing(article, company, ""))
        made = Sent(key, "", self.digest(article), "", self._desk.now, article.title)
        self._desk.written(article.id, made)
        self._seen[company] = {**(seen or {}), article.id: [key]}
        return key

    def _write(self, action: Action, company: int) -> str:
        assert action.article is not None and action.standing is not None  # noqa: S101, PT018  # apply made sure
        held = self._ours(action, action.standing, company)
        if held is None:
            raise RefusedError(f"{action.standing.key} is gone since the plan was made: make a new plan")
        if action.standing.status == TRASH:
            self._side.restore(held.key)
        self._side.write(held, self._writing(action.article, company, self._standing(held).digest))
        return held.key

    def _retire(self, action: Action, company: int) -> None:
        held = self._ours(action, action.standing, company) if action.standing else None
        if held and action.standing and action.standing.status != TRASH:
            self._side.retire(held.key)

    def _ours(self, action: Action, standing: Standing, company: int) -> Held | None:
        """Return what is there now, after making sure that it is this client's, and is as it was planned for."""
        held = self._side.held(standing.key)
        if held is None:
            return None
        mark = held.mark
        if held.company != company:
            raise RefusedError(
                f"{held.key} stands in {self._side.company_word} {held.company}, not in {company}: move it"
            )
        if mark and mark.id != action.id:
            raise RefusedError(f"{held.key} is {mark.id.marker}, not {action.id.marker}")
        if mark is None and action.doing is Doing.RETIRE:
            raise RefusedError(f"{held.key} no longer carries its mark: archive it by hand if it is to go")
        if self._standing(held).digest != standing.digest:
            raise RefusedError(f"{held.key} was changed since the plan was made: make a new plan")
        return held

    def _writing(self, article: Article, company: int, was: str) -> Writing:
        body = plain_html(article.html, article.title)
        return Writing(article, company, body, seal_of(article.title, body), was)


def _sharing(companies: Mapping[str, int]) -> dict[int, list[str]]:
    clients: dict[int, list[str]] = {}
    for client, number in sorted(companies.items()):
        clients.setdefault(number, []).append(client)
    return {number: names for number, names in clients.items() if len(names) > 1}
