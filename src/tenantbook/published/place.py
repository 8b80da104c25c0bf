"""From what a person gives to the place that is meant."""

import os
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Literal

from tenantbook.content.parse import suggest
from tenantbook.model.extras import missing_of, to_install
from tenantbook.model.published import Form
from tenantbook.published.address import scope_of, shown
from tenantbook.published.contract import Bounds, Place, UnreadablePlaceError
from tenantbook.published.credentials import credentials_from
from tenantbook.published.folder import ENDINGS, Folder
from tenantbook.published.saved import HTML, SINGLE_FILE, Saved
from tenantbook.published.text import plain
from tenantbook.published.zipped import Zip

#: What an address is taken for: whatever it turns out to be, a WordPress, or a site to crawl even if it is one.
WebForm = Literal["auto", "wordpress", "site"]

_SCHEME = re.compile(r"^([a-z][a-z+]*)://", re.IGNORECASE)
#: What may stand before an address to say what it is.
_ASKED_FOR: Mapping[str, WebForm] = {"wordpress+": "wordpress", "site+": "site"}
#: A host by its look: names with dots, perhaps a port and a path.
_HOST = re.compile(r"^(?:[a-z0-9-]+\.)+[a-z]{2,}(?::\d+)?(?:/\S*)?$", re.IGNORECASE)
_SUITED = "Give a folder, a .zip, a saved page (.html, .mhtml) or an address (https://...)"
#: Files looked at, at the most, to tell a built site from a folder of Markdown.
_LOOKED_AT = 20_000


def place_at(
    text: str,
    *,
    form: WebForm = "auto",
    categories: Sequence[str] = (),
    types: Sequence[str] = (),
    bounds: Bounds | None = None,
    environment: Mapping[str, str] | None = None,
) -> Place:
    """Return the place that `text` names: a folder, a zip, a saved page, or an address of the web.

    `categories` (slugs or numbers) narrow what is read of a WordPress, `types` add kinds of post. Names and passwords
    come from `environment`. No request is sent before its pages are asked for.

    Raises:
        UnreadablePlaceError: nothing can be read there.
    """
    limits = bounds or Bounds()
    if _SCHEME.match(text):
        known = os.environ if environment is None else environment
        return _on_the_web(text, form, (tuple(categories), tuple(types)), limits, known)
    if not text.strip():
        raise UnreadablePlaceError("no place is given", _SUITED)
    path = Path(text)
    try:
        if path.is_dir():
            return Folder(path, _form_of(path), limits)
        if path.is_file():
            return _file(path, limits)
    except (OSError, ValueError) as error:
        raise UnreadablePlaceError(f"{plain(text)} cannot be read", "Correct the path, or its rights") from error
    raise UnreadablePlaceError(f"there is no {plain(text)!r}{_meant(text, path)}", _SUITED)


def _on_the_web(
    text: str,
    form: WebForm,
    wanted: tuple[tuple[str, ...], tuple[str, ...]],
    bounds: Bounds,
    environment: Mapping[str, str],
) -> Place:
    for before, asked in _ASKED_FOR.items():
        if text.lower().startswith(before):
            text, form = text[len(before) :], asked
    if not text.lower().startswith(("https://", "http://")):
        raise UnreadablePlaceError(f"{shown(text)} is no address that can be read", _SUITED)
    scope = scope_of(text)
    if missing := missing_of("check"):
        raise UnreadablePlaceError(f"sites are read with {', '.join(missing)}, not installed", to_install("check"))
    from tenantbook.published.web import Site  # noqa: PLC0415  # httpx is slow to load, and an extra
    from tenantbook.published.wordpress import Wanted  # noqa: PLC0415  # as above

    asked = "wordpress" if wanted[0] else form
    return Site(scope, asked, Wanted(*wanted), credentials_from(environment), bounds)


def _file(path: Path, bounds: Bounds) -> Place:
    name = path.name.lower()
    if name.endswith((*HTML, *SINGLE_FILE)):
        return Saved(path, bounds)
    if name.endswith(".zip"):
        return Zip(path, bounds)
    raise UnreadablePlaceError(f"{plain(str(path))} is no page and no zip", _SUITED)


def _form_of(folder: Path) -> Form:
    """Return what the pages of a folder are written in: HTML where it holds a site, else Markdown if there is any."""
    if (folder / "kb_src").is_dir():
        sites = folder / "build" / "sites"
        hint = f"did you mean {sites}?" if sites.is_dir() else "Run `tenantbook build` first"
        raise UnreadablePlaceError(
            f"{plain(str(folder))} is the project, not what is published", hint[0].upper() + hint[1:]
        )
    markdown = html = False
    for name, depth in _names(folder):
        if name == "index.html" and depth <= 2:  # noqa: PLR2004  # client/surface/index.html, or above
            return "html"
        html = html or name.endswith(ENDINGS["html"])
        markdown = markdown or name.endswith(ENDINGS["markdown"])
    if not (html or markdown):
        raise UnreadablePlaceError(
            f"{plain(str(folder))} holds no pages (.html) and no Markdown (.md)", "Give the folder that does"
        )
    return "markdown" if markdown else "html"


def _names(folder: Path) -> Iterator[tuple[str, int]]:
    seen = 0
    for here, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        depth = len(Path(here).relative_to(folder).parts)
        yield from ((name.lower(), depth) for name in sorted(files))
        seen += len(files)
        if seen > _LOOKED_AT:
            return


def _meant(text: str, path: Path) -> str:
    """Return what may have been meant instead: a neighbour by name, or an address without its https."""
    parent = path.parent
    near = suggest(path.name, [entry.name for entry in parent.iterdir()]) if parent.is_dir() else ""
    return near or (f" (did you mean https://{text}?)" if _HOST.match(text) else "")
