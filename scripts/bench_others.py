"""Measure other builders on the same Markdown, and compare what their pages say with ours."""

import importlib.util
import json
import random
import re
import sys
from collections.abc import Sequence
from html import unescape
from pathlib import Path
from statistics import median

from bench_check import check_pages
from bench_estate import Estate, Site
from bench_report import BenchError, Sample
from bench_run import output, run, tell
from bench_source import write_source

#: Builds each settings file of its arguments in one process, and prints the seconds of each.
_IN_ONE_PROCESS = """
import json, sys, time
from mkdocs.commands.build import build
from mkdocs.config import load_config
seconds = []
for settings in sys.argv[1:]:
    start = time.perf_counter()
    config = load_config(config_file=settings)
    config.plugins.on_startup(command="build", dirty=False)
    build(config)
    config.plugins.on_shutdown()
    seconds.append(time.perf_counter() - start)
print(json.dumps(seconds))
"""


def others(estate: Estate, place: str, count: int, *, zensical: bool) -> Sample:
    """Measure other builders on some sites of the estate."""
    sites = random.Random(count).sample(sorted(estate.pages), min(count, len(estate.pages)))  # noqa: S311
    sources = [write_source(estate, site) for site in sites]
    loop = []
    for site, source in zip(sites, sources, strict=True):
        loop.append(run([sys.executable, "-m", "mkdocs", "build", "-q", "-f", str(source)]).seconds)
        check_same(estate, site, source.parent / "site")
    seconds = json.loads(output([sys.executable, "-c", _IN_ONE_PROCESS, *map(str, sources)]))
    for site, source in zip(sites, sources, strict=True):
        check_same(estate, site, source.parent / "site")
    tell(f"  mkdocs {median(loop) * 1000:.0f} ms a site, in one process {median(seconds) * 1000:.0f} ms")
    return Sample(
        place, median(loop), median(seconds), with_zensical(estate, sites, sources) if zensical else "not asked for"
    )


def with_zensical(estate: Estate, sites: Sequence[Site], sources: Sequence[Path]) -> float | str:
    """Return the median seconds that Zensical takes for a site as a whole process, or why there is no such figure."""
    if importlib.util.find_spec("zensical") is None:
        return "not installed"
    seconds = []
    for site, source in zip(sites, sources, strict=True):
        settings = for_zensical(source)
        try:
            seconds.append(run([sys.executable, "-m", "zensical", "build", "-c", "-f", str(settings)]).seconds)
            check_same(estate, site, source.parent / "zensical")
        except BenchError as error:
            return f"no figure: {last_line(str(error))}"
    return median(seconds)


def for_zensical(source: Path) -> Path:
    """Write a site's settings as Zensical can read them, without our templates, which ask for more than it has."""
    from mkdocs.utils.yaml import yaml_load  # noqa: PLC0415  # only the venv has it

    with source.open("rb") as file:
        said = yaml_load(file)
    theme = {name: value for name, value in said["theme"].items() if name != "custom_dir"}
    left_out = {"theme": theme, "extra": {}, "extra_javascript": [], "use_directory_urls": False}
    settings = source.with_name("zensical.yml")
    settings.write_text(json.dumps({**said, **left_out, "site_dir": "zensical"}), "utf-8")
    return settings


def last_line(text: str) -> str:
    """Return the last line of what a program said, without the frame it may stand in."""
    return text.strip(" \n\u2502\u2570\u256f\u2500").splitlines()[-1].strip(" \u2502")


def check_same(estate: Estate, site: Site, built: Path) -> None:
    """Raise BenchError unless another builder's pages are all there and say what ours say."""
    check_pages(built, estate.pages[site])
    client, surface = site
    for page in estate.pages[site]:
        theirs, own = (
            words_of((folder / page).read_text("utf-8")) for folder in (built, estate.sites / client / surface)
        )
        if theirs != own or not own:
            raise BenchError(f"{client}/{surface}/{page} does not say what mkdocs makes of it")


def words_of(html: str) -> str:
    """Return the text of a page's own content, between its mark and its record, in one line."""
    _, _, content = html.partition("<!--tenantbook:begin-->")
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", content.partition('<div class="tb-record"')[0])).split())
