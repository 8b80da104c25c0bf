"""A folder of published sites: only what differs is written, only what is ours is changed, and nothing made by hand."""

import json
import shutil
from collections.abc import Callable

import pytest
from estates import add_text, edit, touched, tree

from support.publishing import SHARE, Published
from tenantbook.disk import read_text, write_text

NOTHING = [0, "share: nothing to do, 24 articles are as they should be"]
FORCE = "look at it there; bring it home with --take, or go over it with --force"
MARK = "plain/client/end-user/use-pass/en"


def site_of(published: Published, name: str) -> dict[str, str]:
    """Return the files of a published site without its list."""
    return {file: digest for file, digest in tree(published.share / name).items() if not file.startswith(".tenantbook")}


def test_published_sites_are_the_built_sites(published: Published) -> None:
    said = published.publish("--yes")
    assert (said[0], said[-1]) == (0, "share: 24 articles done")
    for client in ("plain", "strict", "without"):
        for surface in ("client", "internal"):
            assert tree(published.estate.site(client, surface)) == site_of(published, f"{client}/{surface}")


def test_a_second_run_plans_nothing_and_writes_nothing(published: Published) -> None:
    published.publish("--yes")
    before, ledger = touched(published.share), touched(published.ledger.parent)
    assert published.publish() == NOTHING
    assert published.publish("--yes") == NOTHING
    ledgers = touched(published.ledger.parent)
    assert (before, ledger["share.json"]) == (touched(published.share), ledgers["share.json"])


def test_a_changed_policy_updates_its_pages_and_says_what_changed(published: Published) -> None:
    published.publish("--yes")
    before = touched(published.share)
    edit(published.estate.snapshot("plain"), "pass.lifetime: 480", "pass.lifetime: 240")
    published.rebuild()
    said = published.publish("--yes")
    updated = [str(line) for line in said[1:] if str(line).startswith("update")]
    assert f"update  {MARK}: lifetime 8 hours → 4 hours, read 23 November 2026" in updated
    after = touched(published.share)
    changed = {name for name in after if after[name] != before.get(name)}
    assert {name.split("/")[0] for name in changed} == {"plain"}
    assert tree(published.estate.site("plain", "client")) == site_of(published, "plain/client")


def test_what_is_gone_from_the_content_is_removed_and_nothing_else(published: Published) -> None:
    published.publish("--yes")
    own = published.share / "plain/client/end-user/own.html"
    write_text(own, "somebody's own")
    for kind in ("clients", "snapshots"):
        published.estate.content(f"{kind}/plain.yml").unlink()
    published.rebuild()
    said = published.publish("--yes")
    assert (said[0], said[-1]) == (0, "share: 8 articles done")
    left = {name: read_text(own) for name in tree(published.share / "plain")}
    assert left == {"client/end-user/own.html": "somebody's own"}
    assert "plain/" not in read_text(published.ledger)


def test_a_page_changed_by_hand_is_refused_shown_and_left_alone_on_every_later_run(published: Published) -> None:
    published.publish("--yes")
    edit(published.page(), "Type the code.", "Type the code slowly.")
    edit(published.estate.snapshot("plain"), "pass.lifetime: 480", "pass.lifetime: 240")
    published.rebuild()
    for _ in range(3):
        said = published.publish("--yes")
        refused = [str(line) for line in said[1:] if str(line).startswith("refused")]
        assert (said[0], refused) == (
            1,
            [f"refused {MARK}: changed there by hand; {FORCE}"],
        )
        assert "        +- Type the code slowly." in said or any("slowly" in str(line) for line in said)
        assert "slowly" in read_text(published.page())
    said = published.publish("--yes", "--force")
    assert (said[0], tree(published.estate.site("plain", "client"))) == (0, site_of(published, "plain/client"))
    assert published.publish()[0] == 0


def test_a_change_by_hand_outside_the_words_of_a_page_is_refused_too(published: Published) -> None:
    published.publish("--yes")
    edit(published.page(), "<head>", "<head><script>count()</script>")
    assert published.publish("--yes")[0] == 1
    assert "count()" in read_text(published.page())


def test_a_page_and_a_style_removed_by_hand_are_refused_until_told_to_make_them_anew(published: Published) -> None:
    published.publish("--yes")
    published.page().unlink()
    (published.share / "strict/client/assets/client.css").unlink()
    said = published.publish("--yes")
    refused = sorted(str(line).partition(";")[0] for line in said[1:] if str(line).startswith("refused"))
    assert refused == [f"refused {MARK}: removed there by hand", "refused strict/client/-/-/en: changed there by hand"]
    assert published.publish("--yes", "--force")[0] == 0
    assert tree(published.estate.site("strict", "client")) == site_of(published, "strict/client")
    assert published.page().is_file()


def test_a_file_that_somebody_else_put_there_is_refused_before_anything_is_written(published: Published) -> None:
    write_text(published.page(), "somebody's own")
    said = published.publish("--yes", "--force")
    assert (said[0], read_text(published.page())) == (1, "somebody's own")
    refused = [str(line) for line in said[1:] if str(line).startswith("refused")]
    assert refused == [f"refused {MARK}: {published.page()} is not from here; move it away, or name another address"]


