"""What the stand-in for Microsoft Graph answers: bodies in Graph's own shapes."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

from tenantbook.demo.tenants import DemoTenant, TapPolicy

TAP_ID = "TemporaryAccessPass"
TAP_TYPE = "#microsoft.graph.temporaryAccessPassAuthenticationMethodConfiguration"

_METADATA = "https://graph.microsoft.com/v1.0/$metadata"
_METHODS = f"{_METADATA}#policies/authenticationMethodsPolicy/authenticationMethodConfigurations"
_EVERYONE = {"targetType": "group", "id": "all_users", "isRegistrationRequired": False}
_DESCRIPTION = (
    "The tenant-wide policy that controls which authentication methods are allowed in the tenant, authentication "
    "method registration requirements, and self-service password reset settings"
)


def tap_configuration(tap: TapPolicy) -> dict[str, Any]:
    """Return the Temporary Access Pass configuration that `tap` describes."""
    included = [{**_EVERYONE, "id": group} for group in tap.included or (_EVERYONE["id"],)]
    settings = {
        "defaultLifetimeInMinutes": tap.default,
        "defaultLength": tap.length,
        "minimumLifetimeInMinutes": tap.minimum,
        "maximumLifetimeInMinutes": tap.maximum,
        "isUsableOnce": tap.once,
    }
    excluded = [{"id": group, "targetType": "group"} for group in tap.excluded]
    return _method(TAP_ID, settings, included, enabled=tap.enabled, excluded=excluded)


def policy(configurations: Iterable[Mapping[str, Any]], modified: datetime) -> dict[str, Any]:
    """Return the whole authentication methods policy, last changed at `modified` (UTC)."""
    campaign = {
        "snoozeDurationInDays": 1,
        "state": "default",
        "excludeTargets": [],
        "includeTargets": [
            {"id": "all_users", "targetType": "group", "targetedAuthenticationMethod": "microsoftAuthenticator"}
        ],
    }
    return {
        "@odata.context": f"{_METADATA}#authenticationMethodsPolicy",
        "id": "authenticationMethodsPolicy",
        "displayName": "Authentication Methods Policy",
        "description": _DESCRIPTION,
        "lastModifiedDateTime": instant(modified),
        "policyVersion": "1.5",
        "policyMigrationState": "migrationComplete",
        "reconfirmationInDays": None,
        "registrationEnforcement": {"authenticationMethodsRegistrationCampaign": campaign},
        "authenticationMethodConfigurations@odata.context": _METHODS,
        "authenticationMethodConfigurations": list(configurations),
    }


def other_methods() -> tuple[dict[str, Any], ...]:
    """Return the configurations of the methods beside Temporary Access Pass, the same in every tenant."""
    passkeys = {
        "isSelfServiceRegistrationAllowed": True,
        "isAttestationEnforced": False,
        "keyRestrictions": {"isEnforced": False, "enforcementType": "block", "aaGuids": []},
    }
    office = {"isOfficePhoneAllowed": False}
    return (
        _method("Fido2", passkeys, [_EVERYONE]),
        _method("MicrosoftAuthenticator", _AUTHENTICATOR, [{**_EVERYONE, "authenticationMode": "any"}]),
        _method("Sms", {}, [{**_EVERYONE, "isUsableForSignIn": False}], enabled=False),
        _method("SoftwareOath", {}, [_EVERYONE], enabled=False),
        _method("Voice", office, [_EVERYONE], enabled=False),
        _method("Email", {"allowExternalIdToUseEmailOtp": "default"}, []),
    )


def _feature(state: str) -> dict[str, Any]:
    nobody = "00000000-0000-0000-0000-000000000000"
    return {
        "state": state,
        "includeTarget": {"targetType": "group", "id": "all_users"},
        "excludeTarget": {"targetType": "group", "id": nobody},
    }


_AUTHENTICATOR = {
    "isSoftwareOathEnabled": False,
    "featureSettings": {
        "displayAppInformationRequiredState": _feature("enabled"),
        "displayLocationInformationRequiredState": _feature("default"),
    },
}


def _method(
    name: str,
    settings: Mapping[str, Any],
    included: Iterable[Mapping[str, Any]],
    *,
    enabled: bool = True,
    excluded: Iterable[Mapping[str, Any]] = (),
) -> dict[str, Any]:
    kind = f"microsoft.graph.{name[0].lower()}{name[1:]}AuthenticationMethodConfiguration"
    return {
        "@odata.type": f"#{kind}",
        "id": name,
        "state": "enabled" if enabled else "disabled",
        "excludeTargets": list(excluded),
        **settings,
        "includeTargets@odata.context": f"{_METHODS}('{name}')/{kind}/includeTargets",
        "includeTargets": list(included),
    }


def entity(configuration: Mapping[str, Any]) -> dict[str, Any]:
    """Return one method's configuration as an answer of its own."""
    return {"@odata.context": f"{_METHODS}/$entity", **configuration}


def organisation(tenant: DemoTenant) -> dict[str, Any]:
    """Return the organisation's own entity."""
    domain = f"{tenant.client}.example"
    return {
        "id": tenant.id,
        "deletedDateTime": None,
        "businessPhones": ["555-0100"],
        "countryLetterCode": "US",
        "createdDateTime": "2021-08-02T10:30:06Z",
        "displayName": tenant.organisation,
        "onPremisesSyncEnabled": None,
        "preferredLanguage": "en",
        "technicalNotificationMails": [f"admin@{domain}"],
        "tenantType": "AAD",
        "verifiedDomains": [
            {"capabilities": "Email", "isDefault": True, "isInitial": True, "name": domain, "type": "Managed"}
        ],
    }


def group(identifier: str, name: str) -> dict[str, Any]:
    """Return one security group."""
    return {
        "id": identifier,
        "deletedDateTime": None,
        "createdDateTime": "2022-01-10T08:00:00Z",
        "description": None,
        "displayName": name,
        "groupTypes": [],
        "mailEnabled": False,
        "mailNickname": name.replace(" ", ""),
        "securityEnabled": True,
        "visibility": None,
    }


def collection(kind: str, *entities: Mapping[str, Any]) -> dict[str, Any]:
    """Return entities as a collection of `kind`, such as `organization`."""
    return {"@odata.context": f"{_METADATA}#{kind}", "value": list(entities)}


def single(kind: str, body: Mapping[str, Any]) -> dict[str, Any]:
    """Return one entity out of a collection of `kind`."""
    return {"@odata.context": f"{_METADATA}#{kind}/$entity", **body}


def error(code: str, message: str, request_id: str, client_request_id: str) -> dict[str, Any]:
    """Return Graph's error object."""
    inner = {
        "date": datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S"),
        "request-id": request_id,
        "client-request-id": client_request_id,
    }
    return {"error": {"code": code, "message": message, "innerError": inner}}


def instant(moment: datetime) -> str:
    """Return `moment` (UTC) as Graph writes it, with seven decimals."""
    return moment.strftime("%Y-%m-%dT%H:%M:%S.%f0Z")
