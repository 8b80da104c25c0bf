"""The names and passwords for places that ask for them: from the environment only, and never shown."""

from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass, field

_SITE = ("TENANTBOOK_SITE_USER", "TENANTBOOK_SITE_PASSWORD")
_SITE_BEARER = "TENANTBOOK_SITE_TOKEN"
_WORDPRESS = ("WP_USER", "WP_APP_PASSWORD")


@dataclass(frozen=True, slots=True)
class Credentials:
    """What a site and a WordPress are signed in to with: the values of the header `Authorization`, or empty."""

    site: str = field(default="", repr=False)
    wordpress: str = field(default="", repr=False)


def credentials_from(environment: Mapping[str, str]) -> Credentials:
    """Return what the environment holds; a name without its password is none."""
    token = environment.get(_SITE_BEARER, "").strip()
    site = f"Bearer {token}" if token else _basic(environment, *_SITE)
    return Credentials(site, _basic(environment, *_WORDPRESS))


def _basic(environment: Mapping[str, str], name: str, secret: str) -> str:
    user, password = environment.get(name, "").strip(), environment.get(secret, "").strip()
    return f"Basic {b64encode(f'{user}:{password}'.encode()).decode()}" if user and password else ""
