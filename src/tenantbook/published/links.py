"""The addresses that a page leads to."""

import re
from collections.abc import Iterator
from html import unescape

from tenantbook.published.address import normal

_VALUE = r"""("[^"]{0,3000}"|'[^']{0,3000}'|[^\s"'<>]{1,3000})"""
#: Every repetition is bounded, so that no page can make the search slow.
_LINK = re.compile(rf"<(?:a|area)\s(?:[^<>]{{0,2000}}?\s)?href\s{{0,9}}=\s{{0,9}}{_VALUE}", re.IGNORECASE)
_BASE = re.compile(rf"<base\s(?:[^<>]{{0,2000}}?\s)?href\s{{0,9}}=\s{{0,9}}{_VALUE}", re.IGNORECASE)
#: A page that sends its readers on, as a site does for its newest version.
_REFRESH = re.compile(
    r"""<meta\s[^<>]{0,200}?http-equiv\s{0,9}=\s{0,9}["']?refresh[^<>]{0,200}?url\s{0,9}=\s{0,9}["']?([^"'<>\s]{1,3000})""",
    re.IGNORECASE,
)


def links_in(html: str, address: str) -> Iterator[str]:
    """Yield where a page leads to, in normal form and in order; `address` is its own."""
    based = _BASE.search(html, 0, 20_000)
    base = (normal(_bare(based[1]), address) if based else None) or address
    for pattern in (_REFRESH, _LINK):
        for found in pattern.finditer(html):
            target = normal(_bare(found[1]), base)
            if target:
                yield target


def _bare(value: str) -> str:
    return unescape(value.strip("\"'"))
