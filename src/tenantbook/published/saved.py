"""One page that a browser saved: as HTML, or as a single file of the kind `.mhtml`."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes, policy
from pathlib import Path
from typing import cast

from tenantbook.model.published import PublishedPage
from tenantbook.published.contract import Bounds
from tenantbook.published.folder import UnreadablePageError, read_bounded
from tenantbook.published.text import UnreadableTextError, decoded, plain, title_of

HTML = (".html", ".htm", ".xhtml")
SINGLE_FILE = (".mhtml", ".mht")

#: A file that holds its pictures as well may be this much larger than the page in it.
_WITH_PICTURES = 8
#: More parts than any page has pictures; each takes a while to read.
_MOST_PARTS = 5000
#: A header on what a part is, its further lines included, that is longer than any browser writes.
_LONG_HEADER = re.compile(
    rb"^content-[a-z-]{1,30}:(?=[^\n]{4096}|(?:[^\n]{0,4096}\n[ \t]){16})", re.IGNORECASE | re.MULTILINE
)


@dataclass(slots=True)
class Saved:
    """The page in one file."""

    file: Path
    bounds: Bounds

    @property
    def words(self) -> str:
        """The file."""
        return f"the saved page {plain(str(self.file))}"

    def pages(self) -> Iterator[PublishedPage]:
        """Yield the page, or why it could not be read."""
        name, address = plain(self.file.name), plain(str(self.file))
        try:
            html = self._html()
        except (UnreadablePageError, UnreadableTextError) as error:
            yield PublishedPage(name, address, None, str(error))
        else:
            yield PublishedPage(name, address, html, title=title_of(html))

    def _html(self) -> str:
        data = read_bounded(str(self.file), self.bounds.page_bytes * _WITH_PICTURES)
        return page_of(data) if self.file.name.lower().endswith(SINGLE_FILE) else decoded(data)


def page_of(data: bytes) -> str:
    """Return the HTML of the page in an `.mhtml` file: the first part of that kind, not its frames.

    Raises:
        UnreadablePageError: there is none.
    """
    if data.lower().count(b"content-type:") > _MOST_PARTS or _LONG_HEADER.search(data):
        raise UnreadablePageError(_NO_PAGE)
    try:
        # Not the newer policy: it takes every header apart, in time that grows with the square of its length.
        message = message_from_bytes(data, policy=policy.compat32)
        for part in message.walk():
            if part.get_content_type() in ("text/html", "application/xhtml+xml"):
                body = cast("bytes", part.get_payload(decode=True))
                return decoded(body, part.get_content_charset() or "")
    except (RecursionError, LookupError, ValueError, AttributeError, TypeError) as error:
        raise UnreadablePageError(_NO_PAGE) from error
    raise UnreadablePageError(_NO_PAGE)


_NO_PAGE = "there is no page in it that can be read; save it again from the browser"
