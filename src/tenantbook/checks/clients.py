"""Checks on clients: no two share a tenant or a folder, and each can be served."""

import re
from collections.abc import Iterable, Iterator

from tenantbook.content.library import Library, page_and_language
from tenantbook.content.parse import suggest
from tenantbook.model.client import Client
from tenantbook.model.problem import Problem

_ID = re.compile(r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$")

#: Names that are taken: the house itself, and what Windows reserves for devices.
RESERVED = frozenset(
    {"house", "con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(10))}
)


def is_client_id(name: str) -> bool:
    """Return whether a name is a safe one for files and folders."""
    return bool(_ID.match(name))


def _clients(library: Library) -> Iterator[tuple[str, str, Client]]:
    for file, entry in library.files.items():
        if isinstance(entry, Client):
            yield file, page_and_language(file)[0], entry


def client_ids_are_names(library: Library) -> Iterator[Problem]:
    """A client's file name is its id and the name of its folder, so it must be a safe one."""
    for file, client, _ in _clients(library):
        stem = file.rpartition("/")[2].removesuffix(".yml")
        if not is_client_id(stem):
            yield Problem(file, 1, f"{stem!r} is no client id: small letters, digits and single hyphens")
        elif client in RESERVED:
            yield Problem(file, 1, f"{client!r} is reserved; choose another file name")


def tenants_have_one_client(library: Library) -> Iterator[Problem]:
    """Two clients with one tenant id would publish one company's values under another's name."""
    for tenant, files in _alike((client.tenant, file) for file, _, client in _clients(library)):
        for file in files:
            line = library.documents[file].line(("tenant",))
            yield Problem(file, line, f"the tenant {tenant} is that of {_others(file, files)} as well")


def output_paths_differ(library: Library) -> Iterator[Problem]:
    """Two clients whose folders are one on a system that ignores capitals would overwrite each other."""
    for _, files in _alike((client.casefold(), file) for file, client, _ in _clients(library)):
        for file in files:
            yield Problem(file, 1, f"would be built into the same folder as {_others(file, files)}")


def _alike(found: Iterable[tuple[str, str]]) -> Iterator[tuple[str, list[str]]]:
    """Yield what several files share, with them: nobody can tell which of them is right."""
    by_key: dict[str, list[str]] = {}
    for key, file in found:
        by_key.setdefault(key, []).append(file)
    yield from ((key, files) for key, files in by_key.items() if len(files) > 1)


def _others(file: str, files: list[str]) -> str:
    return " and ".join(other for other in files if other != file)


def client_languages_exist(library: Library) -> Iterator[Problem]:
    """A client's language has a file, and so has the house's."""
    entries = [(file, client.language) for file, _, client in _clients(library)]
    if library.house:
        entries.append(("house.yml", library.house.language))
    for file, language in entries:
        if library.languages and language not in library.languages:
            line = library.documents[file].line(("language",))
            known = suggest(language, library.languages) or f"; there is {', '.join(library.languages)}"
            yield Problem(file, line, f"unknown language {language!r}{known}")


def clouds_offer_the_policies(library: Library) -> Iterator[Problem]:
    """A client's cloud offers every policy that facts are read from."""
    for file, _, client in _clients(library):
        for source, policy in library.policies.items():
            if client.cloud not in policy.clouds:
                yield Problem(
                    file,
                    library.documents[file].line(("cloud",)),
                    f"the {client.cloud} cloud is not among those that offer {policy.policy} ({source}, `clouds:`)",
                )


CHECKS = (
    client_ids_are_names,
    tenants_have_one_client,
    output_paths_differ,
    client_languages_exist,
    clouds_offer_the_policies,
)
