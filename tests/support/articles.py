"""Articles to publish, and the desk that a publisher is given: as small as they may be."""

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from secrets import token_hex
from typing import Any

import httpx

from support.wordpress import WordPress
from tenantbook.disk import Workspace
from tenantbook.model.audience import Surface
from tenantbook.model.edition import Record
from tenantbook.model.publication import Article, ArticleId, Doing, Plan, Sent, Standing
from tenantbook.model.target import Target
from tenantbook.plan.changed import is_due
from tenantbook.plan.decide import Leave, decide
from tenantbook.plan.ledger import Ledger
from tenantbook.plan.situation import Situation
from tenantbook.publishers.contract import Desk, Publisher
from tenantbook.publishers.wordpress import Settings, open_publisher
from tenantbook.publishing.applying import carry_out, note_written
from tenantbook.publishing.ledger import LedgerFile, open_ledger, read_published

NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
FACTS = {"tap.lifetime.maximum": 480, "tap.enabled": True}
HTML = """<h1>Use a pass</h1>
<p>The pass lasts <span class="tb-fact" data-fact="tap.lifetime.maximum">8 hours</span> &amp; works <b>once</b>.</p>
<h2 id="steps">Steps</h2>
<ol><li>Open the page.</li><li>Type the pass.</li></ol>
<table><thead><tr><th>What</th><th>Value</th></tr></thead>
<tbody><tr><td>Longest</td><td>8 hours</td></tr></tbody></table>
"""

DRAWING = """<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20">
<rect width="40" height="20" fill="#2f4b7c"/></svg>"""


def nothing_written(_article: ArticleId, _sent: Sent) -> None:
    """Expect that nothing is written by those who only look."""
    raise AssertionError("written")


def an_id(page: str = "use-pass", audience: str = "end-user", surface: Surface = Surface.CLIENT) -> ArticleId:
    return ArticleId("acme-dental", surface, audience, page, "en")


def an_article(page: str = "use-pass", html: str = HTML, title: str = "Use a pass", **of: Any) -> Article:
    own = an_id(page, **of)
    record = Record(page, own.client, own.audience, own.language, NOW, FACTS)
    return Article(own, title, "How to sign in with a pass.", html, record, f"{own.audience}/{page}.html")


def a_target(address: str, **settings: Any) -> Target[Settings]:
    """Return a target; `status` is its own, all else its settings'."""
    status = settings.pop("status", "draft")
    plain = {"publisher": "wordpress", "clients": ["acme-dental"], "status": status}
    return Target[Settings].model_validate({**plain, "settings": {"address": address, **settings}}, strict=False)


@dataclass
class Run:
    """Articles published to a WordPress by the real plan, with a ledger on disk; all but reading built sites."""

    wordpress: WordPress
    root: Path
    user: str = "editor"
    adopt: Mapping[ArticleId, str] = field(default_factory=dict)
    leave: Leave = field(default_factory=Leave)
    may_be_public: bool = False

    def open(
        self, ledger: Ledger, opened: LedgerFile | None = None, **settings: Any
    ) -> AbstractContextManager[Publisher]:
        environment = {"WP_USER": self.user, "WP_APP_PASSWORD": self.wordpress.users[self.user]}
        written = partial(note_written, opened) if opened else nothing_written
        desk = Desk("guides", self.adopt, ledger.sent, lambda _: self.root, self.root, NOW, environment, written)
        return open_publisher(a_target(self.wordpress.address, **settings), desk)

    @property
    def workspace(self) -> Workspace:
        return Workspace.at(self.root)

    @property
    def ledger(self) -> Ledger:
        return read_published(self.workspace, "guides")

    def plan(self, *articles: Article, **settings: Any) -> Plan:
        """Return what publishing these would do; writes nothing."""
        with self.open(self.ledger, **settings) as publisher:
            return self.planned(publisher, self.ledger, articles)[0]

    def publish(self, *articles: Article, **settings: Any) -> list[str]:
        """Publish these and nothing else; return what was done, as `create: why`, and what was not."""
        with open_ledger(self.workspace, "guides") as opened, self.open(opened.ledger, opened, **settings) as publisher:
            plan, digests = self.planned(publisher, opened.ledger, articles)
            if plan.problems:
                return [f"problem: {problem}" for problem in plan.problems]
            done = carry_out(plan, publisher, opened, digests, NOW, lambda _: None)
        assert done.unreachable is None, done.unreachable
        refused = [f"refuse: {action.why}" for action in plan.of(Doing.REFUSE)]
        failed = [f"failed: {why}" for why in done.failed.values()]
        return [*(f"{action.doing.value}: {action.why}" for action in done.done), *refused, *failed]

    def planned(
        self, publisher: Publisher, ledger: Ledger, articles: Sequence[Article]
    ) -> tuple[Plan, dict[ArticleId, str]]:
        if problems := publisher.preflight():
            return Plan("guides", (), problems), {}
        standing = tuple(publisher.published())
        objections = {article.id: publisher.objection(article) for article in articles}
        digests = {article.id: publisher.digest(article) for article in articles if not objections[article.id]}
        situation = Situation(
            "guides", articles, {}, ledger, standing, self.adopt, digests, objections,
            is_ours=lambda _: True, is_known=lambda _: True,
            may_be_public=lambda article: self.may_be_public or article.surface is Surface.CLIENT,
            is_due=partial(is_due, days=7),
        )  # fmt: skip
        return decide(situation, self.leave), digests

    def standing(self, **settings: Any) -> dict[ArticleId | None, Standing]:
        """Return what the publisher says stands there."""
        with self.open(self.ledger, **settings) as publisher:
            return {each.article: each for each in publisher.published()}


def rest(wordpress: WordPress, method: str, route: str, user: str = "administrator", **held: Any) -> Any:
    """Do something in a WordPress by hand, as a user; return what it says."""
    return _asked(wordpress, method, route, user, held).json()


def _asked(wordpress: WordPress, method: str, route: str, user: str, held: Mapping[str, Any]) -> httpx.Response:
    address = f"{wordpress.address}/index.php?rest_route=/wp/v2/{route}&fresh={token_hex(8)}"
    answer = httpx.request(method, address, json=held or None, auth=(user, wordpress.users[user]), timeout=30)
    assert answer.is_success, answer.text
    return answer


def all_posts(wordpress: WordPress, kind: str = "posts") -> list[dict[str, Any]]:
    """Return every post there is, whatever its status, as the administrator sees it."""
    statuses = "" if kind == "media" else "&status=publish,future,draft,pending,private,trash"
    route = f"{kind}&context=edit&per_page=100&orderby=id&order=asc{statuses}&page="
    found, page, last = [], 1, 1
    while page <= last:
        answer = _asked(wordpress, "GET", f"{route}{page}", "administrator", {})
        found += answer.json()
        page, last = page + 1, int(answer.headers["x-wp-totalpages"])
    return found
