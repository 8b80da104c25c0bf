"""Reading tenants is an optional extra: nothing of it is loaded, or needed, before a tenant is read."""

import subprocess
import sys

READ = """
import sys
from tenantbook.graph import clouds, failures, read, settings
loaded = {{name.split(".")[0] for name in sys.modules}} & {{"msgraph", "azure", "httpx", "aiohttp", "kiota_http"}}
assert not loaded, loaded
{after}
"""


def run(after: str = "") -> None:
    subprocess.run([sys.executable, "-c", READ.format(after=after)], check=True, timeout=60)


def test_what_reads_tenants_is_loaded_only_when_they_are_read() -> None:
    run()


def test_a_missing_extra_is_answered_with_the_command_that_installs_it() -> None:
    call = "read.read_tenants([], settings.Settings('', '', None, None), jobs=1, group_ids=list, on_done=print)"
    run(
        f"""
sys.modules["azure.identity"] = None
try:
    {call}
except read.GraphNotInstalled as error:
    assert "pip install -e '.[graph]'" in str(error), error
    assert "azure" in str(error), error
else:
    raise AssertionError
"""
    )
