"""Stop a Python that is too old with one sentence; written so that every Python since 2.7 can read it."""

import sys

NEEDED = (3, 11)


def complaint(version):
    # type: (tuple[int, ...]) -> str
    """Return what to tell somebody who runs `version`, or an empty string where all is well."""
    if version >= NEEDED:
        return ""
    return (
        "tenantbook needs Python %d.%d or newer, and this is Python %d.%d.\n"  # noqa: UP031  # no f-strings in Python 2
        "Install a newer one (https://www.python.org/downloads/) and run this again with it, for example:\n"
        "  python3.12 scripts/demo.py      (Windows: py -3.12 scripts\\demo.py)" % (NEEDED + version)
    )


message = complaint(sys.version_info[:2])
if message:
    sys.stderr.write(message + "\n")
    sys.exit(2)
