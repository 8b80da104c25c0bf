"""Which stock procedure covers a task of a post: a guess with a score, and what either has that the other lacks."""

import math
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from tenantbook.drafts.stock import StockPart
from tenantbook.drafts.words import telling

#: From this score on a procedure is proposed.
_LEAST = 0.34

#: From this share of its words on a step of the post is one of the stock's.
_SAME_STEP = 0.5

#: What stands between the clauses of a step.
_BETWEEN = re.compile(r"[,;:()]|\s[\u2013-]\s")

_TITLE, _STEPS, _PLACES = 0.4, 0.45, 0.15
#: What a part that only explains counts, against one that tells.
_EXPLAINS = 0.6


@dataclass(frozen=True, slots=True)
class Match:
    """A stock procedure that seems to cover a task. `score` is from 0 to 1.

    `uses` are the parts to show, each with the audiences that they are for. `pairs` are steps of the post with the
    stock's that say the same; what only one of them has stands in `only_post` and `only_stock`.
    """

    page: str
    score: float
    uses: tuple[tuple[str, tuple[str, ...]], ...]
    pairs: tuple[tuple[str, str], ...]
    only_post: tuple[str, ...]
    only_stock: tuple[str, ...]

    @property
    def steps(self) -> int:
        """How many steps the post has."""
        return len(self.pairs) + len(self.only_post)


@dataclass(frozen=True, slots=True)
class Tasked:
    """A task of a post, as it is held against the stock: its title, its steps, and the places it names."""

    title: str
    steps: tuple[str, ...]
    places: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Stock:
    """The stock's parts, and how much each word of theirs tells."""

    parts: tuple[StockPart, ...]
    weights: dict[str, float] = field(default_factory=dict)

    @staticmethod
    def of(parts: Sequence[StockPart]) -> "Stock":
        """Return the stock ready for matching."""
        pages: dict[str, set[str]] = {}
        for part in parts:
            for words in (part.title_words, *part.step_words):
                pages.setdefault(f"{part.page}#{part.title}", set()).update(words)
        counted = Counter(word for words in pages.values() for word in words)
        weights = {word: math.log((len(pages) + 1) / (count + 0.5)) + 0.2 for word, count in counted.items()}
        return Stock(tuple(parts), weights)

    def match(self, task: Tasked, audiences: Sequence[str]) -> Match | None:
        """Return the procedure that covers a task best, with a part of it for each of `audiences` that has one."""
        scored = {id(part): self._score(task, part) for part in self.parts}
        telling_parts = [part for part in self.parts if part.tells and part.ident]
        best = max(telling_parts, key=lambda part: (scored[id(part)], part.page), default=None)
        if best is None or scored[id(best)] < _LEAST:
            return None
        uses: dict[str, list[str]] = {}
        for audience in audiences:
            own = [part for part in self.parts if (part.page, part.audience) == (best.page, audience) and part.ident]
            chosen = max(own, key=lambda part: (scored[id(part)], part.ident), default=None)
            if chosen:
                uses.setdefault(f"{chosen.page}#{chosen.ident}", []).append(audience)
        pairs, only_post, only_stock = self._compared(task, best)
        parts = tuple((part, tuple(names)) for part, names in uses.items())
        return Match(best.page, round(scored[id(best)], 2), parts, pairs, only_post, only_stock)

    def _score(self, task: Tasked, part: StockPart) -> float:
        title = self._share(telling(task.title), part.title_words)
        steps = [_clauses(step) for step in task.steps]
        said = self._said if part.tells else self._whole
        best = [max((said(words, own) for own in part.step_words), default=0.0) for words in steps]
        same = sum(share if share >= _SAME_STEP else share / 2 for share in best) / len(best) if best else 0.0
        places = len(task.places & part.places) / len(task.places) if task.places else same
        whole = _TITLE * title + _STEPS * same + _PLACES * places
        return whole if part.tells else whole * _EXPLAINS

    def _said(self, clauses: Sequence[frozenset[str]], own: frozenset[str]) -> float:
        """Return how much of a step is told by another: of the whole of it, or of the clause it tells best."""
        return max((self._share(words, own) for words in clauses), default=0.0)

    def _whole(self, clauses: Sequence[frozenset[str]], own: frozenset[str]) -> float:
        """Return how much of the whole of a step is told: an explanation tells a clause of anything."""
        return self._share(clauses[0], own)

    def _share(self, words: frozenset[str], own: frozenset[str]) -> float:
        """Return how much of what `words` tell is told by `own` too."""
        whole = self._weight(words)
        return self._weight(words & own) / whole if whole else 0.0

    def _weight(self, words: Iterable[str]) -> float:
        # A word that the stock never uses tells nothing about which part of it is meant.
        return sum(self.weights.get(word, 0.8) for word in words)

    def _compared(
        self, task: Tasked, part: StockPart
    ) -> tuple[tuple[tuple[str, str], ...], tuple[str, ...], tuple[str, ...]]:
        pairs: list[tuple[str, str]] = []
        only_post: list[str] = []
        met: set[int] = set()
        for step in task.steps:
            words = telling(step)
            shares = [self._said(_clauses(step), own) for own in part.step_words]
            # Of two that say it, the one that says little else.
            nearness = [
                share * (1 + self._share(own, words)) for share, own in zip(shares, part.step_words, strict=True)
            ]
            place = max(range(len(shares)), key=nearness.__getitem__, default=-1)
            if place >= 0 and shares[place] >= _SAME_STEP:
                pairs.append((step, part.steps[place]))
                met.add(place)
            else:
                only_post.append(step)
        only_stock = tuple(step for number, step in enumerate(part.steps) if number not in met)
        return tuple(pairs), tuple(only_post), only_stock


def _clauses(step: str) -> list[frozenset[str]]:
    """Return the telling words of a step, and of each of its clauses that tells enough by itself."""
    clauses = [telling(clause) for clause in _BETWEEN.split(step)]
    return [telling(step), *(words for words in clauses if len(words) > 1)]
