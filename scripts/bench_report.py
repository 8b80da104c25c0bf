"""Hold what one run of the bench finds: its figures, its samples, and the error that stops it."""

from dataclasses import dataclass, field

from commands import SetupError


class BenchError(SetupError):
    """What was built is not what was to be measured."""


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
    different: int
    files: int
    linked: int
    written: int
    cold: Run
    restamped: Run
    changed: float
    nothing: float
    checked: Run
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
