"""Draw a report as an SVG plot: seconds by number of clients, both on logarithmic scales."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from math import ceil, floor, log10

from bench_report import Figures, Report, Sample
from bench_words import grown, titles

_WIDTH, _HEIGHT, _LEFT, _TOP, _RIGHT, _BOTTOM = 420, 350, 58, 40, 28, 92

#: The lines of the plot: what each is called, and its colours on light and on dark paper.
_LINES = {
    "loop": ("mkdocs, site by site", "#c2410c", "#fb923c"),
    "cold": ("ours, cold", "#1d4ed8", "#60a5fa"),
    "floor": ("only writing and linking", "#6b7280", "#9ca3af"),
    "changed": ("one client changed", "#7e22ce", "#c084fc"),
    "nothing": ("nothing changed", "#15803d", "#4ade80"),
}


def style() -> str:
    """Return the plot's style sheet; it follows the reader's system, and brings paper that suits the lines."""
    shape = (
        "text { font: 12px system-ui, sans-serif } .head { font-weight: 600 } "
        ".line { fill: none; stroke-width: 2; stroke-linejoin: round } .floor { stroke-dasharray: 5 4 }"
    )
    light = ".paper { fill: #ffffff } text { fill: #333a45 } .grid { stroke: #d9dde3 }"
    dark = ".paper { fill: #1e2129 } text { fill: #d5d9e0 } .grid { stroke: #3a404c }"
    for name, (_, on_light, on_dark) in _LINES.items():
        light += f" line.{name}, polyline.{name} {{ stroke: {on_light} }} circle.{name} {{ fill: {on_light} }}"
        dark += f" line.{name}, polyline.{name} {{ stroke: {on_dark} }} circle.{name} {{ fill: {on_dark} }}"
    return f"<style>{shape} {light} @media (prefers-color-scheme: dark) {{ {dark} }}</style>"


def svg(report: Report) -> str:
    """Return a plot of seconds by clients, a panel for each place, that brings its own light and dark colours."""
    panels = [
        panel(titles(sample.place), series(report.figures, sample), left=number * _WIDTH)
        for number, sample in enumerate(report.samples)
    ]
    width = _WIDTH * max(len(panels), 1)
    opening = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {_HEIGHT}" role="img">'
    title = "<title>Seconds for the whole estate by number of clients</title>"
    paper = f'<rect class="paper" width="{width}" height="{_HEIGHT}" rx="8"/>'
    return "\n".join([opening, title, style(), paper, *panels, "</svg>", ""])


def series(figures: Iterable[Figures], sample: Sample) -> dict[str, list[tuple[float, float]]]:
    """Return the lines of one place's plot: clients and seconds."""
    sized = [each for each in grown(figures) if each.place == sample.place]
    seconds = {
        each.clients: (sample.loop * each.sites, each.cold.seconds, each.floor, each.changed, each.nothing)
        for each in sized
    }
    return {name: [(clients, row[place]) for clients, row in seconds.items()] for place, name in enumerate(_LINES)}


def panel(title: str, lines: Mapping[str, Sequence[tuple[float, float]]], *, left: float) -> str:
    """Return one plot with both scales logarithmic, moved `left` pixels to the right."""
    points = [point for line in lines.values() for point in line]
    across = Scale.of((x for x, _ in points), _LEFT, _WIDTH - _RIGHT)
    up = Scale.of((y for _, y in points), _HEIGHT - _BOTTOM, _TOP)
    parts = [f'<g transform="translate({left:g} 0)">', f'<text class="head" x="{_LEFT}" y="22">{escape(title)}</text>']
    for value in across.ticks():
        x = across(value)
        parts.append(f'<line class="grid" x1="{x:.1f}" x2="{x:.1f}" y1="{_TOP}" y2="{_HEIGHT - _BOTTOM}"/>')
        parts.append(f'<text x="{x:.1f}" y="{_HEIGHT - _BOTTOM + 16}" text-anchor="middle">{value:,g}</text>')
    for value in up.ticks():
        y = up(value)
        parts.append(f'<line class="grid" x1="{_LEFT}" x2="{_WIDTH - _RIGHT}" y1="{y:.1f}" y2="{y:.1f}"/>')
        parts.append(f'<text x="{_LEFT - 6}" y="{y + 4:.1f}" text-anchor="end">{value:,g} s</text>')
    for name, line in lines.items():
        spots = [(across(x), up(y)) for x, y in line]
        joined = " ".join(f"{x:.1f},{y:.1f}" for x, y in spots)
        parts.append(f'<polyline class="line {name}" points="{joined}"/>')
        parts += [f'<circle class="{name}" cx="{x:.1f}" cy="{y:.1f}" r="3"/>' for x, y in spots]
    middle = (_LEFT + _WIDTH - _RIGHT) / 2
    parts.append(f'<text x="{middle:g}" y="{_HEIGHT - _BOTTOM + 32}" text-anchor="middle">clients</text>')
    return "\n".join([*parts, *legend(), "</g>"])


def legend() -> Iterator[str]:
    """Yield the names of the lines, below the plot."""
    for number, (name, says) in enumerate((name, says) for name, (says, *_) in _LINES.items()):
        x, y = _LEFT - 30 + number % 2 * 205, _HEIGHT - 42 + number // 2 * 16
        yield f'<line class="line {name}" x1="{x}" x2="{x + 20}" y1="{y - 4}" y2="{y - 4}"/>'
        yield f'<text x="{x + 26}" y="{y}">{escape(says)}</text>'


@dataclass(frozen=True, slots=True)
class Scale:
    """A logarithmic scale of whole decades between two pixels."""

    low: int
    high: int
    first: float
    last: float

    @classmethod
    def of(cls, values: Iterable[float], first: float, last: float) -> "Scale":
        """Return the smallest scale that holds all values, which are above 0."""
        logs = [log10(value) for value in values] or [0.0]
        low = floor(min(logs) + 1e-9)
        return cls(low, max(ceil(max(logs) - 1e-9), low + 1), first, last)

    def __call__(self, value: float) -> float:
        """Return the pixel of a value."""
        return self.first + (log10(value) - self.low) / (self.high - self.low) * (self.last - self.first)

    def ticks(self) -> list[float]:
        """Return the powers of ten on the scale."""
        return [10.0**power for power in range(self.low, self.high + 1)]
