"""`check PLACE`: what readers see, wherever it is published, and prose that carries no record."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from estates import Estate

from support.webserver import Reply, WebServer, moved, serving
from support.wordpress import WordPress
from tenantbook.disk import write_text
from tenantbook.record import read_record, seal_text

DENTAL, LEGAL = "northwind-dental", "harbour-legal"
PAGE = "end-user/use-pass.html"
SNAPSHOTS = ("--against", "snapshots")


def _json(estate: Estate, *arguments: str) -> tuple[int, dict[str, Any]]:
    done = estate.run("check", "--format", "json", *SNAPSHOTS, *arguments)
    return done.exit_code, json.loads(done.stdout)


def _verdicts(report: dict[str, Any]) -> dict[str, str]:
    pages = [page for client in report["clients"] for page in client["pages"]]
    return {page["page"]: page["verdict"] for page in pages if page["verdict"] != "ok"}


def _counted(report: dict[str, Any]) -> dict[str, int]:
    return {name: number for name, number in report["counts"]["pages"].items() if number}


@pytest.mark.parametrize("form", ["folder", "zip", "site"])
def test_a_clients_site_is_all_right_wherever_it_stands(built: Estate, tmp_path: Path, form: str) -> None:
    site = built.site(DENTAL, "client")
    copy = shutil.copytree(site, tmp_path / "published")
    asked = ("--client", DENTAL)
    match form:
        case "folder":
            code, report = _json(built, str(copy), *asked)
        case "zip":
            shutil.make_archive(str(tmp_path / "site"), "zip", copy)
            code, report = _json(built, str(tmp_path / "site.zip"), *asked)
        case _:
            with serving(copy) as address:
                code, report = _json(built, address, *asked)
    assert (code, _counted(report), report["prose"]) == (0, {"ok": 13}, [])


def test_a_page_that_is_not_there_is_missing_and_one_that_should_not_be_is_an_orphan(
    built: Estate, tmp_path: Path
) -> None:
    copy = shutil.copytree(built.site(DENTAL, "client"), tmp_path / "published")
    (copy / PAGE).unlink()
    inside = built.page(DENTAL, "internal", "engineer/use-pass.html")
    write_text(copy / "engineer/use-pass.html", inside)
    write_text(copy / "end-user/theirs.html", built.page(LEGAL, "client", PAGE))
    code, report = _json(built, str(copy), "--client", DENTAL)
    assert (code, _verdicts(report)) == (
        1,
        {PAGE: "missing", "engineer/use-pass.html": "orphan", "end-user/theirs.html": "orphan"},
    )
    assert LEGAL not in json.dumps(report)


def test_without_a_client_pages_are_known_by_their_records_and_none_is_missed(built: Estate, tmp_path: Path) -> None:
    write_text(tmp_path / "mixed/one.html", built.page(DENTAL, "client", PAGE))
    write_text(tmp_path / "mixed/two.html", built.page(LEGAL, "client", PAGE).replace("</p>", " More.</p>", 1))
    code, report = _json(built, str(tmp_path / "mixed"))
    assert {client["client"]: len(client["pages"]) for client in report["clients"]} == {DENTAL: 1, LEGAL: 1}
    assert (code, _verdicts(report)) == (1, {"two.html": "edited"})


def test_a_folder_of_sites_is_checked_site_by_site(built: Estate, tmp_path: Path) -> None:
    copy = shutil.copytree(built.workspace.build / "sites", tmp_path / "www")
    code, report = _json(built, str(copy))
    assert (code, _counted(report), report["source"]) == (0, {"ok": 72}, f"the sites in {copy}")
    (copy / LEGAL / "internal/helpdesk/use-pass.html").unlink()
    code, report = _json(built, str(copy), "--client", LEGAL)
    assert (code, _counted(report)) == (1, {"missing": 1, "ok": 23})


def test_in_a_folder_of_sites_those_of_a_removed_client_are_orphans(built: Estate) -> None:
    folder = built.workspace.build / "sites"
    built.content(f"clients/{LEGAL}.yml").unlink()
    code, report = _json(built, str(folder))
    pages = {client["client"]: {page["verdict"] for page in client["pages"]} for client in report["clients"]}
    assert (code, pages[LEGAL], _counted(report)) == (1, {"orphan"}, {"ok": 48, "orphan": 24})
    assert _json(built, str(folder), "--client", DENTAL)[0] == 0


def test_in_a_folder_of_sites_one_without_its_first_pages_misses_them(built: Estate) -> None:
    for surface in ("client", "internal"):
        (built.site(LEGAL, surface) / "index.html").unlink()
    code, report = _json(built, str(built.workspace.build / "sites"))
    assert (code, _counted(report)) == (1, {"missing": 2, "ok": 70})


def test_a_clients_own_folder_holds_both_its_sites(built: Estate) -> None:
    folder = str(built.workspace.build / "sites" / DENTAL)
    for asked in ((), ("--client", DENTAL)):
        code, report = _json(built, folder, *asked)
        assert (code, _counted(report)) == (0, {"ok": 24})
    assert _json(built, folder, "--client", DENTAL, "--client", LEGAL)[0] == 1


def test_where_no_site_is_internal_none_is_missed_unless_it_is_asked_for(built: Estate, tmp_path: Path) -> None:
    copy = shutil.copytree(built.workspace.build / "sites", tmp_path / "www")
    for internal in copy.glob("*/internal"):
        shutil.rmtree(internal)
    for place in (copy, copy / DENTAL):
        code, report = _json(built, str(place))
        assert (code, set(_counted(report))) == (0, {"ok"})
        code, report = _json(built, str(place), "--surface", "internal")
        assert (code, set(_counted(report))) == (1, {"ok", "missing"})
    shutil.copytree(built.site(LEGAL, "internal"), copy / LEGAL / "internal")
    code, report = _json(built, str(copy))
    assert (code, set(_counted(report))) == (1, {"ok", "missing"})


def test_an_internal_site_where_the_client_reads_it_is_all_orphans(built: Estate) -> None:
    code, report = _json(built, str(built.site(DENTAL, "internal")), "--client", DENTAL)
    found = _verdicts(report)
    assert (code, {found[name] for name in found if name.startswith(("engineer/", "helpdesk/"))}) == (1, {"orphan"})
    assert _json(built, str(built.site(DENTAL, "internal")), "--client", DENTAL, "--surface", "internal")[0] == 0


@pytest.mark.parametrize(
    ("answer", "says"),
    [
        (Reply(b"no", 403), "403"),
        (Reply(b"gone", 500), "500"),
        (moved("/"), "redirect"),
        (Reply(b"x" * 9_000_000), "too large"),
    ],
    ids=["refused", "broken", "a redirect loop", "a page without end"],
)
def test_a_site_that_cannot_be_read_is_never_all_right(
    built: Estate, server: WebServer, answer: Reply, says: str
) -> None:
    server.routes["/"] = answer
    code, report = _json(built, server.address, "--client", DENTAL)
    assert code == 3
    assert says in json.dumps(report)
    assert "ok" not in _counted(report)


def test_a_site_that_nobody_serves_is_told_and_leaves_with_3(built: Estate) -> None:
    code, report = _json(built, "http://127.0.0.1:9/", "--client", DENTAL)
    assert (code, [bool(text["problem"]) for text in report["prose"]]) == (3, [True])


def test_what_is_no_place_at_all_is_told_with_what_was_meant(built: Estate) -> None:
    done = built.run("check", *SNAPSHOTS, str(built.workspace.build / "sitse"))
    assert (done.exit_code, "did you mean 'sites'?" in done.stdout) == (3, True)


ARTICLE = """# Temporary Access Pass

