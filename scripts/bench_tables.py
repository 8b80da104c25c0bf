"""Show a report as lines for a terminal, or as Markdown for the handbook."""

from collections.abc import Iterator
from pathlib import Path

from bench_plot import svg
from bench_report import BenchError, Report
from bench_words import described, grown, memory_of, ratios, rows, shown_memory, titles

_BEGIN, _END = "<!-- bench: begin -->", "<!-- bench: end -->"


def table(report: Report) -> Iterator[str]:
    """Yield the report as lines for a terminal."""
    yield report.machine
    for sample in report.samples:
        figures = next(each for each in report.figures if each.place == sample.place)
        yield ""
        yield described(figures)
        for name, seconds, per_site in rows(figures, sample):
            yield f"  {name:<46}{seconds:>12}{per_site:>19}"
        for ratio in ratios(figures, sample):
            verdict = "reached" if ratio.reached else "missed"
            yield f"  {ratio.says:<46}{ratio.value:>12.3g}   {ratio.bound}: {verdict}"
        yield f"  {memory_of(figures)}"
    if len(report.figures) > len(report.samples):
        yield ""
        yield "  place    clients  texts  pages  cold, ms a site  floor, ms a site  changed, s  nothing, s   memory"
        for each in grown(report.figures):
            yield (
                f"  {each.place:<8}{each.clients:>8}{each.texts:>7}{each.different:>7}"
                f"{each.cold.seconds / each.sites * 1000:>17.2f}"
                f"{each.floor / each.sites * 1000:>18.2f}{each.changed:>12.2f}{each.nothing:>12.2f}"
                f"{shown_memory(each.cold.together or each.cold.largest):>14}"
            )
    yield from report.left_out


def write_chapter(file: Path, report: Report, command: str) -> None:
    """Put the tables between the two marks of a Markdown file, and the plot into `assets` beside its folder."""
    plot = file.resolve().parent.parent / "assets/speed.svg"
    plot.parent.mkdir(parents=True, exist_ok=True)
    plot.write_text(svg(report), "utf-8")
    text = file.read_text("utf-8") if file.exists() else f"{_BEGIN}\n{_END}\n"
    file.write_text(with_measured(text, "\n".join(chapter(report, command))), "utf-8")


def with_measured(text: str, measured: str) -> str:
    """Return a Markdown text with the part between the two marks replaced."""
    before, begin, rest = text.partition(_BEGIN)
    _, end, after = rest.partition(_END)
    if not (begin and end):
        raise BenchError(f"no place for the figures: the file lacks {_BEGIN} or {_END}")
    return f"{before}{begin}\n{measured}\n{end}{after}"


def chapter(report: Report, command: str) -> Iterator[str]:
    """Yield the measured part of the chapter on speed, in Markdown."""
    yield f"```console\n$ {command}\n```\n\n{report.machine}. Seed {report.seed}.\n"
    for sample in report.samples:
        figures = next(each for each in report.figures if each.place == sample.place)
        holds, memory = described(figures).partition(": ")[2], memory_of(figures).replace("peak", "Peak", 1)
        yield f"**{titles(figures.place)}.** {holds}. {memory}.\n"
        yield "| way of building | the whole estate | a site |\n| --- | ---: | ---: |"
        yield from (f"| {name} | {seconds} | {a_site} |" for name, seconds, a_site in rows(figures, sample))
        yield "\n| ratio | measured | wanted | |\n| --- | ---: | --- | --- |"
        for ratio in ratios(figures, sample):
            yield f"| {ratio.says} | {ratio.value:.3g} | {ratio.bound} | {'reached' if ratio.reached else 'missed'} |"
        yield ""
    yield "\\* reckoned from the sample.\n"
    if len(report.figures) > len(report.samples):
        head = "place", "clients", "texts", "pages", "cold, a site", "floor, a site", "one changed", "nothing changed"
        yield f"| {' | '.join(head)} | memory |"
        yield "| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |"
        for each in grown(report.figures):
            cold, least = each.cold.seconds / each.sites * 1000, each.floor / each.sites * 1000
            memory = shown_memory(each.cold.together or each.cold.largest)
            yield (
                f"| {each.place} | {each.clients} | {each.texts} | {each.different} | {cold:.1f} ms | {least:.1f} ms | "
                f"{each.changed:.2f} s | {each.nothing:.2f} s | {memory} |"
            )
        yield ""
    yield from (f"{line}\n" for line in report.left_out)
    yield "![Seconds for the whole estate by number of clients, both on logarithmic scales](../assets/speed.svg)"
