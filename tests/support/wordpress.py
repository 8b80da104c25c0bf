"""A real WordPress on loopback: installed once below `build/`, then started in a moment with a copy of its posts."""

import hashlib
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Self

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "scripts"))

from find_php import php  # noqa: E402  # the scripts are no package
from find_wordpress import FOLDER, PLUGIN_PACKAGE, SUITES, Tree, wordpress  # noqa: E402  # as above
from setup_machine import one_at_a_time  # noqa: E402  # as above

FILES = Path(__file__).with_name("wordpress_files")
PERMALINKS = {"plain": "", "pretty": "/%postname%/"}

Post = Mapping[str, Any]


class WordPress:
    """A running WordPress, as a context manager. Everything it holds ends with it.

    `users` are the application passwords of a user of each role, by the role's name, which is the user's too.
    """

    def __init__(self, suite: str = SUITES[0]) -> None:
        self._php = php()
        with one_at_a_time(FOLDER / "setup.lock"):
            self._made = _installed(self._php, suite)
        self.users: dict[str, str] = json.loads((self._made / "users.json").read_text("utf-8"))
        self._folder = tempfile.TemporaryDirectory(prefix="tenantbook-wordpress-")
        self._content = Path(self._folder.name) / "wp-content"
        self._process: subprocess.Popen[bytes] | None = None
        self.address = ""

    def __enter__(self) -> Self:
        shutil.copytree(self._made / "content", self._content)
        for _ in range(5):  # another program may take the port in between
            self.address = f"http://127.0.0.1:{_free_port()}"
            self._process = self._serve()
            if self._is_up():
                return self
            self._stop()
        raise AssertionError((Path(self._folder.name) / "log").read_text("utf-8", "replace"))

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stop()
        self._folder.cleanup()

    @property
    def content(self) -> Path:
        """The folder that holds its plugins, its theme and what was uploaded."""
        return self._content

    def reset(self) -> None:
        """Put the posts and settings back to what they were after the installation."""
        database = "database/posts.sqlite"
        for more in ("-wal", "-shm", "-journal"):
            (self._content / f"{database}{more}").unlink(missing_ok=True)
        shutil.copy2(self._made / "content" / database, self._content / database)

    def add(self, posts: Sequence[Post]) -> list[int]:
        """Make posts as the administrator; keys are those of `wp_insert_post`, and `categories` are slugs."""
        made: list[int] = json.loads(self.run("posts.php", given=json.dumps(posts)))
        assert all(isinstance(number, int) for number in made), made
        return made

    def set_permalinks(self, kind: str) -> None:
        """Make permalinks plain or pretty."""
        self.run("permalinks.php", PERMALINKS[kind])

    def run(self, script: str, *arguments: str, given: str = "") -> str:
        """Run one of the PHP scripts in `wordpress_files/` inside this WordPress; return what it prints."""
        variables = _variables(self._made / "root", self._content, self.address)
        return _run(self._php, [str(FILES / script), *arguments], variables, given)

    def _serve(self) -> "subprocess.Popen[bytes]":
        root = self._made / "root"
        with (Path(self._folder.name) / "log").open("wb") as log:
            return subprocess.Popen(
                [self._php, "-S", self.address.removeprefix("http://"), "-t", str(root), str(FILES / "router.php")],
                env={**_variables(root, self._content, self.address), "PHP_CLI_SERVER_WORKERS": "2"},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,  # its workers end with it
            )

    def _is_up(self) -> bool:
        host, _, port = self.address.removeprefix("http://").partition(":")
        until = time.monotonic() + 20
        while time.monotonic() < until and self._process and self._process.poll() is None:
            try:
                socket.create_connection((host, int(port)), timeout=1).close()
            except OSError:
                time.sleep(0.02)
            else:
                return True
        return False

    def _stop(self) -> None:
        if self._process is None:
            return
        if sys.platform == "win32":
            self._process.kill()
        elif self._process.poll() is None:
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait(10)


def _free_port() -> int:
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        return int(held.getsockname()[1])


def _variables(root: Path, content: Path, address: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("WP_", "TENANTBOOK_"))}
    return {
        **kept,
        "TENANTBOOK_WP_ROOT": str(root),
        "TENANTBOOK_WP_CONTENT": str(content),
        "TENANTBOOK_WP_ADDRESS": address,
    }


def _run(php_path: str, arguments: Sequence[str], variables: Mapping[str, str], given: str = "") -> str:
    done = subprocess.run(
        [php_path, *arguments], env=variables, input=given.encode(), check=False, capture_output=True, timeout=120
    )
    assert done.returncode == 0, (done.stdout + done.stderr).decode("utf-8", "replace")
    return done.stdout.decode("utf-8")


def _installed(php_path: str, suite: str) -> Path:
    """Return the folder of an installed WordPress; install it where it is not, or was with other files."""
    tree = wordpress(suite)
    place = FOLDER / f"installed-{suite}-{_digest(tree)}"
    if not place.is_dir():
        new = place.with_name(f".{place.name}.new")
        shutil.rmtree(new, ignore_errors=True)
        _install(php_path, tree, new)
        new.replace(place)
    return place


def _digest(tree: Tree) -> str:
    held = hashlib.sha256(f"{tree.wordpress} {tree.plugin} {PLUGIN_PACKAGE}".encode())
    for file in sorted(FILES.rglob("*")):
        held.update(file.read_bytes() if file.is_file() else b"")
    held.update((tree.wordpress / "wp-includes/version.php").read_bytes())
    return held.hexdigest()[:12]


def _install(php_path: str, tree: Tree, place: Path) -> None:
    root, content = place / "root", place / "content"
    left_out = shutil.ignore_patterns("wp-content", ".htaccess", "wp-config.php")
    shutil.copytree(tree.wordpress, root, ignore=left_out, ignore_dangling_symlinks=True)
    shutil.copy2(FILES / "wp-config.php", root / "wp-config.php")
    shutil.copytree(FILES / "theme", content / "themes" / "guides")
    (content / "database").mkdir()
    _let_61_keep_posts_in_a_file(root)
    dropin = (tree.plugin / "db.copy").read_text("utf-8")
    (content / "db.php").write_text(dropin.replace("{SQLITE_IMPLEMENTATION_FOLDER_PATH}", str(tree.plugin)), "utf-8")
    passwords = _run(php_path, [str(FILES / "install.php")], _variables(root, content, "http://127.0.0.1"))
    (place / "users.json").write_text(json.dumps(json.loads(passwords)), "utf-8")


def _let_61_keep_posts_in_a_file(root: Path) -> None:
    """Give WordPress 6.1 what the plugin expects of newer ones; these are left as they are."""
    (root / "wp-content").mkdir()
    (root / "wp-content/db.php").touch()  # where it looks, before it does without MySQL
    file, name = root / "wp-includes/class-wpdb.php", "$allow_unsafe_unquoted_parameters"
    text = file.read_text("utf-8")
    if name not in text:
        file.write_text(
            text.replace("private $use_mysqli", f"private {name} = true;\n\tprivate $use_mysqli", 1), "utf-8"
        )
