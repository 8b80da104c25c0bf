"""The site generators, each run on an `mkdocs.yml` on disk: mkdocs, ProperDocs and Zensical."""

import json
import logging
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from threading import Lock
from typing import Any

from tenantbook.model.errors import TenantbookError
from tenantbook.secrets import without_secrets
from tenantbook.site.layer import Layer
from tenantbook.site.remembered import remember_theme
from tenantbook.site.source import THEME

#: Material prints a notice at each build that says nothing about this one.
_QUIET = {"NO_MKDOCS_2_WARNING": "1", "DISABLE_MKDOCS_2_WARNING": "true"}

#: Seconds that a site generator may take for one text, and how many lines of its complaint are shown.
_LONGEST, _LINES = 600, 12


class SiteError(TenantbookError):
    """A site could not be built as it should be; the message says what the generator said."""


#: mkdocs logs and loads plugins for a whole process: of a worker's threads, one builds at a time.
_ONE_AT_A_TIME = Lock()


def _mkdocs(settings: Path, site: Path, layers: Sequence[Layer]) -> None:
    # Imported here: mkdocs takes half a second that no other verb should pay.
    os.environ.update(_QUIET)
    from mkdocs.commands.build import build  # noqa: PLC0415
    from mkdocs.config import load_config  # noqa: PLC0415
    from mkdocs.exceptions import MkDocsException  # noqa: PLC0415

    from tenantbook.site.rebuilding import Rebuilding  # noqa: PLC0415

    with _ONE_AT_A_TIME, _warnings() as said:
        try:
            config = load_config(config_file=str(settings), site_dir=str(site))
            remember_theme(config)
            rebuilding = Rebuilding.of(config)
            config.plugins.on_startup(command="build", dirty=False)
            build(config)
            for layer in layers:
                rebuilding.build(layer)
            config.plugins.on_shutdown()
        except (MkDocsException, SystemExit) as error:
            raise SiteError("; ".join([*said, str(error)])) from error
    if said:
        raise SiteError("; ".join(said))


def _each_layer(build: Callable[[Path, Path], None]) -> Callable[[Path, Path, Sequence[Layer]], None]:
    """Return how to build a site with a generator that builds whole sites only: once more for each layer."""

    def build_all(settings: Path, site: Path, layers: Sequence[Layer]) -> None:
        build(settings, site)
        for layer in layers:
            with tempfile.TemporaryDirectory(dir=site.parent, prefix=".layer.") as name:
                whole = Path(name)
                shutil.copytree(settings.parent / "docs", whole / "docs")
                shutil.copytree(layer.docs, whole / "docs", dirs_exist_ok=True)
                shutil.copyfile(settings, whole / settings.name)
                layer.site.parent.mkdir(parents=True, exist_ok=True)
                build(whole / settings.name, layer.site)

    return build_all


def _properdocs(settings: Path, site: Path) -> None:
    # A process of its own: inside one, it puts itself in mkdocs's place for good.
    _run("properdocs", "build", "--strict", "--quiet", "-f", str(settings), "-d", str(site))


def _zensical(settings: Path, site: Path) -> None:
    """Build with Zensical, in a folder made for it: it writes beside its settings, and takes no other place."""
    # Imported here, as above.
    from mkdocs.utils.yaml import yaml_load  # noqa: PLC0415

    # Zensical appends inherited lists, such as the house's menu, where mkdocs replaces them: so mkdocs reads this.
    with settings.open("rb") as file:
        said: dict[str, Any] = yaml_load(file)
    with tempfile.TemporaryDirectory(dir=site.parent, prefix=".zensical.") as name:
        project = Path(name)
        shutil.copytree(settings.parent / said.get("docs_dir", "docs"), project / "docs")
        shutil.copytree(THEME / "assets", project / "theme" / "assets")
        (project / "mkdocs.yml").write_text(json.dumps(_for_zensical(said), ensure_ascii=False), encoding="utf-8")
        _run("zensical", "build", "--strict", "-f", str(project / "mkdocs.yml"))
        for index in ("search.json", "search.js"):
            (project / "site" / index).unlink(missing_ok=True)
        shutil.copytree(project / "site", site, dirs_exist_ok=True)


def _for_zensical(said: dict[str, Any]) -> dict[str, Any]:
    """Return settings as Zensical can use them.

    Its template language knows less than Jinja, so our templates stay out, and the style sheet comes in as an extra
    one. Its search index stands where no slot is filled, so there is no search. What `offline` adds beside the page
    addresses set here is a script for the search, which it would load from another's server.
    """
    plugins = [plugin for plugin in said.get("plugins", ()) if _name(plugin) not in ("search", "offline")]
    return {
        **said,
        "docs_dir": "docs",
        "site_dir": "site",
        "use_directory_urls": False,
        "plugins": [*plugins, {"search": {"enabled": False}}],
        "theme": {**said.get("theme", {}), "custom_dir": "theme"},
        "extra": {**said.get("extra", {}), "polyfills": []},
        "extra_css": ["assets/tenantbook/tenantbook.css", *said.get("extra_css", ())],
    }


def _name(plugin: str | Mapping[str, Any]) -> str:
    """Return the name of an entry of a list of plugins, which stands alone or with its options."""
    return plugin if isinstance(plugin, str) else next(iter(plugin), "")


def _run(module: str, *arguments: str) -> None:
    """Run a site generator as a process of its own. Raises SiteError with what it said, should it fail."""
    command = [sys.executable, "-m", module, *arguments]
    environment = {**without_secrets(os.environ), **_QUIET, "NO_COLOR": "1", "PYTHONIOENCODING": "utf-8"}
    try:
        done = subprocess.run(  # noqa: S603 -- a module of this environment
            command, capture_output=True, encoding="utf-8", errors="replace", timeout=_LONGEST, check=False,
            env=environment, stdin=subprocess.DEVNULL,
        )  # fmt: skip
    except subprocess.TimeoutExpired as error:
        raise SiteError(f"{module} was not done after {_LONGEST} seconds") from error
    if done.returncode:
        said = f"{done.stdout}\n{done.stderr}".strip().splitlines()
        raise SiteError(f"{module}: {'; '.join(line.strip() for line in said[-_LINES:] if line.strip())}")


@contextmanager
def _warnings() -> Iterator[list[str]]:
    """Collect what mkdocs warns of: a broken link is an error in a guide."""
    said: list[str] = []

    class Collect(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            said.append(record.getMessage())

    handler = Collect(logging.WARNING)
    logger = logging.getLogger("mkdocs")
    logger.addHandler(handler)
    logger.propagate, before = False, logger.propagate
    try:
        yield said
    finally:
        logger.removeHandler(handler)
        logger.propagate = before


#: Each site generator by its name in `house.yml`, which is that of its package.
BUILDERS: Mapping[str, Callable[[Path, Path, Sequence[Layer]], None]] = {
    "mkdocs": _mkdocs,
    "properdocs": _each_layer(_properdocs),
    "zensical": _each_layer(_zensical),
}
