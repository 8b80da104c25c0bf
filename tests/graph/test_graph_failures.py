"""A tenant that cannot be read is reported with why, and with what to do about it."""

import dataclasses
import socket
from pathlib import Path

import pytest
import trustme
from demo_tenants import Read, settings_for, tap_of, tenant, wanted

from tenantbook.demo.standin import StandIn
from tenantbook.demo.standin_faults import Fault
from tenantbook.graph.causes import of_graph, of_sign_in
from tenantbook.graph.failures import FailureKind, plain
from tenantbook.graph.read import Answer, Failure
from tenantbook.graph.settings import Settings, settings_from

pytestmark = pytest.mark.socket

NORTHWIND, CEDAR, LANTERN = tenant("northwind-dental"), tenant("cedar-health"), tenant("lantern-travel")


def failure(done: dict[str, Answer | Failure], client: str = "northwind-dental") -> Failure:
    found = done[client]
    assert isinstance(found, Failure), found
    return found


def test_missing_consent_is_mended_by_an_administrator_at_a_named_address(
    read: Read, stand_in: StandIn, settings: Settings
) -> None:
    found = failure(read(LANTERN), "lantern-travel")
    assert found.kind is FailureKind.CONSENT
    assert "/policies/authenticationMethodsPolicy" in found.reason
    assert "Authorization_RequestDenied" in found.reason
    assert "Policy.Read.AuthenticationMethod, Organization.Read.All and GroupMember.Read.All" in found.mend
    assert f"{stand_in.endpoint}/{LANTERN.id}/adminconsent?client_id={settings.client_id}" in found.mend


def test_an_application_that_may_not_see_the_organisation_lacks_consent_too(read: Read, stand_in: StandIn) -> None:
    found = failure(read(NORTHWIND, settings=settings_for(stand_in, *stand_in.admin)))
    assert found.kind is FailureKind.CONSENT
    assert "/organization" in found.reason


def test_a_wrong_secret_is_told_from_an_expired_one(read: Read, stand_in: StandIn) -> None:
    wrong = failure(read(NORTHWIND, settings=settings_for(stand_in, stand_in.reader[0], "wrong-secret-text")))
    lapsed = failure(read(NORTHWIND, settings=settings_for(stand_in, *stand_in.lapsed)))
    assert wrong.kind is lapsed.kind is FailureKind.SECRET
    assert "AADSTS7000215" in wrong.reason
    assert "not its Secret ID" in wrong.mend
    assert "expired (AADSTS7000222)" in lapsed.reason
    assert "Create a client secret" in lapsed.mend


def test_no_failure_holds_a_secret(read: Read, stand_in: StandIn) -> None:
    done = read(NORTHWIND, LANTERN, settings=settings_for(stand_in, stand_in.reader[0], "wrong-secret-text"))
    assert "wrong-secret-text" not in repr(done)


def test_an_application_that_the_tenant_does_not_know_needs_consent(read: Read, stand_in: StandIn) -> None:
    unknown = "00000000-0000-4000-8000-00000000beef"
    found = failure(read(NORTHWIND, settings=settings_for(stand_in, unknown, "any")))
    assert found.kind is FailureKind.APPLICATION
    assert "AADSTS700016" in found.reason
    assert f"adminconsent?client_id={unknown}" in found.mend


def test_an_unknown_tenant_is_a_mistake_in_the_clients_file(read: Read) -> None:
    missing = "00000000-0000-4000-8000-00000000abcd"
    found = failure(read(wanted(NORTHWIND, tenant_id=missing)))
    assert found.kind is FailureKind.TENANT
    assert missing in found.reason
    assert "`tenant` in the client's file" in found.mend


def test_a_certificate_that_is_not_registered_is_named(read: Read, settings: Settings, tmp_path: Path) -> None:
    path = tmp_path / "other.pem"
    other = trustme.CA().issue_cert("other.example", key_type=trustme.KeyType.RSA)
    other.private_key_and_cert_chain_pem.write_to_path(str(path))
    found = failure(read(NORTHWIND, settings=dataclasses.replace(settings, client_secret=None, certificate=path)))
    assert found.kind is FailureKind.SECRET
    assert "AADSTS700027" in found.reason


def test_a_certificate_that_cannot_be_opened_is_named(read: Read, settings: Settings, tmp_path: Path) -> None:
    path = tmp_path / "broken.pem"
    path.write_bytes(b"not a certificate")
    found = failure(read(NORTHWIND, settings=dataclasses.replace(settings, client_secret=None, certificate=path)))
    assert found.kind is FailureKind.SECRET
    assert "AZURE_CLIENT_CERTIFICATE_PATH" in found.mend


@pytest.mark.parametrize("status", [429, 503])
def test_a_tenant_that_is_busy_once_is_read_all_the_same(read: Read, stand_in: StandIn, status: int) -> None:
    stand_in.inject(NORTHWIND.id, Fault(status=status, failures=1, retry_after="1"))
    assert tap_of(read(NORTHWIND)["northwind-dental"])["maximumLifetimeInMinutes"] == 480


