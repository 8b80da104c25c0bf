"""The library: everything that `kb_src` says, in one frozen value."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Any, cast

from tenantbook.content.document import Document, read_document
from tenantbook.content.kinds import KINDS, kind_of
from tenantbook.content.parse import parse, suggest
from tenantbook.model.audience import Audience, AudiencesFile, Role, RolesFile, Surface
from tenantbook.model.base import Entry
from tenantbook.model.client import Client, Helpdesk, HouseFile, LanguageFile, Pause
from tenantbook.model.place import Place, PlacesFile
from tenantbook.model.policy import BaselineFile, Bound, Derived, Fact, PolicyFile, Recommendation
from tenantbook.model.problem import Problem
from tenantbook.model.procedure import Procedure
from tenantbook.model.target import AnySettings, PublisherKind, Target, target_model

#: The language that every procedure is written in first.
FIRST_LANGUAGE = "en"


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Why nothing is done about a client: the mistakes in its file, or the pause that it makes."""

    problems: tuple[Problem, ...] = ()
    pause: Pause | None = None


@dataclass(frozen=True, slots=True)
class Library:
    """What the content files say. `procedures` maps a page's id and language to its procedure.

    `sources` maps each file there is (its path below `kb_src`) to its text, `files` each parsed one to
    its model, `documents` to its lines; `listed` names them all. A library may be incomplete: what
    could not be parsed is not in it. `publishers` says what targets may name, and in which form. `left_out` has the
    clients whom nothing is done about, who are not among `clients`.
    """

    sources: Mapping[str, str] = field(default_factory=dict)
    listed: frozenset[str] = frozenset()
    documents: Mapping[str, Document] = field(default_factory=dict)
    files: Mapping[str, Entry] = field(default_factory=dict)
    templates: Mapping[str, str] = field(default_factory=dict)
    audiences: Mapping[str, Audience] = field(default_factory=dict)
    roles: Mapping[str, Role] = field(default_factory=dict)
    places: Mapping[str, Place] = field(default_factory=dict)
    policies: Mapping[str, PolicyFile] = field(default_factory=dict)
    baseline: Mapping[str, Recommendation] = field(default_factory=dict)
    languages: Mapping[str, LanguageFile] = field(default_factory=dict)
    procedures: Mapping[tuple[str, str], Procedure] = field(default_factory=dict)
    clients: Mapping[str, Client] = field(default_factory=dict)
    house: HouseFile | None = None
    targets: Mapping[str, Target[Any]] = field(default_factory=dict)
    publishers: Mapping[str, PublisherKind] = field(default_factory=dict)
    left_out: Mapping[str, LeftOut] = field(default_factory=dict)

    @property
    def known_clients(self) -> frozenset[str]:
        """The id of every client there is, those that are left out for now among them."""
        return frozenset([*self.clients, *self.left_out])

    def without(self, left_out: Mapping[str, LeftOut]) -> "Library":
        """Return the library without some clients: nothing is done about them, and nothing of theirs is taken away."""
        kept = {client: entry for client, entry in self.clients.items() if client not in left_out}
        return replace(self, clients=kept, left_out={**self.left_out, **left_out})

    def is_whole(self, where: str) -> bool:
        """Return whether every file of a kind was parsed; if not, an unknown name may be in the others."""
        files = [file for file in self.listed if file == where or file.startswith(where)]
        optional = any(kind.where == where and not kind.required for kind in KINDS)
        return all(file in self.files for file in files) and (bool(files) or optional)

    @property
    def facts(self) -> dict[str, Fact]:
        """Every declared fact by name."""
        return {name: fact for policy in self.policies.values() for name, fact in policy.facts.items()}

    @property
    def derived(self) -> dict[str, Derived]:
        """Everything that follows from facts, by name."""
        return {name: entry for policy in self.policies.values() for name, entry in policy.derived.items()}

    @property
    def platform(self) -> dict[str, Bound]:
        """Every figure the platform fixes, by name."""
        return {name: bound for policy in self.policies.values() for name, bound in policy.platform.items()}

    def audiences_on(self, surface: Surface | None) -> list[str]:
        """Return the audiences of a surface, or of all where it is None, in the order of the menus."""
        return [name for name, audience in self.audiences.items() if surface in (None, audience.surface)]

    def reads(self, audience: str) -> Iterator[str]:
        """Yield the audience and then, by `like:`, those whose texts it reads where it has none of its own."""
        seen: set[str] = set()
        following: str | None = audience
        while following and following not in seen and following in self.audiences:
            seen.add(following)
            yield following
            following = self.audiences[following].like

    def procedure(self, page: str, language: str) -> tuple[Procedure, str] | None:
        """Return a page's procedure and the language it is in: the wanted one, else the first."""
        for choice in (language, FIRST_LANGUAGE):
            if (page, choice) in self.procedures:
                return self.procedures[page, choice], choice
        return None

    def page_ids(self) -> list[str]:
        """Return the id of every procedure and scenario, by place in the menus."""
        first = {page: entry for (page, language), entry in self.procedures.items() if language == FIRST_LANGUAGE}
        return sorted(first, key=lambda page: (first[page].order, page))

    def helpdesk(self, client: Client | None) -> Helpdesk:
        """Return whom a client's people call: the client's own entry, else the provider's."""
        own = client.helpdesk if client else None
        return own or self.provider.helpdesk

    @property
    def provider(self) -> HouseFile:
        """The provider's own entry; a library without one never gets past validation."""
        if self.house is None:
            raise LookupError("house.yml has not been loaded")
        return self.house


