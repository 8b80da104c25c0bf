"""What to do about a page that differs: build it anew, put its tenant right, or first the one and then the other."""

from collections.abc import Iterable, Iterator

from tenantbook.model.verdict import Checked, Finding, Mends
from tenantbook.reports.wording import shown


def mend_of(page: Checked, finding: Finding) -> str:
    """Return what mends one finding besides what its own words say: building does not put a tenant right."""
    if finding.mends is Mends.TENANT or not page.mend:
        return ""
    return f"the tenant first, then {shown(page.mend)}" if finding.mends is Mends.BOTH else shown(page.mend)


def steps(pages: Iterable[Checked]) -> Iterator[str]:
    """Yield what to do about some pages, each step once: tenants before the pages that are made from them."""
    found = list(pages)
    tenants = list(dict.fromkeys(_in_tenant(each) for page in found for each in page.findings if _is_there(each)))
    yield from tenants
    mends = list(dict.fromkeys(shown(page.mend) for page in found if page.mend and not _only_there(page)))
    for mend in mends:
        if not any(other.endswith(f", then {mend}") for other in mends):
            yield f"then {mend}" if tenants else mend


def _is_there(finding: Finding) -> bool:
    """Return whether something is to be put right in the tenant."""
    return finding.mends is not Mends.PAGE


def _only_there(page: Checked) -> bool:
    """Return whether a page is right again as soon as its tenant is. To build it would make it say what is wrong."""
    return bool(page.findings) and all(finding.mends is Mends.TENANT for finding in page.findings)


def _in_tenant(finding: Finding) -> str:
    """Return what to set in the tenant. A page to be left as it is says what is right, if nobody else does."""
    fact = shown(finding.fact)
    if finding.recommended:
        value = shown(finding.recommended)
        return f"set {fact} in the tenant to what is recommended ({value}), or waive the difference"
    if finding.mends is Mends.TENANT:
        return f"set {fact} in the tenant to what the page says ({shown(finding.says)})"
    return f"put {fact} right in the tenant"
