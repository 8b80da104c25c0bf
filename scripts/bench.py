"""Measure what an estate of sites costs, beside mkdocs and beside the bare writing: `python3 scripts/bench.py`.

Makes an estate of invented clients in a folder of its own, builds it in several ways on the same Markdown, and
prints seconds, ratios and memory. `--help` tells the rest. Every build of ours is looked at afterwards: each page of
each site must be there, and a client whose policy did not change must keep every file it had.
"""

import sys

import python_version  # noqa: F401  # stops a Python too old to read the modules that come next

# isort: split
import argparse
import importlib.util
import json
import os
import platform
import random
import re
import shutil
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime, timedelta
from html import escape, unescape
from importlib.metadata import version
from itertools import islice
from math import ceil, floor, log10
from pathlib import Path
from statistics import mean, median
from typing import TYPE_CHECKING, NamedTuple

from commands import ROOT, SetupError, become, environment, guarded
from setup_machine import PULL, VENV, prepare, python_of

if TYPE_CHECKING:
    from tenantbook.content.library import Library
    from tenantbook.model.audience import Surface
    from tenantbook.model.edition import Text
    from tenantbook.pages.compose import Composer
    from tenantbook.pages.worded import Subject

#: How often the short builds (one client changed, nothing changed) are measured; the median counts.
SHORT_RUNS = 5

#: Sites whose bytes the floor holds in memory at once.
_AT_ONCE = 50

#: Bytes that a client's sites may take on disk, twice (ours and the floor's), with room to spare.
_ROOM = 4_000_000

#: Where Linux keeps a file system in memory.
_SHM = "/dev/shm"  # noqa: S108  # each run makes a folder of its own there

_BEGIN, _END = "<!-- bench: begin -->", "<!-- bench: end -->"


class BenchError(SetupError):
    """What was built is not what was to be measured."""


def main(arguments: Sequence[str]) -> int:
    """Set the machine up, go on in `.venv`, and measure there."""
    if Path(sys.prefix).resolve() != VENV.resolve():
        prepare(PULL)
        return become([str(python_of(VENV)), str(Path(__file__).resolve()), *arguments])
    asked = options().parse_args(arguments)
    report = bench(asked)
    for line in table(report):
        print(line)
    if asked.json:
        asked.json.write_text(json.dumps(asdict(report), indent=1) + "\n", "utf-8")
    if asked.markdown:
        write_chapter(asked.markdown, report, " ".join(["python3 scripts/bench.py", *shown(arguments)]))
    return 0


def options() -> argparse.ArgumentParser:
    """Return what the command line takes."""
    parser = argparse.ArgumentParser(prog="bench.py", description="Measure what an estate of sites costs.")
    parser.add_argument("--clients", type=int, default=200, metavar="N", help="clients, two sites each; default: 200")
    parser.add_argument("--sample", type=int, default=5, metavar="K", help="sites that mkdocs builds; default: 5")
    parser.add_argument("--grow", type=sizes, default=(), metavar="N,N", help="also measure estates of these sizes")
    parser.add_argument("--jobs", type=int, default=0, metavar="N", help="workers of ours; default: processors")
    parser.add_argument("--cold-runs", type=int, default=1, metavar="N", help="cold builds and floors; default: 1")
    parser.add_argument("--seed", type=int, default=1, help="of the invented clients; default: 1")
    parser.add_argument("--disk", type=Path, default=ROOT / "build/bench", metavar="FOLDER", help="where to build")
    parser.add_argument("--memory", type=Path, default=Path(_SHM), metavar="FOLDER", help="a file system in memory")
    parser.add_argument("--only", choices=("disk", "memory"), help="measure in one of the two places")
    parser.add_argument(
        "--zensical", action="store_true", help="also let Zensical build the sample, where it is installed"
    )
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures")
    parser.add_argument("--markdown", type=Path, metavar="FILE", help="write tables into FILE, and the plot beside it")
    return parser


def sizes(text: str) -> tuple[int, ...]:
    """Return the numbers of a list such as `10,100,1000`, smallest first."""
    return tuple(sorted({int(part) for part in text.split(",")}))


