"""Checks on targets: what they name exists, and nothing internal goes out to the public unsaid."""

from collections.abc import Iterator

from tenantbook.checks.clients import RESERVED, is_client_id
from tenantbook.content.library import Library
from tenantbook.content.parse import suggest
from tenantbook.model.audience import Surface
from tenantbook.model.problem import Problem
from tenantbook.model.publication import ArticleId
from tenantbook.model.target import Status
from tenantbook.pages.compose import HOUSE, pages_for
from tenantbook.pages.readers import may_be_public
from tenantbook.plan.wanted import AnyTarget, adoptions, articles_of, clients_of, goes_public

#: Clients named in one message; more would hide what it says.
_NAMED = 5


def _targets(library: Library) -> Iterator[tuple[str, str, AnyTarget]]:
    for name, target in library.targets.items():
        yield f"publish/{name}.yml", name, target


def target_names_are_names(library: Library) -> Iterator[Problem]:
    """A target's file name is what one publishes by, and the name of its ledger, so it must be a safe one."""
    for file, name, _ in _targets(library):
        if not is_client_id(name) or name in RESERVED - {HOUSE}:
            yield Problem(file, 1, f"{name!r} is no name for a target: small letters, digits and single hyphens")


def publishers_exist(library: Library) -> Iterator[Problem]:
    """A target names a publisher that there is."""
    for file, _, target in _targets(library):
        if target.publisher not in library.publishers:
            known = suggest(target.publisher, library.publishers) or f"; there is {', '.join(library.publishers)}"
            line = library.documents[file].line(("publisher",))
            yield Problem(file, line, f"unknown publisher {target.publisher!r}{known}")


def clients_of_targets_exist(library: Library) -> Iterator[Problem]:
    """A target names clients that there are, each once."""
    if not library.is_whole("clients/"):
        return
    for file, _, target in _targets(library):
        named = () if target.clients == "all" else target.clients
        for number, client in enumerate(named):
            line = library.documents[file].line(("clients", number))
            if client not in (*library.clients, HOUSE):
                yield Problem(file, line, f"unknown client {client!r}{suggest(client, [*library.clients, HOUSE])}")
            elif client in named[:number]:
                yield Problem(file, line, f"the client {client!r} stands here twice")


def audiences_of_targets_are_on_their_surfaces(library: Library) -> Iterator[Problem]:
    """A target names audiences of the surfaces that it publishes."""
    for file, _, target in _targets(library) if library.is_whole("audiences.yml") else ():
        offered = [name for surface in target.surfaces for name in library.audiences_on(surface)]
        for number, audience in enumerate(target.audiences):
            if audience not in offered:
                there = suggest(audience, offered) or f"; there is {', '.join(offered)}"
                surfaces = " and ".join(surface.value for surface in target.surfaces)
                line = library.documents[file].line(("audiences", number))
                yield Problem(file, line, f"no audience {audience!r} on the surface {surfaces}{there}")


def pages_of_targets_exist(library: Library) -> Iterator[Problem]:
    """A target names pages that one of its audiences has."""
    if not (library.is_whole("audiences.yml") and library.is_whole("procedures/") and library.is_whole("scenarios/")):
        return
    for file, _, target in _targets(library):
        audiences = [name for surface in target.surfaces for name in library.audiences_on(surface)]
        wanted = [name for name in audiences if not target.audiences or name in target.audiences]
        offered = dict.fromkeys(page for audience in wanted for page in pages_for(library, audience))
        for number, page in enumerate(target.pages if wanted else ()):
            if page not in offered:
                there = suggest(page, offered) or f"; there is {', '.join(offered)}"
                line = library.documents[file].line(("pages", number))
                yield Problem(file, line, f"no page {page!r} for {' or '.join(wanted)}{there}")


def internal_guides_stay_internal(library: Library) -> Iterator[Problem]:
    """What is for the provider's own staff is public only where the client's file says in words who decided that."""
    if not library.is_whole("clients/") or library.house is None:
        return
    for file, _, target in _targets(library):
        if Surface.INTERNAL not in target.surfaces or not goes_public(library, target):
            continue
        if unsaid := [
            each for each in clients_of(library, target) if not may_be_public(library, each, Surface.INTERNAL)
        ]:
            line = library.documents[file].line(("status",))
            yield Problem(file, line, _unsaid(unsaid))


def _unsaid(clients: list[str]) -> str:
    names = ", ".join(clients[:_NAMED]) + (f" and {len(clients) - _NAMED} more" if len(clients) > _NAMED else "")
    file = "house.yml" if clients[0] == HOUSE else f"clients/{clients[0]}.yml"
    return (
        f"would make internal guides public, of {names}; write `status: {Status.PRIVATE}` or leave out the surface "
        f"`internal`, or say in {file} who decided that they may be: `publish_internal: ...`"
    )


def adopted_articles_exist(library: Library) -> Iterator[Problem]:
    """A target adopts articles that it publishes, each for one thing that stands there."""
    if library.house is None or not library.is_whole("clients/"):
        return
    for file, _, target in _targets(library):
        for entry, mistake in adoptions(library, target)[1].items():
            yield Problem(file, library.documents[file].line(("adopt", entry)), mistake)


def targets_do_not_share_articles(library: Library) -> Iterator[Problem]:
    """An article is published to one place by one target: two would take each other's changes for changes by hand."""
    wholes = ("clients/", "audiences.yml", "procedures/", "scenarios/")
    if library.house is None or not all(library.is_whole(part) for part in wholes):
        return
    places: dict[object, list[tuple[str, str, AnyTarget]]] = {}
    for each in _targets(library):
        places.setdefault(_place(each[2]), []).append(each)
    for sharing in places.values():
        seen: dict[ArticleId, str] = {}
        for file, name, target in sharing if len(sharing) > 1 else ():
            known = [client for client in clients_of(library, target) if client in (*library.clients, HOUSE)]
            own = [article for client in known for article in articles_of(library, target, client)]
            if twice := next((article for article in own if article in seen), None):
                line = library.documents[file].line(("clients",))
                yield Problem(file, line, f"{seen[twice]!r} publishes {twice.marker} there too; leave it out of one")
            seen.update(dict.fromkeys(own, name))


def passwords_go_to_one_site(library: Library) -> Iterator[Problem]:
    """A password is for one site: targets that reach different ones name their own `credentials`."""
    reached: dict[tuple[str, str], tuple[str, str]] = {}
    for file, name, target in _targets(library):
        kind = library.publishers.get(target.publisher)
        if kind is None or not kind.secrets:
            continue
        variable = target.variable(kind.secrets[-1])
        address = kind.reaches(target.settings).rstrip("/")
        first, where = reached.setdefault((target.publisher, target.credentials or ""), (name, address))
        if where != address:
            line = library.documents[file].line(("settings",))
            text = f"{variable} would be sent to {address} and, by {first!r}, to {where}"
            yield Problem(file, line, f"{text}; give one of them `credentials:` of its own")


def _place(target: AnyTarget) -> object:
    """Return where a target publishes to, as far as its settings tell."""
    settings = target.settings.model_dump()
    address = str(settings.get("address", "")).rstrip("/")
    return target.publisher, address, *(str(settings.get(name, "")) for name in ("region", "type"))


CHECKS = (
    target_names_are_names,
    publishers_exist,
    clients_of_targets_exist,
    audiences_of_targets_are_on_their_surfaces,
    pages_of_targets_exist,
    internal_guides_stay_internal,
    adopted_articles_exist,
    targets_do_not_share_articles,
    passwords_go_to_one_site,
)
