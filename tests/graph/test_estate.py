"""The demo's client files and its tenants belong together."""

from importlib.resources import files

import yaml

from tenantbook.demo.tenants import DEMO_TENANTS
from tenantbook.model.client import Client

ESTATE = files("tenantbook.demo") / "estate" / "clients"


def test_every_demo_tenant_has_a_client_file_that_names_it() -> None:
    found = {path.name: Client.model_validate(yaml.safe_load(path.read_text("utf-8"))) for path in ESTATE.iterdir()}
    assert {f"{each.client}.yml": each.id for each in DEMO_TENANTS} == {
        name: each.tenant for name, each in found.items()
    }
    assert len({each.colour for each in found.values()}) == len(found)


def test_every_client_file_tells_editors_its_schema() -> None:
    first = {path.read_text("utf-8").splitlines()[0] for path in ESTATE.iterdir()}
    assert {"# yaml-language-server: $schema=../schemas/client.json"} == first


def test_every_demo_policy_is_one_that_a_tenant_could_have() -> None:
    from tenantbook.demo.standin_bodies import TAP_TYPE, tap_configuration  # noqa: PLC0415
    from tenantbook.demo.standin_rules import objection  # noqa: PLC0415

    current = {each.client: tap_configuration(each.tap) for each in DEMO_TENANTS}
    assert {name: why for name, body in current.items() if (why := objection(body, {"@odata.type": TAP_TYPE}))} == {}
