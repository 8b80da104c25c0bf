"""Articles to publish, and the desk that a publisher is given: as small as they may be."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from support.wordpress import WordPress
from tenantbook.model.audience import Surface
from tenantbook.model.edition import Record
from tenantbook.model.publication import Action, Article, ArticleId, Doing, Sent, Standing
from tenantbook.model.target import Target
from tenantbook.publishers.contract import Desk, Publisher
from tenantbook.publishers.wordpress import Settings, open_publisher

NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
FACTS = {"tap.lifetime.maximum": 480, "tap.enabled": True}
HTML = """<h1>Use a pass</h1>
<p>The pass lasts <span class="tb-fact" data-fact="tap.lifetime.maximum">8 hours</span> &amp; works <b>once</b>.</p>
<h2 id="steps">Steps</h2>
<ol><li>Open the page.</li><li>Type the pass.</li></ol>
<table><thead><tr><th>What</th><th>Value</th></tr></thead><tbody><tr><td>Longest</td><td>8 hours</td></tr></tbody></table>
"""


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
    """What of a run outlives it: the ledger, as `apply` returns it."""

    wordpress: WordPress
    site: Path = Path()
    user: str = "editor"
    ledger: dict[ArticleId, Sent] = field(default_factory=dict)
    adopt: Mapping[ArticleId, str] = field(default_factory=dict)

    def open(self, **settings: Any) -> Any:
        return open_publisher(a_target(self.wordpress.address, **settings), self.desk())

    def desk(self) -> Desk:
        environment = {"WP_USER": self.user, "WP_APP_PASSWORD": self.wordpress.users[self.user]}
        return Desk("guides", self.adopt, self.ledger, lambda _: self.site, self.site, NOW, environment)

    def publish(self, *articles: Article, **settings: Any) -> list[Action]:
        """Publish as the plan does that knows nothing: what is not there is created, what differs is written."""
        done: list[Action] = []
        with self.open(**settings) as publisher:
            assert publisher.preflight() == ()
            standing = {self._whose(each): each for each in publisher.published()}
            assert [publisher.objection(article) for article in articles if publisher.objection(article)] == []
            for article in articles:
                action = self._action(publisher, article, standing.get(article.id))
                if action:
                    self.ledger[article.id] = publisher.apply(action)
                    done.append(action)
        return done

    def _whose(self, standing: Standing) -> ArticleId | None:
        adopted = {key: article for article, key in self.adopt.items()}
        return standing.article or adopted.get(standing.key)

    def _action(self, publisher: Publisher, article: Article, standing: Standing | None) -> Action | None:
        sent = self.ledger.get(article.id)
        if standing is None:
            return Action(Doing.CREATE, article.id, "new", article)
        if sent is None:
            return Action(Doing.ADOPT, article.id, "adopted", article, standing)
        if sent.theirs == standing.digest and sent.ours == publisher.digest(article):
            return None
        return Action(Doing.UPDATE, article.id, "the policy changed: 4 hours -> 8 hours", article, standing)

    def standing(self, **settings: Any) -> dict[ArticleId | None, Standing]:
        with self.open(**settings) as publisher:
            return {each.article: each for each in publisher.published()}
