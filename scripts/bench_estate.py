"""Make a project folder of invented clients, and build its sites."""

import random
import shutil
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from bench_check import check_pages
from bench_clients import client_file, client_name, policy
from bench_report import BenchError, Run
from bench_run import run
from commands import ROOT

if TYPE_CHECKING:
    from tenantbook.content.library import Library
    from tenantbook.pages.compose import Composer
    from tenantbook.pages.worded import Subject

#: A site: client and surface.
Site = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Estate:
    """A project folder of invented clients: its library, its composer, and the pages that each site must have."""

    root: Path
    library: "Library"
    composer: "Composer"
    pages: Mapping[Site, tuple[str, ...]]
    jobs: int
    texts: int
    different: int

    @classmethod
    def new(cls, root: Path, clients: int, seed: int, jobs: int) -> "Estate":
        """Copy the content and the house's pages to `root`, and invent clients with policies."""
        from tenantbook.cli.gather import read_library  # noqa: PLC0415  # only the venv has it
        from tenantbook.disk import Workspace  # noqa: PLC0415
        from tenantbook.pages.compose import Composer  # noqa: PLC0415

        copy_content(root)
        draw = random.Random(seed)  # noqa: S311  # repeatable, not secret
        names = [client_name(number) for number in range(clients)]
        for number, name in enumerate(names):
            (root / f"kb_src/clients/{name}.yml").write_text(client_file(number, draw), "utf-8")
        library, problems = read_library(Workspace.at(root))
        if problems:
            raise BenchError(f"the content has mistakes: {problems[0]}")
        estate = cls(root, library, Composer(library), {}, jobs, 0, 0)
        for name in names:
            estate.write_policy(name, policy(draw))
        pages, texts, different = estate.expected(names)
        return replace(estate, pages=pages, texts=texts, different=different)

    def write_policy(self, client: str, facts: Mapping[str, object], read: int = 0) -> None:
        """Write a client's snapshot; what `facts` leaves out is as Microsoft's defaults have it."""
        from tenantbook.facts import house_facts  # noqa: PLC0415
        from tenantbook.model.snapshot import Snapshot  # noqa: PLC0415
        from tenantbook.snapshots import write_snapshot  # noqa: PLC0415
        from tenantbook.values import decode_value  # noqa: PLC0415

        drawn = {name: decode_value(value, self.library.facts[name]) for name, value in facts.items()}
        values = {**house_facts(self.library.policies.values()), **drawn}
        when = datetime(2026, 1, 5, 3, 15, tzinfo=UTC) + timedelta(minutes=read)
        entry = self.library.clients[client]
        snapshot = Snapshot(client, entry.tenant, entry.name, when, ("Policy.Read.AuthenticationMethod",), values)
        folder = self.root / "kb_src/snapshots"
        folder.mkdir(exist_ok=True)
        (folder / f"{client}.yml").write_text(write_snapshot(snapshot), "utf-8")

    def expected(self, clients: Iterable[str]) -> tuple[dict[Site, tuple[str, ...]], int, int]:
        """Return the files of pages that each site must have, how many texts the sites share, and of how many pages."""
        from tenantbook.model.audience import Surface  # noqa: PLC0415
        from tenantbook.site.source import expected_pages  # noqa: PLC0415

        pages: dict[Site, tuple[str, ...]] = {}
        shared: dict[int, tuple[str, ...]] = {}
        different: set[tuple[str, str, str]] = set()
        for client in clients:
            for surface in Surface:
                text = self.composer.text(self.subject(client), surface)
                different.update((surface.value, page.path, page.markdown) for page in text.pages)
                pages[client, surface.value] = shared.setdefault(id(text), tuple(expected_pages(text)))
        return pages, len(shared), len(different)

    def subject(self, client: str) -> "Subject":
        """Return a client with its snapshot."""
        from tenantbook.cli.gather import snapshot_of, subject_of  # noqa: PLC0415
        from tenantbook.disk import Workspace  # noqa: PLC0415

        snapshot = snapshot_of(Workspace.at(self.root), self.library, client)
        if isinstance(snapshot, list):
            raise BenchError(str(snapshot[0]))
        return subject_of(self.library, client, snapshot)

    @property
    def sites(self) -> Path:
        """The folder of all sites."""
        return self.root / "build/sites"

    def check(self) -> Run:
        """Run `tenantbook check` against the snapshots, as a person would: it fails unless every page is true."""
        return run([sys.executable, "-m", "tenantbook", "check", "--against", "snapshots", "--root", str(self.root)])

    def build(self) -> Run:
        """Run `tenantbook build` as a person would, and see to it that every page is there."""
        jobs = ["--jobs", str(self.jobs)] if self.jobs else []
        done = run([sys.executable, "-m", "tenantbook", "build", "--root", str(self.root), *jobs])
        for (client, surface), pages in self.pages.items():
            check_pages(self.sites / client / surface, pages)
        return done


def copy_content(root: Path) -> None:
    """Copy what sites are made from, without the clients."""
    own = shutil.ignore_patterns("clients", "snapshots")
    shutil.copytree(ROOT / "kb_src", root / "kb_src", ignore=own)
    shutil.copytree(ROOT / "docs", root / "docs")
    (root / "kb_src/clients").mkdir()
    settings = (ROOT / "mkdocs.yml").read_text("utf-8")
    theme = (ROOT / "src/tenantbook/theme").as_posix()
    (root / "mkdocs.yml").write_text(
        settings.replace("custom_dir: src/tenantbook/theme", f"custom_dir: {theme}"), "utf-8"
    )
