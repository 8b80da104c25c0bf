"""What a tenant that could not be read is reported as: a failure, its kind, and whom it is about."""

import re
from dataclasses import dataclass
from enum import StrEnum

from tenantbook.model.errors import TenantbookError


class FailureKind(StrEnum):
    """What has to change before the tenant can be read."""

    CONSENT = "consent"
    SECRET = "secret"  # noqa: S105 — a kind of failure
    APPLICATION = "application"
    TENANT = "tenant"
    THROTTLED = "throttled"
    UNREACHABLE = "unreachable"
    REFUSED = "refused"
    ANSWER = "answer"
    MISMATCH = "mismatch"


@dataclass(frozen=True, slots=True)
class Failure:
    """One tenant that could not be read: `reason` says why, `mend` what to do. Neither holds a secret."""

    client: str
    reason: str
    mend: str
    kind: FailureKind


@dataclass(frozen=True, slots=True)
class Cause:
    """A reason without its client. `reason` and `mend` may name the fields of `Subject` in braces."""

    kind: FailureKind
    reason: str
    mend: str


@dataclass(frozen=True, slots=True)
class Subject:
    """Whom a failure is about: the client, its tenant, and the application that tried to read it."""

    client: str
    tenant: str
    application: str
    consent: str

    def failure(self, cause: Cause) -> Failure:
        """Return `cause` as this client's failure."""
        return Failure(self.client, self._told(cause.reason), self._told(cause.mend), cause.kind)

    def _told(self, text: str) -> str:
        # Replaced, not formatted: a text may quote a server's own braces.
        for name in ("tenant", "application", "consent"):
            text = text.replace(f"{{{name}}}", getattr(self, name))
        return text


class WrongAnswerError(TenantbookError):
    """Graph answered, but with nothing a fact may be read from. The message says what was wrong."""


class OtherTenantError(TenantbookError):
    """The answer came from another tenant than the one that was asked for."""


def plain(text: str, limit: int = 200) -> str:
    """Return a server's text as one printable line without long unbroken runs, which might be a token."""
    line = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    line = re.sub(r"\S{60,}", "…", line)
    return line if len(line) <= limit else f"{line[: limit - 1]}…"
