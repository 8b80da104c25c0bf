"""The verb `publish`: what it asks, what it says, how it leaves."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from estates import Estate, edit, tree

from support.publishing import SHARE, Published
from tenantbook.disk import read_text, write_text
from tenantbook.locking import locked

MARK = "plain/client/end-user/use-pass/en"
PAGE = "use-pass/end-user"


def by_hand(published: Published, old: str = "Type the code.", new: str = "Type the code slowly.") -> None:
    published.publish("--yes")
    edit(published.page(), old, new)


def test_a_dry_run_shows_the_plan_and_leaves_nothing_behind(published: Published) -> None:
    said = published.publish("--dry-run")
    assert (said[0], f"create  {MARK}: new" in said, said[-1]) == (1, True, "share: 24 to create")
    assert (published.share.exists(), published.ledger.parent.exists()) == (False, False)


def test_a_dry_run_of_nothing_to_do_is_all_right(published: Published) -> None:
    published.publish("--yes")
    assert published.publish("--dry-run") == [0, "share: nothing to do, 24 articles are as they should be"]


def test_a_pipe_is_not_asked_and_writes_only_when_told_to(published: Published) -> None:
    done = published.estate.spawn("publish", "share")
    assert (done.returncode, "say --yes to write" in done.stderr, published.share.exists()) == (2, True, False)
    done = published.estate.spawn("publish", "share", "--yes")
    assert (done.returncode, done.stderr, "\x1b" in done.stdout) == (0, "", False)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pseudo-terminals for a test to open")
@pytest.mark.parametrize(("answer", "code", "written"), [(b"y\n", 0, True), (b"n\n", 130, False)])
def test_a_terminal_is_asked_before_anything_is_written(
    published: Published, answer: bytes, code: int, written: bool
) -> None:
    import pty  # noqa: PLC0415 -- only POSIX systems have it

    outer, inner = pty.openpty()
    os.write(outer, answer)
    done = subprocess.run(
        published.estate.command("publish", "share"),
        env=published.estate.environment(),
        stdin=inner,
        capture_output=True,
        check=False,
        timeout=60,
    )
    os.close(inner)
    os.close(outer)
    assert b"Write 24 changes to share?" in done.stdout + done.stderr
    assert (done.returncode, published.share.exists()) == (code, written)


def test_only_the_clients_asked_for_are_published(published: Published) -> None:
    said = published.publish("--yes", "--client", "strict")
    assert (said[0], said[-1]) == (0, "share: 8 articles done")
    assert [folder.name for folder in published.share.iterdir()] == ["strict"]
    assert published.publish("--yes", "--client", "plain")[-1] == "share: 8 articles done"
    assert (
        published.publish("--yes", "--client", "strict")[-1] == "share: nothing to do, 8 articles are as they should be"
    )


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["shar"], "unknown target 'shar' (did you mean 'share'?)"),
        (["share", "--client", "plian"], "unknown client 'plian' (did you mean 'plain'?)"),
    ],
)
def test_what_is_not_known_is_a_mistake_of_usage(published: Published, arguments: list[str], told: str) -> None:
    done = published.estate.run("publish", *arguments)
    assert (done.exit_code, told in done.output) == (2, True)


def test_without_a_target_it_says_how_to_write_one(published: Published) -> None:
    published.estate.content("publish/share.yml").unlink()
    done = published.estate.run("publish")
    assert (done.exit_code, "write one in kb_src/publish" in done.output) == (2, True)


def test_internal_guides_do_not_go_out_to_the_public_unsaid(published: Published) -> None:
    write_text(published.estate.content("publish/share.yml"), SHARE.replace("private", "publish"))
    done = published.estate.run("publish", "--yes")
    assert (done.exit_code, "would make internal guides public" in done.output) == (2, True)
    for client in ("plain", "strict", "without"):
        file = published.estate.content(f"clients/{client}.yml")
        write_text(file, f"{read_text(file)}publish_internal: Signed off by R. Moreau on 3 November 2026\n")
    published.rebuild()
    assert published.publish("--yes")[0] == 0


def test_a_site_that_is_missing_or_older_than_its_content_is_refused_with_what_to_do(published: Published) -> None:
    published.publish("--yes")
    edit(published.estate.snapshot("plain"), "pass.lifetime: 480", "pass.lifetime: 240")
    edit(published.estate.site("strict", "client") / "index.html", "</body>", "<p>touched</p></body>")
    before = tree(published.share)
    said = published.publish("--yes")
    older = "the site is older than the content or the snapshot, or was touched; run `tenantbook build` --client"
    assert said == [
        1,
        f"refused plain (8 articles): {older} plain",
        f"refused strict (4 articles): {older} strict",
        "share: 12 to keep, 12 refused",
    ]
    assert before == tree(published.share)
    published.rebuild()
    assert published.publish("--yes")[0] == 0


def test_a_plan_that_changes_very_much_stops_until_told_to_go_on(published: Published) -> None:
    published.publish("--yes")
    edit(published.estate.content("procedures/use-pass.yml"), "Type the code.", "Type the code you got.")
    edit(published.estate.content("procedures/make-pass.yml"), "title: ", "title: How to ")
    published.rebuild()
    before = tree(published.share)
    said = published.publish("--yes")
    assert (said[0], "if that is meant, say --allow-many" in str(said[-2])) == (1, True)
    assert before == tree(published.share)
    assert published.publish("--yes", "--allow-many")[0] == 0


def test_json_says_of_each_article_what_was_done(published: Published) -> None:
    published.publish("--yes")
    edit(published.page(), "Type the code.", "Type the code slowly.")
    published.page("strict").unlink()
    done = published.estate.run("publish", "share", "--yes", "--force", "--format", "json")
    (target,) = json.loads(done.stdout)["targets"]
    told = {each["article"]: (each["do"], each["done"]) for each in target["actions"] if each["do"] != "keep"}
    assert told == {
        MARK: ("update", True),
        "strict/client/end-user/use-pass/en": ("create", True),
    }


def test_a_damaged_ledger_is_told_and_never_written_over(published: Published) -> None:
    published.publish("--yes")
    for damaged in ("", "<<<<<<< HEAD\n", '{"v": 9, "target": "share", "articles": {}}', "\udcff"):
        published.ledger.write_bytes(damaged.encode(errors="surrogateescape"))
        done = published.estate.run("publish", "share", "--yes")
        assert (done.exit_code, "published/share.json cannot be used" in done.output) == (2, True), done.output
        assert published.ledger.read_bytes() == damaged.encode(errors="surrogateescape")


def test_two_runs_do_not_publish_to_one_target_at_once(published: Published) -> None:
    published.publish("--yes")
    with locked(published.ledger.with_suffix(".lock")):
        said = published.publish("--yes")
    assert (said[0], "another run is publishing to share" in str(said[-1])) == (2, True)


def test_a_folder_that_cannot_be_written_is_unreachable(published: Published) -> None:
    write_text(published.share, "a file where the folder should be")
    said = published.publish("--yes")
    assert (said[0], any("what to do" in str(line) for line in said)) == (3, True)


def test_a_change_by_hand_is_brought_home_as_a_patch_and_published_once_it_is_in_the_content(
    published: Published,
) -> None:
    by_hand(published)
    source = published.estate.content("procedures/use-pass.yml")
    taken = published.publish("--take", PAGE)
    patch = published.estate.root / f"build/taken/share/{MARK.replace('/', '.')}.patch"
    assert (taken[0], taken[1]) == (0, patch.relative_to(published.estate.root).as_posix())
    subprocess.run(["git", "apply", str(patch)], cwd=published.estate.root, check=True)  # as the advice says
    assert "      - do: Type the code slowly." in read_text(source)
    assert "slowly" in read_text(published.page())
    published.rebuild()
    said = published.publish("--yes")
    assert said[0] == 0, said
    assert f"update  {MARK}: what was changed there by hand is in the content now" in said


def test_what_has_no_plain_place_in_the_content_stands_in_the_head_of_the_patch(published: Published) -> None:
    by_hand(published, "8 hours", "9 hours")
    taken = published.publish("--take", MARK)
    patch = read_text(published.estate.root / str(taken[1]))
    assert "#   + The pass works for 9 hours." in patch
    assert "# The text is written in kb_src/procedures/use-pass.yml." in patch
    assert "+++" not in patch


@pytest.mark.parametrize("typed", ["Type: it slowly", "Type {{ it }} slowly", "Type it #slowly"])
def test_what_would_be_more_than_text_in_the_content_stands_in_the_head_of_the_patch(
    published: Published, typed: str
) -> None:
    by_hand(published, "Type the code", typed)
    taken = published.publish("--take", MARK)
    patch = read_text(published.estate.root / str(taken[1]))
    assert f"#   + - {typed}" in patch
    assert "+++" not in patch


def test_taking_what_was_not_changed_says_so(published: Published) -> None:
    by_hand(published)
    said = published.publish("--take", "use-pas/end-user")
    assert said == [0, "share: nothing in 'use-pas/end-user' was changed by hand (did you mean 'use-pass/end-user'?)"]


def test_nothing_is_published_from_content_with_mistakes(bare_workspace: Path) -> None:
    done = Estate(bare_workspace).run("publish")
    assert (done.exit_code, "kb_src/publish" in done.output or "publish/share.yml" in done.output) == (2, True)


@pytest.fixture
def bare_workspace(tmp_path: Path, built_miniature: Estate) -> Path:
    write_text(tmp_path / "kb_src/publish/share.yml", "publisher: folder\n")
    return tmp_path
