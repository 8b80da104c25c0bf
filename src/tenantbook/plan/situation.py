"""What a plan is made from: what is wanted, what was published, and what stands there now."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from tenantbook.model.publication import Article, ArticleId, Standing
from tenantbook.plan.ledger import Kept, Ledger

#: What the other side calls an article that lies in its bin.
TRASH = "trash"

#: The status of an article that anybody may read.
PUBLIC = "publish"


@dataclass(frozen=True)
class Situation:
    """Everything that decides what publishing would do.

    `unready` has those articles that should be published and cannot be made, with why; `digests` and `objections`
    are the publisher's, by article. `is_ours` tells whether an article that nobody wants any more is for this run to
    retire, `is_known` likewise of one that the ledger does not know, `may_be_public` whether anybody may read it,
    `is_due` whether its values were read so long ago that it is sent again for that alone, and `changed` what is new
    in an article, in words.
    """

    target: str
    wanted: Sequence[Article]
    unready: Mapping[ArticleId, str]
    ledger: Ledger
    standing: Sequence[Standing]
    adopt: Mapping[ArticleId, str]
    digests: Mapping[ArticleId, str]
    objections: Mapping[ArticleId, str]
    is_ours: Callable[[ArticleId], bool]
    is_known: Callable[[ArticleId], bool]
    may_be_public: Callable[[ArticleId], bool]
    is_due: Callable[[Kept, Article], bool] = field(default=lambda _kept, _article: False)
    changed: Callable[[Kept, Article], str] = field(default=lambda _kept, _article: "its text has changed")

    @cached_property
    def by_key(self) -> Mapping[str, Standing]:
        """What stands there, by its key."""
        return {standing.key: standing for standing in self.standing}

    @cached_property
    def by_mark(self) -> Mapping[ArticleId, Sequence[Standing]]:
        """What stands there with our mark and not in the bin, by the article that the mark names."""
        found: dict[ArticleId, list[Standing]] = {}
        for standing in self.standing:
            if standing.article and standing.status != TRASH:
                found.setdefault(standing.article, []).append(standing)
        return found

    @cached_property
    def claims(self) -> Mapping[str, int]:
        """How many articles claim each key: by the ledger, or to adopt it."""
        sent = self.ledger.sent
        claimed = [(article, each.key) for article, each in sent.items()]
        return Counter(key for _, key in {*claimed, *self.adopt.items()})

    @cached_property
    def there(self) -> int:
        """How many articles stand there that this target is about."""
        keys = {*(sent.key for sent in self.ledger.sent.values()), *self.adopt.values()}
        known = (each for each in self.standing if each.status != TRASH)
        return sum(each.key in keys or (each.article is not None and self._is_known(each.article)) for each in known)

    def _is_known(self, article: ArticleId) -> bool:
        return article in self.expected or self.is_known(article)

    @cached_property
    def expected(self) -> frozenset[ArticleId]:
        """Every article that should stand there, those that cannot be made now among them."""
        return frozenset([*(article.id for article in self.wanted), *self.unready])
