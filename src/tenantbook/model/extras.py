"""What is installed apart: the extras of the package, what each brings, and how to install one."""

from collections.abc import Mapping
from importlib.util import find_spec
from types import MappingProxyType

#: The modules that each extra brings, as they are imported; their packages by name where that differs.
EXTRAS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "graph": ("aiohttp", "azure.identity", "httpx", "msgraph"),
        "check": ("httpx",),
        "publish": ("httpx", "lxml", "resvg_py"),
        "dask": ("distributed", "fsspec"),
    }
)


def missing_of(extra: str) -> tuple[str, ...]:
    """Return the modules of an extra that are not installed here."""
    return tuple(module for module in EXTRAS[extra] if not _is_there(module))


def _is_there(module: str) -> bool:
    try:
        return find_spec(module) is not None
    except ModuleNotFoundError:  # the package above it is missing
        return False


def to_install(extra: str) -> str:
    """Return the commands that install an extra: of the package, and in a clone."""
    return f"pip install 'tenantbook[{extra}]', or in a clone of the project: pip install -e '.[{extra}]'"
