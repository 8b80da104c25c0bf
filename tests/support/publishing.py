"""An estate that is published to a folder."""

from dataclasses import dataclass
from pathlib import Path

from estates import Estate

SHARE = """\
publisher: folder
clients: all
surfaces: [client, internal]
status: private
settings:
  address: ../share
"""


@dataclass(frozen=True)
class Published:
    """An estate with a target called `share`, and the folder that it publishes to."""

    estate: Estate

    @property
    def share(self) -> Path:
        return self.estate.root.parent / "share"

    @property
    def ledger(self) -> Path:
        return self.estate.root / "published/share.json"

    def page(self, client: str = "plain", name: str = "client/end-user/use-pass.html") -> Path:
        return self.share / client / name

    def publish(self, *arguments: str) -> list[object]:
        """Publish; return the exit code and what was said, line by line."""
        done = self.estate.run("publish", "share", *arguments)
        return [done.exit_code, *done.output.splitlines()]

    def rebuild(self) -> None:
        done = self.estate.run("build", "--jobs", "1")
        assert done.exit_code == 0, done.output
