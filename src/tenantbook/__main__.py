"""`python -m tenantbook` is the command `tenantbook`."""

from tenantbook.cli import run

run()
