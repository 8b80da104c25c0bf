"""Short ways to name the demo's tenants and to look into their answers."""

from collections.abc import Callable, Collection, Mapping
from typing import Any

from tenantbook.demo.standin import StandIn
from tenantbook.demo.tenants import DEMO_TENANTS, DemoTenant
from tenantbook.graph.read import Answer, Failure, Wanted
from tenantbook.graph.settings import Settings
from tenantbook.model.place import Cloud

POLICY = "/policies/authenticationMethodsPolicy"
Read = Callable[..., dict[str, Answer | Failure]]


def settings_for(stand_in: StandIn, client_id: str, secret: str | None) -> Settings:
    return Settings(client_id, secret, None, None, loopback=stand_in.endpoint, loopback_ca=stand_in.ca_file)


def tenant(client: str) -> DemoTenant:
    return next(each for each in DEMO_TENANTS if each.client == client)


def wanted(each: DemoTenant, *, tenant_id: str | None = None, paths: tuple[str, ...] = (POLICY,)) -> Wanted:
    return Wanted(each.client, tenant_id or each.id, Cloud.GLOBAL, paths)


def tap_of(answer: Answer | Failure) -> dict[str, Any]:
    assert isinstance(answer, Answer), answer
    methods = answer.bodies[POLICY]["authenticationMethodConfigurations"]
    (found,) = [each for each in methods if each["id"] == "TemporaryAccessPass"]
    return found


def targets(bodies: Mapping[str, Any]) -> Collection[str]:
    methods = bodies[POLICY]["authenticationMethodConfigurations"]
    return [
        target["id"]
        for each in methods
        for target in [*each["includeTargets"], *each["excludeTargets"]]
        if target["id"] != "all_users"
    ]
