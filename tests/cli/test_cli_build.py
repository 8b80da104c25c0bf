"""`build`: two sites a client, only what changed, and an old site rather than a wrong one."""

import shutil
from pathlib import Path

import pytest
from estates import DEMO_CLIENTS, SURFACES, Estate, add_text, edit, link, live, new_estate, touched, tree

from tenantbook.demo.admin import change_policy
from tenantbook.demo.standin import StandIn
from tenantbook.demo.tenants import DEMO_TENANTS
from tenantbook.disk import read_text, write_text

CEDAR, LEGAL, TRAVEL = "cedar-health", "harbour-legal", "lantern-travel"
IDS = {tenant.client: tenant.id for tenant in DEMO_TENANTS}


@pytest.fixture(scope="module")
def built_once(tmp_path_factory: pytest.TempPathFactory, standin: StandIn) -> tuple[Estate, Path]:
    """Two clients, pulled and built, and a copy to begin each test with."""
    clients = {name: read_text(DEMO_CLIENTS / f"{name}.yml") for name in (CEDAR, LEGAL)}
    estate = new_estate(tmp_path_factory.mktemp("small") / "estate", live(standin), clients)
    assert estate.run("pull").exit_code == 0
    done = estate.run("build", "--jobs", "2")
    assert done.exit_code == 0, done.output
    assert f"5 sites built, 46 pages compiled, 0 unchanged, in {estate.workspace.build}\n" == done.stdout
    kept = estate.root.with_name("kept")
    shutil.copytree(estate.root, kept, copy_function=link)
    return estate, kept


@pytest.fixture
def small(built_once: tuple[Estate, Path]) -> Estate:
    """Two clients, pulled and built, as if each test were the first."""
    estate, kept = built_once
    shutil.rmtree(estate.root)
    shutil.copytree(kept, estate.root, copy_function=link)
    return estate


def _sites(estate: Estate) -> Path:
    return estate.workspace.build / "sites"


def test_building_again_builds_nothing_and_touches_nothing(small: Estate) -> None:
    before = touched(small.root)
    done = small.run("build", "--jobs", "1")
    assert (0, f"0 sites built, 5 unchanged, in {small.workspace.build}\n") == (done.exit_code, done.stdout)
    assert before == touched(small.root)


def test_one_clients_changed_policy_rebuilds_its_two_sites_and_touches_no_other_file(small: Estate) -> None:
    edit(small.snapshot(LEGAL), "tap.lifetime.maximum: 60", "tap.lifetime.maximum: 90")
    before = touched(small.root)
    done = small.run("build", "--jobs", "1")
    after = touched(small.root)
    assert (0, f"2 sites built, 3 unchanged, in {small.workspace.build}\n") == (done.exit_code, done.stdout)
    changed = {name for name in {*before, *after} if before.get(name) != after.get(name)}
    elsewhere = [name for name in changed if not name.startswith((f"build/sites/{LEGAL}/", f"build/marks/{LEGAL}/"))]
    assert (elsewhere, "1 hour 30 minutes" in small.page(LEGAL, "client", "end-user/use-pass.html")) == ([], True)


def test_asking_for_one_client_leaves_the_others_and_the_house_alone(small: Estate) -> None:
    add_text(small, "use-pass", "end-user", "Freshly added words.")
    before = touched(_sites(small) / CEDAR), touched(small.workspace.build / "house"), tree(small.workspace.docs)
    done = small.run("build", "--client", LEGAL, "--jobs", "1")
    assert (0, f"1 site built, 1 page compiled, 1 unchanged, in {small.workspace.build}\n") == (
        done.exit_code,
        done.stdout,
    )
    assert before == (
        touched(_sites(small) / CEDAR),
        touched(small.workspace.build / "house"),
        tree(small.workspace.docs),
    )


def test_a_client_that_was_never_pulled_is_left_out_and_the_others_are_built(small: Estate) -> None:
    shutil.copy(DEMO_CLIENTS / f"{TRAVEL}.yml", small.content(f"clients/{TRAVEL}.yml"))
    edit(small.snapshot(LEGAL), "tap.lifetime.maximum: 60", "tap.lifetime.maximum: 90")
    done = small.run("build", "--jobs", "1")
    assert (done.exit_code, (_sites(small) / TRAVEL).exists()) == (3, False)
    assert [
        f"{TRAVEL}: left out: kb_src/snapshots/{TRAVEL}.yml:1: not pulled yet; run `tenantbook pull --client {TRAVEL}`",
        f"2 sites built, 3 unchanged, in {small.workspace.build}",
    ] == done.stdout.splitlines()


SPOILED = {
    "a newer version": ("snapshot: 1\n", "snapshot: 2\n", ":1: a snapshot of version 2; this tenantbook reads 1"),
    "half a snapshot": (
        "permissions: ",
        "permitted: ",
        ":1: half a snapshot, without permissions; run `tenantbook pull",
    ),
    "a fact that is gone": ("  tap.once: true\n", "", ": tap.once is not in it; run `tenantbook pull"),
    "a fact out of range": ("tap.lifetime.maximum: 60", "tap.lifetime.maximum: 5", "outside what the platform allows"),
    "another client's": ("client: harbour-legal", "client: cedar-health", "belongs to 'cedar-health'"),
    "another tenant's": (IDS[LEGAL], IDS[CEDAR], "was read from another tenant"),
    "a conflict": ("snapshot: 1\n", "<<<<<<< HEAD\nsnapshot: 1\n", "not readable as YAML"),
    "an empty file": ("", "", ":1: "),
}


