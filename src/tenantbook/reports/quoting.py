"""Sentences with the values in them found: to be marked, and to be put right."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tenantbook.model.verdict import Finding
from tenantbook.reports.wording import shortened, shown

#: How much of a long sentence is quoted.
MOST = 110


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a line, and whether it is the value that the line is about."""

    text: str
    marked: bool = False


def quoted(sentence: str, says: str, most: int = MOST) -> Iterator[Part]:
    """Yield a sentence in parts, each place where it says the value in brackets of its own, cut to its surroundings."""
    text = shown(sentence)
    spans = places_of(text, says)
    start, end = _window(len(text), spans[0][0] if spans else 0, most)
    yield Part("… " if start else "")
    done = start
    for begin, stop in spans:
        if stop <= end:
            yield Part(text[done:begin])
            yield Part(f"[{text[begin:stop]}]", marked=True)
            done = stop
    yield Part(shortened(text[done:], max(end - done, 2)) if end < len(text) else text[done:])


def _window(length: int, first: int, most: int) -> tuple[int, int]:
    """Return where to cut, so that the first value stands well inside."""
    if length <= most:
        return 0, length
    start = max(0, min(first - most // 3, length - most))
    return start, start + most


def places_of(text: str, says: str) -> list[tuple[int, int]]:
    """Return where a value stands in a text as words of its own: "1 hour" does not stand in "11 hours"."""
    value = shown(says)
    if not value:
        return []
    return [found.span() for found in re.finditer(rf"(?<!\w){re.escape(value)}(?!\w)", text)]


def mended(sentence: str, findings: Sequence[Finding]) -> str | None:
    """Return a sentence as it should read, or None where it isn't certain which of its words are the values.

    `findings` are all those of this sentence. A value that stands there more often than it is found wrong, or that two
    facts share which now differ, could be put right in the wrong place: rather not at all.
    """
    text = shown(sentence)
    now = {shown(finding.says): shown(finding.tenant) for finding in findings}
    for says, tenant in now.items():
        same = [finding for finding in findings if shown(finding.says) == says]
        alike = all(shown(finding.tenant) == tenant for finding in same)
        if not alike or len(places_of(text, says)) != len(same):
            return None
    return _replaced(text, now)


def _replaced(text: str, now: dict[str, str]) -> str | None:
    """Replace all values at once, so that none is replaced twice; None where two of them overlap."""
    found = sorted((span, tenant) for says, tenant in now.items() for span in places_of(text, says))
    pieces, done = [], 0
    for (begin, stop), tenant in found:
        if begin < done:
            return None
        pieces += [text[done:begin], tenant]
        done = stop
    return "".join([*pieces, text[done:]])
