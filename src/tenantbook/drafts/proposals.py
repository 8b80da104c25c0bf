"""What is proposed in the place of a post's own words: facts for figures, places for menu paths, links put right."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby

from tenantbook.checks.lifetimes import LIFETIME
from tenantbook.drafts.elements import Run
from tenantbook.drafts.grounds import Grounds, LinkFound, Proposal
from tenantbook.drafts.linking import links_in
from tenantbook.drafts.wording import Edit, as_markdown, escaped
from tenantbook.model.claim import Claim, Truth
from tenantbook.model.policy import Fact, Kind

#: What stands where a lifetime was spelled out for which no fact is known: a text may hold none.
HOW_LONG = "\\[how long?\\]"

_COUNTED = re.compile(r"\b\d{1,3}[\s-]*(?:characters?|chars|signs|digits|zeichen)\b", re.IGNORECASE)


class Manner(StrEnum):
    """What a text is to its reader. Whole sentences that are wrong are replaced, but never within a step."""

    STEP = "step"
    PROSE = "prose"


@dataclass(frozen=True, slots=True)
class Worded:
    """A text of a draft: Markdown, what an editor has to know about it, and what was proposed in it."""

    text: str
    notes: tuple[str, ...] = ()
    proposals: tuple[Proposal, ...] = ()
    links: tuple[LinkFound, ...] = ()
    claims: tuple[Claim, ...] = ()
    lost: tuple[str, ...] = ()


def worded(runs: Sequence[Run], grounds: Grounds, manner: Manner = Manner.PROSE) -> Worded:
    """Return words of a post as a text of a draft, with everything that is proposed in it."""
    plain = "".join(run.text for run in runs).replace("\n", " ")
    edits: list[tuple[Edit, Proposal | None]] = []
    claims = tuple(claim for claim in grounds.claims if _span(claim, plain))
    for claim in claims:
        edits += _of_claim(claim, plain, grounds, manner)
    if manner is Manner.PROSE:
        edits = [*_of_wrong_sentences(claims, plain, grounds), *edits]
    links = tuple(links_in(runs, grounds))
    edits += [(edit, proposal) for edit, proposal, _ in links if edit]
    kept = _without_overlaps(edits)
    kept += _cut_tails(claims, plain, kept, grounds) if manner is Manner.STEP else []
    lost = [found for found in LIFETIME.finditer(plain) if not _covered(kept, found.start(), found.end())]
    kept += [(Edit(found.start(), found.end(), HOW_LONG), None) for found in lost]
    proposals = tuple(proposal for _, proposal in sorted(kept, key=lambda each: each[0].start) if proposal)
    found_links = tuple(link for _, _, link in links)
    gone = tuple(found.group() for found in lost)
    notes = tuple(_notes(plain, kept, claims, found_links, gone))
    text = as_markdown(runs, [edit for edit, _ in kept])
    return Worded(text, notes, proposals, found_links, claims, gone)


def _span(claim: Claim, plain: str) -> tuple[int, int] | None:
    """Return where the words of a claim stand in a text, None where it is no claim of this text."""
    sentence = claim.sentence.replace("\n", " ")
    start = plain.find(sentence)
    if start < 0 and not (plain and plain in sentence):
        return None
    found = plain.find(claim.says.replace("\n", " "), max(0, start))
    return (found, found + len(claim.says)) if found >= 0 else None


def _of_claim(claim: Claim, plain: str, grounds: Grounds, manner: Manner) -> Iterator[tuple[Edit, Proposal]]:
    start, end = _span(claim, plain) or (0, 0)
    kind, _, name = claim.about.partition(":")
    if kind == "place":
        whole = not plain[:start].strip() and manner is Manner.STEP
        instead = f"{{{{ place('{name}') }}}}"
        edit = Edit(start, end, f"Go to {instead}" if whole else instead)
        yield edit, _proposal("place", claim, plain[start:end], instead)
        return
    for low, high, fact in _figures(claim, plain, start, end, grounds):
        instead = f"{{{{ {fact} }}}}" if fact in grounds.library.facts else f"{{{{ platform('{fact}') }}}}"
        yield Edit(low, high, instead), _proposal("fact", claim, plain[low:high], instead)


def _figures(claim: Claim, plain: str, start: int, end: int, grounds: Grounds) -> Iterator[tuple[int, int, str]]:
    """Yield the figures of a claim on a fact, each with the fact that it is a figure of."""
    library = grounds.library
    fact = library.facts.get(claim.about) or library.platform.get(claim.about)
    if fact is None or fact.kind not in (Kind.DURATION, Kind.COUNT):
        return
    pattern = LIFETIME if fact.kind is Kind.DURATION else _COUNTED
    found = list(pattern.finditer(plain, start, end))
    ends = _ends(fact) if isinstance(fact, Fact) else ()
    if len(found) == len(ends):
        yield from ((each.start(), each.end(), name) for each, name in zip(found, ends, strict=True))
    elif len(found) == 1:
        yield found[0].start(), found[0].end(), claim.about


def _ends(fact: Fact) -> tuple[str, ...]:
    """Return the facts that are the ends of a range which prose gives for a fact."""
    return next((reading.between for reading in fact.claims if reading.between), ()) or ()


def _proposal(kind: str, claim: Claim, said: str, instead: str) -> Proposal:
    return Proposal(kind, said, instead, claim.truth.value, claim.why, claim.source)


def _of_wrong_sentences(claims: Sequence[Claim], plain: str, grounds: Grounds) -> Iterator[tuple[Edit, Proposal]]:
    """Yield what the facts files say, in the place of sentences that say otherwise about every tenant."""
    beliefs = grounds.grammar.beliefs if grounds.grammar else {}
    wrong = [claim for claim in claims if claim.truth is Truth.WRONG and claim.about in beliefs]
    for sentence, group in groupby(wrong, key=lambda claim: claim.sentence.replace("\n", " ")):
        said = list(group)
        start = plain.find(sentence)
        why = " ".join(dict.fromkeys(claim.why for claim in said))
        end = start + len(sentence)
        if start >= 0 and not LIFETIME.search(why):
            yield Edit(start, end, escaped(why)), _proposal("sentence", said[0], sentence, why)


def _cut_tails(
    claims: Sequence[Claim], plain: str, kept: Sequence[tuple[Edit, Proposal | None]], grounds: Grounds
) -> list[tuple[Edit, Proposal | None]]:
    """Return cuts of what a step says wrongly after its figures: "max 8 hours or 30 days for one-time use"."""
    beliefs = grounds.grammar.beliefs if grounds.grammar else {}
    cuts: list[tuple[Edit, Proposal | None]] = []
    for claim in claims:
        span = _span(claim, plain)
        if claim.truth is not Truth.WRONG or claim.about not in beliefs or not span:
            continue
        before = [edit.end for edit, _ in kept if span[0] <= edit.start and edit.end <= span[1]]
        rest = LIFETIME.search(plain, max(before), span[1]) if before else None
        if rest:
            cut = Edit(max(before), _end_of_clause(plain, span[1]), "")
            cuts.append((cut, _proposal("cut", claim, plain[cut.start : cut.end].strip(), "")))
    return cuts


def _end_of_clause(plain: str, place: int) -> int:
    """Return where the clause ends that goes on at a place: at a sign, or with the text."""
    found = re.compile(r"[,;.:()!?\u2013]").search(plain, place)
    return found.start() if found else len(plain)


def _without_overlaps(edits: Sequence[tuple[Edit, Proposal | None]]) -> list[tuple[Edit, Proposal | None]]:
    """Return edits of which no two cover the same words; what comes first in the list wins."""
    kept: list[tuple[Edit, Proposal | None]] = []
    for edit, proposal in edits:
        if not _covered(kept, edit.start, edit.end):
            kept.append((edit, proposal))
    return kept


def _covered(kept: Sequence[tuple[Edit, Proposal | None]], start: int, end: int) -> bool:
    return any(edit.start < end and start < edit.end for edit, _ in kept)


def _notes(
    plain: str,
    kept: Sequence[tuple[Edit, Proposal | None]],
    claims: Sequence[Claim],
    links: Sequence[LinkFound],
    lost: Sequence[str],
) -> Iterator[str]:
    if kept:
        yield f"The post says: {plain}"
    for _, proposal in kept:
        if proposal and proposal.kind == "cut":
            yield f'Left out: "{proposal.said}"'
    for claim in claims:
        if claim.about != "link":
            yield f'"{claim.says}" ({claim.about}): {claim.truth.value}. {claim.why}'
    for link in links:
        if link.verdict:
            yield f"Link: {link.says} -> {link.target}: {link.verdict}"
    for words in lost:
        yield f'"{words}" is taken out: a text holds no literal lifetime, and no fact was found for it. Decide.'
