"""The page that lists every built site, for whoever serves or browses the build folder."""

from html import escape
from pathlib import Path

from tenantbook.content.library import Library
from tenantbook.disk import Workspace, write_text
from tenantbook.model.audience import Surface
from tenantbook.site.colours import stylesheet

_PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>
{colour}
:root {{ color-scheme: light dark; }}
body {{ font: 1rem/1.5 system-ui, sans-serif; max-width: 46rem; margin: 2rem auto; padding: 0 1rem; }}
li {{ margin: .4rem 0; }}
i {{ display: inline-block; width: .8em; height: .8em; border-radius: 50%; margin-right: .4em; }}
a {{ color: inherit; }}
</style>
</head>
<body>
<h1>{title}</h1>
{house}
{standing}
<ul>
{clients}
</ul>
</body>
</html>
"""

_HOUSE = '<p><a href="house/index.html">The house site</a>: guides with Microsoft\'s defaults, and the handbook.</p>'

_STANDING = '<p><a href="estate/index.html">How the clients stand</a>: whose guides are true, and since when.</p>'


def write_overview(library: Library, workspace: Workspace) -> Path:
    """Write the page that lists what has been built so far; return its file."""
    clients = [_client_line(library, workspace, name) for name in sorted(library.clients)]
    page = _PAGE.format(
        title=escape(f"{library.provider.name}: guides"),
        colour=stylesheet(library.provider.colour),
        house=_HOUSE if (workspace.build / "house" / "index.html").is_file() else "",
        standing=_STANDING if (workspace.build / "estate" / "index.html").is_file() else "",
        clients="\n".join(clients),
    )
    file = workspace.build / "index.html"
    write_text(file, page)
    return file


def _client_line(library: Library, workspace: Workspace, client: str) -> str:
    entry = library.clients[client]
    built = [surface.value for surface in Surface if (workspace.site(client, surface.value) / "index.html").is_file()]
    links = ", ".join(f'<a href="sites/{client}/{surface}/index.html">{surface}</a>' for surface in reversed(built))
    return f'<li><i style="background: {entry.colour}"></i>{escape(entry.name)}: {links or "nothing built yet"}</li>'