def load_library(
    files: Mapping[str, str],
    templates: Mapping[str, str],
    publishers: Mapping[str, PublisherKind] = MappingProxyType({}),
) -> tuple[Library, list[Problem]]:
    """Return what can be loaded and every mistake found on the way.

    `files` maps the path of each YAML file below `kb_src`, with forward slashes, to its text;
    `templates` maps the name of each page template to its text; `publishers` says which there are.
    """
    problems = [*_unplaced(files), *_missing(files)]
    documents: dict[str, Document] = {}
    parsed: dict[str, Entry] = {}
    for file, text in sorted(files.items()):
        kind = kind_of(file) if file.endswith(".yml") else None
        document = read_document(file, text)
        if isinstance(document, Problem):
            problems.append(document)
        elif kind:
            documents[file] = document
            model = kind.model if kind.model is not Target else _target_model(document, publishers)
            entry, mistakes = parse(document, model)
            problems += mistakes
            if entry is not None:
                parsed[file] = entry
    return replace(_shelve(files, documents, parsed, templates), publishers=publishers), problems


def _target_model(document: Document, publishers: Mapping[str, PublisherKind]) -> type[Entry]:
    """Return the form of a target, which its publisher decides."""
    named = document.data.get("publisher") if isinstance(document.data, dict) else None
    kind = publishers.get(named) if isinstance(named, str) else None
    return target_model(kind.settings if kind else AnySettings)


def _unplaced(files: Mapping[str, str]) -> Iterator[Problem]:
    places = [kind.where for kind in KINDS]
    for file in files:
        if file.endswith(".yaml") and kind_of(file):
            yield Problem(file, 1, "content files end with .yml; rename it")
        elif kind_of(file) is None:
            folder = f"{file.rpartition('/')[0]}/" if "/" in file else file
            yield Problem(file, 1, f"nothing reads a file here{suggest(folder, places)}")


def _missing(files: Mapping[str, str]) -> Iterator[Problem]:
    for kind in KINDS:
        if kind.required and not any(kind_of(file) == kind for file in files):
            yield Problem(kind.where, 1, "the folder holds no file" if kind.is_folder else "the file is missing")


def _shelve(
    sources: Mapping[str, str],
    documents: Mapping[str, Document],
    parsed: Mapping[str, Entry],
    templates: Mapping[str, str],
) -> Library:
    def one(where: str) -> Entry | None:
        return parsed.get(where)

    audiences = cast("AudiencesFile | None", one("audiences.yml"))
    roles = cast("RolesFile | None", one("roles.yml"))
    places = cast("PlacesFile | None", one("places.yml"))
    baseline = cast("BaselineFile | None", one("baseline.yml"))
    return Library(
        sources=sources,
        listed=frozenset(sources),
        documents=documents,
        files=parsed,
        templates=templates,
        audiences=audiences.audiences if audiences else {},
        roles=roles.roles if roles else {},
        places=places.places if places else {},
        policies={file: entry for file, entry in parsed.items() if isinstance(entry, PolicyFile)},
        baseline=baseline.recommendations if baseline else {},
        languages={_stem(file): entry for file, entry in parsed.items() if isinstance(entry, LanguageFile)},
        procedures={page_and_language(file): entry for file, entry in parsed.items() if isinstance(entry, Procedure)},
        clients={_stem(file): entry for file, entry in parsed.items() if isinstance(entry, Client)},
        house=cast("HouseFile | None", one("house.yml")),
        targets={_stem(file): entry for file, entry in parsed.items() if isinstance(entry, Target)},
    )


def _stem(file: str) -> str:
    return file.rpartition("/")[2].removesuffix(".yml")


def page_and_language(file: str) -> tuple[str, str]:
    """Return the page id and language that a procedure's file name gives: `use-pass.de.yml`."""
    page, _, language = _stem(file).partition(".")
    return page, language or FIRST_LANGUAGE
