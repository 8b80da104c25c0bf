"""For every fact there is: change it in the tenant, and just the pages that lean on it drift; change it back."""

import json
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from estates import DEMO_CLIENTS, Estate, link, live, new_estate

from tenantbook.cli.gather import read_library
from tenantbook.demo.admin import change_policy
from tenantbook.demo.standin import StandIn
from tenantbook.demo.tenants import CLINIC_STAFF, DEMO_TENANTS, FRONT_DESK
from tenantbook.disk import read_text, write_text
from tenantbook.record import read_record

pytestmark = pytest.mark.socket

CEDAR, QUARRY = "cedar-health", "quarry-engineering"
IDS = {tenant.client: tenant.id for tenant in DEMO_TENANTS}


def _group(identity: str) -> dict[str, object]:
    return {"targetType": "group", "id": identity, "isRegistrationRequired": False}


#: Each fact: what an administrator sets, what Graph held before, and how the tenant's new value reads.
CHANGES: Mapping[str, tuple[Mapping[str, Any], Mapping[str, Any], str]] = {
    "tap.enabled": ({"state": "disabled"}, {"state": "enabled"}, "off"),
    "tap.lifetime.minimum": ({"minimumLifetimeInMinutes": 10}, {"minimumLifetimeInMinutes": 30}, "10 minutes"),
    "tap.lifetime.maximum": ({"maximumLifetimeInMinutes": 180}, {"maximumLifetimeInMinutes": 120}, "3 hours"),
    "tap.lifetime.default": ({"defaultLifetimeInMinutes": 60}, {"defaultLifetimeInMinutes": 45}, "1 hour"),
    "tap.once": ({"isUsableOnce": True}, {"isUsableOnce": False}, "yes, for every pass"),
    "tap.length": ({"defaultLength": 20}, {"defaultLength": 16}, "20 characters"),
    "tap.included": (
        {"includeTargets": [_group(CLINIC_STAFF)]},
        {"includeTargets": [_group(CLINIC_STAFF), _group(FRONT_DESK)]},
        "members of Clinic staff",
    ),
    "tap.excluded": (
        {"excludeTargets": [{"targetType": "group", "id": FRONT_DESK}]},
        {"excludeTargets": [{"targetType": "group", "id": "00000000-0000-4000-8000-000000000503"}]},
        "members of Front desk",
    ),
}


@pytest.fixture(scope="module")
def village(tmp_path_factory: pytest.TempPathFactory, estate: Estate) -> tuple[Estate, StandIn]:
    """Two clients with their built sites, and tenants that a test may change and change back."""
    with StandIn() as town:
        files = {name: read_text(DEMO_CLIENTS / f"{name}.yml") for name in (CEDAR, QUARRY)}
        copy = new_estate(tmp_path_factory.mktemp("mutations") / "estate", live(town), files)
        for name in files:
            write_text(copy.snapshot(name), read_text(estate.snapshot(name)))
            sites = copy.workspace.build / "sites" / name
            shutil.copytree(estate.workspace.build / "sites" / name, sites, copy_function=link)
        yield copy, town


def _checked(estate: Estate) -> tuple[int, dict[str, dict[str, Any]]]:
    """Return the exit code, and every page that is not ok, by client, surface and path."""
    done = estate.run("check", "--format", "json")
    report = json.loads(done.stdout)
    pages = {
        f"{client['client']}/{page['surface']}/{page['page']}": page
        for client in report["clients"]
        for page in client["pages"]
        if page["verdict"] != "ok"
    }
    return done.exit_code, pages


def _leaning(estate: Estate, fact: str) -> dict[str, str]:
    """Return the audience of every page whose record holds a fact, by client, surface and path."""
    found = {}
    for file in sorted((estate.workspace.build / "sites" / CEDAR).rglob("*.html")):
        record = read_record(file.read_text("utf-8"))
        if record and fact in record.facts:
            found[file.relative_to(estate.workspace.build / "sites").as_posix()] = record.audience
    return found


def _change(town: StandIn, changes: Mapping[str, Any]) -> None:
    change_policy(town.endpoint, town.ca_file, town.admin, IDS[CEDAR], changes)


def test_every_fact_that_is_declared_is_changed_here(village: tuple[Estate, StandIn]) -> None:
    library, _ = read_library(village[0].workspace)
    assert sorted(library.facts) == sorted(CHANGES)


@pytest.mark.parametrize("fact", CHANGES)
def test_a_fact_that_changes_makes_just_the_pages_that_lean_on_it_drift(
    village: tuple[Estate, StandIn], fact: str
) -> None:
    estate, town = village
    change, before, words = CHANGES[fact]
    leaning = _leaning(estate, fact)
    assert _checked(estate) == (0, {})

    _change(town, change)
    code, drifting = _checked(estate)
    _change(town, before)

    assert (code, sorted(drifting)) == (1, sorted(leaning))
    assert {name: page["verdict"] for name, page in drifting.items()} == dict.fromkeys(leaning, "drift")
    assert {name: page["audience"] for name, page in drifting.items()} == leaning
    findings = [finding for page in drifting.values() for finding in page["findings"]]
    assert {(finding["fact"], finding["tenant"]) for finding in findings} == {(fact, words)}
    assert _checked(estate) == (0, {})


@pytest.mark.parametrize("fact", CHANGES)
def test_what_a_drifting_page_is_said_to_say_is_what_it_says(village: tuple[Estate, StandIn], fact: str) -> None:
    estate, town = village
    change, before, _ = CHANGES[fact]

    _change(town, change)
    _, drifting = _checked(estate)
    _change(town, before)

    for name, page in drifting.items():
        lines = (estate.workspace.build / "sites" / Path(name)).read_text("utf-8").splitlines()
        for finding in page["findings"]:
            held = f'data-fact="{fact}"' if finding["sentence"] else "data-record"
            assert held in lines[finding["line"] - 1]
            assert finding["origin"]["file"].startswith("kb_src/")
    assert drifting
