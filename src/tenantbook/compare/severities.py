"""How bad a finding is, for whoever reads the page."""

from tenantbook.content.library import Library
from tenantbook.model.audience import Surface
from tenantbook.model.verdict import Severity, Verdict

#: Of verdicts that say the same whatever the facts. Drift is as bad as its worst finding; `ok` and `unknown` have none.
OF_VERDICT = {
    Verdict.EDITED: Severity.ERROR,
    Verdict.MISSING: Severity.ERROR,
    Verdict.ORPHAN: Severity.ERROR,
    Verdict.STALE: Severity.WARNING,
}


def severity_of(library: Library, name: str, audience: str, surface: str) -> Severity:
    """Return how bad a wrong value of a fact is on a page of `audience`.

    A page without an audience, which a site's first page is, is read by all on its surface: the worst counts.
    """
    readers = [audience] if audience else library.audiences_on(Surface(surface))
    return Severity.worst(_for_reader(library, name, reader) for reader in readers) or Severity.ERROR


def _for_reader(library: Library, name: str, audience: str) -> Severity:
    fact = library.facts.get(name)
    if fact is None:
        return Severity.ERROR
    if isinstance(fact.severity, Severity):
        return fact.severity
    return next((fact.severity[each] for each in library.reads(audience) if each in fact.severity), Severity.ERROR)
