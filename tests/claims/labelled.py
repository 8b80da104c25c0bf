"""The labelled sentences as small documents, and how well they are read."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import yaml

from support.content import CONTENT, read_files, read_templates
from tenantbook.claims.grammar import Grammar, grammar_of
from tenantbook.claims.read import claims_in
from tenantbook.content.library import load_library
from tenantbook.model.claim import Form
from tenantbook.model.snapshot import Snapshot, Value

HERE = Path(__file__).parent

#: What a claim is about, and how true it is.
Label = tuple[str, str]


@dataclass(frozen=True)
class Labelled:
    """A sentence with its place in the file, the document it stands in, its tenant and what should be found."""

    position: int
    says: str
    document: str
    tenant: Mapping[str, Value] | None
    expected: tuple[Label, ...]


@dataclass(frozen=True)
class Score:
    """How well a set was read."""

    right: int
    found: int
    expected: int

    @property
    def precision(self) -> float:
        return self.right / self.found if self.found else 1.0

    @property
    def recall(self) -> float:
        return self.right / self.expected if self.expected else 1.0

    def __str__(self) -> str:
        return (
            f"precision {self.precision:.3f} ({self.right}/{self.found}), recall {self.recall:.3f} (of {self.expected})"
        )


def english() -> Grammar:
    library, problems = load_library(read_files(CONTENT), read_templates())
    assert problems == []
    return grammar_of(library)


def snapshot_with(facts: Mapping[str, Value] | None) -> Snapshot | None:
    return None if facts is None else Snapshot("acme", "t", "Acme", None, (), facts)


def labelled() -> list[Labelled]:
    data = yaml.safe_load((HERE / "labelled.yml").read_text(encoding="utf-8"))
    return [_labelled(number, entry, data["tenants"]) for number, entry in enumerate(data["sentences"])]


def _labelled(number: int, entry: Mapping[str, object], tenants: Mapping[str, Mapping[str, Value]]) -> Labelled:
    claims = entry["claims"]
    assert isinstance(claims, dict)
    tenant = tenants[str(entry["tenant"])] if "tenant" in entry else None
    return Labelled(number, str(entry["says"]), "\n\n".join(_document(entry)), tenant, tuple(claims.items()))


def _document(entry: Mapping[str, object]) -> Iterator[str]:
    yield f"# {entry.get('title', 'Temporary Access Pass')}"
    if "under" in entry:
        yield f"## {entry['under']}"
    if "lead" in entry:
        yield f"{entry['lead']}"
        yield f"- {entry['says']}"
    else:
        yield str(entry["says"])


def found_in(entry: Labelled, grammar: Grammar) -> tuple[Label, ...]:
    prose = claims_in(entry.document, Form.MARKDOWN, grammar, snapshot_with(entry.tenant))
    return tuple((claim.about, claim.truth.value) for claim in prose.claims)


def score(entries: list[Labelled], grammar: Grammar) -> tuple[Score, list[str]]:
    """Return how well entries are read, and each one that is not, in words."""
    right = found = expected = 0
    missed: list[str] = []
    for entry in entries:
        got = found_in(entry, grammar)
        hits = len({*got} & {*entry.expected})
        right, found, expected = right + hits, found + len(got), expected + len(entry.expected)
        if sorted(got) != sorted(entry.expected):
            missed.append(f"{entry.position}: {entry.says!r}: expected {entry.expected}, found {got}")
    return Score(right, found, expected), missed
