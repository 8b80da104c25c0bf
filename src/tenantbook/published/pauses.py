"""How long to wait before a site is asked again."""

import math
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

_FIRST = 0.5


def pause_before(attempt: int, asked: str) -> float:
    """Return the seconds to wait after an attempt (from 1): what the server asked for, else twice as long each time."""
    try:
        seconds = float(asked)
    except ValueError:
        seconds = _until(asked)
    return _FIRST * 2 ** (attempt - 1) if not math.isfinite(seconds) else max(0.0, seconds)


def _until(day: str) -> float:
    try:
        when = parsedate_to_datetime(day)
    except ValueError:
        return math.nan
    return (when.replace(tzinfo=when.tzinfo or UTC) - datetime.now(UTC)).total_seconds()
