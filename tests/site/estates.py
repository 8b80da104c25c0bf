"""Estates to try things on: a copy of the content with clients of its own, and a stand-in for their tenants."""

import hashlib
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from click.testing import CliRunner, Result

from tenantbook.cli import main
from tenantbook.demo.standin import StandIn
from tenantbook.demo.tenants import DemoTenant
from tenantbook.disk import Workspace, read_text, write_text

PROJECT = Path(__file__).resolve().parents[2]
DEMO_CLIENTS = PROJECT / "src/tenantbook/demo/estate/clients"
SURFACES = ("client", "internal")

#: What a test inherits from the machine must not decide what it finds.
_CLEAN: Mapping[str, str | None] = {
    "AZURE_CLIENT_ID": None,
    "AZURE_CLIENT_SECRET": None,
    "AZURE_CLIENT_CERTIFICATE_PATH": None,
    "AZURE_CLIENT_CERTIFICATE_PASSWORD": None,
    "TENANTBOOK_LOOPBACK": None,
    "TENANTBOOK_LOOPBACK_CA": None,
    "TENANTBOOK_ROOT": None,
    "FORCE_COLOR": None,
    "TTY_COMPATIBLE": None,
}


@dataclass(frozen=True)
class Estate:
    """A project folder of its own, and the variables that lead `pull` and `check` to its tenants."""

    root: Path
    live: Mapping[str, str] = field(default_factory=dict)

    @property
    def workspace(self) -> Workspace:
        return Workspace.at(self.root)

    @property
    def clients(self) -> list[str]:
        return sorted(file.stem for file in (self.workspace.content / "clients").glob("*.yml"))

    def run(self, *arguments: str, **variables: str | None) -> Result:
        """Run a verb in this process, as a person would who sees what both streams say."""
        return CliRunner().invoke(
            main, [*arguments, "--root", str(self.root)], env={**_CLEAN, **self.live, **variables}
        )

    def spawn(self, *arguments: str, **variables: str) -> "subprocess.CompletedProcess[str]":
        """Run a verb in a process of its own."""
        return subprocess.run(
            self.command(*arguments),
            env=self.environment(**variables),
            check=False,
            capture_output=True,
            text=True,
            timeout=120,
        )

    def command(self, *arguments: str) -> list[str]:
        return [sys.executable, "-m", "tenantbook", *arguments, "--root", str(self.root)]

    def environment(self, **variables: str) -> dict[str, str]:
        inherited = {name: value for name, value in os.environ.items() if name not in _CLEAN}
        return {**inherited, **self.live, **variables}

    def site(self, client: str, surface: str) -> Path:
        return self.workspace.site(client, surface)

    def page(self, client: str, surface: str, page: str) -> str:
        return (self.site(client, surface) / page).read_text("utf-8")

    def snapshot(self, client: str) -> Path:
        return self.workspace.snapshots / f"{client}.yml"

    def content(self, name: str) -> Path:
        return self.workspace.content / name


def link(source: str, target: str) -> str:
    """Copy a file as a new link to it, which is safe: whatever writes here writes anew and then renames."""
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)
    return target


def new_estate(root: Path, live: Mapping[str, str], clients: Mapping[str, str] | None = None) -> Estate:
    """Return the content and house of this project at `root`, with `clients` or else the demo's."""
    root.mkdir(parents=True, exist_ok=True)
    shutil.copytree(
        PROJECT / "kb_src", root / "kb_src", ignore=shutil.ignore_patterns("clients", "snapshots"), dirs_exist_ok=True
    )
    shutil.copytree(PROJECT / "docs", root / "docs", dirs_exist_ok=True)
    settings = read_text(PROJECT / "mkdocs.yml")
    theme = (PROJECT / "src/tenantbook/theme").as_posix()
    write_text(root / "mkdocs.yml", settings.replace("custom_dir: src/tenantbook/theme", f"custom_dir: {theme}"))
    if clients is None:
        shutil.copytree(DEMO_CLIENTS, root / "kb_src/clients")
    for name, text in (clients or {}).items():
        write_text(root / f"kb_src/clients/{name}.yml", text)
    return Estate(root, live)


def live(standin: StandIn, app: tuple[str, str] | None = None) -> dict[str, str]:
    """Return the variables that lead to a stand-in."""
    client_id, secret = app or standin.reader
    return {
        "AZURE_CLIENT_ID": client_id,
        "AZURE_CLIENT_SECRET": secret,
        "TENANTBOOK_LOOPBACK": standin.endpoint,
        "TENANTBOOK_LOOPBACK_CA": str(standin.ca_file),
    }


def client_file(tenant: DemoTenant, *more: str) -> str:
    return "\n".join([f"name: {tenant.organisation!r}", f"tenant: {tenant.id}", *more, ""])


def edit(file: Path, old: str, new: str) -> None:
    """Replace a text in a file, which must hold it; other links to the file keep what they had."""
    text = read_text(file)
    assert old in text
    write_text(file, text.replace(old, new))


def add_text(estate: Estate, page: str, audience: str, text: str) -> None:
    """Add a paragraph for one audience to a procedure."""
    edit(
        estate.content(f"procedures/{page}.yml"),
        "\nparts:\n",
        f"\nparts:\n  - audiences: [{audience}]\n    text: {text}\n",
    )


def tree(folder: Path) -> dict[str, str]:
    """Return the digest of every file below a folder, hidden ones included, by path."""
    return {
        file.relative_to(folder).as_posix(): hashlib.sha256(file.read_bytes()).hexdigest()
        for file in sorted(folder.rglob("*"))
        if file.is_file()
    }


def touched(folder: Path) -> dict[str, tuple[int, int]]:
    """Return which file stands at each path, and when it was last written."""
    return {
        file.relative_to(folder).as_posix(): (file.stat().st_ino, file.stat().st_mtime_ns)
        for file in sorted(folder.rglob("*"))
        if file.is_file()
    }


def words_of(html: str) -> str:
    """Return the text of a page's own content, in one line."""
    start, end = html.index("<!--tenantbook:begin-->"), html.index('<div class="tb-record"')
    return " ".join(re.sub(r"<[^>]+>", " ", html[start:end]).split())


def durations(text: str) -> set[str]:
    """Return every duration that a text names, in the words it uses."""
    unit = r"\d+ (?:day|hour|minute)s?"
    return set(re.findall(rf"\b{unit}(?: {unit})*\b", text))


def holding(folder: Path, needles: Iterable[str]) -> dict[str, list[str]]:
    """Return the needles found in any byte or name below a folder, with the paths where they stand."""
    found: dict[str, list[str]] = {}
    wanted = [(needle, needle.lower().encode()) for needle in needles]
    for file in sorted(folder.rglob("*")):
        name = file.relative_to(folder).as_posix()
        data = name.lower().encode() + b"\n" + (file.read_bytes().lower() if file.is_file() else b"")
        for needle, sought in wanted:
            if sought in data:
                found.setdefault(needle, []).append(name)
    return found