1. Open the Entra admin center > Protection > Authentication methods > Policies > Temporary Access Pass.
2. A Temporary Access Pass can be valid for up to 31 days.

The maximum lifetime of a Temporary Access Pass is 8 hours.
"""


def test_hand_written_markdown_is_read_for_what_it_claims(built: Estate, tmp_path: Path) -> None:
    write_text(tmp_path / "kb/pass.md", ARTICLE)
    write_text(tmp_path / "kb/lunch.md", "# Lunch\n\nLunch is at noon and takes an hour.\n")
    code, report = _json(built, str(tmp_path / "kb"))
    texts = {
        Path(text["name"]).name: [(each["line"], each["truth"]) for each in text["claims"]] for text in report["prose"]
    }
    assert (code, texts) == (
        1,
        {"lunch.md": [], "pass.md": [(3, "wrong"), (4, "wrong"), (6, "true by default only")]},
    )


def test_hand_written_markdown_of_a_client_is_held_against_its_tenant(built: Estate, tmp_path: Path) -> None:
    write_text(tmp_path / "kb/pass.md", "# Temporary Access Pass\n\nThe maximum lifetime of a pass is 1 hour.\n")
    truths = {}
    for client in (DENTAL, LEGAL):
        _, report = _json(built, str(tmp_path / "kb"), "--client", client)
        truths[client] = [claim["truth"] for text in report["prose"] for claim in text["claims"]]
    assert truths == {DENTAL: ["wrong"], LEGAL: ["true here"]}


def test_a_folder_of_prose_without_a_claim_is_nothing_to_check_and_not_all_right_in_words(
    built: Estate, tmp_path: Path
) -> None:
    write_text(tmp_path / "kb/lunch.md", "# Lunch\n\nLunch is at noon.\n")
    done = built.run("check", *SNAPSHOTS, str(tmp_path / "kb"))
    assert ("nothing to check" in done.stdout, " ok" in done.stdout, done.exit_code) == (True, False, 3)


def test_a_form_to_sign_in_with_in_place_of_the_site_is_not_all_right(built: Estate, server: WebServer) -> None:
    server.routes["*"] = Reply(b"<title>Sign in</title><form><input name=user></form>")
    code, report = _json(built, server.address, "--surface", "internal")
    assert (code, report["counts"]["unknown"], len(report["prose"])) == (3, 1, 1)


def _as_post(built: Estate, name: str) -> str:
    """Return a built page's own content as a post that carries the page's record."""
    content = built.page(DENTAL, "client", name)
    record = read_record(content)
    assert record is not None
    return seal_text(content[content.index("<h1") : content.index('<div class="tb-record"')], record)


@pytest.mark.wordpress
def test_posts_of_a_real_wordpress_are_judged_by_their_records_or_read_for_claims(
    built: Estate, wordpress: WordPress
) -> None:
    changed = _as_post(built, "end-user/replace-pass.html").replace("helpdesk", "reception", 1)
    wordpress.add(
        [
            {"post_title": "Sign in with a temporary pass", "post_content": _as_post(built, PAGE)},
            {"post_title": "Changed by hand", "post_content": changed},
            {"post_title": "Temporary Access Pass", "post_content": "<p>A pass can be valid for up to 31 days.</p>"},
            {"post_title": "Lunch", "post_content": "<p>Lunch takes an hour.</p>"},
        ]
    )
    code, report = _json(built, wordpress.address)
    pages = [page["verdict"] for client in report["clients"] for page in client["pages"]]
    claims = {text["title"]: [claim["truth"] for claim in text["claims"]] for text in report["prose"]}
    assert (code, sorted(pages), claims) == (
        1,
        ["edited", "ok"],
        {"Temporary Access Pass": ["wrong"], "Lunch": []},
    )


def test_the_source_of_the_pages_is_named_in_the_report(built: Estate) -> None:
    done = built.run("check", *SNAPSHOTS, str(built.site(DENTAL, "client")), "--client", DENTAL)
    assert f"13 pages of 1 client, read from {built.site(DENTAL, 'client')}" in done.stdout
