"""Hudu and IT Glue alike: articles to publish, a look at what readers see there, and edits by hand."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any

from support.vendors.hudu import HuduArticle, HuduStandin
from support.vendors.it_glue import Document, ItGlueStandin, Part, words_of
from support.vendors.standin import KEY
from tenantbook.model.audience import Surface
from tenantbook.model.edition import Record
from tenantbook.model.publication import Article, ArticleId, Plan
from tenantbook.model.target import Status, Target
from tenantbook.plan.decide import Leave, decide
from tenantbook.plan.ledger import Ledger
from tenantbook.plan.situation import Situation
from tenantbook.publishers import hudu, it_glue
from tenantbook.publishers.contract import Desk, Publisher
from tenantbook.publishing.applying import carry_out
from tenantbook.publishing.ledger import LedgerFile

NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
COMPANIES = {"acme-dental": 11, "birch-shipping": 12}
BODY = (
    '<h1 id="use">{title}<a class="headerlink" href="#use">¶</a></h1><p>Within <span class="tb-fact" '
    'data-fact="tap.lifetime.maximum">{hours} hours</span> &amp; once.</p><h2 id="steps">Steps</h2><ol><li>Sign in at '
    '<a href="https://example.com/in?a=1&amp;b=2">the portal</a></li><li>See <a href="../create/">how</a></li></ol>'
    '<div class="admonition warning"><p class="admonition-title">Mind</p><p>Never mail it.</p></div>'
    '<h2 id="table">R&amp;D</h2><table><thead><tr><th>A</th></tr></thead><tbody><tr><td>1</td></tr></tbody></table>'
)


def article(
    client: str = "acme-dental", page: str = "use-pass", hours: int = 8, title: str = "Use the pass"
) -> Article:
    record = Record(page, client, "end-user", "en", NOW, {"tap.lifetime.maximum": hours * 60})
    identity = ArticleId(client, Surface.CLIENT, "end-user", page, "en")
    return Article(identity, title, "", BODY.format(title=title, hours=hours), record, f"{page}/index.html")


def articles(count: int, client: str = "acme-dental") -> list[Article]:
    return [article(client, f"page-{number}", title=f"Page {number}") for number in range(count)]


@dataclass
class Seen:
    """What readers see of one article."""

    key: str
    company: int
    title: str
    words: str


class Hudu:
    """A Hudu, as tests drive it."""

    module: Any = hudu
    name = "hudu"

    def __init__(self, **more: Any) -> None:
        self.standin: Any = HuduStandin(**more)

    def seen(self) -> list[Seen]:
        return [Seen(str(a.id), a.company_id or 0, a.name, words_of([a.content])) for a in self.standin.live()]

    def put(self, company: int, title: str, content: str) -> str:
        key = max(self.standin.articles, default=100) + 1
        self.standin.articles[key] = HuduArticle(key, title, content, company)
        return str(key)

    def replace(self, key: str, old: str, new: str) -> None:
        held = self.standin.articles[int(key)]
        assert old in held.content
        held.content = held.content.replace(old, new)

    def empty(self, key: str) -> None:
        self.standin.articles[int(key)].content = "<p>Written anew by hand.</p>"

    def move(self, key: str, company: int) -> None:
        self.standin.articles[int(key)].company_id = company


class ItGlue:
    """An IT Glue, as tests drive it."""

    module: Any = it_glue
    name = "it-glue"

    def __init__(self, **more: Any) -> None:
        self.standin: Any = ItGlueStandin(**more)

    def seen(self) -> list[Seen]:
        live = [document for document in self.standin.live() if document.shown is not None]
        return [Seen(str(each.id), each.organization, each.name, words_of(each.shown)) for each in live]

    def put(self, company: int, title: str, content: str) -> str:
        key = self.standin._next()
        self.standin.documents[key] = Document(
            key, company, title, [Part(key + 1, "Document::Text", content)], [content]
        )
        self.standin._last += 1
        return str(key)

    def replace(self, key: str, old: str, new: str) -> None:
        parts = self.standin.documents[int(key)].parts
        assert any(old in part.content for part in parts)
        for part in parts:
            part.content = part.content.replace(old, new)

    def empty(self, key: str) -> None:
        self.standin.documents[int(key)].parts = [Part(1, "Document::Text", "<p>Written anew by hand.</p>")]

    def move(self, key: str, company: int) -> None:
        self.standin.documents[int(key)].organization = company


Vendor = Hudu | ItGlue
Adopt = Mapping[ArticleId, str]
Digests = Mapping[ArticleId, str]


@contextmanager
def opened(
    vendor: Vendor,
    ledger: LedgerFile | None = None,
    adopt: Adopt | None = None,
    companies: Mapping[str, int] = COMPANIES,
    key: str = KEY,
    status: Status = Status.PUBLISH,
    clients: Any = ("acme-dental", "birch-shipping"),
    address: str = "",
) -> Iterator[Publisher]:
    settings = vendor.module.Settings(address=address or vendor.standin.address, companies=dict(companies))
    target: Target[Any] = Target(publisher=vendor.name, clients=clients, status=status, settings=settings)
    environment = {"HUDU_API_KEY": key, "IT_GLUE_API_KEY": key}
    desk = Desk(
        vendor.name, adopt or {}, ledger.ledger.sent if ledger else {}, lambda _: Path(), Path(), NOW, environment
    )
    with vendor.module.open_publisher(target, desk) as publisher:
        yield publisher


def new_ledger() -> LedgerFile:
    """Return an empty ledger, kept in a file that nobody sees."""
    return LedgerFile(Path("ledger.json"), Ledger("vendor"), TemporaryFile())


def planned(publisher: Publisher, wanted: Sequence[Article], ledger: LedgerFile, adopt: Adopt) -> tuple[Plan, Digests]:
    """Return the plan, made as `tenantbook publish` makes it."""
    assert publisher.preflight() == ()
    standing = tuple(publisher.published())
    objections = {each.id: publisher.objection(each) for each in wanted}
    digests = {each.id: publisher.digest(each) for each in wanted}
    situation = Situation(
        target="vendor",
        wanted=wanted,
        unready={},
        ledger=ledger.ledger,
        standing=standing,
        adopt=adopt,
        digests=digests,
        objections=objections,
        is_ours=lambda _: True,
        is_known=lambda _: True,
        may_be_public=lambda _: True,
    )
    return decide(situation, Leave(many=True)), digests


def publish(
    vendor: Vendor, wanted: Sequence[Article], ledger: LedgerFile, adopt: Adopt | None = None, **more: Any
) -> list[str]:
    """Publish; return what was done about each article, or why it was not.

    Raises:
        UnreachableError: the vendor could not be used to the end.
    """
    with opened(vendor, ledger, adopt, **more) as publisher:
        plan, digests = planned(publisher, wanted, ledger, adopt or {})
        outcome = carry_out(plan, publisher, ledger, digests, NOW, lambda _: None)
    if outcome.unreachable:
        raise outcome.unreachable
    return [outcome.failed.get(action.id, action.doing.value) for action in plan.actions]
