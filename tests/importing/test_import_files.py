"""`tenantbook import` of files: what is written, what is left to the editor, and what is told."""

import json
from pathlib import Path

import pytest
from click.testing import Result
from estates import Estate

from support.imports import HTML, drafts, files_below, rest_post, write_post

POST = "kb.example.com/41-an-article"


def imported(project: Estate, html: str, *arguments: str, **more: object) -> Result:
    return project.run("import", str(write_post(project.root / "post.json", html, **more)), *arguments)


def one_draft(project: Estate) -> Path:
    (draft,) = (drafts(project) / POST).rglob("*.yml")
    return draft


def test_drafts_stand_apart_from_what_is_kept_of_them_and_from_the_book(project: Estate) -> None:
    before = files_below(project.root / "kb_src")
    done = imported(project, HTML["bold_titles"])

    assert (done.exit_code, done.stderr) == (0, ""), done.output
    assert list(files_below(drafts(project))) == [
        f"{POST}/procedures/create-one-for-a-user.yml",
        f"{POST}/procedures/how-to-switch-passes-on.yml",
        f"{POST}/procedures/order-a-pizza.yml",
        f"{POST}/scenarios/passes-phones.yml",
        "records/kb.example.com/41.json",
        "records/kb.example.com/41.md",
    ]
    assert files_below(project.root / "kb_src") == before


def test_what_is_kept_has_the_origin(project: Estate) -> None:
    imported(project, HTML["german"])

    origin = json.loads((drafts(project) / "records/kb.example.com/41.json").read_text("utf-8"))["origin"]
    assert (origin["site"], origin["id"], origin["slug"], origin["categories"], origin["date"]) == (
        "https://kb.example.com",
        41,
        "an-article",
        ["microsoft-365"],
        "2026-02-03T10:00:00",
    )


def test_drafts_moved_into_the_book_are_sound(project: Estate) -> None:
    imported(project, HTML["bold_titles"])
    for draft in (drafts(project) / POST).rglob("*.yml"):
        draft.rename(project.root / "kb_src" / draft.parent.name / draft.name)

    done = project.run("validate")
    assert done.exit_code == 0, done.output


def test_a_second_import_of_the_same_post_touches_nothing(project: Estate) -> None:
    imported(project, HTML["classic"])
    before = {file: file.stat().st_mtime_ns for file in drafts(project).rglob("*")}

    done = imported(project, HTML["classic"])

    assert (done.exit_code, "unchanged" in done.output) == (0, True)
    assert {file: file.stat().st_mtime_ns for file in drafts(project).rglob("*")} == before


def test_what_changed_upstream_is_told_by_section_and_the_draft_follows(project: Estate) -> None:
    imported(project, HTML["german"])
    changed = HTML["german"].replace("klicke auf", "tippe auf").replace("<li>Gib ihn nie per E-Mail weiter</li>", "")

    done = imported(project, changed)

    assert done.exit_code == 1, done.output
    assert "[Pass erstellen] ~ Wähle den Benutzer und klicke auf" in done.output
    assert "[Hinweise] - Gib ihn nie per E-Mail weiter" in done.output
    assert "tippe auf **Authentifizierungsmethoden**" in one_draft(project).read_text("utf-8")
    assert imported(project, changed).exit_code == 0


def test_a_draft_that_its_editor_changed_is_never_touched(project: Estate) -> None:
    imported(project, HTML["german"])
    draft = one_draft(project)
    draft.write_text("mine: 1\n", "utf-8")

    done = imported(project, HTML["german"].replace("klicke", "tippe"))

    beside = draft.with_name(f"{draft.stem}.upstream.yml")
    assert (done.exit_code, draft.read_text("utf-8")) == (1, "mine: 1\n")
    assert "tippe" in beside.read_text("utf-8")
    assert "edited by hand, so the new draft stands beside it" in done.output
    beside.write_text("mine too: 1\n", "utf-8")
    again = imported(project, HTML["german"].replace("klicke", "drücke"))
    assert (again.exit_code, "put one away" in again.output) == (1, True)
    assert (draft.read_text("utf-8"), beside.read_text("utf-8")) == ("mine: 1\n", "mine too: 1\n")


def test_a_file_that_an_import_did_not_write_is_never_overwritten(project: Estate) -> None:
    place = drafts(project) / POST / "procedures/passes-phones.yml"
    place.parent.mkdir(parents=True)
    place.write_text("somebody: else\n", "utf-8")

    done = imported(project, HTML["german"])

    assert (done.exit_code, place.read_text("utf-8")) == (1, "somebody: else\n")


