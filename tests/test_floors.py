"""The house's floors: a floor imports only itself and the floors below, and each third party has one address."""

import ast
import sys
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest

SOURCE = Path(__file__).parent.parent / "src" / "tenantbook"

#: From the bottom up. A module belongs to the floor that names it or its folder.
FLOORS = {
    "words": {"counting", "model", "values", "web"},
    "pure": {
        *(
            "advice",
            "blocks",
            "checks",
            "claims",
            "compare",
            "content",
            "drafts",
            "facts",
            "pages",
            "plan",
            "record",
            "reports",
        ),
        *("snapshots", "stamp", "standing", "supposing", "waivers"),
    },
    "rim": {
        *(
            "board",
            "demo",
            "disk",
            "editions",
            "estate",
            "graph",
            "history",
            "importing",
            "inspecting",
            "live",
            "locking",
        ),
        *("making", "press", "published", "publishers", "publishing", "secrets", "site"),
    },
    "cli": {"cli", "__main__"},
}

#: Each third party's only addresses.
ADDRESSES = {
    "aiohttp": {"demo"},
    "azure": {"graph"},
    "babel": {"values"},
    "click": {"cli"},
    "cryptography": {"demo"},
    "distributed": {"estate"},
    "fsspec": {"site"},
    "httpx": {"graph", "demo", "published", "publishers"},
    "humanize": {"values"},
    "jinja2": {"pages", "site", "standing"},
    "jmespath": {"facts"},
    "jwt": {"demo"},
    "kiota_abstractions": {"graph"},
    "kiota_authentication_azure": {"graph"},
    "kiota_http": {"graph"},
    "msal": {"graph"},
    "lxml": {"blocks"},
    "markdown_it": {"claims"},
    "mkdocs": {"site"},
    "kiota_serialization_json": {"graph"},
    "msgraph": {"graph"},
    "msgraph_core": {"graph"},
    "pydantic": {"model", "content", "publishers", "reports"},
    "pydantic_core": {"content"},
    "resvg_py": {"publishers"},
    "rich": {"cli"},
    "trustme": {"demo"},
    "yaml": {"content"},
}

#: What touches the world: nothing below the rim may import it.
WORLD = {"asyncio", "glob", "io", "os", "pathlib", "random", "secrets", "shutil", "socket", "subprocess", "sys"} | {
    "tempfile", "threading", "time", "urllib.request", "uuid", "http"
}  # fmt: skip


def modules() -> Iterator[tuple[str, ast.Module]]:
    for file in sorted(SOURCE.rglob("*.py")):
        name = ".".join(file.relative_to(SOURCE).with_suffix("").parts).removesuffix(".__init__")
        if name != "__init__":
            yield name, ast.parse(file.read_text(encoding="utf-8"))


def imports_of(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are absolute"
            yield str(node.module)
            # `from tenantbook.graph import reading` imports a module too.
            if node.module in ("tenantbook", *PACKAGES):
                yield from (f"{node.module}.{alias.name}" for alias in node.names)


PACKAGES = {f"tenantbook.{file.parent.name}" for file in SOURCE.glob("*/__init__.py")}
MODULES = dict(modules())
OWN = {
    name: {part.removeprefix("tenantbook.") for part in imports_of(tree)} & set(MODULES) - {name}
    for name, tree in MODULES.items()
}


def floor_of(module: str) -> int:
    top = module.partition(".")[0]
    return next(height for height, names in enumerate(FLOORS.values()) if top in names)


@pytest.mark.parametrize("module", sorted(MODULES))
def test_every_module_stands_on_a_floor_and_imports_nothing_above_it(module: str) -> None:
    above = {other for other in OWN[module] if floor_of(other) > floor_of(module)}

    assert above == set()


@pytest.mark.parametrize("module", sorted(MODULES))
def test_each_third_party_has_one_address(module: str) -> None:
    parties = {name.partition(".")[0] for name in imports_of(MODULES[module])}
    foreign = parties - set(sys.stdlib_module_names) - {"tenantbook"}
    elsewhere = {party for party in foreign if module.partition(".")[0] not in ADDRESSES.get(party, set())}

    assert elsewhere == set()


@pytest.mark.parametrize("module", sorted(name for name in MODULES if floor_of(name) < list(FLOORS).index("rim")))
def test_nothing_below_the_rim_touches_the_world(module: str) -> None:
    touched = {name for name in imports_of(MODULES[module]) if name in WORLD or name.partition(".")[0] in WORLD}
    calls = {ast.unparse(node.func) for node in ast.walk(MODULES[module]) if isinstance(node, ast.Call)}

    assert touched == set()
    assert calls & {"open", "print", "input", "datetime.now", "date.today", "datetime.utcnow"} == set()


def test_no_two_modules_import_each_other_in_a_circle() -> None:
    def circle_from(start: str) -> list[str]:
        paths = [[start]]
        seen: set[str] = set()
        while paths:
            path = paths.pop()
            for other in OWN[path[-1]]:
                if other == start:
                    return [*path, start]
                if other not in seen:
                    seen.add(other)
                    paths.append([*path, other])
        return []

    assert [found for module in sorted(MODULES) if (found := circle_from(module))] == []


def test_no_file_holds_two_ideas() -> None:
    long = {str(file.relative_to(SOURCE)): lines for file in SOURCE.rglob("*.py") if (lines := lines_of(file)) > 250}

    assert long == {}


def lines_of(file: Path) -> int:
    return len(file.read_text(encoding="utf-8").splitlines())


def test_the_floors_are_named_once_each() -> None:
    assert all(not (one & other) for one, other in pairwise(FLOORS.values()))