def test_a_tenant_that_stays_busy_is_reported_as_throttled(read: Read, stand_in: StandIn) -> None:
    stand_in.inject(NORTHWIND.id, Fault(failures=-1, retry_after="1"))
    found = failure(read(NORTHWIND))
    assert found.kind is FailureKind.THROTTLED
    assert "--jobs" in found.mend


def test_a_tenant_that_is_busy_beyond_the_time_limit_is_throttled_too(read: Read, stand_in: StandIn) -> None:
    stand_in.inject(NORTHWIND.id, Fault(failures=-1, retry_after="3"))
    found = failure(read(NORTHWIND, seconds=1))
    assert found.kind is FailureKind.THROTTLED
    assert "after 1 seconds" in found.reason


def test_a_server_out_of_order_is_reported_as_that(read: Read, stand_in: StandIn) -> None:
    stand_in.inject(NORTHWIND.id, Fault(status=500, failures=-1))
    found = failure(read(NORTHWIND))
    assert found.kind is FailureKind.UNREACHABLE
    assert "HTTP 500" in found.reason


def test_nobody_at_home_is_reported_as_unreachable(read: Read, settings: Settings) -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        port = closed.getsockname()[1]
        found = failure(read(NORTHWIND, settings=dataclasses.replace(settings, loopback=f"https://localhost:{port}")))
    assert found.kind is FailureKind.UNREACHABLE
    assert "could not be reached" in found.reason


def test_a_server_that_is_not_trusted_is_sent_nothing(read: Read, stand_in: StandIn, settings: Settings) -> None:
    with StandIn() as stranger:
        found = failure(read(NORTHWIND, settings=dataclasses.replace(settings, loopback=stranger.endpoint)))
        assert stranger.requests == []
    assert found.kind is FailureKind.UNREACHABLE
    assert "certificate could not be verified" in found.reason


def test_another_organisation_under_the_tenants_id_is_a_mismatch_and_its_policy_is_not_read(
    read: Read, stand_in: StandIn
) -> None:
    stand_in.inject(NORTHWIND.id, Fault(organisation_id=CEDAR.id))
    found = failure(read(NORTHWIND))
    assert found.kind is FailureKind.MISMATCH
    assert not [path for _, path in stand_in.requests if "policies" in path]


def test_a_tenant_that_hangs_is_given_up_and_the_others_are_read(read: Read, stand_in: StandIn) -> None:
    stand_in.inject(NORTHWIND.id, Fault(hang=30))
    done = read(NORTHWIND, CEDAR, seconds=1.5, jobs=1)
    assert isinstance(done["cedar-health"], Answer)
    assert failure(done).kind is FailureKind.UNREACHABLE
    assert "not read within 1.5 seconds" in failure(done).reason


def test_a_connection_that_breaks_off_is_reported_as_that(read: Read, stand_in: StandIn) -> None:
    stand_in.inject(NORTHWIND.id, Fault(drop=True))
    found = failure(read(NORTHWIND))
    assert found.kind is FailureKind.UNREACHABLE
    assert "broke off" in found.reason


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        (Fault(truncate=True), "not answered with JSON"),
        (Fault(raw=b"<html>gateway</html>"), "not answered with JSON"),
        (Fault(raw=b'{"value": NaN}'), "not answered with JSON"),
        (Fault(raw=b"[" * 100_000), "not answered with JSON"),
        (Fault(raw=b"[]"), "not answered with a JSON object"),
        (Fault(raw=b""), "answered with nothing"),
        (Fault(raw=b'{"value": []}'), "does not name exactly one organisation"),
    ],
    ids=["cut short", "a gateway's page", "no number", "deep", "a list", "nothing", "no organisation"],
)
def test_an_answer_that_cannot_be_used_is_never_taken_for_one(
    read: Read, stand_in: StandIn, fault: Fault, words: str
) -> None:
    stand_in.inject(NORTHWIND.id, fault)
    found = failure(read(NORTHWIND))
    assert found.kind is FailureKind.ANSWER
    assert words in found.reason


def test_bodies_that_the_caller_cannot_follow_fail_that_tenant_only(read: Read) -> None:
    def baffled(bodies: object) -> list[str]:
        raise TypeError(f"unexpected {bodies}")

    found = failure(read(NORTHWIND, group_ids=baffled))
    assert found.kind is FailureKind.ANSWER
    assert "TypeError" in found.reason
    assert "@odata" not in found.reason


def test_a_path_that_graph_does_not_know_is_refused(read: Read) -> None:
    found = failure(read(wanted(NORTHWIND, paths=("/policies/nonsense",))))
    assert found.kind is FailureKind.REFUSED
    assert "Resource not found for the segment 'nonsense'" in found.reason


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (401, "refused"),
        (403, "consent"),
        (404, "refused"),
        (429, "throttled"),
        (500, "unreachable"),
        (504, "unreachable"),
    ],
)
def test_each_http_status_has_its_kind(status: int, kind: str) -> None:
    assert kind == of_graph(status, "SomeCode", "", "/policies/authenticationMethodsPolicy").kind


