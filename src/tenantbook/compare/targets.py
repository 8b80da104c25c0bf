"""What is known of a page from the target that published it: whether it is as it was sent, and how a fix gets there."""

from collections.abc import Mapping
from dataclasses import replace
from html import escape

from tenantbook.compare.severities import OF_VERDICT
from tenantbook.model.publication import Sent
from tenantbook.model.published import PublishedPage
from tenantbook.model.verdict import Checked, Verdict
from tenantbook.record.text import folded_text


def as_sent(page: PublishedPage, checked: Checked, ledger: Mapping[str, Sent]) -> Checked:
    """Return a verdict, `edited` where a ledger tells that the page was changed by hand since it was published."""
    sent = ledger.get(page.key)
    if sent is None or checked.verdict in (Verdict.EDITED, Verdict.UNKNOWN):
        return checked
    reason = ""
    if page.title and folded_text(escape(page.title)) != folded_text(escape(sent.title)):
        reason = f"its title was changed by hand ({sent.title} → {page.title})"
    elif page.hidden and sent.extra.get("status") == "publish":
        reason = "it was published for all, and was hidden by hand"
    elif page.signature and page.signature != sent.theirs:
        reason = "it was changed by hand since it was published, in a way that its words don't show"
    if not reason:
        return checked
    return replace(checked, verdict=Verdict.EDITED, reason=reason, severity=OF_VERDICT[Verdict.EDITED])


def to_the_end(checked: Checked, target: str) -> Checked:
    """Return a verdict whose fix reaches the readers of a target: a page that is built anew is not published yet."""
    publish = f"tenantbook publish {target}"
    if checked.verdict is Verdict.EDITED:
        mend = f"{publish} --dry-run shows the change; --take brings it home, --force overwrites it"
    elif checked.mend.startswith("tenantbook "):
        mend = f"{checked.mend}, then {publish}"
    elif checked.verdict is Verdict.ORPHAN:
        mend = f"{publish}, or take the page down"
    else:
        mend = checked.mend
    return replace(checked, mend=mend)
