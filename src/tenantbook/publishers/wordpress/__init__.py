"""A WordPress, over its REST interface: posts in blocks, pictures in its media library, hand-made edits left alone."""

from collections.abc import Iterator
from contextlib import contextmanager

from tenantbook.model.extras import missing_of, to_install
from tenantbook.model.target import PublisherKind, Target
from tenantbook.publishers.contract import Desk, Publisher, UnreachableError
from tenantbook.publishers.wordpress.settings import Settings

__all__ = ["KIND", "Settings", "open_publisher"]

KIND = PublisherKind(Settings, public=True, secrets=("WP_USER", "WP_APP_PASSWORD"))


@contextmanager
def open_publisher(target: Target[Settings], desk: Desk) -> Iterator[Publisher]:
    """Open a WordPress for a target; nothing is sent before `preflight`.

    Raises:
        UnreachableError: its address is none to send a password to, or a library is not installed.
    """
    if missing := missing_of("publish"):
        raise UnreachableError(f"WordPress takes {', '.join(missing)}, not installed", to_install("publish"))
    # httpx is slow to load, and an extra; settings are read without it.
    from tenantbook.publishers.wordpress.publisher import WordPressPublisher  # noqa: PLC0415
    from tenantbook.publishers.wordpress.rest import opened  # noqa: PLC0415

    with opened(target.settings.address, desk.environment) as rest:
        yield WordPressPublisher(target, desk, rest)
