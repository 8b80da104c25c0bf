"""Serving the built sites on this machine, and rebuilding at every edit."""

from collections.abc import Callable

from tenantbook.disk import Workspace

HOST = "127.0.0.1"


class PortError(Exception):
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
    for place in (workspace.content, workspace.docs, workspace.settings) if rebuild else ():
        server.watch(str(place))
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


def _nothing() -> None:
    """Rebuild nothing: the sites are served as they are."""
