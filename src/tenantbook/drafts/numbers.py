"""An import in numbers, and what to write in a target so that a guide takes the place of the post."""

from collections import Counter
from dataclasses import dataclass

from tenantbook.drafts.draft import Draft, Imported, Placed, Went


@dataclass(frozen=True, slots=True)
class Adoption:
    """A page that could take the place of a post: `page/audience`, and how many of the post's tasks it shows."""

    article: str
    shows: int
    tasks: int


def numbers_of(imported: Imported) -> dict[str, int]:
    """Return an import in numbers, by what each counts."""
    parts = Counter(placed.what for placed in imported.placed)
    return {
        "procedures": sum(draft.file.startswith("procedures/") for draft in imported.drafts),
        "scenarios": sum(draft.file.startswith("scenarios/") for draft in imported.drafts),
        "steps": parts["step"],
        "use cases": parts["use case"],
        "notes": parts["note"],
        "facts proposed": sum(proposal.kind == "fact" for proposal in imported.proposals),
        "places proposed": sum(proposal.kind == "place" for proposal in imported.proposals),
        "sentences proposed": sum(proposal.kind == "sentence" for proposal in imported.proposals),
        "claims": len(imported.claims),
        "links": len(imported.links),
        "links to look at": sum(bool(link.verdict) and "is the place" not in link.verdict for link in imported.links),
        "pictures": parts["picture"],
        "mapped": imported.count(Went.MAPPED),
        "kept as text": imported.count(Went.TEXT),
        "in comments": imported.count(Went.COMMENT),
    }


def verdicts_of(imported: Imported) -> dict[str, int]:
    """Return how many claims there are of each verdict."""
    return dict(sorted(Counter(claim.truth.value for claim in imported.claims).items()))


def unplaced_claims(imported: Imported) -> list[str]:
    """Return claims that no text of a draft holds, such as those in code."""
    noted = {note for draft in imported.drafts for notes in draft.notes.values() for note in notes}
    return [
        f'"{claim.says}" ({claim.about}): {claim.truth.value}. {claim.why}'
        for claim in imported.claims
        if claim.about != "link" and not any(claim.says in note and claim.about in note for note in noted)
    ]


def adoption_of(imported: Imported) -> Adoption | None:
    """Return the page that shows most of the post to one audience: its scenario, else the procedure that covers it."""
    scenario = next((draft for draft in imported.drafts if draft.file.startswith("scenarios/")), None)
    if scenario is None:
        (draft,) = imported.drafts[:1] or (None,)
        return _single(draft) if draft else None
    tasks = len(imported.drafts) - 1
    pages = [draft.match.page if draft.match else draft.page for draft in imported.drafts if draft is not scenario]
    shown = {
        audience: {
            part["use"].partition("#")[0]
            for part in scenario.data["parts"]
            if "use" in part and audience in part["audiences"]
        }
        for audience in scenario.readers
    }
    best = max(shown, key=lambda audience: len(shown[audience]), default="")
    seen = sum(page in shown[best] for page in pages) if best else 0
    return Adoption(f"{scenario.page}/{best}", seen, tasks) if best else None


def _single(draft: Draft) -> Adoption | None:
    if not draft.readers:
        return None
    uses = draft.match.uses if draft.match else ()
    reader = next((name for name in draft.readers if any(name in names for _, names in uses)), draft.readers[0])
    page = draft.match.page if draft.match and uses else draft.page
    return Adoption(f"{page}/{reader}", 1, 1)


def unmapped_lines(imported: Imported) -> list[str]:
    """Return what found no place of its own, each with its words and where it is now."""
    return [_line(placed) for placed in imported.unmapped]


def _line(placed: Placed) -> str:
    words = placed.words if len(placed.words) <= 300 else f"{placed.words[:300]}…"  # noqa: PLR2004 # a few lines
    why = f" ({placed.why})" if placed.why else ""
    return f"{placed.what}, {placed.went.value}: {words} [{placed.where}]{why}"
