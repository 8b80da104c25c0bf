"""A realistic inspection: four clients, of whom one is fine, one could not be read, and texts without records."""

from datetime import UTC, date, datetime

from tenantbook.model.claim import Claim, Prose, Truth
from tenantbook.model.verdict import (
    Checked,
    ClientChecked,
    Departure,
    Finding,
    Inspection,
    Mends,
    Origin,
    Severity,
    Verdict,
    Waiver,
    WaiverFinding,
)

WHEN = datetime(2026, 11, 23, 3, 15, tzinfo=UTC)
READ = datetime(2026, 11, 12, 3, 15, tzinfo=UTC)

USE = Origin("kb_src/procedures/use-pass.yml", 41)
CREATE = Origin("kb_src/procedures/create-pass.yml", 112)


def ok(client: str, page: str = "index.html", surface: str = "client") -> Checked:
    return Checked(client, surface, page, Verdict.OK, read=READ)


LIFETIME = Finding(
    31,
    "tap.lifetime.maximum",
    "8 hours",
    "4 hours",
    "The code works for up to 8 hours from the time that was agreed.",
    mends=Mends.TENANT,
    recommended="8 hours",
    origin=USE,
)
TWICE = Finding(
    58,
    "tap.lifetime.maximum",
    "8 hours",
    "4 hours",
    "Choose between 1 hour and 8 hours; 8 hours is the longest.",
    mends=Mends.TENANT,
    recommended="8 hours",
)
LENGTH = Finding(
    60,
    "tap.length",
    "10 characters",
    "8 characters",
    "The code has 10 characters.",
    Severity.WARNING,
    Mends.BOTH,
    "12 characters",
)
ONCE = Finding(12, "tap.once", "no", "yes", severity=Severity.WARNING, origin=CREATE)

DENTAL = ClientChecked(
    "northwind-dental",
    "Northwind Dental",
    (
        ok("northwind-dental"),
        Checked(
            "northwind-dental",
            "client",
            "end-user/use-pass.html",
            Verdict.DRIFT,
            "the policy has changed",
            "tenantbook pull --client northwind-dental, then tenantbook build --client northwind-dental",
            READ,
            (LIFETIME,),
            "end-user",
            Severity.ERROR,
            USE,
        ),
        Checked(
            "northwind-dental",
            "internal",
            "helpdesk/create-pass.html",
            Verdict.DRIFT,
            "the policy has changed",
            "tenantbook pull --client northwind-dental, then tenantbook build --client northwind-dental",
            READ,
            (TWICE, LENGTH, ONCE),
            "helpdesk",
            Severity.ERROR,
            CREATE,
        ),
        Checked(
            "northwind-dental",
            "internal",
            "engineer/create-pass.html",
            Verdict.EDITED,
            "the page has been changed since it was built",
            "tenantbook build --client northwind-dental",
            READ,
            audience="engineer",
            severity=Severity.WARNING,
            origin=CREATE,
        ),
    ),
    (
        Departure(
            "tap.length",
            "Length",
            "8 characters",
            "12 characters",
            "shorter codes are easier to guess",
            Severity.WARNING,
            mends=Mends.BOTH,
            origin=Origin("kb_src/baseline.yml", 12),
        ),
    ),
    WHEN,
)

LEGAL = ClientChecked(
    "harbour-legal",
    "Harbour Legal",
    tuple(
        Checked(
            "harbour-legal",
            "client",
            page,
            Verdict.UNKNOWN,
            "the tenant could not be read: nobody has consented",
            "open the consent link for harbour-legal",
        )
        for page in ("index.html", "end-user/use-pass.html")
    ),
)

FIRST_STEPS = Waiver("depot tablets are set up in two steps", "Ann Lee", date(2026, 10, 31))
AT_SEA = Waiver("ships are at sea for a day", "Ann Lee", date(2026, 12, 15))
TYPED = Waiver("crews type codes with gloves on", "Bo Berg", date(2027, 3, 31))
FJORD_FILE = "kb_src/clients/fjord-logistics.yml"

FJORD = ClientChecked(
    "fjord-logistics",
    "Fjord Logistics",
    (ok("fjord-logistics"),),
    (
        Departure(
            "tap.once",
            "One-time use",
            "no",
            "yes",
            "a pass that was overheard works again",
            Severity.NOTE,
            FIRST_STEPS,
            expired=True,
            mends=Mends.TENANT,
            origin=Origin("kb_src/baseline.yml", 4),
        ),
        Departure(
            "tap.lifetime.maximum",
            "Maximum lifetime",
            "24 hours",
            "8 hours",
            "long codes of a day are left lying about",
            Severity.NOTE,
            AT_SEA,
        ),
    ),
    WHEN,
    (
        WaiverFinding(
            "tap.once", "the waiver ended on 31 Oct 2026", Severity.WARNING, FIRST_STEPS, Origin(FJORD_FILE, 9)
        ),
        WaiverFinding(
            "tap.lifetime.maximum", "the waiver ends on 15 Dec 2026", Severity.NOTE, AT_SEA, Origin(FJORD_FILE, 13)
        ),
        WaiverFinding(
            "tap.length",
            "the tenant has what is recommended; the waiver can be removed",
            Severity.NOTE,
            TYPED,
            Origin(FJORD_FILE, 17),
        ),
    ),
)

PROSE = (
    Prose(
        "docs/old/helpdesk.md",
        "Helpdesk notes",
        "northwind-dental",
        (
            Claim(
                4,
                "A pass can live for 60 days at most.",
                "60 days",
                "tap.lifetime.maximum",
                Truth.WRONG,
                "no tenant allows more than 30 days",
                "https://learn.microsoft.com/entra/identity/authentication/howto-authentication-temporary-access-pass",
            ),
            Claim(
                9,
                "It lasts 8 hours.",
                "8 hours",
                "tap.lifetime.maximum",
                Truth.BY_DEFAULT,
                "the policy may set another maximum",
            ),
            Claim(
                11,
                "Open Protection in the menu.",
                "Protection",
                "place:methods",
                Truth.UNSURE,
                "the menu path has not been confirmed since 2025",
            ),
            Claim(
                15,
                "Codes are at least 8 characters.",
                "at least 8 characters",
                "tap.length",
                Truth.EVERYWHERE,
                "the platform asks for it",
            ),
        ),
    ),
    Prose("https://blog.example/passes", "Our blog on passes", "", problem="the address answered 404"),
    Prose("docs/old/welcome.md", "Welcome", ""),
)

SAMPLE = Inspection(
    WHEN,
    "live policy",
    "the built sites",
    (ClientChecked("aurora-schools", "Aurora Schools", (ok("aurora-schools"),)), DENTAL, LEGAL, FJORD),
    PROSE,
)

EMPTY = Inspection(WHEN, "live policy", "the built sites", ())


def estate(clients: int, drifting: int) -> Inspection:
    """Return an estate in which the first clients drift."""
    found = [
        ClientChecked(name, f"Client {number}", tuple(ok(name, f"{page}.html") for page in range(24)))
        for number, name in enumerate(f"client-{number:04}" for number in range(clients))
    ]
    wrong = [
        ClientChecked(
            each.client,
            each.name,
            (Checked(each.client, "client", "a.html", Verdict.DRIFT, "", "tenantbook pull", READ, (LIFETIME,)),),
        )
        for each in found[:drifting]
    ]
    return Inspection(WHEN, "live policy", "the built sites", (*wrong, *found[drifting:]))
