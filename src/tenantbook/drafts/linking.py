"""Links of a post: kept where they lead where they say, else put right or told."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from tenantbook.claims.blocks import Link
from tenantbook.claims.links import misleading
from tenantbook.drafts.elements import Run
from tenantbook.drafts.grounds import Grounds, LinkFound, Proposal
from tenantbook.drafts.wording import LEADS, Edit, escaped
from tenantbook.model.claim import Truth


def links_in(runs: Sequence[Run], grounds: Grounds) -> Iterator[tuple[Edit | None, Proposal | None, LinkFound]]:
    """Yield each link, with what stands in its place where it is not kept as it is."""
    place = 0
    for target, group in groupby(runs, key=lambda run: run.link):
        says = "".join(run.text for run in group)
        start, place = place, place + len(says)
        if not target:
            continue
        yield _link(start, says, target, grounds)


def _link(start: int, says: str, target: str, grounds: Grounds) -> tuple[Edit | None, Proposal | None, LinkFound]:
    wrong = misleading(Link(says, target, 1))
    lead, trail = len(says) - len(says.lstrip()), len(says.rstrip())
    if wrong:
        near = grounds.place_of_host(target)
        instead = f"{{{{ place('{near}') }}}}" if near else escaped(says.strip())
        hint = f", where the place {near} lies" if near else ""
        verdict = f"the words name {wrong[0]}, the link leads to {wrong[1]}{hint}: decide which is meant"
        proposal = Proposal("place", says.strip(), instead, Truth.WRONG.value, verdict) if near else None
        return Edit(start + lead, start + trail, instead), proposal, LinkFound(says.strip(), target, verdict)
    name = grounds.addresses.get(target.rstrip("/"), "")
    if name:
        instead = f"{{{{ place('{name}') }}}}"
        edit = Edit(start + lead, start + trail, instead)
        return edit, Proposal("place", says.strip(), instead), LinkFound(says.strip(), target, f"is the place {name}")
    if not LEADS.match(target):
        return (
            None,
            None,
            LinkFound(says.strip(), target, "a text can't link there: give an https address, or link('…')"),
        )
    return None, None, LinkFound(says.strip(), target)
