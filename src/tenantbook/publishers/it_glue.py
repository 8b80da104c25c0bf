"""Publish to IT Glue: documents of an organisation, made of sections, and published when they are whole.

Not tried against IT Glue: written from its published API, and tried against a stand-in that follows that.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints

from tenantbook.model.base import Entry, Name
from tenantbook.model.target import PublisherKind, Status, Target
from tenantbook.publishers.companies import CompanyPublisher
from tenantbook.publishers.contract import Desk, Publisher, RefusedError, UnreachableError
from tenantbook.publishers.marking import line_of, marked_name
from tenantbook.publishers.sections import HEADING, LEVEL, TEXT, Section, alike, html_of, sections_of
from tenantbook.publishers.side import Held, Writing, api_at

VARIABLE = "IT_GLUE_API_KEY"
REGIONS = {"us": "https://api.itglue.com", "eu": "https://api.eu.itglue.com", "au": "https://api.au.itglue.com"}
_MEDIA = "application/vnd.api+json"
_PAGE = 200
_MOST_PAGES = 1000

#: Without a filter only documents outside of folders are listed; with this one only those inside.
_FILTERS: tuple[Mapping[str, str], ...] = ({}, {"filter[document_folder_id][ne]": "null"})

#: What a provider calls an organisation that it has no more to do with.
_GONE = frozenset({"archived", "inactive"})


class Settings(Entry):
    """Where the documents go."""

    region: Annotated[Literal["us", "eu", "au"], Field(description="Where your IT Glue is hosted")] = "us"
    address: Annotated[
        str,
        StringConstraints(pattern=r"^https?://[^\s/?#@]+/?$", max_length=300),
        Field(description="The address of the API, where it is none of the three regions'"),
    ] = ""
    companies: Annotated[
        dict[Name, Annotated[int, Field(gt=0)]],
        Field(min_length=1, description="The organisation of each client, by its number: `acme-dental: 4512`"),
    ]


def _address(settings: Settings) -> str:
    return settings.address or REGIONS[settings.region]


KIND = PublisherKind(Settings, public=False, secrets=(VARIABLE,), reaches=_address)


@contextmanager
def open_publisher(target: Target[Any], desk: Desk) -> Iterator[Publisher]:
    """Open an IT Glue. Nothing is sent yet."""
    settings: Settings = target.settings
    address = _address(settings)
    with api_at("IT Glue", address, _MEDIA, VARIABLE, desk.environment) as api:
        yield CompanyPublisher(_ItGlue(api, target.status), target, settings.companies, desk)


class _ItGlue:
    """IT Glue's side. Readers see a document's sections as they were when it was last published."""

    words = "IT Glue"
    company_word = "organisation"

    def __init__(self, api: Any, status: Status) -> None:
        self._api = api
        self._draft = status is Status.DRAFT

    def sign_in(self) -> str:
        """Ask for one organisation, which only a valid key is told."""
        said = self._api.ask("GET", "/organizations", {"page[size]": 1})
        if not isinstance(said, dict) or not isinstance(said.get("data"), list):
            raise UnreachableError("this is no IT Glue", "See whether the address is that of its API")
        return ""

    def company_problem(self, company: int) -> str:
        """Tell of an organisation that is not there, or is no more looked after."""
        said = self._api.ask("GET", f"/organizations/{company}")
        if said is None:
            return f"IT Glue has no organisation {company}: correct the number in settings, companies"
        attributes = _resource(said)[1]
        status = str(attributes.get("organization-status-name") or "")
        if attributes.get("archived") or status.casefold() in _GONE:
            return f"organisation {company} is {status.lower() or 'archived'} in IT Glue: change that, or take it out"
        return ""

    def listing(self, company: int) -> Iterator[Held]:
        """Yield an organisation's documents with their sections, those in folders too."""
        seen: set[str] = set()
        for filters in _FILTERS:
            for said in self._pages(f"/organizations/{company}/relationships/documents", filters):
                key, attributes = _resource({"data": said})
                if key not in seen and not attributes.get("archived"):
                    seen.add(key)
                    yield self._held(key, attributes)

    def held(self, key: str) -> Held | None:
        """Return a document with its sections."""
        said = self._api.ask("GET", f"/documents/{_number(key)}")
        return None if said is None else self._held(*_resource(said))

    def create(self, writing: Writing) -> str:
        """Make a document that is called by its mark until it is whole, so that it is found whenever this stops."""
        body = _body("documents", {"name": marked_name(writing.article.id)})
        said = self._api.ask("POST", f"/organizations/{writing.company}/relationships/documents", body=body)
        key, attributes = _resource(said)
        self.write(Held(key, writing.company, str(attributes.get("name", "")), "", ""), writing)
        return key

    def write(self, held: Held, writing: Writing) -> None:
        """Write the sections that differ; the first says that it is unfinished until all others are written."""
        article = writing.article
        unfinished = line_of(article.id, article.record, "", writing.was)
        finished = line_of(article.id, article.record, writing.seal, writing.was)
        wanted = [Section(TEXT, unfinished), *sections_of(writing.body)]
        there = list(held.parts)
        kept = alike(wanted, there)
        path = f"/documents/{_number(held.key)}/relationships/sections"
        first = str(there[0]["id"]) if kept else ""
        for section, part in zip(wanted[:kept], there[:kept], strict=True):
            if part["content"] != section.content:
                self._send("PATCH", f"{path}/{part['id']}", "document-sections", {"content": section.content})
        for part in reversed(there[kept:]):
            self._api.ask("DELETE", f"{path}/{part['id']}")
        for section in wanted[kept:]:
            level = {"level": LEVEL} if section.kind == HEADING else {}
            made = {"resource_type": section.kind, "content": section.content, **level}
            key = self._send("POST", path, "document-sections", made)
            first = first or key
        self._send("PATCH", f"{path}/{first}", "document-sections", {"content": finished})
        if held.title != article.title:
            self._send("PATCH", f"/documents/{held.key}", "documents", {"name": article.title})
        if not self._draft:
            self._api.ask("PATCH", f"/documents/{held.key}/publish")

    def retire(self, key: str) -> None:
        """Archive a document."""
        self._send("PATCH", f"/documents/{_number(key)}", "documents", {"archived": True})

    def restore(self, key: str) -> None:
        """Take a document out of the archive."""
        self._send("PATCH", f"/documents/{_number(key)}", "documents", {"archived": False})

    def _send(self, method: str, path: str, kind: str, attributes: Mapping[str, object]) -> str:
        return _resource(self._api.ask(method, path, body=_body(kind, attributes)))[0]

    def _pages(self, path: str, filters: Mapping[str, str] = _FILTERS[0]) -> Iterator[object]:
        page: object = 1
        for _ in range(_MOST_PAGES):
            if not isinstance(page, int):
                return
            said = self._api.ask("GET", path, {**filters, "page[size]": _PAGE, "page[number]": page})
            if not isinstance(said, dict) or not isinstance(said.get("data"), list):
                raise UnreachableError(f"IT Glue's list at {path} is none", "Try again later")
            yield from said["data"]
            page = (said.get("meta") or {}).get("next-page")
        raise UnreachableError(f"IT Glue's list at {path} does not end", "Try again later")

    def _held(self, key: str, attributes: Mapping[str, Any]) -> Held:
        parts = sorted(self._sections(key), key=lambda part: part["sort"])
        return Held(
            key=key,
            company=int(attributes.get("organization-id") or 0),
            title=str(attributes.get("name") or ""),
            body="\n".join(map(html_of, parts)),
            address=str(attributes.get("resource-url") or ""),
            archived=bool(attributes.get("archived")),
            status=Status.PRIVATE if attributes.get("published") else Status.DRAFT,
            parts=tuple(parts),
        )

    def _sections(self, key: str) -> Iterator[dict[str, Any]]:
        for place, said in enumerate(self._pages(f"/documents/{key}/relationships/sections")):
            number, attributes = _resource({"data": said})
            sort = attributes.get("sort")
            yield {
                "id": number,
                "kind": attributes.get("resource-type") or "",
                "content": attributes.get("content") or "",
                "level": attributes.get("level"),
                "sort": sort if isinstance(sort, int) else place,
            }


def _body(kind: str, attributes: Mapping[str, object]) -> dict[str, object]:
    return {"data": {"type": kind, "attributes": dict(attributes)}}


def _resource(said: object) -> tuple[str, Mapping[str, Any]]:
    """Return the number and the attributes of one resource of JSON:API."""
    data = said.get("data") if isinstance(said, dict) else None
    if not isinstance(data, dict) or not str(data.get("id", "")).isdigit():
        raise UnreachableError("IT Glue's answer holds something without its number", "Try again later")
    return str(data["id"]), data.get("attributes") or {}


def _number(key: str) -> int:
    if not key.isascii() or not key.isdigit():
        raise RefusedError(f"{key} is no number of a document in IT Glue")
    return int(key)
