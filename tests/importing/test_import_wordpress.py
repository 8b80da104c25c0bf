"""`tenantbook import` of a real WordPress: one post, a category, all of it; killed and gone on with."""

import os
import signal
import subprocess
import time
from pathlib import Path

import pytest
from estates import Estate

from support.imports import HTML, drafts, files_below
from support.wordpress import WordPress

pytestmark = pytest.mark.wordpress

SECRET = "wrong wrong wrong wron gwro ngwr"


def a_post(number: int, **more: object) -> dict[str, object]:
    steps = f"<h2>Do number {number}</h2><ol><li>Open page {number}</li><li>Save it</li></ol>"
    return {"post_title": f"Guide {number}", "post_content": steps, **more}


def names(project: Estate) -> list[str]:
    return sorted(file.stem for file in drafts(project).rglob("*.yml"))


@pytest.mark.parametrize("permalinks", ["plain", "pretty"])
def test_every_post_and_page_is_imported_once(wordpress: WordPress, project: Estate, permalinks: str) -> None:
    wordpress.set_permalinks(permalinks)
    wordpress.add([*map(a_post, range(3)), a_post(9, post_type="page"), a_post(8, post_status="draft")])

    first = project.run("import", wordpress.address, "--brief")
    again = project.run("import", wordpress.address, "--brief")

    assert (first.exit_code, names(project)) == (0, ["guide-0", "guide-1", "guide-2", "guide-9"]), first.output
    assert (again.exit_code, "4 posts: 4 unchanged" in again.output) == (0, True), again.output


@pytest.mark.parametrize("permalinks", ["plain", "pretty"])
def test_one_post_is_imported_by_its_own_address_or_that_of_the_interface(
    wordpress: WordPress, project: Estate, permalinks: str
) -> None:
    wordpress.set_permalinks(permalinks)
    _, number = wordpress.add([a_post(1), a_post(2)])
    rest = (
        f"/wp-json/wp/v2/posts/{number}" if permalinks == "pretty" else f"/index.php?rest_route=/wp/v2/posts/{number}"
    )

    one = project.run("import", f"{wordpress.address}{rest}", "--brief")
    other = project.run("import", f"{wordpress.address}/?p={number}", "--brief")

    assert (one.exit_code, other.exit_code, names(project)) == (0, 0, ["guide-2"]), one.output + other.output
    assert "1 unchanged" in other.output


def test_a_category_is_imported_by_its_slug_and_kept_with_the_draft(wordpress: WordPress, project: Estate) -> None:
    wordpress.add([a_post(1, categories=["security", "mail"]), a_post(2, categories=["mail"])])

    done = project.run("import", wordpress.address, "--category", "security", "--brief")

    assert (done.exit_code, names(project)) == (0, ["guide-1"]), done.output
    (draft,) = drafts(project).rglob("*.yml")
    head = draft.read_text("utf-8").partition("title:")[0]
    assert all(slug in head for slug in ("security", "mail"))


def test_an_unknown_category_is_told_with_the_nearest(wordpress: WordPress, project: Estate) -> None:
    wordpress.add([a_post(1, categories=["security"])])

    done = project.run("import", wordpress.address, "--category", "securty")

    assert (done.exit_code, "did you mean 'security'?" in done.stderr) == (2, True), done.output


def test_a_wrong_password_is_told_though_public_posts_would_be_read(wordpress: WordPress, project: Estate) -> None:
    wordpress.add([a_post(1)])

    signed_in = ("--sign-in", wordpress.address)
    done = project.run("import", wordpress.address, *signed_in, WP_USER="editor", WP_APP_PASSWORD=SECRET)

    assert (done.exit_code, "does not let WP_USER in" in done.stderr) == (2, True), done.output
    assert (SECRET in done.output, drafts(project).exists()) == (False, False)


def test_posts_that_readers_need_a_password_for_are_told_and_read_when_signed_in(
    wordpress: WordPress, project: Estate
) -> None:
    wordpress.add([a_post(1, post_password="secret"), a_post(2), a_post(3, post_status="private")])

    visitor = project.run("import", wordpress.address, "--brief")
    editor = project.run(
        "import", wordpress.address, "--brief", "--sign-in", wordpress.address,
        WP_USER="editor", WP_APP_PASSWORD=wordpress.users["editor"],
    )  # fmt: skip

    assert (visitor.exit_code, "asks its readers for a password" in visitor.output) == (3, True), visitor.output
    assert (editor.exit_code, names(project)) == (0, ["guide-1", "guide-2", "guide-3"]), editor.output


def test_only_what_changed_is_fetched_again(wordpress: WordPress, project: Estate) -> None:
    (first, _) = wordpress.add([a_post(1), a_post(2)])
    project.run("import", wordpress.address)
    time.sleep(1)  # WordPress tells changes by the second
    wordpress.add([{**a_post(1, post_content=HTML["german"]), "ID": first}])

    done = project.run("import", wordpress.address, "--brief")

    assert done.exit_code == 1, done.output
    assert "2 posts: 1 unchanged, 1 changed upstream" in done.output


def test_an_import_that_is_killed_ends_with_the_same_files(
    wordpress: WordPress, project: Estate, tmp_path: Path
) -> None:
    wordpress.add([a_post(number) for number in range(60)])
    whole = project.run("import", wordpress.address, "--to", str(tmp_path / "whole"), "--brief")
    command = project.command("import", wordpress.address, "--brief")
    with subprocess.Popen(command, env=project.environment(), stdout=subprocess.PIPE) as process:
        records = drafts(project) / "records"
        while process.poll() is None and len(list(records.rglob("*.json"))) < 10:
            time.sleep(0.01)
        os.kill(process.pid, signal.SIGKILL)

    before = len(list(records.rglob("*.json")))
    for left in drafts(project).rglob(".*"):
        os.utime(left, (time.time() - 3601,) * 2)
    done = project.run("import", wordpress.address, "--brief")

    assert (whole.exit_code, done.exit_code, 10 <= before < 60) == (0, 0, True)
    assert f"{before} unchanged" in done.output
    left = {name: text for name, text in files_below(drafts(project)).items() if not name.endswith(".md")}
    assert left == {name: text for name, text in files_below(tmp_path / "whole").items() if not name.endswith(".md")}


def test_a_site_that_is_no_wordpress_or_does_not_answer_could_not_be_found_out(project: Estate) -> None:
    done = project.run("import", "http://127.0.0.1:9/")

    assert (done.exit_code, "nothing answers there" in done.stderr) == (3, True), done.output


def test_plain_http_is_refused_before_anything_is_sent(project: Estate) -> None:
    done = project.run("import", "http://kb.example.com/")

    assert (done.exit_code, "is not https" in done.stderr) == (2, True), done.output
