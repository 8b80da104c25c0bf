"""The badge of one client: a small drawing for its own site that says when its guides were found true."""

from datetime import datetime
from html import escape

from tenantbook.standing.course import State
from tenantbook.standing.row import Row
from tenantbook.standing.words import day, state_since

#: The ground of each badge, dark enough for white text in any surroundings (5 to 1 and more), and its sign.
_LOOKS = {
    State.RIGHT: ("#1b6b33", '<path d="M8.5 14.5l3.6 3.6 7-7.6"/>'),
    State.WRONG: ("#a8380a", '<path d="M14 7.6v8M14 19.6v.4"/>'),
    State.UNKNOWN: ("#59636e", '<path d="M10.6 11a3.5 3.5 0 1 1 5 3.1c-1 .5-1.6 1-1.6 2.1M14 20v.3"/>'),
    State.UNCHECKED: ("#59636e", '<path d="M9 14h10"/>'),
}

#: Widths of letters at 13 pixels as the widest of the common fonts (Verdana, DejaVu Sans) draw them.
_NARROW, _WIDE = 4.4, 12.8
_WIDTHS = dict.fromkeys("ijl.,:; ", _NARROW) | dict.fromkeys("mwMW", _WIDE) | dict.fromkeys("frt", 5.6)
_CAPITAL, _OTHER = 10.2, 8.3

_HEIGHT, _SIGN, _MARGIN = 28, 28, 12

#: What holds the parts of one emoji together: it does not print and yet belongs to a name.
_JOINER = "\u200d"

_DRAWING = """\
<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}" \
role="img" aria-label="{title}">
<title>{title}</title>
<rect x=".5" y=".5" width="{inner}" height="{low}" rx="5" fill="{ground}" stroke="#fff" stroke-opacity=".55"/>
<g fill="none" stroke="#fff" stroke-width="2.4" stroke-linecap="round" stroke-linejoin="round">{sign}</g>
<text x="{middle}" y="18.5" fill="#fff" text-anchor="middle" font-size="13" font-weight="500" \
font-family="system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif">{says}</text>
</svg>
"""


def badge(row: Row) -> str:
    """Return the badge of one client as SVG: in words, in colour and by a sign, on a ground of its own.

    It holds the client's name (for those who hear the page) and one day; nothing of what was found, and nothing of
    any other client.
    """
    says = _says(row)
    ground, sign = _LOOKS[row.state]
    text = round(sum(map(_width, says)))
    width = _SIGN + text + _MARGIN
    return _DRAWING.format(
        title=escape(f"{_drawable(row.name)}: {says}"),
        says=escape(says),
        ground=ground,
        sign=sign,
        width=width,
        height=_HEIGHT,
        inner=width - 1,
        low=_HEIGHT - 1,
        middle=_SIGN + text / 2,
    )


def _says(row: Row) -> str:
    since, checked = state_since(row), row.course.checked if row.course else None
    match row.state:
        case State.RIGHT:
            return f"checked against your policy{_on(row.read or checked)}"
        case State.WRONG:
            return f"out of date since {day(since)}" if since else "out of date"
        case State.UNKNOWN:
            return f"could not be checked{_on(checked)}"
    return f"not checked since {day(checked)}" if checked else "not checked yet"


def _on(when: datetime | None) -> str:
    return f" on {day(when)}" if when else ""


def _width(letter: str) -> float:
    return _WIDTHS.get(letter, _CAPITAL if letter.isupper() else _OTHER)


def _drawable(name: str) -> str:
    """Return a name without what XML cannot hold even escaped, and without marks that turn the text after it round."""
    return "".join(each if each.isprintable() or each == _JOINER else " " for each in name)
