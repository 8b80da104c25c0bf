"""What hangs on the wall: the estate page with its lists, and each client's badge, written to disk."""

import os
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import quote

from tenantbook.content.library import Library
from tenantbook.disk import Workspace, inside, read_text, write_bytes, write_text
from tenantbook.model.audience import Surface
from tenantbook.model.client import HouseFile
from tenantbook.site.colours import stylesheet
from tenantbook.site.source import BADGE
from tenantbook.standing.badge import badge
from tenantbook.standing.course import State
from tenantbook.standing.page import estate_page
from tenantbook.standing.row import Standing
from tenantbook.standing.tables import as_csv, as_json

_ASSETS = Path(__file__).parent / "standing" / "assets"


def estate_folder(workspace: Workspace) -> Path:
    """Return where the estate page stands; it is internal, like everything of the house."""
    return workspace.build / "estate"


def badges_folder(workspace: Workspace) -> Path:
    """Return where the badges stand, one for each client."""
    return workspace.build / "badges"


def names_of(library: Library) -> dict[str, str]:
    """Return the name of every client, by id: of those whose file is wrong, the id; of none that pauses."""
    names = {client: entry.name for client, entry in library.clients.items()}
    return {**{client: client for client, why in library.left_out.items() if why.problems}, **names}


def sites_of(workspace: Workspace, library: Library, folder: Path | None = None) -> dict[str, dict[str, str]]:
    """Return the address of every site that is built, by client and surface, as seen from `folder`."""
    start = folder or estate_folder(workspace)
    return {client: dict(_sites(workspace, client, start)) for client in sorted(library.known_clients)}


def _sites(workspace: Workspace, client: str, start: Path) -> list[tuple[str, str]]:
    places = [(surface.value, workspace.site(client, surface.value) / "index.html") for surface in Surface]
    return [(surface, _address(place, start)) for surface, place in places if place.is_file()]


def _address(place: Path, start: Path) -> str:
    return quote(Path(os.path.relpath(place, start)).as_posix())


def write(folder: Path, standing: Standing, provider: HouseFile) -> None:
    """Write `index.html`, what it needs, `estate.csv` and `estate.json` into a folder, each whole or not at all.

    Other files in the folder are left alone.
    """
    colours = stylesheet(provider.colour)
    page = estate_page(standing, read_text(_ASSETS / "index.html.j2"), provider.name)
    files = {
        "estate.css": f"{colours}\n{read_text(_ASSETS / 'estate.css')}".encode(),
        "estate.js": read_text(_ASSETS / "estate.js").encode(),
        "estate.csv": as_csv(standing),
        "estate.json": as_json(standing),
        "index.html": page,
    }
    for name, data in files.items():
        write_bytes(inside(folder, name), data)


def write_badges(workspace: Workspace, standing: Standing) -> None:
    """Write the badge of every client of whom the run at hand tells something, and take away those of no client.

    A client's own site shows it, too. A run that was asked for some clients leaves the others' badges as they are.
    """
    folder = badges_folder(workspace)
    for row in standing.rows:
        if row.at_hand or row.state is State.UNCHECKED:
            write_text(inside(folder, f"{row.client}.svg"), badge(row))
            shown = workspace.site(row.client, Surface.CLIENT.value) / BADGE
            if shown.is_file():
                write_text(shown, badge(row))
    clients: Mapping[str, object] = {row.client: row for row in standing.rows}
    for file in folder.glob("*.svg"):
        if file.stem not in clients:
            file.unlink()
