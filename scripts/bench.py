"""Measure what an estate of sites costs, beside mkdocs and beside the bare writing: `python3 scripts/bench.py`."""

import sys

import python_version  # noqa: F401  # stops a Python too old to read the modules that come next
from bench_main import main
from commands import guarded

if __name__ == "__main__":
    sys.exit(guarded(lambda: main(sys.argv[1:])))