def test_a_file_where_a_folder_belongs_is_refused_and_stops_nothing_else(published: Published) -> None:
    write_text(published.share / "plain/client/assets", "mine")
    write_text(published.share / "strict", "mine as well")

    said = published.publish("--yes")

    refused = [line for line in said if str(line).startswith("refused")]
    assert (said[0], len(refused)) == (1, 9), said
    assert (read_text(published.share / "plain/client/assets"), read_text(published.share / "strict")) == (
        "mine",
        "mine as well",
    )
    assert site_of(published, "without/client") == tree(published.estate.site("without", "client"))


def test_a_client_whose_folder_is_a_link_to_anothers_writes_nothing_there(published: Published) -> None:
    (published.share / "plain").mkdir(parents=True)
    (published.share / "strict").symlink_to("plain")
    published.publish("--yes")

    said = published.publish("--yes", "--force", "--allow-many")

    told = f"{published.share / 'strict/client'} is a copy of another client's site, or a link to it; move it away"
    assert any(str(line).endswith(told) for line in said), said
    for surface in ("client", "internal"):
        assert site_of(published, f"plain/{surface}") == tree(published.estate.site("plain", surface))


def test_a_copy_that_somebody_made_of_a_site_is_nobodys_and_in_nobodys_way(published: Published) -> None:
    published.publish("--yes")
    shutil.copytree(published.share / "plain", published.share / "plain-as-it-was")
    before = touched(published.share / "plain-as-it-was")
    add_text(published.estate, "use-pass", "end-user", "Beware.")
    published.rebuild()

    said = published.publish("--yes", "--allow-many")

    assert said[0] == 0, said
    assert touched(published.share / "plain-as-it-was") == before


def test_a_lost_ledger_is_made_again_from_what_stands_there(published: Published) -> None:
    published.publish("--yes")
    ledger = json.loads(read_text(published.ledger))["articles"]
    before = touched(published.share)
    published.ledger.unlink()
    assert published.publish("--yes") == NOTHING
    again = json.loads(read_text(published.ledger))["articles"]
    assert before == touched(published.share)
    assert {name: each["theirs"] for name, each in ledger.items()} == {
        name: each["theirs"] for name, each in again.items()
    }


def test_a_change_by_hand_is_still_refused_once_the_ledger_is_lost(published: Published) -> None:
    published.publish("--yes")
    edit(published.page(), "Type the code.", "Type the code slowly.")
    published.ledger.unlink()
    said = published.publish("--yes")
    assert (said[0], "slowly" in read_text(published.page())) == (1, True)
    assert (published.publish("--yes")[0], "slowly" in read_text(published.page())) == (1, True)


def test_a_list_that_names_files_outside_its_site_removes_none_of_them(published: Published) -> None:
    published.publish("--yes")
    precious = published.share.parent / "precious.txt"
    write_text(precious, "kept")
    edit(
        published.share / "plain/client/.tenantbook-published.json",
        '"end-user/use-pass.html"',
        '"../../../precious.txt"',
    )
    said = published.publish("--yes", "--force")
    assert (said[0], read_text(precious)) == (3, "kept")
    assert any("is damaged" in str(line) for line in said)


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("status: private", "status: draft", "a folder knows no drafts"),
        ("../share", "memory://kim:secret@bucket/guides", "the address holds a password"),
        ("clients: all", "clients: all\naudiences: [end-user]", "a folder takes whole sites"),
        ("clients: all", "clients: all\npages: [use-pass]", "leave out `pages`"),
        ("clients: all", "clients: [plain]\nadopt: {use-pass/end-user: 3}", "a folder has nothing to adopt"),
    ],
)
def test_what_a_folder_cannot_do_is_told_before_anything_is_written(
    published: Published, old: str, new: str, told: str
) -> None:
    write_text(published.estate.content("publish/share.yml"), SHARE.replace(old, new))
    said = published.publish("--yes")
    assert (said[0], published.share.exists(), any(told in str(line) for line in said)) == (1, False, True)


def test_an_object_store_holds_the_same_files(published: Published, at_store: Callable[[], dict[str, bytes]]) -> None:
    assert published.publish("--yes")[0] == 0
    stored = at_store()
    lists = {name for name in stored if name.endswith(".tenantbook-published.json")}
    site = published.estate.site("plain", "client")
    here = {
        f"plain/client/{file.relative_to(site).as_posix()}": file.read_bytes()
        for file in site.rglob("*")
        if file.is_file()
    }
    assert here == {
        name: data for name, data in stored.items() if name.startswith("plain/client/") and name not in lists
    }
    assert published.publish("--yes") == NOTHING
    assert stored == at_store()


def test_what_was_changed_in_an_object_store_by_hand_is_refused(
    published: Published, at_store: Callable[[], dict[str, bytes]], store: object
) -> None:
    published.publish("--yes")
    page = "/bucket/guides/plain/client/end-user/use-pass.html"
    store.pipe_file(page, store.cat_file(page).replace(b"Type the code.", b"Type the code slowly."))  # type: ignore[attr-defined]
    assert published.publish("--yes")[0] == 1
    assert b"slowly" in at_store()["plain/client/end-user/use-pass.html"]


def test_the_house_is_published_whole(published: Published) -> None:
    write_text(published.estate.content("publish/share.yml"), SHARE.replace("clients: all", "clients: [house]"))
    said = published.publish("--yes")
    assert said[0] == 0, said
    assert tree(published.estate.workspace.build / "house") == site_of(published, "house")
    assert published.publish()[0] == 0
