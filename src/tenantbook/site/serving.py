"""Serving the built sites on this machine, and rebuilding at every edit."""

import os
import socket
from collections.abc import Callable, Iterator
from pathlib import Path

from tenantbook.disk import Workspace
from tenantbook.model.errors import TenantbookError

HOST = "127.0.0.1"


def is_free(port: int) -> bool:
    """Return whether a port of this machine can be listened on."""
    with socket.socket() as probe:
        if os.name != "nt":
            # As servers do, or a port just let go would look taken.
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        return not _refused(probe, port)


def _refused(probe: socket.socket, port: int) -> bool:
    try:
        probe.bind((HOST, port))
    except OSError:
        return True
    return False


class PortError(TenantbookError):
    """The port cannot be listened on; the message is the system's."""


def serve(
    workspace: Workspace, port: int, *, rebuild: Callable[[], None] | None, on_start: Callable[[str], None]
) -> None:
    """Serve the build folder on loopback until interrupted; with `rebuild`, run it at every edit.

    `on_start` gets the address once the port is known to be free.

    Raises:
        PortError: something else listens there already.
    """
    # Imported here: mkdocs's server takes half a second that no other verb should pay.
    from mkdocs.livereload import LiveReloadServer  # noqa: PLC0415

    server = LiveReloadServer(rebuild or _nothing, HOST, port, str(workspace.build))
    for place in _written_by_hand(workspace) if rebuild else ():
        server.watch(str(place), recursive=place not in (workspace.content, workspace.docs))
    bind = server.server_bind

    def bound() -> None:
        bind()
        on_start(f"http://{HOST}:{server.server_port}/")

    server.server_bind = bound  # type: ignore[method-assign] # the only moment at which a free port is known
    try:
        server.serve()  # type: ignore[no-untyped-call] # mkdocs leaves it untyped
    except OSError as error:
        raise PortError(error.strerror or str(error)) from error
    except KeyboardInterrupt:
        return
    finally:
        server.shutdown()


def _written_by_hand(workspace: Workspace) -> Iterator[Path]:
    """Yield what to watch: not what a build writes itself, or each build would start another."""
    yield from (workspace.settings, workspace.content, workspace.docs)
    for folder in (workspace.content, workspace.docs):
        yield from (below for below in folder.iterdir() if below.is_dir() and below.name not in ("guides", "schemas"))


def _nothing() -> None:
    """Rebuild nothing: the sites are served as they are."""
