"""`python -m tenantbook` is the command `tenantbook`."""

from tenantbook.cli import main

main(prog_name="tenantbook")
