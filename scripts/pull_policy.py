"""Read every client's policy, as a scheduler does: `python3 scripts/pull_policy.py [--client ID]`."""

import sys

import python_version  # noqa: F401  # stops a Python too old to read the module that comes next
from setup_machine import PULL, run_verb

if __name__ == "__main__":
    sys.exit(run_verb("pull", PULL, sys.argv[1:]))
