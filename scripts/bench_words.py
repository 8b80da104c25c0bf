"""Put the figures of the bench into words: ratios with their bounds, rows, sizes and titles."""

from collections.abc import Iterable
from typing import NamedTuple

from bench_report import Figures, Sample

#: How many times faster than a loop of mkdocs a cold build is to be, by place.
_FASTER = {"disk": 40, "memory": 200}


class Ratio(NamedTuple):
    """A ratio that counts: what it compares, its value, and the bound it is held to."""

    says: str
    value: float
    bound: str
    reached: bool


def ratios(figures: Figures, sample: Sample) -> list[Ratio]:
    """Return the ratios that are held to a bound; those of time are per site."""
    cold = figures.cold.seconds
    faster = _FASTER[figures.place]
    loop = sample.loop * figures.sites / cold
    most = (
        ("ours, cold / the floor", cold / figures.floor, 1.5),
        ("one client changed / cold", figures.changed / cold, 0.02),
        ("nothing changed / cold", figures.nothing / cold, 0.01),
    )
    return [
        Ratio("loop of mkdocs / ours, cold", loop, f"at least {faster}", loop >= faster),
        *(Ratio(says, value, f"at most {bound}", value <= bound) for says, value, bound in most),
    ]


def rows(figures: Figures, sample: Sample) -> list[tuple[str, str, str]]:
    """Return each way of building with its seconds for the estate and its milliseconds for a site."""
    sites = figures.sites

    def whole(name: str, seconds: float) -> tuple[str, str, str]:
        """Return the row of a way that built the whole estate."""
        return name, f"{seconds:.2f} s", f"{seconds / sites * 1000:.2f} ms a site"

    def each(name: str, seconds: float | str) -> tuple[str, str, str]:
        """Return the row of a way that built some sites, reckoned for all."""
        if isinstance(seconds, str):
            return name, seconds, ""
        return name, f"{seconds * sites:.0f} s *", f"{seconds * 1000:.0f} ms a site"

    return [
        each("mkdocs build, a process for each site", sample.loop),
        each("one process calling mkdocs", sample.one_process),
        each("zensical build, a process for each site", sample.zensical),
        whole("tenantbook build, everything cold", figures.cold.seconds),
        whole("tenantbook build, pages in the cache", figures.restamped.seconds),
        whole("tenantbook build, one client's policy changed", figures.changed),
        whole("tenantbook build, nothing changed", figures.nothing),
        whole("tenantbook check, every page against the snapshots", figures.checked.seconds),
        whole("the floor: only writing and linking", figures.floor),
    ]


def grown(figures: Iterable[Figures]) -> list[Figures]:
    """Return figures by place and size."""
    return sorted(figures, key=lambda each: (each.place, each.clients))


def described(figures: Figures) -> str:
    """Return in one line what an estate holds."""
    return (
        f"{figures.place}: {figures.clients} clients, {figures.sites} sites of {figures.pages:.1f} pages, "
        f"{figures.texts} texts of {figures.different} different pages; "
        f"{figures.files} files, {figures.linked} of them links, {megabytes(figures.written)} written"
    )


def memory_of(figures: Figures) -> str:
    """Return in one line the peak memory of a cold build."""
    largest, together = figures.cold.largest, figures.cold.together
    if largest is None:
        return "peak memory: not measured on this system"
    all_of_them = f", all together {megabytes(together)}" if together else ""
    checking = f", of a check {megabytes(figures.checked.largest)}" if figures.checked.largest else ""
    return f"peak memory of a cold build: largest process {megabytes(largest)}{all_of_them}{checking}"


def megabytes(size: float) -> str:
    """Return a size in megabytes."""
    return f"{size / 1e6:.0f} MB"


def shown_memory(size: int | None) -> str:
    """Return a size in megabytes, or that it is not known."""
    return "not measured" if size is None else megabytes(size)


def titles(place: str) -> str:
    """Return what a place is called in a heading."""
    return {"disk": "On a disk", "memory": "On a file system in memory"}.get(place, place)