def shown(arguments: Sequence[str]) -> Iterator[str]:
    """Yield the arguments that decide what is measured, not those that say where results go."""
    waiting = iter(arguments)
    for argument in waiting:
        if argument in {"--json", "--markdown"}:
            next(waiting, None)
        elif not argument.startswith(("--json=", "--markdown=")):
            yield argument


# --- what is measured


@dataclass(frozen=True, slots=True)
class Run:
    """One command: wall seconds, and peak memory in bytes of its largest process and of all of them together."""

    seconds: float
    largest: int | None = None
    together: int | None = None


@dataclass(frozen=True, slots=True)
class Figures:
    """An estate of one size in one place: what it holds, and what each way of building it took in seconds."""

    place: str
    clients: int
    sites: int
    pages: float
    texts: int
    files: int
    linked: int
    written: int
    cold: Run
    restamped: Run
    changed: float
    nothing: float
    floor: float


@dataclass(frozen=True, slots=True)
class Sample:
    """Other builders in one place: seconds for one site, or the words why there are none."""

    place: str
    loop: float
    one_process: float
    zensical: float | str


@dataclass(frozen=True, slots=True)
class Report:
    """All that one run of the bench found; the first figures of each place are those of `--clients`."""

    machine: str
    seed: int
    figures: tuple[Figures, ...]
    samples: tuple[Sample, ...]
    left_out: tuple[str, ...] = field(default=())


def bench(asked: argparse.Namespace) -> Report:
    """Measure in each place, first the size asked for and then the others."""
    figures: list[Figures] = []
    samples: list[Sample] = []
    left_out: list[str] = []
    before = machine()
    for place, folder in places(asked):
        for clients in dict.fromkeys((asked.clients, *asked.grow)):
            if problem := no_room(folder, clients):
                left_out.append(f"{place}, {clients} clients: not measured: {problem}")
                continue
            tell(f"{place}: {clients} clients")
            with temporary(folder) as root:
                estate = Estate.new(root, clients, asked.seed, asked.jobs)
                figures.append(ours(estate, place, asked.cold_runs))
                if clients == asked.clients:
                    samples.append(others(estate, place, asked.sample, zensical=asked.zensical))
    return Report(before, asked.seed, tuple(figures), tuple(samples), tuple(left_out))


def places(asked: argparse.Namespace) -> Iterator[tuple[str, Path]]:
    """Yield the places to build in: a folder on disk, and a file system in memory, which not every system has."""
    if asked.only != "memory":
        asked.disk.mkdir(parents=True, exist_ok=True)
        yield "disk", asked.disk
    if asked.only != "disk":
        yield "memory", asked.memory


def no_room(folder: Path, clients: int) -> str:
    """Return what stands against building in a folder, or nothing."""
    if not folder.is_dir():
        return f"there is no folder {folder}"
    free = shutil.disk_usage(folder).free
    needed = clients * _ROOM
    return "" if free > needed else f"{folder} has {megabytes(free)} free, and {megabytes(needed)} may be needed"


@contextmanager
def temporary(folder: Path) -> Iterator[Path]:
    """Give a new folder, and remove it with all that is in it."""
    root = Path(tempfile.mkdtemp(dir=folder, prefix="tenantbook-bench."))
    try:
        yield root
    finally:
        shutil.rmtree(root, ignore_errors=True)