@pytest.mark.parametrize("how", SPOILED)
def test_a_snapshot_that_cannot_serve_is_told_by_line_and_the_last_site_stays(small: Estate, how: str) -> None:
    old, new, says = SPOILED[how]
    text = read_text(small.snapshot(LEGAL))
    assert old in text
    write_text(small.snapshot(LEGAL), text.replace(old, new) if old else "")
    before = tree(_sites(small))
    done = small.run("build", "--jobs", "1")
    assert (3, before) == (done.exit_code, tree(_sites(small)))
    told = done.stdout.splitlines()[0]
    assert (told.startswith(f"{LEGAL}: left out: kb_src/snapshots/{LEGAL}.yml:"), says in told) == (True, True), told


@pytest.mark.parametrize("kept", [10, 100, 300])
def test_a_snapshot_cut_off_anywhere_leaves_the_last_site(small: Estate, kept: int) -> None:
    small.snapshot(LEGAL).unlink()
    (small.snapshot(LEGAL)).write_bytes(small.snapshot(CEDAR).read_bytes()[:kept])
    before = tree(_sites(small))
    assert (3, before) == (small.run("build", "--jobs", "1").exit_code, tree(_sites(small)))


def test_a_build_that_fails_is_told_and_leaves_every_old_site(small: Estate) -> None:
    edit(small.root / "mkdocs.yml", "  - offline\n", "  - no-such-plugin\n")
    before = tree(_sites(small)), tree(small.workspace.build / "house")
    done = small.run("build", "--jobs", "2")
    told = [line.split(":")[0] for line in done.stdout.splitlines() if "no-such-plugin" in line]
    assert (
        done.exit_code,
        [name for name in told if name != "house"],
    ) == (3, ["cedar-health/client", "cedar-health/internal", "harbour-legal/client", "harbour-legal/internal"])
    assert ("house" in told, before) == (True, (tree(_sites(small)), tree(small.workspace.build / "house")))
    assert [place.name for place in small.workspace.build.rglob(".*.new.*")] == []


def test_a_broken_link_in_a_text_is_a_failure_and_leaves_the_old_site(small: Estate) -> None:
    edit(small.root / "docs/index.md", "\n", "\n[gone](gone.md)\n\n")
    before = tree(small.workspace.build / "house")
    done = small.run("build", "--jobs", "1")
    assert (3, True, before) == (done.exit_code, "gone.md" in done.stdout, tree(small.workspace.build / "house"))


def test_a_site_changed_by_hand_is_built_again(small: Estate) -> None:
    before = tree(_sites(small))
    edit(small.site(LEGAL, "client") / "end-user/use-pass.html", "1 hour", "9 hours")
    (small.site(CEDAR, "internal") / "helpdesk/use-pass.html").unlink()
    write_text(small.site(CEDAR, "client") / "old.html", "left over")
    done = small.run("build", "--jobs", "1")
    assert (0, f"3 sites built, 2 unchanged, in {small.workspace.build}\n") == (done.exit_code, done.stdout)
    assert before == tree(_sites(small))


def test_what_check_names_as_a_mend_mends(small: Estate) -> None:
    edit(small.site(LEGAL, "client") / "end-user/use-pass.html", "15 minutes", "50 minutes")
    (small.site(CEDAR, "internal") / "helpdesk/use-pass.html").unlink()
    assert small.run("check").exit_code == 1
    assert small.run("build", "--client", LEGAL, "--client", CEDAR).exit_code == 0
    assert small.run("check").exit_code == 0


def test_what_a_failed_pull_left_is_built_as_it_was_read(small: Estate, town: StandIn) -> None:
    change_policy(town.endpoint, town.ca_file, town.admin, IDS[LEGAL], {"maximumLifetimeInMinutes": 45})
    assert small.run("pull", "--client", LEGAL, **live(town)).exit_code == 0
    assert small.run("build", "--client", LEGAL).exit_code == 0
    page = small.page(LEGAL, "client", "end-user/use-pass.html")
    assert (">45 minutes<" in page, ">1 hour<" in page) == (True, False)


def test_an_edit_of_the_content_changes_every_site_that_says_it(small: Estate) -> None:
    add_text(small, "use-pass", "end-user", "Freshly added words.")
    done = small.run("build", "--jobs", "2")
    assert done.exit_code == 0
    pages = [small.page(client, "client", "end-user/use-pass.html") for client in (CEDAR, LEGAL)]
    house = read_text(small.workspace.build / "house/guides/end-user/use-pass.html")
    assert ["Freshly added words." in page for page in (*pages, house)] == [True, True, True]
    assert [surface for surface in SURFACES if small.site(CEDAR, surface).is_dir()] == list(SURFACES)
