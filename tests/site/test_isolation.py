"""One client's site holds nothing of another client, and nothing above its surface, in any byte or name."""

import pytest
from estates import SURFACES, Estate, holding
from hostile import CANARIES, INTERNAL

from tenantbook.demo.tenants import DEMO_TENANTS, DemoTenant

CLIENTS = [tenant.client for tenant in DEMO_TENANTS]
NAMES = {tenant.client: tenant.client.replace("-", " ").title() for tenant in DEMO_TENANTS}


def _marks(tenant: DemoTenant) -> set[str]:
    """Return what tells a tenant: its ids, its names and those of its groups."""
    groups = {text for pair in tenant.groups.items() for text in pair}
    return {tenant.client, tenant.id, tenant.organisation, NAMES[tenant.client], *groups}


@pytest.mark.parametrize("client", CLIENTS)
def test_no_byte_of_a_clients_sites_tells_of_another_client(estate: Estate, client: str) -> None:
    own = next(_marks(tenant) for tenant in DEMO_TENANTS if tenant.client == client)
    others = {mark for tenant in DEMO_TENANTS if tenant.client != client for mark in _marks(tenant)} - own
    assert holding(estate.workspace.build / "sites" / client, others) == {}


@pytest.mark.parametrize("client", CLIENTS)
def test_a_clients_site_is_named_for_it(estate: Estate, client: str) -> None:
    assert [NAMES[client] in estate.page(client, surface, "index.html") for surface in SURFACES] == [True, True]


def test_the_house_site_tells_of_no_client(estate: Estate) -> None:
    # The handbook shows a client file whose made-up id a demo tenant has, too.
    marks = {mark for tenant in DEMO_TENANTS for mark in _marks(tenant) - {tenant.id}}
    assert holding(estate.workspace.build / "house", marks) == {}


@pytest.mark.parametrize("client", sorted(CANARIES))
def test_a_canary_in_a_client_file_or_group_name_flies_in_no_other_site(hostile: Estate, client: str) -> None:
    elsewhere = {
        other: holding(hostile.workspace.build / "sites" / other, CANARIES[client])
        for other in [*hostile.clients, "../house"]
        if other != client
    }
    assert {other: found for other, found in elsewhere.items() if found} == {}


@pytest.mark.parametrize("client", sorted(CANARIES))
def test_the_canaries_are_alive(hostile: Estate, client: str) -> None:
    pages = "".join(hostile.page(client, "internal", page) for page in ("index.html", "engineer/enable-pass.html"))
    which = client.removesuffix("-canary")
    assert [f"{bird}{which}" for bird in ("heron", "falcon", "osprey", "merlin", "harrier")] == [
        canary for bird in ("heron", "falcon", "osprey", "merlin", "harrier") if (canary := f"{bird}{which}") in pages
    ]


def test_what_is_for_staff_stays_off_every_client_site(hostile: Estate) -> None:
    found = {client: holding(hostile.site(client, "client"), INTERNAL) for client in hostile.clients}
    assert {client: {} for client in hostile.clients} == found


def test_each_internal_text_is_read_by_its_own_audience_alone(hostile: Estate) -> None:
    found = holding(hostile.site("attacked", "internal"), INTERNAL)
    pages = {canary: [name for name in names if name.endswith(".html")] for canary, names in found.items()}
    assert pages == {
        "internalcanaryhelpdesk": ["helpdesk/use-pass.html"],
        "internalcanaryengineer": ["engineer/use-pass.html"],
    }


@pytest.mark.parametrize("client", CLIENTS)
def test_a_client_site_has_no_folder_for_staff(estate: Estate, client: str) -> None:
    folders = sorted(place.name for place in estate.site(client, "client").iterdir() if place.is_dir())
    assert folders == ["assets", "client-admin", "end-user", "search"]