def machine() -> str:
    """Return in one line what this is measured on."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    load = f", load {os.getloadavg()[0]:.1f} before the start" if hasattr(os, "getloadavg") else ""
    versions = ", ".join(f"{name} {version(name)}" for name in ("tenantbook", "mkdocs", "mkdocs-material"))
    return f"{platform.system()}, {cores} cores{load}; Python {platform.python_version()}, {versions}"


def tell(text: str) -> None:
    """Say on the error stream what is happening."""
    print(f"[bench] {text}", file=sys.stderr, flush=True)


# --- the estate


#: A site: client and surface.
Site = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Estate:
    """A project folder of invented clients: its library, its composer, and the pages that each site must have."""

    root: Path
    library: "Library"
    composer: "Composer"
    pages: Mapping[Site, tuple[str, ...]]
    jobs: int
    texts: int

    @classmethod
    def new(cls, root: Path, clients: int, seed: int, jobs: int) -> "Estate":
        """Copy the content and the house's pages to `root`, and invent clients with policies."""
        from tenantbook.cli.gather import read_library  # noqa: PLC0415  # only the venv has it
        from tenantbook.disk import Workspace  # noqa: PLC0415
        from tenantbook.pages.compose import Composer  # noqa: PLC0415

        copy_content(root)
        draw = random.Random(seed)  # noqa: S311  # repeatable, not secret
        names = [client_name(number) for number in range(clients)]
        for number, name in enumerate(names):
            (root / f"kb_src/clients/{name}.yml").write_text(client_file(number, draw), "utf-8")
        library, problems = read_library(Workspace.at(root))
        if problems:
            raise BenchError(f"the content has mistakes: {problems[0]}")
        estate = cls(root, library, Composer(library), {}, jobs, 0)
        for name in names:
            estate.write_policy(name, policy(draw))
        pages, texts = estate.expected(names)
        return replace(estate, pages=pages, texts=texts)

    def write_policy(self, client: str, facts: Mapping[str, object], read: int = 0) -> None:
        """Write a client's snapshot; what `facts` leaves out is as Microsoft's defaults have it."""
        from tenantbook.facts import house_facts  # noqa: PLC0415
        from tenantbook.model.snapshot import Snapshot  # noqa: PLC0415
        from tenantbook.snapshots import write_snapshot  # noqa: PLC0415
        from tenantbook.values import decode_value  # noqa: PLC0415

        drawn = {name: decode_value(value, self.library.facts[name]) for name, value in facts.items()}
        values = {**house_facts(self.library.policies.values()), **drawn}
        when = datetime(2026, 1, 5, 3, 15, tzinfo=UTC) + timedelta(minutes=read)
        entry = self.library.clients[client]
        snapshot = Snapshot(client, entry.tenant, entry.name, when, ("Policy.Read.AuthenticationMethod",), values)
        folder = self.root / "kb_src/snapshots"
        folder.mkdir(exist_ok=True)
        (folder / f"{client}.yml").write_text(write_snapshot(snapshot), "utf-8")

    def expected(self, clients: Iterable[str]) -> tuple[dict[Site, tuple[str, ...]], int]:
        """Return the files of pages that each site must have, and how many texts the sites share."""
        from tenantbook.model.audience import Surface  # noqa: PLC0415
        from tenantbook.site.source import expected_pages  # noqa: PLC0415

        pages: dict[Site, tuple[str, ...]] = {}
        shared: dict[int, tuple[str, ...]] = {}
        for client in clients:
            for surface in Surface:
                text = self.composer.text(self.subject(client), surface)
                pages[client, surface.value] = shared.setdefault(id(text), tuple(expected_pages(text)))
        return pages, len(shared)

    def subject(self, client: str) -> "Subject":
        """Return a client with its snapshot."""
        from tenantbook.cli.gather import snapshot_of, subject_of  # noqa: PLC0415
        from tenantbook.disk import Workspace  # noqa: PLC0415

        snapshot = snapshot_of(Workspace.at(self.root), self.library, client)
        if isinstance(snapshot, list):
            raise BenchError(str(snapshot[0]))
        return subject_of(self.library, client, snapshot)

    @property
    def sites(self) -> Path:
        """The folder of all sites."""
        return self.root / "build/sites"

    def build(self) -> Run:
        """Run `tenantbook build` as a person would, and see to it that every page is there."""
        jobs = ["--jobs", str(self.jobs)] if self.jobs else []
        done = run([sys.executable, "-m", "tenantbook", "build", "--root", str(self.root), *jobs])
        for (client, surface), pages in self.pages.items():
            check_pages(self.sites / client / surface, pages)
        return done


