"""What a tenant's policy departs from: the third side beside page and tenant, and which side to mend."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date

from tenantbook.advice import advice_in_words, departs
from tenantbook.content.library import Library
from tenantbook.model.snapshot import Snapshot, Value
from tenantbook.model.verdict import Checked, Departure, Mends, Origin, Severity
from tenantbook.values import in_words
from tenantbook.waivers import is_over, waiver_of


def departures(library: Library, client: str, snapshot: Snapshot, today: date) -> tuple[Departure, ...]:
    """Return each fact of a client's tenant that is not what the provider recommends, in the client's language.

    `today` decides which waivers are over. A fact that was not read is left out: nothing is known of it.
    """
    return tuple(_departures(library, client, snapshot, today))


def _departures(library: Library, client: str, snapshot: Snapshot, today: date) -> Iterator[Departure]:
    for name, advice in library.baseline.items():
        fact, value = library.facts[name], snapshot.facts.get(name)
        if value is not None and departs(advice, fact, value):
            yield _departure(library, client, name, value, today)


def _departure(library: Library, client: str, name: str, value: Value, today: date) -> Departure:
    fact, advice = library.facts[name], library.baseline[name]
    language = library.languages[library.clients[client].language]
    waiver = waiver_of(library, library.clients[client], name, value)
    expired = waiver is not None and is_over(waiver, today)
    return Departure(
        fact=name,
        label=fact.label,
        tenant=in_words(value, fact, language.locale, language.words),
        recommended=advice_in_words(advice, fact, language.locale, language.words),
        why=advice.why,
        severity=Severity.NOTE if waiver and not expired else advice.severity,
        waiver=waiver,
        expired=expired,
        origin=Origin("kb_src/baseline.yml", library.documents["baseline.yml"].line(("recommendations", name))),
    )


def what_mends(*, page_departs: bool, tenant_departs: bool, waived: bool = False) -> Mends:
    """Return what would put right a page that differs from its tenant.

    Where nothing is recommended, neither side departs. A waived departure is none, as long as the waiver holds.
    """
    if not tenant_departs or waived:
        return Mends.PAGE
    # A page that shows what is recommended would be right again once the tenant is as it should be.
    return Mends.BOTH if page_departs else Mends.TENANT


def joined(found: Iterable[Departure], pages: Iterable[Checked]) -> tuple[Departure, ...]:
    """Return departures with what mends each, now that it is known what the client's pages say."""
    both = {finding.fact for page in pages for finding in page.findings if finding.mends is Mends.BOTH}
    return tuple(replace(each, mends=Mends.BOTH if each.fact in both else Mends.TENANT) for each in found)
