"""Links whose words name one place while they lead to another."""

import re
from urllib.parse import parse_qs, urlsplit

from tenantbook.claims.blocks import Link

#: Endings that make a word with a dot in it a host; `setup.exe` and `Node.js` are none.
_ENDINGS = (
    "com|net|org|edu|gov|mil|int|info|biz|io|dev|app|cloud|ms|us|uk|de|nl|fr|es|it|pl|ch|at|be|dk|se|no|fi|ie|pt|cz|eu|ca|"
    "au|nz|in|jp|cn|br|za"
)
_HOST = re.compile(
    rf"(?<![\w@.-])(?:https?://)?((?:[a-z0-9](?:[a-z0-9-]{{0,61}}[a-z0-9])?\.){{1,6}}(?:{_ENDINGS}))(?![\w-]|\.\w|@)",
    re.IGNORECASE,
)

_PLAIN = re.compile(r"[^\W_][\w-]*(?:\.[\w-]+)+")

#: Hosts that pass on to another, which is in the address: mail filters rewrite links so.
_FILTERS = "safelinks.protection.outlook.com"


def misleading(link: Link) -> tuple[str, str] | None:
    """Return the host that a link's words name and the one it leads to, where they differ."""
    target = host_of(link.target)
    named = {found[1].casefold().removeprefix("www.") for found in _HOST.finditer(link.says)}
    if not target or len(named) != 1:
        return None
    (says,) = named
    return None if says == target or target.endswith(f".{says}") else (says, target)


def host_of(address: str) -> str:
    """Return the host that an address leads to, without www; empty for mail, anchors and what is unreadable."""
    try:
        parts = urlsplit(address if "//" in address else "")
        host = (parts.hostname or "").removeprefix("www.")
        if parts.scheme not in ("http", "https", ""):
            return ""
        if host.endswith(_FILTERS):
            inner = parse_qs(parts.query, max_num_fields=50).get("url", [""])[0]
            host = (urlsplit(inner).hostname or "").removeprefix("www.")
    except ValueError:
        return ""
    return host if _PLAIN.fullmatch(host) else ""
