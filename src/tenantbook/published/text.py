"""The bytes of a page into its text, and names into what a terminal may show."""

import codecs
import re

from tenantbook.model.errors import TenantbookError

#: A charset that a page names in its own head, within the first 1,024 bytes as HTML wants it.
_DECLARED = re.compile(
    rb"""<meta\s[^<>]{0,300}?charset\s{0,9}=\s{0,9}["']?\s{0,9}([A-Za-z0-9_.:-]{1,40})""", re.IGNORECASE
)
_TITLE = re.compile(r"<title\b[^<>]{0,300}>([^<]{0,2000})", re.IGNORECASE)

_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))

#: Python decodes these, and no page is written in them; some take time that grows with the square of a text.
_NO_CHARSETS = {"idna", "punycode", "raw_unicode_escape", "undefined", "unicode_escape", "utf-7", "mbcs", "oem"}

#: What browsers take these names for.
_AS_BROWSERS_DO = {"iso8859-1": "cp1252", "ascii": "cp1252"}


class UnreadableTextError(TenantbookError):
    """Bytes are not the text that they claim to be; the message says why and what to do."""


def decoded(data: bytes, charset: str = "") -> str:
    """Return the text of a page; `charset` is what a server says it is written in, or empty.

    A mark at its beginning counts most, then the server's word, then the page's own. Without any it is UTF-8.

    Raises:
        UnreadableTextError: it is in none of these.
    """
    for mark, name in _MARKS:
        if data.startswith(mark):
            return _decode(data[len(mark) :], name)
    if not charset:
        try:
            return data.decode()
        except UnicodeDecodeError:
            declared = _DECLARED.search(data[:1024])
            charset = declared[1].decode() if declared else "utf-8"
    return _decode(data, charset)


def _decode(data: bytes, charset: str) -> str:
    try:
        name = "" if charset.lower() in _NO_CHARSETS else codecs.lookup(charset).name
        return data.decode(_AS_BROWSERS_DO.get(name, "" if name in _NO_CHARSETS else name))
    except (LookupError, ValueError) as error:
        if isinstance(error, UnicodeDecodeError):
            reason = f"its text is not {charset.upper()}, though nothing says what else it is; save it as UTF-8"
        else:
            reason = f"its charset {plain(charset)!r} is not known; publish it as UTF-8"
        raise UnreadableTextError(reason) from error


def title_of(html: str) -> str:
    """Return the title of a page as it is written, or an empty text."""
    found = _TITLE.search(html, 0, 100_000)
    return plain(" ".join(found[1].split())) if found else ""


def plain(text: str) -> str:
    """Return a name without characters that would steer a terminal or cannot be written."""
    return (
        text
        if text.isprintable()
        else "".join(sign if sign.isprintable() else "\N{REPLACEMENT CHARACTER}" for sign in text)
    )
