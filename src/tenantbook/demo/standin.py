"""One HTTPS server on this machine that stands in for Entra and Graph, with the demo's tenants behind it."""

import asyncio
import secrets
import ssl
import tempfile
import threading
from collections.abc import Awaitable, Callable, Iterable
from pathlib import Path
from types import TracebackType
from typing import Self

import trustme
from aiohttp import web
from cryptography import x509

from tenantbook.demo.standin_entra import App, Entra
from tenantbook.demo.standin_faults import Fault
from tenantbook.demo.standin_graph import Graph
from tenantbook.demo.tenants import DEMO_TENANTS, DemoTenant

_READER = "00000000-0000-4000-8000-000000000901"
_ADMIN = "00000000-0000-4000-8000-000000000902"
_LAPSED = "00000000-0000-4000-8000-000000000903"

_READ = frozenset({"Policy.Read.AuthenticationMethod", "Organization.Read.All", "GroupMember.Read.All"})
_WRITE = frozenset({"Policy.ReadWrite.AuthenticationMethod"})

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class StandIn:
    """A running stand-in, as a context manager. Everything it knows ends with it.

    `endpoint` is its address, `ca_file` the certificate to trust. `reader`, `admin` and `lapsed` are an
    application's id and secret each: one that may only read, one that may change the policy, one whose
    secret has expired. `certificate` is a PEM file that `reader` may sign in with instead. `requests`
    lists the method and path of all requests so far.
    """

    def __init__(self, tenants: Iterable[DemoTenant] = DEMO_TENANTS, *, token_seconds: int = 3599) -> None:
        self.requests: list[tuple[str, str]] = []
        self.reader = (_READER, secrets.token_urlsafe(30))
        self.admin = (_ADMIN, secrets.token_urlsafe(30))
        self.lapsed = (_LAPSED, secrets.token_urlsafe(30))
        self.endpoint = ""
        by_id = {tenant.id: tenant for tenant in tenants}
        self._apps = {
            _READER: App(*self.reader, roles=_READ),
            _ADMIN: App(*self.admin, roles=_WRITE),
            _LAPSED: App(*self.lapsed, roles=_READ, lapsed=True),
        }
        self._entra = Entra(by_id, self._apps, token_seconds)
        self._graph = Graph(by_id, self._entra)
        self._ca = trustme.CA()
        self._folder = tempfile.TemporaryDirectory(prefix="tenantbook-")
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="stand-in", daemon=True)
        self._runner: web.AppRunner | None = None

    @property
    def ca_file(self) -> Path:
        """The PEM file of the authority that signed the server's certificate."""
        return Path(self._folder.name) / "ca.pem"

    @property
    def certificate(self) -> Path:
        """A PEM file with a certificate and its private key, made and registered for `reader` when first asked for."""
        path = Path(self._folder.name) / "reader.pem"
        if not path.exists():
            made = self._ca.issue_cert("reader.example", key_type=trustme.KeyType.RSA)
            made.private_key_and_cert_chain_pem.write_to_path(str(path))
            public = x509.load_pem_x509_certificate(made.cert_chain_pems[0].bytes())
            self._apps[_READER] = App(*self.reader, roles=_READ, certificate=public)
        return path

    def consent(self, tenant: str) -> None:
        """Play the administrator of the tenant with this id, who consents to what the applications ask for."""
        self._entra.consent(tenant)

    def inject(self, tenant: str, fault: Fault) -> None:
        """Make `fault` befall the tenant with this id, from its next request on. `Fault()` ends it."""
        self._graph.inject(tenant, fault)

    def __enter__(self) -> Self:
        self._ca.cert_pem.write_to_path(str(self.ca_file))
        self._thread.start()
        asyncio.run_coroutine_threadsafe(self._start(), self._loop).result(timeout=10)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        asyncio.run_coroutine_threadsafe(self._stop(), self._loop).result(timeout=10)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(timeout=10)
        self._loop.close()
        self._folder.cleanup()

    async def _start(self) -> None:
        app = web.Application(middlewares=[self._noted])
        app.router.add_get("/{tenant}/v2.0/.well-known/openid-configuration", self._entra.configuration)
        app.router.add_post("/{tenant}/oauth2/v2.0/token", self._entra.token)
        app.router.add_route("*", "/v1.0/{path:.*}", self._graph.answer)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0, ssl_context=self._tls()).start()
        self.endpoint = f"https://localhost:{self._runner.addresses[0][1]}"
        self._entra.endpoint = self.endpoint

    async def _stop(self) -> None:
        if self._runner is not None:
            await self._runner.cleanup()

    def _tls(self) -> ssl.SSLContext:
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        self._ca.issue_cert("localhost", "127.0.0.1").configure_cert(context)
        return context

    @web.middleware
    async def _noted(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        self.requests.append((request.method, request.path))
        return await handler(request)
