"""Where Entra and Graph are in each Microsoft cloud."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from urllib.parse import urlencode, urlsplit

from tenantbook.model.place import Cloud

VERSION = "v1.0"


@dataclass(frozen=True, slots=True)
class Endpoints:
    """The two addresses a tenant is read at, both https and without a trailing slash.

    `scope` is what a token is asked for. It stays the cloud's own when a stand-in answers.
    """

    graph: str
    sign_in: str
    scope: str

    @property
    def base(self) -> str:
        """The address that paths such as `/organization` are appended to."""
        return f"{self.graph}/{VERSION}"

    @property
    def host(self) -> str:
        """The one host that may be sent a token."""
        return urlsplit(self.graph).hostname or ""

    def consent(self, tenant: str, application: str) -> str:
        """Return the address where an administrator of `tenant` consents to the application's permissions."""
        return f"{self.sign_in}/{tenant}/adminconsent?{urlencode({'client_id': application})}"


def _cloud(graph: str, sign_in: str) -> Endpoints:
    return Endpoints(graph=graph, sign_in=sign_in, scope=f"{graph}/.default")


#: Source: learn.microsoft.com/graph/deployments and /entra/identity-platform/authentication-national-cloud.
CLOUDS: Mapping[Cloud, Endpoints] = MappingProxyType(
    {
        Cloud.GLOBAL: _cloud("https://graph.microsoft.com", "https://login.microsoftonline.com"),
        Cloud.GCC_HIGH: _cloud("https://graph.microsoft.us", "https://login.microsoftonline.us"),
        Cloud.DOD: _cloud("https://dod-graph.microsoft.us", "https://login.microsoftonline.us"),
        Cloud.CHINA: _cloud("https://microsoftgraph.chinacloudapi.cn", "https://login.partner.microsoftonline.cn"),
    }
)


def endpoints(cloud: Cloud, loopback: str | None) -> Endpoints:
    """Return the addresses of `cloud`, or those of the stand-in at `loopback`."""
    if loopback is None:
        return CLOUDS[cloud]
    return Endpoints(graph=loopback, sign_in=loopback, scope=CLOUDS[cloud].scope)
