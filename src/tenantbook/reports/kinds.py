"""The kinds of things that a report tells, each with what it means and what to do about it."""

from dataclasses import dataclass

from tenantbook.model.claim import Truth
from tenantbook.model.verdict import Verdict


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of matter: a short title, and help in a few sentences."""

    title: str
    help: str


DEPARTURE = "departure"
EXPIRED = "expired-waiver"
WAIVER = "waiver"
UNREAD = "unread-text"
NOTHING = "nothing-checked"
MISTAKE = "mistake"

#: What each truth of a claim counts as; a claim that is true is no matter at all.
CLAIMS = {
    Truth.WRONG: "wrong-claim",
    Truth.BY_DEFAULT: "true-by-default-only",
    Truth.UNSURE: "unsure-claim",
}

KINDS: dict[str, Kind] = {
    Verdict.DRIFT: Kind(
        "The policy has changed since the page was built",
        "The page says or was written for a value that the tenant no longer enforces. "
        "Run `tenantbook pull`, then `tenantbook build`; or put the tenant right, where the report says so.",
    ),
    Verdict.STALE: Kind(
        "The page's values were read too long ago",
        "Nothing contradicts the page, but nobody looked for longer than --max-age allows. "
        "Run `tenantbook pull`, then `tenantbook build`.",
    ),
    Verdict.EDITED: Kind(
        "The page is not what was built",
        "Somebody changed its text, a value or its record by hand. Put the change into kb_src, then build.",
    ),
    Verdict.MISSING: Kind(
        "A page should be published and is not", "Run `tenantbook build`, or publish the page again."
    ),
    Verdict.ORPHAN: Kind(
        "A page is published that the content no longer makes",
        "Its readers still find it. Take it away, or bring its content back.",
    ),
    Verdict.UNKNOWN: Kind(
        "The page could not be checked",
        "It is not known whether the page is true. Often a consent or a secret is missing; "
        "what to do stands beside it.",
    ),
    DEPARTURE: Kind(
        "The tenant is not as the provider recommends",
        "Put the tenant right, or say in the client's file who answers for the difference, why, and until when.",
    ),
    EXPIRED: Kind(
        "The tenant is not as the provider recommends, and the waiver has run out",
        "Somebody answered for the difference until a day that is over. Put the tenant right, or renew the waiver.",
    ),
    WAIVER: Kind(
        "A waiver ends soon, or waives nothing",
        "Before its last day, put the tenant right or renew the waiver; take one that waives nothing out of the "
        "client's file.",
    ),
    "wrong-claim": Kind(
        "A text claims what is not so",
        "Correct the sentence, or write the page as a procedure that follows the policy.",
    ),
    "true-by-default-only": Kind(
        "A text claims what is true only where nobody changed the default",
        "Say on what it depends, or write the page as a procedure that follows the policy.",
    ),
    "unsure-claim": Kind(
        "It could not be found out whether a text's claim is true", "The sentence says why; look it up by hand."
    ),
    UNREAD: Kind("A text could not be read", "Nothing is known of what it claims."),
    MISTAKE: Kind(
        "A client was left out because its file is wrong",
        "Nothing is known of its pages, and they stay as they are. Put the file right: see `tenantbook validate`.",
    ),
    NOTHING: Kind(
        "Nothing was checked", "There was no page of ours, and no text that claims anything. That is not all right."
    ),
}
