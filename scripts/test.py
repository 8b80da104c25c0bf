"""Set up this machine and run every check, or only some tests: `python3 scripts/test.py [-- PYTEST-ARGUMENTS]`."""

import sys

import python_version  # noqa: F401  # stops a Python too old to read the module that comes next
from suite import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
