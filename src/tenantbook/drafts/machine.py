"""The report of an import for programs."""

import json
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from tenantbook.drafts.draft import Draft
from tenantbook.drafts.kept import origin_of
from tenantbook.drafts.numbers import adoption_of, numbers_of, verdicts_of
from tenantbook.drafts.outcome import Outcome

#: Raised where a reader of the report would have to change.
VERSION = 1


def as_json(outcomes: Sequence[Outcome]) -> str:
    """Return reports as one JSON document."""
    held = {"version": VERSION, "posts": [_post(outcome) for outcome in outcomes]}
    return json.dumps(held, ensure_ascii=False, indent=2) + "\n"


def _post(outcome: Outcome) -> dict[str, Any]:
    head = {"post": outcome.name, "state": outcome.state.value, "why": outcome.why}
    imported = outcome.imported
    if imported is None:
        return head
    adoption = adoption_of(imported)
    return {
        **head,
        "origin": origin_of(imported.post),
        "language": imported.language,
        "unread": imported.unread,
        "folder": outcome.folder,
        "files": dict(outcome.files),
        "in_the_way": list(outcome.in_the_way),
        "changes": [asdict(change) for change in outcome.changes],
        "numbers": numbers_of(imported),
        "verdicts": verdicts_of(imported),
        "drafts": [_draft(draft) for draft in imported.drafts],
        "proposals": [asdict(proposal) for proposal in imported.proposals],
        "claims": [asdict(claim) for claim in imported.claims],
        "links": [asdict(link) for link in imported.links],
        "placed": [asdict(placed) for placed in imported.placed],
        "adopt": {adoption.article: imported.post.number} if adoption else {},
    }


def _draft(draft: Draft) -> dict[str, Any]:
    return {
        "file": draft.file,
        "title": draft.title,
        "audiences": {"guess": True, "names": list(draft.readers)},
        "problems": list(draft.problems),
        "match": {"guess": True, **asdict(draft.match)} if draft.match else None,
    }
