"""A stand-in for Hudu, API v1: companies, articles, archiving; with the ways in which it departs from its description.

Known departures, kept here: created things come wrapped in their name; an article that is not there is `null` with
200; sizes of pages are not kept to.
"""

from dataclasses import dataclass, field
from typing import Any

from support.vendors.sanitise import sanitised
from support.vendors.standin import Asked, FaultError, Reply, Standin, number

MOST = 100


@dataclass
class HuduArticle:
    id: int
    name: str
    content: str
    company_id: int | None
    enable_sharing: bool = False
    folder_id: int | None = None
    archived: bool = False


@dataclass
class HuduStandin(Standin):
    """`companies` maps a number to whether it is archived."""

    companies: dict[int, bool] = field(default_factory=lambda: {11: False, 12: False, 13: True})
    fragments: bool = True
    page_size_kept: bool = True
    articles: dict[int, HuduArticle] = field(default_factory=dict)

    def __post_init__(self) -> None:
        super().__init__()

    def routes(self) -> Any:
        return [
            ("GET", r"/api/v1/api_info", lambda asked: Reply({"version": "2.45.1", "date": "2026-09-01"})),
            ("GET", r"/api/v1/companies/(\d+)", self._company),
            ("GET", r"/api/v1/articles", self._list),
            ("POST", r"/api/v1/articles", self._create),
            ("GET", r"/api/v1/articles/(\d+)", self._show),
            ("PUT", r"/api/v1/articles/(\d+)", self._update),
            ("PUT", r"/api/v1/articles/(\d+)/archive", lambda asked, key: self._archive(key, archived=True)),
            ("PUT", r"/api/v1/articles/(\d+)/unarchive", lambda asked, key: self._archive(key, archived=False)),
        ]

    def refusal(self, status: int, why: str) -> FaultError:
        return FaultError(status, {"error": why})

    def live(self) -> list[HuduArticle]:
        return [article for article in self.articles.values() if not article.archived]

    def _company(self, asked: Asked, company: int) -> Reply:
        self.known(asked.query)
        if company not in self.companies:
            raise self.refusal(404, "Company not found")
        return Reply({"company": {"id": company, "name": f"Company {company}", "archived": self.companies[company]}})

    def _list(self, asked: Asked) -> Reply:
        names = ("name", "company_id", "page", "draft", "enable_sharing", "page_size", "slug", "search", "updated_at")
        self.known(asked.query, *names)
        company = number(asked.query.get("company_id", "0"))
        found = [article for article in self.live() if company in (0, article.company_id)]
        size = min(number(asked.query.get("page_size", "25")), MOST) if self.page_size_kept else 25
        begin = (number(asked.query.get("page", "1")) - 1) * size
        return Reply({"articles": [self._shown(article) for article in found[begin : begin + size]]})

    def _show(self, asked: Asked, key: int) -> Reply:
        self.known(asked.query)
        return Reply({"article": self._shown(self.articles[key])} if key in self.articles else None)

    def _create(self, asked: Asked) -> Reply:
        given = self._given(asked, "name", "content", "enable_sharing", "folder_id", "company_id")
        if not given.get("name"):
            raise FaultError(422, {"errors": ["Name can't be blank"]})
        key = max(self.articles, default=100) + 1
        article = HuduArticle(key, given["name"], "", given.get("company_id"), given.get("enable_sharing", False))
        self.articles[key] = self._changed(article, given)
        return Reply({"article": self._shown(article)})

    def _update(self, asked: Asked, key: int) -> Reply:
        given = self._given(asked, "name", "content", "enable_sharing", "folder_id", "company_id")
        if key not in self.articles:
            raise self.refusal(404, "Not Found")
        if self.articles[key].archived:
            raise FaultError(422, {"errors": ["Article is archived"]})
        return Reply({"article": self._shown(self._changed(self.articles[key], given))})

    def _archive(self, key: int, *, archived: bool) -> Reply:
        if key not in self.articles:
            raise self.refusal(404, "Not Found")
        if self.articles[key].archived is archived:
            raise self.refusal(422, "Archival Failure")
        self.articles[key].archived = archived
        return Reply({"article": self._shown(self.articles[key])})

    def _given(self, asked: Asked, *names: str) -> dict[str, Any]:
        if not isinstance(asked.body, dict) or set(asked.body) != {"article"}:
            raise self.refusal(400, "param is missing or the value is empty: article")
        given: dict[str, Any] = asked.body["article"]
        self.known(given, *names)
        if given.get("company_id") is not None and given["company_id"] not in self.companies:
            raise FaultError(422, {"errors": ["Company must exist"]})
        return given

    def _changed(self, article: HuduArticle, given: dict[str, Any]) -> HuduArticle:
        article.name = given.get("name", article.name)
        article.company_id = given.get("company_id", article.company_id)
        if "content" in given:
            article.content = sanitised(given["content"], fragments=self.fragments)
        return article

    def _shown(self, article: HuduArticle) -> dict[str, object]:
        return {
            "id": article.id,
            "slug": f"{article.id:x}-slug",
            "name": article.name,
            "draft": False,
            "content": article.content,
            "url": f"{self.address}/kba/{article.id:x}-slug",
            "object_type": "Article",
            "folder_id": article.folder_id,
            "enable_sharing": article.enable_sharing,
            "share_url": None,
            "company_id": article.company_id,
            "created_at": "2026-11-22T09:00:00.000Z",
            "updated_at": "2026-11-22T09:00:00.000Z",
            "public_photos": [],
        }