def test_sites_in_folders_of_one_host_do_not_take_each_others_drafts_for_theirs(project: Estate) -> None:
    for client in ("acme-dental", "birch-shipping"):
        site = f"https://kb.example.com/{client}"
        done = imported(
            project,
            "<ol><li>Take the phone</li></ol>",
            title={"rendered": f"Call {client}"},
            link=f"{site}/?p=41",
            guid={"rendered": f"{site}/?p=41"},
        )
        assert (done.exit_code, ": new" in done.output) == (0, True), done.output

    assert sorted(file.stem for file in drafts(project).rglob("*.yml")) == ["call-acme-dental", "call-birch-shipping"]


def test_a_draft_that_was_moved_away_is_written_again_only_when_asked(project: Estate) -> None:
    imported(project, HTML["german"])
    draft = one_draft(project)
    draft.unlink()

    changed = imported(project, HTML["german"].replace("klicke", "tippe"))
    assert ("moved or removed by hand" in changed.output, draft.exists()) == (True, False)
    imported(project, HTML["german"].replace("klicke", "tippe"), "--again")
    assert draft.exists()


def test_a_task_that_is_no_longer_in_the_post_takes_its_draft_along(project: Estate) -> None:
    imported(project, HTML["bold_titles"])
    start = HTML["bold_titles"].index("<p><b>Order a pizza")
    end = HTML["bold_titles"].index("<p><strong>When to use it")

    imported(project, HTML["bold_titles"][:start] + HTML["bold_titles"][end:])

    assert not (drafts(project) / POST / "procedures/order-a-pizza.yml").exists()


def test_a_dry_run_writes_nothing(project: Estate) -> None:
    done = imported(project, HTML["german"], "--dry-run")

    assert (done.exit_code, drafts(project).exists(), "would be written" in done.output) == (0, False, True)


def test_the_report_for_programs_accounts_for_everything(project: Estate) -> None:
    done = imported(project, HTML["bold_titles"], "--format", "json")

    (post,) = json.loads(done.stdout)["posts"]
    numbers = post["numbers"]
    assert (post["state"], post["adopt"]) == ("new", {"passes-phones/engineer": 41})
    assert numbers["mapped"] + numbers["kept as text"] + numbers["in comments"] == len(post["placed"])
    assert post["drafts"][0]["audiences"]["guess"] is True
    assert sum(post["verdicts"].values()) == numbers["claims"]


def test_the_report_as_markdown_holds_no_markup_of_the_posts(project: Estate) -> None:
    done = imported(project, HTML["hostile"], "--format", "markdown", title={"rendered": "*x* &lt;script&gt; [y](z)"})

    assert "# \\*x\\* &lt;script> \\[y\\](z)" in done.stdout


def test_a_list_of_posts_is_imported_one_by_one_and_what_is_none_is_told(project: Estate) -> None:
    posts = [
        rest_post(HTML["german"]),
        {"title": "x"},
        rest_post("<p>y</p>", id=42, link="https://kb.example.com/?p=42"),
    ]
    posts.append({**rest_post(""), "id": 43, "content": {"rendered": "", "protected": True}})
    (project.root / "posts.json").write_text(json.dumps(posts), "utf-8")

    done = project.run("import", str(project.root / "posts.json"), "--brief")

    assert done.exit_code == 3
    assert "2 new, 2 could not be imported" in done.output
    assert "post 43: could not be imported: it asks its readers for a password" in done.output


def test_a_raw_post_is_read_as_its_editor_wrote_it(project: Estate) -> None:
    raw = "Intro.\n\n<strong>Do it</strong>\n\n<ol><li>Open it</li></ol>"
    done = imported(project, "", content={"raw": raw})

    assert done.exit_code == 0
    assert "- do: Open it" in one_draft(project).read_text("utf-8")


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        ("none.json", None, "there is no file"),
        ("bad.json", "{nonsense", "holds no JSON, line 1"),
        ("deep.json", "[" * 100_000, "holds no JSON"),
    ],
)
def test_a_file_that_cannot_be_read_is_told_with_what_to_do(
    project: Estate, name: str, text: str | None, words: str
) -> None:
    if text is not None:
        (project.root / name).write_text(text, "utf-8")
    done = project.run("import", str(project.root / name))

    assert (done.exit_code, words in done.stderr) == (2, True), done.output


def test_all_mistakes_are_told_at_once_and_what_can_be_is_imported(project: Estate) -> None:
    good = write_post(project.root / "post.json", HTML["german"])
    done = project.run("import", str(project.root / "pst.json"), str(project.root), str(good))

    assert (done.exit_code, one_draft(project).exists()) == (2, True)
    assert ("did you mean 'post.json'?" in done.stderr, "is a folder" in done.stderr) == (True, True)


def test_drafts_never_go_straight_into_the_book(project: Estate) -> None:
    done = imported(project, HTML["german"], "--to", str(project.root / "kb_src/procedures"))

    assert (done.exit_code, "name a folder outside of it" in done.stderr) == (2, True)
