"""Who reads the tenants: the application's sign-in, taken from the environment and nowhere else."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from tenantbook.model.errors import TenantbookError

CLIENT_ID = "AZURE_CLIENT_ID"
SECRET = "AZURE_CLIENT_SECRET"  # noqa: S105 — the variable's name
CERTIFICATE = "AZURE_CLIENT_CERTIFICATE_PATH"
CERTIFICATE_PASSWORD = "AZURE_CLIENT_CERTIFICATE_PASSWORD"  # noqa: S105 — the variable's name
LOOPBACK = "TENANTBOOK_LOOPBACK"
LOOPBACK_CA = "TENANTBOOK_LOOPBACK_CA"

_GUID = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
_LOOPBACK_HOSTS = frozenset({"localhost", "127.0.0.1", "::1"})


@dataclass(frozen=True, slots=True)
class Settings:
    """The application that reads, and where.

    Of `client_secret` and `certificate` (a PEM or PFX file that holds the private key) one is set; the
    secret wins where both are. `loopback` is the https address of a stand-in for Entra and Graph both.
    """

    client_id: str
    client_secret: str | None = field(repr=False)
    certificate: Path | None
    certificate_password: str | None = field(repr=False)
    loopback: str | None = None
    loopback_ca: Path | None = None


class SettingsError(TenantbookError):
    """What the environment lacks, all at once: `problems` holds one sentence a variable."""

    def __init__(self, problems: tuple[str, ...]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


def settings_from(environ: Mapping[str, str]) -> Settings:
    """Return the settings that `environ` holds. An empty variable counts as one that is not set.

    Raises SettingsError naming every variable that is missing or wrong and what to put in it.
    """
    given = {name: value for name, value in environ.items() if value.strip()}
    if problems := (*_application(given), *_credentials(given), *_stand_in(given)):
        raise SettingsError(problems)
    return Settings(
        client_id=given[CLIENT_ID].strip(),
        # A file or a vault may add a line break, of which Entra says no more than that the secret is wrong.
        client_secret=given[SECRET].strip() if SECRET in given else None,
        certificate=_path(given.get(CERTIFICATE)),
        certificate_password=given.get(CERTIFICATE_PASSWORD),
        loopback=given[LOOPBACK].strip().rstrip("/") if LOOPBACK in given else None,
        loopback_ca=_path(given.get(LOOPBACK_CA)),
    )


def _application(given: Mapping[str, str]) -> Iterator[str]:
    what = "the Application (client) ID of the app registration that reads the tenants"
    if CLIENT_ID not in given:
        yield f"{CLIENT_ID} is not set: put in it {what}"
    elif not _GUID.fullmatch(given[CLIENT_ID].strip()):
        yield f"{CLIENT_ID} is not an id like 00000000-0000-0000-0000-000000000000: put in it {what}"


def _credentials(given: Mapping[str, str]) -> Iterator[str]:
    if SECRET in given:
        return
    if CERTIFICATE not in given:
        yield (
            f"{SECRET} is not set: put in it the Value of one of the application's client secrets, "
            f"or set {CERTIFICATE} to a PEM or PFX file with the certificate and its private key"
        )
    elif not Path(given[CERTIFICATE]).is_file():
        yield f"{CERTIFICATE} names no file ({given[CERTIFICATE]}): put in it the path of a PEM or PFX file"


def _stand_in(given: Mapping[str, str]) -> Iterator[str]:
    if LOOPBACK in given and not is_loopback(given[LOOPBACK].strip().rstrip("/")):
        yield f"{LOOPBACK} is not an address on this machine: put in it one like https://localhost:8443, or unset it"
    if LOOPBACK_CA in given and LOOPBACK not in given:
        yield f"{LOOPBACK_CA} is set without {LOOPBACK}: set both, or neither"
    if LOOPBACK_CA in given and not Path(given[LOOPBACK_CA]).is_file():
        yield f"{LOOPBACK_CA} names no file ({given[LOOPBACK_CA]}): put in it the path of the stand-in's CA certificate"


def is_loopback(address: str) -> bool:
    """Say whether `address` is https on this machine, with nothing after the port."""
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        return False
    bare = parts.netloc in {f"{host}:{port}" for host in (*_LOOPBACK_HOSTS, "[::1]")}
    return parts.scheme == "https" and bare and address == f"https://{parts.netloc}"


def _path(value: str | None) -> Path | None:
    return Path(value) if value else None