@pytest.mark.parametrize(
    ("number", "kind"),
    [
        ("7000215", "secret"),
        ("7000222", "secret"),
        ("700027", "secret"),
        ("700016", "application"),
        ("90002", "tenant"),
        ("65001", "consent"),
        ("9999999", "refused"),
    ],
)
def test_each_number_of_entras_has_its_kind(number: str, kind: str) -> None:
    cause = of_sign_in(f"Microsoft Entra ID error '(x) AADSTS{number}: …'", 401)
    assert kind == cause.kind
    assert f"AADSTS{number}" in cause.reason


def test_a_servers_text_is_quoted_as_one_short_printable_line_without_tokens() -> None:
    assert plain(f"a\x1b\nb\u202e c {'x' * 80} d") == "a b c … d"
    assert len(plain("word " * 200)) == 200


@pytest.mark.parametrize("status", [500, 502, 503, 504])
def test_a_fault_that_passes_is_no_failure(read: Read, stand_in: StandIn, status: int) -> None:
    stand_in.inject(NORTHWIND.id, Fault(status=status, failures=2, retry_after="0"))
    assert tap_of(read(NORTHWIND)["northwind-dental"])["maximumLifetimeInMinutes"] == 480


def test_a_server_that_asked_for_a_longer_wait_than_the_time_limit_is_asked_once_more(
    read: Read, stand_in: StandIn
) -> None:
    stand_in.inject(NORTHWIND.id, Fault(status=429, failures=1, retry_after="4"))
    done = read(NORTHWIND, CEDAR, seconds=2, jobs=1)
    assert isinstance(done["cedar-health"], Answer)
    assert tap_of(done["northwind-dental"])["maximumLifetimeInMinutes"] == 480


def test_a_secret_that_has_expired_is_found_out_once(read: Read, stand_in: StandIn) -> None:
    done = read(NORTHWIND, CEDAR, LANTERN, jobs=1, settings=settings_for(stand_in, *stand_in.lapsed))
    assert {failure(done, client).kind for client in done} == {FailureKind.SECRET}
    assert len([path for _, path in stand_in.requests if path.endswith("/token")]) == 1


@pytest.mark.parametrize(
    ("number", "kind", "mend"),
    [
        ("5000224", FailureKind.TENANT, "support"),
        ("500014", FailureKind.TENANT, "subscription"),
        ("500011", FailureKind.TENANT, "`cloud`"),
        ("53003", FailureKind.REFUSED, "Sign-in logs"),
        ("50076", FailureKind.REFUSED, "excludes application"),
        ("700024", FailureKind.SECRET, "clock"),
        ("900382", FailureKind.TENANT, "`cloud`"),
    ],
)
def test_entras_codes_lead_to_what_mends_them(number: str, kind: FailureKind, mend: str) -> None:
    cause = of_sign_in(f"AADSTS{number}: What Entra says. Trace ID: 1", 400)
    assert (cause.kind, f"(AADSTS{number})" in cause.reason, mend in cause.mend) == (kind, True, True)


def test_a_code_that_is_not_known_is_told_in_entras_own_words() -> None:
    cause = of_sign_in(
        "Authentication failed: AADSTS123456: The resource is on holiday. Contact nobody. Trace ID: 2-3-4", 400
    )
    assert "(AADSTS123456): The resource is on holiday" in cause.reason
    assert "Trace" not in cause.reason
    assert "Contact" not in cause.reason
    assert "application" not in cause.mend
    assert cause.mend.endswith("?code=123456")


def test_a_page_in_the_place_of_a_token_is_nothing_that_entra_refused() -> None:
    cause = of_sign_in("Failed to deserialize: <html>", 200)
    assert (cause.kind, "no token" in cause.reason, "proxy" in cause.mend) == (FailureKind.ANSWER, True, True)


@pytest.mark.parametrize(
    ("status", "code", "kind", "mend"),
    [
        (403, "", FailureKind.REFUSED, "firewall"),
        (403, "Authorization_RequestDenied", FailureKind.CONSENT, "API permissions"),
        (403, "Authentication_RequestFromNonPremiumTenantOrB2CTenant", FailureKind.TENANT, "licence"),
        (401, "Authorization_IdentityNotFound", FailureKind.CONSENT, "API permissions"),
    ],
)
def test_one_status_of_graph_has_several_causes(status: int, code: str, kind: FailureKind, mend: str) -> None:
    cause = of_graph(status, code, "What Graph says. And more.", "/organization")
    assert (cause.kind, mend in cause.mend) == (kind, True)
    assert "And more" not in cause.reason


def test_an_organisation_without_a_name_is_one_all_the_same(read: Read, stand_in: StandIn) -> None:
    stand_in.inject(NORTHWIND.id, Fault(organisation=""))
    assert isinstance(read(NORTHWIND)["northwind-dental"], Answer)


@pytest.mark.parametrize("added", ["\n", "\r\n", "  \n"])
def test_a_line_break_at_the_end_of_a_secret_is_no_part_of_it(stand_in: StandIn, added: str) -> None:
    app, secret = stand_in.reader
    known = {"AZURE_CLIENT_ID": app + added, "AZURE_CLIENT_SECRET": secret + added}
    assert settings_from(known).client_secret == secret
