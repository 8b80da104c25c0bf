"""Text written so that it stays text: in HTML, in the editor that reads it back, and in what WordPress makes of it."""

import re
from html.entities import html5
from urllib.parse import quote

#: A comment with nothing in it. It parts what would be magic, is never seen, and unlike a character reference it is
#: still there when the editor has read the text and written it again.
NOTHING = "<!-- -->"

#: What no text holds: controls, characters that are none, halves of characters.
_UNSEEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufdd0-\ufdef\ufffe\uffff\ud800-\udfff]")
_NAMED = re.compile(r"&([A-Za-z][A-Za-z0-9]{1,31};)")
_KEPT_NAMES = frozenset({"amp;", "lt;", "gt;", "quot;"})

#: Where WordPress would look for a shortcode: whichever plugins it has, a name begins there.
_SHORTCODE = re.compile(r"\[(?=[^<>&/\[\]\x00-\x20=])")

#: The text of a character reference, which a filter of WordPress 6 and older turns into the reference itself.
_SPELLED_OUT = re.compile(r"&amp;(?=#(?:[0-9]+|[xX][0-9A-Fa-f]+);)")

#: An address alone on its line, which WordPress replaces by a player or a preview of what it leads to.
_ALONE = re.compile(r"^(\s*)(?=https?://[^\s<>\"]+\s*$)", re.MULTILINE | re.IGNORECASE)

#: An ampersand that the editor would take for the beginning of a character reference in an attribute.
_LIKE_REFERENCE = re.compile(r"&(?=(?:[a-z0-9]+|#[0-9]+|#x[a-f0-9]+);)", re.IGNORECASE)
_IN_WORDS = str.maketrans({"<": "\u2039", ">": "\u203a", "[": "(", "]": ")", "'": "\u2019", "\u00a0": " "})


def clean(html: str) -> str:
    """Return HTML without what no text holds, its named characters put in: not every parser knows all names."""
    return _NAMED.sub(_character, _UNSEEN.sub("", html.replace("\r\n", "\n").replace("\r", "\n")))


def _character(found: re.Match[str]) -> str:
    name = found[1]
    return found.group() if name in _KEPT_NAMES or name not in html5 else html5[name]


def escape_text(text: str) -> str:
    """Return text as a browser writes it, with nothing that WordPress would run as a shortcode or read once more."""
    plain = _UNSEEN.sub("", text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    apart = _SPELLED_OUT.sub(f"&amp;{NOTHING}", plain.replace("\u00a0", "&nbsp;"))
    return _SHORTCODE.sub(f"[{NOTHING}", apart)


def part_addresses(html: str) -> str:
    """Return HTML in which no address stands alone on its line."""
    return _ALONE.sub(rf"\1{NOTHING}", html)


def in_words(text: str) -> str:
    """Return text for an attribute that is read out, such as a picture's description.

    The editor and WordPress disagree about markup in attributes, so what looks like it is written in other signs.
    """
    spaced = _LIKE_REFERENCE.sub("& ", " ".join(_UNSEEN.sub("", text).translate(_IN_WORDS).split()))
    return spaced.replace("&", "&amp;").replace('"', "&quot;")


def in_address(address: str) -> str:
    """Return an address for an attribute: nothing in it is a quote, a bracket or white space."""
    return quote(address, safe="!#$%&()*+,-./:=?@_~", encoding="utf-8", errors="replace").replace("&", "&amp;")
