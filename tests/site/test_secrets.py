"""No child process is handed a secret: neither a site generator's, nor a worker."""

import os

import pytest

from tenantbook.estate import local_workers
from tenantbook.secrets import without_secrets

SECRETS = (
    "AZURE_CLIENT_SECRET",
    "AZURE_CLIENT_CERTIFICATE_PASSWORD",
    "WP_APP_PASSWORD",
    "WP_APP_PASSWORD_PORTAL",
    "TENANTBOOK_SITE_PASSWORD",
    "HUDU_API_KEY",
    "ITGLUE_API_KEY",
    "GITHUB_TOKEN",
)


def names() -> list[str]:
    return sorted(os.environ)


def test_names_that_say_secret_are_taken_out() -> None:
    kept = without_secrets({**dict.fromkeys(SECRETS, "x"), "PATH": "/bin", "AZURE_CLIENT_ID": "1"})
    assert kept == {"PATH": "/bin", "AZURE_CLIENT_ID": "1"}


def test_a_worker_has_none(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in SECRETS:
        monkeypatch.setenv(name, "x")
    with local_workers(1) as workers:
        seen = workers.submit(names).result()
    assert set(SECRETS) & set(seen) == set()
    assert "PATH" in seen
