"""What a WordPress is, and what whoever signs in may do there."""

from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from tenantbook.blocks import Editor
from tenantbook.content.parse import suggest
from tenantbook.published.text import plain
from tenantbook.published.wordpress_answers import json_of, text_at
from tenantbook.publishers.contract import UnreachableError
from tenantbook.publishers.wordpress.refusals import said_by
from tenantbook.publishers.wordpress.rest import Rest

#: The route of each taxonomy that articles are filed under, and its name in WordPress.
TAXONOMIES: Mapping[str, str] = {"categories": "category", "tags": "post_tag"}


@dataclass(frozen=True, slots=True)
class Site:
    """A WordPress to one user: what this one may do, where articles stand, and which blocks the editor knows.

    `of_type` names the capability that each thing takes with articles of this type, such as `publish_posts`.
    """

    user: int
    role: str
    capabilities: frozenset[str]
    home: str
    base: str
    of_type: Mapping[str, str]
    taxonomies: frozenset[str]
    editor: Editor

    def may(self, what: str) -> bool:
        """Tell whether the user may do something with articles, or with the site."""
        return self.of_type.get(what, what) in self.capabilities

    @property
    def keeps_html(self) -> bool:
        """Whether what this user sends is kept to the letter, instead of being filtered."""
        return "unfiltered_html" in self.capabilities


def sign_in(rest: Rest, kind: str) -> Site:
    """Return the WordPress as the user sees it, for articles of a type.

    A wrong password reads what is public all the same, so it is asked who we are before anything else.

    Raises:
        UnreachableError: WordPress does not let us in, or has no such type.
    """
    me = _held(rest, "users/me", context="edit", _fields="id,roles,capabilities")
    if type(me.get("id")) is not int:
        raise UnreachableError(
            f"{rest.where}: WordPress does not say who WP_USER is", "See whether a plugin changes that"
        )
    index = _held(rest, "", _fields="home,namespaces")
    of_type = _type(rest, kind)
    capabilities = me.get("capabilities")
    roles = me.get("roles")
    return Site(
        user=me["id"],
        role=plain(", ".join(map(str, roles))) if isinstance(roles, list) else "",
        capabilities=frozenset(str(name) for name, may in capabilities.items() if may)
        if isinstance(capabilities, dict)
        else frozenset(),
        home=text_at(index, "home") or rest.scope.start,
        base=text_at(of_type, "rest_base") or kind,
        of_type={str(what): str(name) for what, name in (of_type.get("capabilities") or {}).items()},
        taxonomies=frozenset(map(str, of_type.get("taxonomies") or ())),
        editor=_editor(rest),
    )


def _held(rest: Rest, route: str, **query: str) -> dict[str, Any]:
    answer = rest.get(route, **query)
    if answer.status != HTTPStatus.OK:
        raise UnreachableError(f"{rest.where}: {said_by(answer)}", _PLUGIN)
    held = json_of(answer)
    return held if isinstance(held, dict) else {}


def _type(rest: Rest, kind: str) -> dict[str, Any]:
    answer = rest.get(f"types/{kind}", context="edit")
    if answer.status == HTTPStatus.OK and isinstance(held := json_of(answer), dict):
        return held
    if answer.status in (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN):
        raise UnreachableError(
            f"{rest.where}: WP_USER may not write anything there ({said_by(answer)})",
            "Give the user the role of a contributor at the least, of an editor to do all that publishing does",
        )
    known = _held(rest, "types", _fields="")
    raise UnreachableError(
        f"{rest.where}: there is no type {kind!r} over REST{suggest(kind, list(known))}", "Correct `type` in the target"
    )


def _editor(rest: Rest) -> Editor:
    """Return which blocks the editor knows, and in which form; of those of WordPress itself."""
    answer = rest.get("block-types", namespace="core", _fields="name,attributes,supports")
    held = json_of(answer) if answer.status == HTTPStatus.OK else None
    if not isinstance(held, list):
        raise UnreachableError(
            f"{rest.where}: its blocks cannot be listed: {said_by(answer)}", "Update WordPress to 6.1 or newer"
        )
    return Editor.of_types({text_at(entry, "name"): entry for entry in held if isinstance(entry, dict)})


_PLUGIN = "See whether a plugin changes its REST interface"