def copy_content(root: Path) -> None:
    """Copy what sites are made from, without the clients."""
    own = shutil.ignore_patterns("clients", "snapshots")
    shutil.copytree(ROOT / "kb_src", root / "kb_src", ignore=own)
    shutil.copytree(ROOT / "docs", root / "docs")
    (root / "kb_src/clients").mkdir()
    settings = (ROOT / "mkdocs.yml").read_text("utf-8")
    theme = (ROOT / "src/tenantbook/theme").as_posix()
    (root / "mkdocs.yml").write_text(
        settings.replace("custom_dir: src/tenantbook/theme", f"custom_dir: {theme}"), "utf-8"
    )


def client_name(number: int) -> str:
    """Return the id of an invented client."""
    return f"client-{number:05d}"


def client_file(number: int, draw: random.Random) -> str:
    """Return the file of an invented client: a name and a colour of its own, now and then a helpdesk and a cloud."""
    first, second = draw.choice(("Acme", "Birch", "Cobalt", "Delta", "Ember")), draw.choice(("Dental", "Law", "Foods"))
    lines = [
        f"name: {first} & {second} {number}",
        f"tenant: 00000000-0000-4000-8000-{number:012d}",
        f'colour: "#{draw.randrange(0x1000000):06x}"',
    ]
    if chance(draw, 10):
        lines.append(f"cloud: {draw.choice(('gcc-high', 'dod'))}")
    if chance(draw, 30):
        lines += ["helpdesk:", f"  name: {first} IT desk {number}", f'  phone: "+1 555 {number:05d}"']
        if chance(draw, 50):
            lines += [f"  email: desk-{number}@example.com", "  hours: Monday to Friday, 7:00 to 19:00"]
    return "\n".join([*lines, ""])


def chance(draw: random.Random, percent: int) -> bool:
    """Return true that often in a hundred draws."""
    return draw.random() * 100 < percent


def policy(draw: random.Random) -> dict[str, object]:
    """Draw a policy that Microsoft Graph allows, as a snapshot holds it: lifetimes in minutes, length in characters."""
    lifetimes = sorted(draw.choices((10, 15, 30, 45, 60, 90, 120, 240, 480, 720, 1440, 10080, 43200), k=3))
    if chance(draw, 15):
        lifetimes = [lifetimes[0]] * 3
    everyone: list[object] = [{"everyone": True}]
    groups: list[object] = [{"group": f"Group {letter}"} for letter in draw.sample("ABCDEFGH", 3)]
    return {
        "tap.enabled": chance(draw, 85),
        "tap.lifetime.minimum": lifetimes[0],
        "tap.lifetime.default": lifetimes[1],
        "tap.lifetime.maximum": lifetimes[2],
        "tap.once": chance(draw, 30),
        "tap.length": draw.randint(8, 48),
        "tap.included": draw.choices((everyone, groups[:2], []), weights=(6, 3, 1))[0],
        "tap.excluded": draw.choices(([], groups[2:]), weights=(7, 3))[0],
    }


# --- ours


