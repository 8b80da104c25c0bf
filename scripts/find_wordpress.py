"""Fetch a WordPress for the tests: Debian's own packages, unpacked below `build/` and never installed."""

import io
import json
import os
import shutil
import tarfile
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from commands import ROOT, SetupError, apt_install, quietly, say

FOLDER = ROOT / "build" / "wordpress"

#: Debian's releases: WordPress 6.8, 6.1, and the newest. Most tests use the first.
SUITES = ("trixie", "bookworm", "sid")

#: WordPress, and what its package links to: scripts of its editor, and what reads the tags of media.
PACKAGES = ("wordpress", "libjs-cropper", "libjs-lodash", "libjs-underscore", "php-getid3")

#: Where the plugin that keeps posts in a SQLite file comes from: WordPress's own, shipped in a package of theirs.
PLUGIN_PACKAGE = "@wp-playground/cli@3.1.56"
PLUGIN = "sqlite-database-integration"

_KEYS = "/usr/share/keyrings/debian-archive-keyring.gpg"


@dataclass(frozen=True)
class Tree:
    """An unpacked WordPress: its files, and those of the plugin that keeps its posts in a file."""

    wordpress: Path
    plugin: Path


def wordpress(suite: str = SUITES[0]) -> Tree:
    """Return the WordPress of a Debian release, fetched the first time; `TENANTBOOK_WORDPRESS` may name another."""
    chosen = os.environ.get("TENANTBOOK_WORDPRESS")
    tree = Path(chosen) if chosen else FOLDER / suite / "usr" / "share" / "wordpress"
    plugin = FOLDER / PLUGIN_PACKAGE.rpartition("@")[2] / f"plugin-{PLUGIN}"
    if chosen and not (tree / "wp-load.php").is_file():
        raise SetupError(f"TENANTBOOK_WORDPRESS names {chosen}, which holds no WordPress. Correct it, or unset it.")
    if not tree.is_dir():
        fetch_tree(suite)
    if not plugin.is_dir():
        fetch_plugin(plugin.parent)
    return Tree(tree, plugin)


def fetch_tree(suite: str) -> None:
    """Download the packages of a release and unpack what they share; the system's own sources stay as they are."""
    if not (shutil.which("apt-get") and shutil.which("dpkg-deb")):
        raise SetupError(NO_WORDPRESS)
    say(f"Fetching Debian {suite}'s WordPress (10 MB) into build/wordpress")
    work = FOLDER / f".{suite}.new"
    shutil.rmtree(work, ignore_errors=True)
    options = private_apt(work, suite)
    must(["apt-get", *options, "update"])
    must(["apt-get", *options, "download", *(f"{package}/{suite}" for package in PACKAGES)], work / "packages")
    for package in sorted((work / "packages").glob("*.deb")):
        must(["dpkg-deb", "--extract", str(package), str(work / "tree")])  # apt-get has verified it
    (work / "tree").replace(FOLDER / suite)
    shutil.rmtree(work)


def private_apt(work: Path, suite: str) -> list[str]:
    """Return the options that make apt-get use one release, and folders of our own."""
    for folder in ("lists/partial", "cache/archives/partial", "packages"):
        (work / folder).mkdir(parents=True)
    sources = work / "sources.list"
    sources.write_text(f"deb [signed-by={_KEYS}] {mirror()} {suite} main\n", "utf-8")
    settings = {
        "Dir::Etc::sourcelist": sources,
        "Dir::Etc::sourceparts": "/dev/null",
        "Dir::State::lists": work / "lists",
        "Dir::Cache": work / "cache",
        "APT::Sandbox::User": "root",
        "Acquire::Languages": "none",
    }
    return [part for name, value in settings.items() for part in ("-o", f"{name}={value}")]


def mirror() -> str:
    """Return the mirror that this system takes Debian's packages from."""
    folder = Path("/etc/apt")
    files = [folder / "sources.list", *sorted(folder.glob("sources.list.d/*"))]
    words = " ".join(file.read_text("utf-8", "replace") for file in files if file.is_file()).split()
    debians = (word for word in words if word.startswith("http") and word.rstrip("/").endswith("/debian"))
    return next(debians, "http://deb.debian.org/debian")


def fetch_plugin(target: Path) -> None:
    """Fetch the plugin that keeps a WordPress's posts in a file, and unpack it."""
    if not shutil.which("npm"):
        apt_install("npm")
    npm = shutil.which("npm")
    if npm is None:
        raise SetupError(
            "The tests fetch a part of WordPress with npm, which is not here. Install Node.js with npm, then try again."
        )
    say("Fetching what keeps WordPress's posts in a file (0.4 MB) into build/wordpress")
    work = target.with_name(f".{target.name}.new")
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir(parents=True)
    name = json.loads(must([npm, "pack", "--json", "--silent", PLUGIN_PACKAGE], work))[0]["filename"]
    with tarfile.open(work / name) as packed:
        held = packed.extractfile(f"package/{PLUGIN}.zip")
        if held is None:
            raise SetupError(f"{PLUGIN_PACKAGE} no longer holds {PLUGIN}.zip.")
        with zipfile.ZipFile(io.BytesIO(held.read())) as plugin:
            plugin.extractall(work / "plugin")  # noqa: S202  # npm has verified it
    (work / "plugin").replace(target)
    shutil.rmtree(work)


def must(command: Sequence[str], folder: Path = ROOT) -> str:
    """Return what a command says, which must succeed."""
    code, output = quietly(command, folder)
    if code:
        raise SetupError(
            f"{output}\n{' '.join(command[:1])} could not fetch WordPress. See to what its words name, then try again."
        )
    return output


NO_WORDPRESS = (
    "The tests start a WordPress, which is fetched from Debian's packages, and this machine has no apt-get.\n"
    "Unpack WordPress 6.8 or newer somewhere and name its folder in the variable TENANTBOOK_WORDPRESS."
)
