"""Measure our own builds of an estate: cold, one client changed, nothing changed, pages in the cache."""

import random
import shutil
from statistics import mean, median

from bench_check import check_touched, size_of, times
from bench_clients import policy
from bench_estate import Estate
from bench_floor import bare_writing
from bench_report import Figures, Run
from bench_run import settle, tell

#: How often the short builds (one client changed, nothing changed) are measured; the median counts.
SHORT_RUNS = 5


def ours(estate: Estate, place: str, cold_runs: int) -> Figures:
    """Measure our own builds and the floor below them."""
    cold: list[Run] = []
    for _ in range(cold_runs):
        shutil.rmtree(estate.root / "build", ignore_errors=True)
        settle()
        cold.append(estate.build())
    tell(f"  cold {cold[-1].seconds:.1f} s, {estate.texts} texts, {estate.different} different pages")
    nothing, changed = short_builds(estate)
    tell(f"  one client changed {changed:.2f} s, nothing changed {nothing:.2f} s")
    shutil.rmtree(estate.sites)
    settle()
    restamped = estate.build()
    checked = estate.check()
    tell(f"  every page checked in {checked.seconds:.1f} s")
    files, linked, written = size_of(estate.sites)
    at_least = median(bare_writing(estate) for _ in range(cold_runs))
    tell(f"  pages in the cache {restamped.seconds:.1f} s, floor {at_least:.1f} s")
    return Figures(
        place=place,
        clients=len(estate.pages) // 2,
        sites=len(estate.pages),
        pages=mean(len(pages) for pages in estate.pages.values()),
        texts=estate.texts,
        different=estate.different,
        files=files,
        linked=linked,
        written=written,
        cold=sorted(cold, key=lambda each: each.seconds)[len(cold) // 2],
        restamped=restamped,
        changed=changed,
        nothing=nothing,
        checked=checked,
        floor=at_least,
    )


def short_builds(estate: Estate) -> tuple[float, float]:
    """Return the median seconds of a build where nothing changed, and of one where one client's policy did."""
    draw = random.Random(len(estate.pages))  # noqa: S311  # repeatable, not secret
    before = times(estate.root / "build")
    nothing, changed = [], []
    for number in range(SHORT_RUNS):
        nothing.append(estate.build().seconds)
        before = check_touched(before, times(estate.root / "build"), None)
        client = draw.choice(sorted({client for client, _ in estate.pages}))
        # A length of its own in each run: the same decisions as some client's, and other words on the pages.
        estate.write_policy(client, {**policy(draw), "tap.length": 8 + number}, read=1 + number)
        changed.append(estate.build().seconds)
        before = check_touched(before, times(estate.root / "build"), client)
    return median(nothing), median(changed)