def ours(estate: Estate, place: str, cold_runs: int) -> Figures:
    """Measure our own builds and the floor below them."""
    cold: list[Run] = []
    for _ in range(cold_runs):
        shutil.rmtree(estate.root / "build", ignore_errors=True)
        settle()
        cold.append(estate.build())
    tell(f"  cold {cold[-1].seconds:.1f} s, {estate.texts} texts")
    nothing, changed = short_builds(estate)
    tell(f"  one client changed {changed:.2f} s, nothing changed {nothing:.2f} s")
    shutil.rmtree(estate.sites)
    settle()
    restamped = estate.build()
    files, linked, written = size_of(estate.sites)
    at_least = median(bare_writing(estate) for _ in range(cold_runs))
    tell(f"  texts in the cache {restamped.seconds:.1f} s, floor {at_least:.1f} s")
    return Figures(
        place=place,
        clients=len(estate.pages) // 2,
        sites=len(estate.pages),
        pages=mean(len(pages) for pages in estate.pages.values()),
        texts=estate.texts,
        files=files,
        linked=linked,
        written=written,
        cold=sorted(cold, key=lambda each: each.seconds)[len(cold) // 2],
        restamped=restamped,
        changed=changed,
        nothing=nothing,
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


def times(folder: Path) -> dict[str, int]:
    """Return when each file below a folder was last written, apart from the cache, which nobody reads."""
    found: dict[str, int] = {}
    waiting = [(str(folder), "")]
    while waiting:
        path, below = waiting.pop()
        with os.scandir(path) as entries:
            for entry in entries:
                name = f"{below}{entry.name}"
                if entry.is_dir(follow_symlinks=False):
                    waiting += [(entry.path, f"{name}/")] if name != "cache" else []
                else:
                    found[name] = entry.stat(follow_symlinks=False).st_mtime_ns
    return found


def check_touched(before: Mapping[str, int], after: Mapping[str, int], client: str | None) -> dict[str, int]:
    """Return `after`; raise BenchError unless exactly the sites of `client` (None: no site) were written anew."""
    changed = {name for name in before.keys() | after.keys() if before.get(name) != after.get(name)}
    own = {name for name in changed if client in name.split("/")}
    if strangers := sorted(changed - own):
        raise BenchError(f"{len(strangers)} files were touched that nothing had changed for, such as {strangers[0]}")
    if client and not own:
        raise BenchError(f"the policy of {client} changed, and no file of its sites did")
    return dict(after)


def check_pages(site: Path, pages: Sequence[str]) -> None:
    """Raise BenchError unless every page of a site is there and holds something."""
    for page in pages:
        try:
            size = (site / page).stat().st_size
        except OSError:
            size = 0
        if not size:
            raise BenchError(f"{site / page} did not come out")


def size_of(folder: Path) -> tuple[int, int, int]:
    """Return how many files a folder holds, how many of them are links to shared ones, and the bytes of the others."""
    files = linked = written = 0
    for _, state in walk(folder):
        files += 1
        linked += state.st_nlink > 1
        written += state.st_size if state.st_nlink == 1 else 0
    return files, linked, written


def walk(folder: Path) -> Iterator[tuple[Path, os.stat_result]]:
    """Yield every file below a folder with its state."""
    for path, folders, names in os.walk(folder):
        folders.sort()
        for name in sorted(names):
            file = Path(path, name)
            yield file, file.stat()


def bare_writing(estate: Estate) -> float:
    """Return the seconds that a trivial loop takes to make the same tree: folders, links, and bytes held in memory."""
    target = estate.root / "floor"
    seconds = 0.0
    settle()
    sites = iter(sorted(path for client in estate.sites.iterdir() for path in client.iterdir()))
    while some := list(islice(sites, _AT_ONCE)):
        folders, links, contents = in_memory(some, estate.sites, target)
        start = time.perf_counter()
        for folder in folders:
            os.makedirs(folder, exist_ok=True)  # noqa: PTH103  # the barest there is
        for source, place in links:
            os.link(source, place)
        for place, data in contents:
            with open(place, "wb") as file:  # noqa: PTH123
                file.write(data)
        seconds += time.perf_counter() - start
    if size_of(target) != size_of(estate.sites):
        raise BenchError("the floor did not write the tree that was built")
    shutil.rmtree(target)
    return seconds


def in_memory(
    sites: Iterable[Path], below: Path, target: Path
) -> tuple[list[str], list[tuple[str, str]], list[tuple[str, bytes]]]:
    """Return what makes a copy of some sites: folders, links with their sources, and files with their bytes."""
    folders: dict[str, None] = {}
    links: list[tuple[str, str]] = []
    contents: list[tuple[str, bytes]] = []
    for site in sites:
        found = walk(site) if site.is_dir() else [(site, site.stat())]
        for file, state in found:
            place = target / file.relative_to(below)
            folders[str(place.parent)] = None
            if state.st_nlink > 1:
                links.append((str(file), str(place)))
            else:
                contents.append((str(place), file.read_bytes()))
    return list(folders), links, contents


# --- the others, on the same Markdown


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


def write_source(estate: Estate, site: Site) -> Path:
    """Write the Markdown and the settings of a site with every value filled in; return its settings file."""
    from tenantbook.disk import Workspace, write_tree  # noqa: PLC0415
    from tenantbook.model.audience import Surface  # noqa: PLC0415
    from tenantbook.pages.fill import fill  # noqa: PLC0415
    from tenantbook.site.colours import stylesheet  # noqa: PLC0415
    from tenantbook.site.source import CLIENT_STYLES, site_settings, source_files  # noqa: PLC0415

    client, surface = site
    subject, workspace = estate.subject(client), Workspace.at(estate.root)
    edition = estate.composer.compose(subject, Surface(surface))
    names = {slot.name: escape(slot.text) for slot in edition.slots.values()}
    settings = site_settings(
        estate.library,
        titled(estate, subject, Surface(surface)),
        workspace,
        name=names["client.name"],
        provider=names["provider.name"],
    )
    files = source_files(fill(edition), settings)
    styles = stylesheet(estate.library.clients[client].colour)
    folder = estate.root / "sources" / f"{client}-{surface}"
    write_tree(folder, {**files, f"docs/{CLIENT_STYLES}": styles.encode()})
    return folder / "mkdocs.yml"


def titled(estate: Estate, subject: "Subject", surface: "Surface") -> "Text":
    """Return the text of a site with the values in its pages' titles, as a menu of its own shows them."""
    text = estate.composer.text(subject, surface)
    slots = estate.composer.compose(subject, surface).slots
    pages = tuple(
        replace(page, title="".join(slots[mark].text if mark in slots else mark for mark in page.title))
        for page in text.pages
    )
    return replace(text, pages=pages)


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


# --- running


def settle() -> None:
    """Have the system write what it still holds, so that the next measurement does not pay for the last."""
    if hasattr(os, "sync"):
        os.sync()


def output(command: Sequence[str]) -> str:
    """Return what a command prints. Raises BenchError where it fails."""
    done = subprocess.run(command, env=environment(), capture_output=True, text=True, check=False)
    if done.returncode:
        raise BenchError(f"{' '.join(command[:6])} ended with {done.returncode}:\n{done.stdout}{done.stderr}")
    return done.stdout


def run(command: Sequence[str]) -> Run:
    """Run a command to its end and measure it. Raises BenchError where it fails."""
    with tempfile.TemporaryFile() as said:
        start = time.perf_counter()
        process = subprocess.Popen(command, env=environment(), stdout=said, stderr=subprocess.STDOUT)
        watch = Watch(process.pid)
        watch.start()
        code, largest = wait(process)
        seconds = time.perf_counter() - start
        watch.ended.set()
        watch.join()
        if code:
            said.seek(0)
            text = said.read().decode("utf-8", "replace")[-4000:]
            raise BenchError(f"{' '.join(command[:6])} ended with {code}:\n{text}")
    return Run(seconds, largest, watch.peak or None)


def wait(process: "subprocess.Popen[bytes]") -> tuple[int, int | None]:
    """Return a process's exit code, and the peak memory in bytes of the largest of it and its own; None on Windows."""
    if sys.platform == "win32":
        return process.wait(), None
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    return process.returncode, usage.ru_maxrss * (1 if sys.platform == "darwin" else 1024)


class Watch(threading.Thread):
    """Looks at the memory of a process and all below it, a few times a second, where /proc tells."""

    def __init__(self, pid: int) -> None:
        super().__init__(daemon=True)
        self.ended = threading.Event()
        self.peak = 0
        self._pid = pid

    def run(self) -> None:
        """Keep the largest sum until told that the process has ended."""
        while not self.ended.wait(0.1):
            self.peak = max(self.peak, sum(map(private_memory, family(self._pid))))


def family(pid: int) -> list[int]:
    """Return a process and all below it; only itself where the system does not say."""
    found = [pid]
    for each in found:
        try:
            below = Path(f"/proc/{each}/task/{each}/children").read_text("ascii")
        except OSError:
            continue
        found += map(int, below.split())
    return found


def private_memory(pid: int) -> int:
    """Return the bytes of memory that a process holds, its share of shared pages included; 0 where nothing tells."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text("ascii").splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:")), 0)


# --- what is shown


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
        yield "  place    clients  texts  cold, ms a site  floor, ms a site  changed, s  nothing, s   memory"
        for each in grown(report.figures):
            yield (
                f"  {each.place:<8}{each.clients:>8}{each.texts:>7}{each.cold.seconds / each.sites * 1000:>17.2f}"
                f"{each.floor / each.sites * 1000:>18.2f}{each.changed:>12.2f}{each.nothing:>12.2f}"
                f"{shown_memory(each.cold.together or each.cold.largest):>14}"
            )
    yield from report.left_out


def grown(figures: Iterable[Figures]) -> list[Figures]:
    """Return figures by place and size."""
    return sorted(figures, key=lambda each: (each.place, each.clients))


def described(figures: Figures) -> str:
    """Return in one line what an estate holds."""
    return (
        f"{figures.place}: {figures.clients} clients, {figures.sites} sites of {figures.pages:.1f} pages, "
        f"{figures.texts} texts; {figures.files} files, {figures.linked} of them links, "
        f"{megabytes(figures.written)} written"
    )


def memory_of(figures: Figures) -> str:
    """Return in one line the peak memory of a cold build."""
    largest, together = figures.cold.largest, figures.cold.together
    if largest is None:
        return "peak memory: not measured on this system"
    all_of_them = f", all together {megabytes(together)}" if together else ""
    return f"peak memory of a cold build: largest process {megabytes(largest)}{all_of_them}"


def rows(figures: Figures, sample: Sample) -> list[tuple[str, str, str]]:
    """Return each way of building with its seconds for the estate and its milliseconds for a site."""
    sites = figures.sites

    def whole(name: str, seconds: float) -> tuple[str, str, str]:
        return name, f"{seconds:.2f} s", f"{seconds / sites * 1000:.2f} ms a site"

    def each(name: str, seconds: float | str) -> tuple[str, str, str]:
        if isinstance(seconds, str):
            return name, seconds, ""
        return name, f"{seconds * sites:.0f} s *", f"{seconds * 1000:.0f} ms a site"

    return [
        each("mkdocs build, a process for each site", sample.loop),
        each("one process calling mkdocs", sample.one_process),
        each("zensical build, a process for each site", sample.zensical),
        whole("tenantbook build, everything cold", figures.cold.seconds),
        whole("tenantbook build, texts in the cache", figures.restamped.seconds),
        whole("tenantbook build, one client's policy changed", figures.changed),
        whole("tenantbook build, nothing changed", figures.nothing),
        whole("the floor: only writing and linking", figures.floor),
    ]


def megabytes(size: float) -> str:
    """Return a size in megabytes."""
    return f"{size / 1e6:.0f} MB"


def shown_memory(size: int | None) -> str:
    """Return a size in megabytes, or that it is not known."""
    return "not measured" if size is None else megabytes(size)


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
        yield "| place | clients | texts | cold, a site | floor, a site | one changed | nothing changed | memory |"
        yield "| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |"
        for each in grown(report.figures):
            cold, least = each.cold.seconds / each.sites * 1000, each.floor / each.sites * 1000
            memory = shown_memory(each.cold.together or each.cold.largest)
            yield (
                f"| {each.place} | {each.clients} | {each.texts} | {cold:.1f} ms | {least:.1f} ms | "
                f"{each.changed:.2f} s | {each.nothing:.2f} s | {memory} |"
            )
        yield ""
    yield from (f"{line}\n" for line in report.left_out)
    yield "![Seconds for the whole estate by number of clients, both on logarithmic scales](../assets/speed.svg)"


def titles(place: str) -> str:
    """Return what a place is called in a heading."""
    return {"disk": "On a disk", "memory": "On a file system in memory"}.get(place, place)


# --- the plot


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


if __name__ == "__main__":
    sys.exit(guarded(lambda: main(sys.argv[1:])))
