"""`check --fix`: what is out of date is pulled and built, what is not is left alone, and the check is made again."""

import json
from pathlib import Path

import pytest
from estates import Estate, edit, touched

from tenantbook.demo.admin import change_policy
from tenantbook.demo.standin import StandIn
from tenantbook.demo.standin_faults import Fault
from tenantbook.demo.tenants import DEMO_TENANTS
from tenantbook.disk import read_text

pytestmark = pytest.mark.socket

IDS = {tenant.client: tenant.id for tenant in DEMO_TENANTS}
DENTAL, LEGAL, FJORD = "northwind-dental", "harbour-legal", "fjord-logistics"
PAGE = "end-user/use-pass.html"


@pytest.fixture
def lowered(built: Estate, town: StandIn) -> Estate:
    change_policy(town.endpoint, town.ca_file, town.admin, IDS[DENTAL], {"maximumLifetimeInMinutes": 240})
    return built


def _pages(folder: Path) -> dict[str, tuple[int, int]]:
    """Return when each file was written, but for the badges, which every check draws anew."""
    return {name: state for name, state in touched(folder).items() if not name.endswith("checked.svg")}


def test_what_drifted_is_pulled_and_built_and_true_again(lowered: Estate) -> None:
    others = _pages(lowered.workspace.build / "sites" / LEGAL)
    done = lowered.run("check", "--fix")
    assert (done.exit_code, "72 ok" in done.stdout) == (0, True)
    assert "tap.lifetime.maximum: 240" in read_text(lowered.snapshot(DENTAL))
    assert "4 hours" in lowered.page(DENTAL, "client", PAGE)
    assert others == _pages(lowered.workspace.build / "sites" / LEGAL)


def test_it_says_what_it_did_and_leaves_the_report_to_machines(lowered: Estate) -> None:
    done = lowered.run("check", "--fix", "--format", "json")
    assert json.loads(done.stdout)["counts"]["pages"]["ok"] == 72
    for said in (f"mending: {DENTAL}", "tap.lifetime.maximum: 8 hours → 4 hours", "2 sites built"):
        assert said in done.stderr


def test_where_all_is_right_nothing_is_done(built: Estate) -> None:
    before = _pages(built.workspace.build / "sites")
    done = built.run("check", "--fix")
    assert (done.exit_code, "nothing to mend" in done.stderr) == (0, True)
    assert before == _pages(built.workspace.build / "sites")


def test_a_missing_page_comes_back(built: Estate) -> None:
    (built.site(DENTAL, "client") / PAGE).unlink()
    assert built.run("check", "--fix").exit_code == 0
    assert (built.site(DENTAL, "client") / PAGE).is_file()


def test_a_page_edited_by_hand_is_left_as_it_is_and_told(built: Estate) -> None:
    edit(built.site(DENTAL, "client") / PAGE, "</h1>", "!</h1>")
    done = built.run("check", "--fix")
    assert (done.exit_code, "edited" in done.stdout, "!</h1>" in built.page(DENTAL, "client", PAGE)) == (1, True, True)


def test_a_tenant_that_does_not_answer_is_still_not_known(lowered: Estate, town: StandIn) -> None:
    town.inject(IDS[LEGAL], Fault(drop=True))
    done = lowered.run("check", "--fix")
    assert (done.exit_code, "4 hours" in lowered.page(DENTAL, "client", PAGE)) == (3, True)


@pytest.mark.parametrize(
    "more", [("--against", "snapshots"), ("--what-if", "tap.once=true"), ("somewhere",)], ids=lambda more: more[0]
)
def test_what_is_not_the_built_sites_by_live_policy_is_not_mended(built: Estate, more: tuple[str, ...]) -> None:
    assert built.run("check", "--fix", *more).exit_code == 2
