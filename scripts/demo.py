"""Set up this machine and play the demo: `python3 scripts/demo.py [--once] [--port NUMBER]`."""

import sys

import python_version  # noqa: F401  # stops a Python too old to read the module that comes next
from setup_machine import DEMO, run_verb

if __name__ == "__main__":
    sys.exit(run_verb("demo", DEMO, sys.argv[1:]))
