"""Read the command line of the bench, measure in each place, and show what was found.

The bench makes an estate of invented clients in a folder of its own, builds it in several ways on the same Markdown,
and prints seconds, ratios and memory. Every build of ours is looked at afterwards: each page of each site must be
there, and a client whose policy did not change must keep every file it had.
"""

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path

from bench_estate import Estate
from bench_measure import ours
from bench_others import others
from bench_place import machine, no_room, places, temporary
from bench_report import Figures, Report, Sample
from bench_run import tell
from bench_tables import table, write_chapter
from commands import ROOT, become
from setup_machine import PULL, VENV, prepare, python_of

#: Where Linux keeps a file system in memory.
_SHM = "/dev/shm"  # noqa: S108  # each run makes a folder of its own there


def main(arguments: Sequence[str]) -> int:
    """Set the machine up, go on in `.venv`, and measure there."""
    if Path(sys.prefix).resolve() != VENV.resolve():
        prepare(PULL)
        return become([str(python_of(VENV)), str(ROOT / "scripts/bench.py"), *arguments])
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
    parser.add_argument("--clients", type=int, default=50, metavar="N", help="clients, two sites each; default: 50")
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
