"""How a report shows values, days and numbers: on one line, and with no character that could act."""

import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from unicodedata import category

#: Kinds of characters that steer a terminal or a reader's eye: control, format, surrogates, private use, line ends.
_ACTING = {"Cc", "Cf", "Co", "Cs", "Zl", "Zp"}

#: Invisible too, but words of Persian and Hindi, and many emoji, are spelled with them.
_SPELLING = "\u200c\u200d"

#: The last two places of every plane are no characters; XML refuses them.
_NO_CHARACTER = 0xFFFE


#: How lines begin, or what they hold, that build servers take as a command: `::error`, `##vso[`, `##[error]`.
_COMMAND = re.compile(r"^:|(?<=#)#(?=\S)")


def shown(value: str) -> str:
    r"""Return a value on one line. A character that could act is written out, such as `\x1b` or `\u202e`."""
    return _harmless(" ".join(value.split()))


def safe_lines(text: str) -> str:
    """Return lines of a log with their indentation, and nothing in them that a terminal or a build server obeys."""
    lines = re.split(r"\r\n|\n", text)
    return "\n".join(f"{line[: len(line) - len(line.lstrip(' '))]}{_harmless(line.lstrip(' '))}" for line in lines)


def _harmless(line: str) -> str:
    line = _COMMAND.sub(lambda found: f"\\x{ord(found.group()):02x}", line)
    if line.isprintable():
        return line
    return "".join(_written_out(character) if _acts(character) else character for character in line)


def _acts(character: str) -> bool:
    if ord(character) & _NO_CHARACTER == _NO_CHARACTER:
        return True
    return category(character) in _ACTING and character not in _SPELLING


def _written_out(character: str) -> str:
    return character.encode("unicode_escape").decode("ascii")


def moment(when: datetime) -> str:
    """Return a time in words, in UTC: "23 Nov 2026 09:30 UTC"."""
    return f"{_in_utc(when):%d %b %Y %H:%M} UTC"


def timestamp(when: datetime) -> str:
    """Return a time as machines read it: "2026-11-23T09:30:00Z"."""
    return f"{_in_utc(when):%Y-%m-%dT%H:%M:%S}Z"


def _in_utc(when: datetime) -> datetime:
    return when.astimezone(UTC) if when.tzinfo else when


def tallied(counts: Mapping[str, int]) -> str:
    """Return numbers with what they count, without the zeros: "2 drift, 1 ok"."""
    return ", ".join(f"{number:,} {what}" for what, number in counts.items() if number)


def listed(names: Sequence[str], most: int) -> str:
    """Return names in a row, the first few of many: "a, b and 3 more"."""
    row = ", ".join(shown(name) for name in names[:most])
    return f"{row} and {len(names) - most:,} more" if len(names) > most else row


def shortened(text: str, most: int) -> str:
    """Return a text cut between words."""
    if len(text) <= most:
        return text
    cut = text[: most - 2]
    return f"{cut.rsplit(' ', 1)[0] if ' ' in cut else cut} …"
