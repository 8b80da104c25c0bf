"""What the environment must hold, and what is said where it does not."""

from pathlib import Path

import pytest

from tenantbook.graph.clouds import CLOUDS, endpoints
from tenantbook.graph.settings import Settings, SettingsError, settings_from
from tenantbook.model.place import Cloud

APP = "00000000-0000-4000-8000-0000000009aa"


def test_an_empty_environment_is_answered_with_every_variable_and_what_to_put_in_it() -> None:
    with pytest.raises(SettingsError) as raised:
        settings_from({"AZURE_CLIENT_ID": " "})
    first, second = raised.value.problems
    assert first.startswith("AZURE_CLIENT_ID is not set: put in it the Application (client) ID")
    assert second.startswith("AZURE_CLIENT_SECRET is not set")
    assert "AZURE_CLIENT_CERTIFICATE_PATH" in second


def test_all_mistakes_are_reported_at_once() -> None:
    with pytest.raises(SettingsError) as raised:
        settings_from(
            {
                "AZURE_CLIENT_ID": "my app",
                "AZURE_CLIENT_CERTIFICATE_PATH": "/nowhere/key.pem",
                "TENANTBOOK_LOOPBACK": "https://graph.microsoft.com",
                "TENANTBOOK_LOOPBACK_CA": "/nowhere/ca.pem",
            }
        )
    assert [problem.split()[0] for problem in raised.value.problems] == [
        "AZURE_CLIENT_ID",
        "AZURE_CLIENT_CERTIFICATE_PATH",
        "TENANTBOOK_LOOPBACK",
        "TENANTBOOK_LOOPBACK_CA",
    ]


def test_a_secret_is_enough() -> None:
    actual = settings_from({"AZURE_CLIENT_ID": APP, "AZURE_CLIENT_SECRET": "s3cret", "PATH": "/bin"})
    assert Settings(APP, "s3cret", None, None) == actual


def test_a_certificate_is_enough(tmp_path: Path) -> None:
    path = tmp_path / "key.pem"
    path.touch()
    environ = {
        "AZURE_CLIENT_ID": APP,
        "AZURE_CLIENT_CERTIFICATE_PATH": str(path),
        "AZURE_CLIENT_CERTIFICATE_PASSWORD": "pw",
    }
    assert Settings(APP, None, path, "pw") == settings_from(environ)


@pytest.mark.parametrize("address", ["https://localhost:1", "https://127.0.0.1:8443/", "https://[::1]:8443"])
def test_a_stand_in_may_be_on_this_machine(address: str) -> None:
    actual = settings_from({"AZURE_CLIENT_ID": APP, "AZURE_CLIENT_SECRET": "s", "TENANTBOOK_LOOPBACK": address})
    assert address.rstrip("/") == actual.loopback


@pytest.mark.parametrize(
    "address",
    [
        "http://localhost:8443",
        "https://localhost",
        "https://localhost.evil.example:8443",
        "https://localhost:8443@evil.example",
        "https://evil.example:8443",
        "https://localhost:8443/path",
        "https://localhost:8443?x",
        "https://localhost:nine",
        "localhost:8443",
    ],
)
def test_a_stand_in_may_be_nowhere_else(address: str) -> None:
    with pytest.raises(SettingsError, match="TENANTBOOK_LOOPBACK is not an address on this machine"):
        settings_from({"AZURE_CLIENT_ID": APP, "AZURE_CLIENT_SECRET": "s", "TENANTBOOK_LOOPBACK": address})


def test_no_secret_is_ever_in_a_repr() -> None:
    settings = Settings(APP, "the-secret", None, "the-password")
    assert "the-" not in f"{settings!r} {settings}"


def test_every_cloud_has_its_own_addresses_and_all_are_https() -> None:
    assert set(Cloud) == set(CLOUDS)
    assert len({each.graph for each in CLOUDS.values()}) == len(Cloud)
    assert all(address.startswith("https://") for each in CLOUDS.values() for address in (each.graph, each.sign_in))


def test_administrators_consent_in_their_own_cloud() -> None:
    at = endpoints(Cloud.GCC_HIGH, None)
    expected = f"https://login.microsoftonline.us/the-tenant/adminconsent?client_id={APP}"
    assert expected == at.consent("the-tenant", APP)
