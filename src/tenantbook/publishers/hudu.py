"""Publish to Hudu's knowledge base: articles of a company, over its API v1.

Not tried against a Hudu: written from its published API, and tried against a stand-in that follows that.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Annotated, Any

from pydantic import Field, StringConstraints

from tenantbook.model.base import Entry, Name
from tenantbook.model.target import PublisherKind, Status, Target
from tenantbook.publishers.companies import CompanyPublisher
from tenantbook.publishers.contract import Desk, Publisher, RefusedError, UnreachableError
from tenantbook.publishers.marking import line_of
from tenantbook.publishers.side import Held, Writing, api_at

VARIABLE = "HUDU_API_KEY"
_PAGE = 100
#: More pages than this are no list that ends.
_MOST_PAGES = 1000


class Settings(Entry):
    """Where the articles go."""

    address: Annotated[
        str,
        StringConstraints(pattern=r"^https?://[^\s/?#@]+/?$", max_length=300),
        Field(description="The address of your Hudu, such as https://docs.example.com"),
    ]
    companies: Annotated[
        dict[Name, Annotated[int, Field(gt=0)]],
        Field(min_length=1, description="The company of each client, by its number in Hudu: `acme-dental: 12`"),
    ]


KIND = PublisherKind(Settings, public=False, secrets=(VARIABLE,))


@contextmanager
def open_publisher(target: Target[Any], desk: Desk) -> Iterator[Publisher]:
    """Open a Hudu. Nothing is sent yet."""
    settings: Settings = target.settings
    with api_at("Hudu", settings.address, "application/json", VARIABLE, desk.environment) as api:
        yield CompanyPublisher(_Hudu(api, target.status), target, settings.companies, desk)


class _Hudu:
    """Hudu's side: an article is one document, written in one request."""

    words = "Hudu"
    company_word = "company"

    def __init__(self, api: Any, status: Status) -> None:
        self._api = api
        self._status = status

    def sign_in(self) -> str:
        """Ask for the version, which only a valid key is told."""
        said = self._api.ask("GET", "/api/v1/api_info")
        if not isinstance(said, dict) or "version" not in said:
            raise UnreachableError("this is no Hudu, or an old one", "See whether the address is right")
        drafts = "Hudu's API makes no drafts: say `status: publish`, then all who may sign in can read it"
        return drafts if self._status is Status.DRAFT else ""

    def company_problem(self, company: int) -> str:
        """Tell of a company that is not there, or is archived."""
        said = _inner(self._api.ask("GET", f"/api/v1/companies/{company}"), "company")
        if said is None or said.get("id") != company:
            return f"Hudu has no company {company}: correct the number in settings, companies"
        return f"company {company} is archived in Hudu: unarchive it, or take it out" if said.get("archived") else ""

    def listing(self, company: int) -> Iterator[Held]:
        """Yield a company's articles. Pages are asked for until one says nothing new: sizes are not always kept to."""
        seen: set[str] = set()
        for page in range(1, _MOST_PAGES + 1):
            query = {"company_id": company, "page": page, "page_size": _PAGE}
            said = self._api.ask("GET", "/api/v1/articles", query)
            articles = said.get("articles") if isinstance(said, dict) else None
            if not isinstance(articles, list):
                raise UnreachableError("Hudu's list of articles is none", "Try again later")
            fresh = [held for held in map(_held, articles) if held.key not in seen]
            if not fresh:
                return
            seen.update(held.key for held in fresh)
            yield from (held for held in fresh if held.company == company)
        raise UnreachableError("Hudu's list of articles does not end", "Try again later")

    def held(self, key: str) -> Held | None:
        """Return an article. One that is not there is answered with null and 200, against the documentation."""
        said = _inner(self._api.ask("GET", f"/api/v1/articles/{_number(key)}"), "article")
        return _held(said) if said else None

    def create(self, writing: Writing) -> str:
        """Make an article, its mark included, in one request; it is never given an address for everybody."""
        article = {**_article(writing), "company_id": writing.company, "enable_sharing": False}
        said = _inner(self._api.ask("POST", "/api/v1/articles", body={"article": article}), "article")
        if said is None:
            raise UnreachableError("Hudu does not say what it made", "Run it again; it is found by its mark")
        return _held(said).key

    def write(self, held: Held, writing: Writing) -> None:
        """Write an article anew; its folder, company and sharing stay as they are."""
        self._api.ask("PUT", f"/api/v1/articles/{_number(held.key)}", body={"article": _article(writing)})

    def retire(self, key: str) -> None:
        """Archive an article."""
        self._api.ask("PUT", f"/api/v1/articles/{_number(key)}/archive")

    def restore(self, key: str) -> None:
        """Take an article out of the archive."""
        self._api.ask("PUT", f"/api/v1/articles/{_number(key)}/unarchive")


def _article(writing: Writing) -> dict[str, object]:
    line = line_of(writing.article.id, writing.article.record, writing.seal, writing.was)
    return {"name": writing.article.title, "content": f"{writing.body}\n{line}"}


def _number(key: str) -> int:
    if not key.isascii() or not key.isdigit():
        raise RefusedError(f"{key} is no number of an article in Hudu")
    return int(key)


def _inner(said: object, name: str) -> Mapping[str, Any] | None:
    """Return what an answer is about: some are wrapped in its name, against the documentation, some are not."""
    inner = said.get(name, said) if isinstance(said, dict) else None
    return inner if isinstance(inner, dict) else None


def _held(said: object) -> Held:
    if not isinstance(said, dict) or not isinstance(said.get("id"), int):
        raise UnreachableError("Hudu's answer holds an article without its number", "Try again later")
    return Held(
        key=str(said["id"]),
        company=said.get("company_id") or 0,
        title=said.get("name") or "",
        body=said.get("content") or "",
        address=said.get("url") or "",
        archived=bool(said.get("archived")),
        status=Status.PUBLISH if said.get("enable_sharing") else Status.PRIVATE,
    )
