"""A stand-in for IT Glue: organisations, documents, their sections, publishing; JSON:API with names in kebab case.

Kept here: a document's content is in its sections alone; lists hold the documents outside of folders, and those inside
only when asked for; a section's kind is given as `resource_type` and cannot be changed; readers see a document as it
was when it was published; publishing is a PATCH.
"""

import re
from dataclasses import dataclass, field
from typing import Any

from support.vendors.sanitise import sanitised
from support.vendors.standin import Asked, FaultError, Reply, Standin, number

KINDS = ("Document::Text", "Document::Heading", "Document::Gallery", "Document::Step")
LIMIT = 3000


@dataclass
class Part:
    id: int
    kind: str
    content: str
    level: int | None = None


@dataclass
class Document:
    """`shown` is what readers see: None before it was published for the first time."""

    id: int
    organization: int
    name: str
    parts: list[Part] = field(default_factory=list)
    shown: list[str] | None = None
    folder: int | None = None
    archived: bool = False

    @property
    def content(self) -> list[str]:
        return [part.content for part in self.parts]


@dataclass
class ItGlueStandin(Standin):
    """`organizations` maps a number to the name of its status."""

    organizations: dict[int, str] = field(default_factory=lambda: {11: "Active", 12: "Active", 13: "Inactive"})
    fragments: bool = True
    documents: dict[int, Document] = field(default_factory=dict)
    media = "application/vnd.api+json"

    def __post_init__(self) -> None:
        super().__init__()
        self._last = 1000

    def routes(self) -> Any:
        sections = r"/documents/(\d+)/relationships/sections"
        return [
            ("GET", r"/organizations", self._organizations),
            ("GET", r"/organizations/(\d+)", self._organization),
            ("GET", r"/organizations/(\d+)/relationships/documents", self._list),
            ("POST", r"/organizations/(\d+)/relationships/documents", self._create),
            ("GET", r"/documents/(\d+)", lambda asked, key: Reply({"data": self._resource(self._document(key))})),
            ("PATCH", r"/documents/(\d+)", self._update),
            ("PATCH", r"/documents/(\d+)/publish", self._publish),
            ("GET", sections, self._sections),
            ("POST", sections, self._add),
            ("PATCH", rf"{sections}/(\d+)", self._change),
            ("DELETE", rf"{sections}/(\d+)", self._delete),
        ]

    def answer(self, asked: Asked) -> Reply:
        # The limit counts requests in five minutes; no test takes that long.
        if len(self.asked) >= LIMIT:
            return self.refusal(429, "Rate limit exceeded").reply
        return super().answer(asked)

    def refusal(self, status: int, why: str) -> FaultError:
        return FaultError(status, {"errors": [{"status": str(status), "title": "Error", "detail": why}]})

    def live(self) -> list[Document]:
        return [document for document in self.documents.values() if not document.archived]

    def _organizations(self, asked: Asked) -> Reply:
        self.known(asked.query, "page[size]", "page[number]", "sort")
        return self._page(asked, [self._about(key) for key in self.organizations])

    def _organization(self, asked: Asked, key: int) -> Reply:
        self.known(asked.query)
        self._there(key)
        return Reply({"data": self._about(key)})

    def _list(self, asked: Asked, organization: int) -> Reply:
        folders = "filter[document_folder_id][ne]"
        self.known(asked.query, "page[size]", "page[number]", "sort", folders)
        self._there(organization)
        inside = asked.query.get(folders) == "null"
        found = [one for one in self.live() if one.organization == organization and (one.folder is not None) is inside]
        return self._page(asked, [self._resource(document) for document in found])

    def _create(self, asked: Asked, organization: int) -> Reply:
        self._there(organization)
        given = self._given(asked, "documents", "name", "document_folder_id")
        if not given.get("name"):
            raise self.refusal(422, "Name can't be blank")
        document = Document(self._next(), organization, given["name"])
        self.documents[document.id] = document
        return Reply({"data": self._resource(document)}, 201)

    def _update(self, asked: Asked, key: int) -> Reply:
        document = self._document(key)
        given = self._given(asked, "documents", "name", "archived")
        if "name" in given and not given["name"]:
            raise self.refusal(422, "Name can't be blank")
        document.name = given.get("name", document.name)
        document.archived = given.get("archived", document.archived)
        return Reply({"data": self._resource(document)})

    def _publish(self, asked: Asked, key: int) -> Reply:
        document = self._document(key)
        document.shown = document.content
        return Reply({"data": self._resource(document)})

    def _sections(self, asked: Asked, key: int) -> Reply:
        self.known(asked.query, "page[size]", "page[number]", "sort", "filter[id]")
        return self._page(asked, [self._part(key, place) for place in range(len(self._document(key).parts))])

    def _add(self, asked: Asked, key: int) -> Reply:
        document = self._document(key)
        given = self._given(asked, "document-sections", "resource_type", "content", "level", "duration", "sort")
        if "resource_type" not in given:
            raise self.refusal(400, "param is missing or the value is empty: resource_type")
        if given["resource_type"] not in KINDS:
            raise self.refusal(422, "Resource type is not included in the list")
        part = Part(self._next(), given["resource_type"], "", given.get("level"))
        if part.kind == "Document::Heading" and part.level not in range(1, 7):
            raise self.refusal(422, "Level is not included in the list")
        document.parts.append(self._filled(part, given))
        return Reply({"data": self._part(key, len(document.parts) - 1)}, 201)

    def _change(self, asked: Asked, key: int, section: int) -> Reply:
        place = self._place(key, section)
        given = self._given(asked, "document-sections", "content", "level", "duration", "sort")
        self._filled(self._document(key).parts[place], given)
        return Reply({"data": self._part(key, place)})

    def _delete(self, asked: Asked, key: int, section: int) -> Reply:
        del self._document(key).parts[self._place(key, section)]
        return Reply(None, 204)

    def _filled(self, part: Part, given: dict[str, Any]) -> Part:
        if part.kind == "Document::Heading" and "<" in given.get("content", ""):
            raise self.refusal(422, "Content must be plain text")
        if "content" in given:
            html = part.kind != "Document::Heading"
            part.content = sanitised(given["content"], fragments=self.fragments) if html else given["content"]
        return part

    def _given(self, asked: Asked, kind: str, *names: str) -> dict[str, Any]:
        data = asked.body.get("data") if isinstance(asked.body, dict) else None
        if not isinstance(data, dict) or data.get("type") != kind or not isinstance(data.get("attributes"), dict):
            raise self.refusal(400, f"param is missing or the value is empty: data of type {kind}")
        self.known(data["attributes"], *names)
        return dict(data["attributes"])

    def _there(self, organization: int) -> None:
        if organization not in self.organizations:
            raise self.refusal(404, "Not Found")

    def _document(self, key: int) -> Document:
        if key not in self.documents:
            raise self.refusal(404, "Not Found")
        return self.documents[key]

    def _place(self, key: int, section: int) -> int:
        for place, part in enumerate(self._document(key).parts):
            if part.id == section:
                return place
        raise self.refusal(404, "Not Found")

    def _next(self) -> int:
        self._last += 1
        return self._last

    def _page(self, asked: Asked, found: list[Any]) -> Reply:
        size, page = number(asked.query.get("page[size]", "50")), number(asked.query.get("page[number]", "1"))
        if not 1 <= size <= 1000 or page < 1:
            raise self.refusal(400, "page is out of bounds")
        more = len(found) > page * size
        meta = {"current-page": page, "next-page": page + 1 if more else None, "total-count": len(found)}
        return Reply({"data": found[(page - 1) * size : page * size], "meta": meta})

    def _about(self, key: int) -> dict[str, object]:
        attributes = {"name": f"Organisation {key}", "organization-status-name": self.organizations[key]}
        return {"id": str(key), "type": "organizations", "attributes": attributes}

    def _resource(self, document: Document) -> dict[str, object]:
        attributes = {
            "organization-id": document.organization,
            "name": document.name,
            "resource-url": f"https://example.itglue.com/{document.organization}/docs/{document.id}",
            "document-folder-id": document.folder,
            "published": document.shown is not None,
            "archived": document.archived,
            "updated-at": "2026-11-22T09:00:00.000Z",
        }
        return {"id": str(document.id), "type": "documents", "attributes": attributes}

    def _part(self, key: int, place: int) -> dict[str, object]:
        part = self._document(key).parts[place]
        attributes = {
            "document-id": key,
            "resource-type": part.kind,
            "content": part.content,
            "level": part.level,
            "sort": place,
        }
        return {"id": str(part.id), "type": "document-sections", "attributes": attributes}


def words_of(parts: list[str]) -> str:
    """Return the words that readers see."""
    return " ".join(re.sub(r"<[^>]*>", " ", " ".join(parts)).split())
