"""Addresses of a site: which belong to it, what its pages are called, and what may be shown of one."""

import ipaddress
import posixpath
from dataclasses import dataclass
from urllib.parse import quote, unquote, urldefrag, urljoin, urlsplit, urlunsplit

from tenantbook.published.contract import UnreadablePlaceError
from tenantbook.published.text import plain

START = "index.html"
_LONGEST = 2000
_PORTS = {"http": 80, "https": 443}
#: Characters of a path that are left as they are; a percent sign is one, so that nothing is encoded twice.
_SAFE = "/%:@!$&'()*+,;=~-._"

#: What addresses of files that are no pages end in: not worth a request.
_NO_PAGES = (
    ".7z", ".avi", ".avif", ".bmp", ".css", ".csv", ".doc", ".docx", ".eot", ".epub", ".exe", ".gif", ".gz", ".ico",
    ".ics", ".jpeg", ".jpg", ".js", ".json", ".map", ".md", ".mjs", ".mov", ".mp3", ".mp4", ".msi", ".odt", ".pdf",
    ".png", ".pptx", ".ps1", ".rss", ".svg", ".tar", ".tgz", ".tif", ".tiff", ".ttf", ".txt", ".wasm", ".wav",
    ".webm", ".webmanifest", ".webp", ".woff", ".woff2", ".xls", ".xlsx", ".xml", ".yaml", ".yml", ".zip",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Scope:
    """The part of a site that is read: one origin, and everything below one path, which ends in a slash."""

    start: str
    origin: str
    path: str

    def holds(self, address: str) -> bool:
        """Tell whether an address belongs to it."""
        return address == self.start or (self.same_site(address) and _path(address).startswith(self.path))

    def same_site(self, address: str) -> bool:
        """Tell whether an address is of the same origin: scheme, host and port."""
        return origin_of(address) == self.origin

    def name(self, address: str) -> str:
        """Return what a page is called: its path below the scope, as a file would be called."""
        path = unquote(_path(address))
        path = f"{path}/" if f"{path}/" == unquote(self.path) else path
        below = path.removeprefix(unquote(self.path)) if path.startswith(unquote(self.path)) else ""
        query = urlsplit(address).query
        named = below + START if not below or below.endswith("/") else below
        return plain(f"{named}?{query}" if query else named)


def scope_of(address: str) -> Scope:
    """Return what is read when a person gives an address.

    Raises:
        UnreadablePlaceError: it is no address that may be read.
    """
    start = normal(address)
    if start is None:
        raise UnreadablePlaceError(f"{shown(address)} is no address of a site", "Give one like https://kb.example.com/")
    parts = urlsplit(start)
    if urlsplit(address).username or urlsplit(address).password:
        raise UnreadablePlaceError(
            f"the address of {shown(address)} holds a name or a password",
            "Take them out, and put them in TENANTBOOK_SITE_USER and TENANTBOOK_SITE_PASSWORD",
        )
    if parts.scheme != "https" and not is_loopback(parts.hostname or ""):
        secure = shown(address).replace("http://", "https://", 1)
        raise UnreadablePlaceError(
            f"{shown(address)} is not https: anybody between could change it", f"Did you mean {secure}?"
        )
    folder, _, last = parts.path.rpartition("/")
    path = f"{folder}/" if "." in last or not last or parts.query else f"{parts.path}/"
    return Scope(start, origin_of(start), path)


def normal(address: str, base: str = "") -> str | None:
    """Return an address in its one normal form, without a fragment, or None where it is none of the web."""
    try:
        parts = urlsplit(urldefrag(urljoin(base, address.strip())).url)
        host, port = parts.hostname, parts.port
        if parts.scheme not in _PORTS or not host or len(address) > _LONGEST:
            return None
        host = host if host.isascii() else host.encode("idna").decode()
    except ValueError:
        return None
    place = f"[{host}]" if ":" in host else host
    netloc = place if port in (None, _PORTS[parts.scheme]) else f"{place}:{port}"
    return urlunsplit((parts.scheme, netloc, _clean(parts.path), quote(parts.query, safe=_SAFE + "?[]"), ""))


def _clean(path: str) -> str:
    """Return a path without steps back, its unusual characters encoded."""
    path = path.replace("%2e", ".").replace("%2E", ".")  # servers take these for steps too
    kept = posixpath.normpath(path) if path else "/"
    kept = f"{kept}/" if path.endswith(("/", "/.", "/..")) and not kept.endswith("/") else kept
    return quote("/" + kept.lstrip("/"), safe=_SAFE)


def origin_of(address: str) -> str:
    """Return the scheme, host and port of an address in its normal form."""
    return address[: address.index("/", address.index("//") + 2)]


def _path(address: str) -> str:
    return urlsplit(address).path


def may_be_page(address: str) -> bool:
    """Tell whether an address may be that of a page, by its ending."""
    return not _path(address).lower().endswith(_NO_PAGES)


def is_loopback(host: str) -> bool:
    """Tell whether a host is this machine itself."""
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def shown(address: str) -> str:
    """Return an address as it may stand in a report: no name, no password, no query, which may hold a key."""
    try:
        parts = urlsplit(address)
        host = parts.netloc.rpartition("@")[2]
    except ValueError:
        return "what was given"
    return plain(urlunsplit((parts.scheme, host, parts.path, "", "")))
