"""The names and passwords for places that ask for them: from the environment only, and never shown."""

from base64 import b64encode
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from tenantbook.published.address import is_loopback, normal, origin_of

_SITE = ("TENANTBOOK_SITE_USER", "TENANTBOOK_SITE_PASSWORD")
_SITE_BEARER = "TENANTBOOK_SITE_TOKEN"
_WORDPRESS = ("WP_USER", "WP_APP_PASSWORD")


@dataclass(frozen=True, slots=True)
class Credentials:
    """What a site and a WordPress are signed in to with: the values of the header `Authorization`, or empty."""

    site: str = field(default="", repr=False)
    wordpress: str = field(default="", repr=False)


def environment_for(place: str, sign_in: Collection[str], environment: Mapping[str, str]) -> Mapping[str, str]:
    """Return what may be known where a place is read: nothing secret, unless its origin is one of `sign_in`."""
    if _origin(place) in set(filter(None, map(_origin, sign_in))):
        return environment
    return {name: value for name, value in environment.items() if name not in (*_SITE, _SITE_BEARER, *_WORDPRESS)}


def why_not_signed_in(sign_in: Collection[str], places: Collection[str], environment: Mapping[str, str]) -> str:
    """Return why what `--sign-in` asks for can't be done: no such place, no password; else nothing."""
    read = set(filter(None, map(_origin, places)))
    for each in sign_in:
        if _origin(each) not in read:
            return f"--sign-in {each}: nothing is read there; give the address that is read, such as https://kb.example.com"
        if each.lower().startswith("http://") and not is_loopback(urlsplit(each).hostname or ""):
            return f"--sign-in {each}: it is not https, so anybody between could read the password"
    held = credentials_from(environment)
    if sign_in and not (held.site or held.wordpress):
        return (
            "--sign-in: set WP_USER and WP_APP_PASSWORD for a WordPress, or TENANTBOOK_SITE_USER and "
            "TENANTBOOK_SITE_PASSWORD (or TENANTBOOK_SITE_TOKEN) for another site"
        )
    return ""


def _origin(place: str) -> str:
    for before in ("wordpress+", "site+"):
        place = place.removeprefix(before)
    address = normal(place) if "://" in place else None
    return origin_of(address) if address else ""


def credentials_from(environment: Mapping[str, str]) -> Credentials:
    """Return what the environment holds; a name without its password is none."""
    token = environment.get(_SITE_BEARER, "").strip()
    site = f"Bearer {token}" if token else _basic(environment, *_SITE)
    return Credentials(site, _basic(environment, *_WORDPRESS))


def _basic(environment: Mapping[str, str], name: str, secret: str) -> str:
    user, password = environment.get(name, "").strip(), environment.get(secret, "").strip()
    return f"Basic {b64encode(f'{user}:{password}'.encode()).decode()}" if user and password else ""
