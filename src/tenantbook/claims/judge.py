"""How true a claim is: held against the tenant, against Microsoft's defaults, against what any tenant could have."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from tenantbook.claims.find import Found, Mode
from tenantbook.claims.grammar import Grammar
from tenantbook.claims.words import COUNTS, DURATIONS, Amount
from tenantbook.model.claim import Truth
from tenantbook.model.policy import Fact, Kind
from tenantbook.model.snapshot import Snapshot, Value
from tenantbook.values import duration_in_words, in_minutes, in_words

#: A verdict: how true, and why in a sentence.
Judged = tuple[Truth, str]


@dataclass(frozen=True, slots=True)
class Judge:
    """Holds claims against one tenant, or against none where the text is nobody's own."""

    grammar: Grammar
    snapshot: Snapshot | None

    def judge(self, found: Found) -> Judged | None:
        """Return how true a claim is and why, or None where nothing is claimed after all."""
        about = found.use.about
        if found.use.reading is None:
            return self._belief(found)
        if about in self.grammar.platform:
            return None if found.mode is Mode.LOOSE else self._bound(found)
        fact = self.grammar.facts[about]
        if fact.kind is Kind.FLAG:
            return self._flag(found, fact)
        ranged = {DURATIONS, COUNTS} & {*found.use.pattern.amounts}
        return self._range(found, fact) if ranged else self._figure(found, fact)

    def source(self, about: str) -> str:
        """Return where what is so is documented."""
        grammar = self.grammar
        entry = grammar.facts.get(about) or grammar.platform.get(about) or grammar.beliefs.get(about)
        return entry.source if entry else ""

    def _belief(self, found: Found) -> Judged:
        truth = Truth.EVERYWHERE if found.use.right else Truth.WRONG
        return truth, self.grammar.beliefs[found.use.about].why

    def _bound(self, found: Found) -> Judged:
        bound = self.grammar.platform[found.use.about]
        value = in_minutes(int(bound.value), bound) if bound.kind is Kind.DURATION else int(bound.value)
        words = in_words(bound.value, bound, self.grammar.locale, self.grammar.words)
        truth = Truth.EVERYWHERE if found.amounts[0].high == value else Truth.WRONG
        return truth, f"{bound.label}: {words} in every tenant."

    def _flag(self, found: Found, fact: Fact) -> Judged:
        reading = found.use.reading
        claimed = bool(reading and reading.means) is not found.denied
        words = {flag: self._words(flag, fact) for flag in (True, False)}
        here = self._here(found.use.about)
        default = bool(fact.default)
        by_default = f"Microsoft's default of {fact.label} is {words[default]}"
        if found.mode in (Mode.BY_DEFAULT, Mode.FACTORY, Mode.EVERYWHERE) and (here is None or here is not claimed):
            return (Truth.BY_DEFAULT if claimed is default else Truth.WRONG), f"{by_default}; tenants differ."
        if reading and reading.case_by_case is (default if here is None else here) and not found.denied:
            return Truth.UNSURE, f"{fact.label}: {words[bool(reading.case_by_case)]}."
        if here is not None:
            why = f"In this tenant {fact.label} is {words[bool(here)]}."
            return (Truth.HERE if here is claimed else Truth.WRONG), why
        if claimed is default and fact.house is None:
            return Truth.BY_DEFAULT, f"{by_default}; a tenant may set it otherwise."
        return Truth.UNSURE, f"{by_default}; each tenant sets it."

    def _figure(self, found: Found, fact: Fact) -> Judged | None:
        value, default = found.amounts[0].high, self._number(fact.default, fact)
        if not self._is_possible(value, fact):
            return Truth.WRONG, self._never(fact)
        if found.mode is Mode.LOOSE:
            return None
        if found.mode is Mode.FACTORY:
            return (Truth.EVERYWHERE if value == default else Truth.WRONG), self._default_is(fact, default)
        return self._limit(found, fact, value) or self._by_tenant(found, fact, value, default)

    def _by_tenant(self, found: Found, fact: Fact, value: Fraction, default: Fraction) -> Judged:
        here = self._here_number(found.use.about, fact)
        if here is not None:
            return self._held_here(found, fact, value, here, default)
        why = f"{self._default_is(fact, default).removesuffix('.')}; a tenant may set {self._allowed(fact)}."
        if value == default:
            return Truth.BY_DEFAULT, why
        return (Truth.WRONG if found.mode is Mode.BY_DEFAULT else Truth.UNSURE), why

    def _limit(self, found: Found, fact: Fact, value: Fraction) -> Judged | None:
        """Judge what is said of every tenant, or of what can be set: the platform's own limits are meant."""
        if found.mode not in (Mode.EVERYWHERE, Mode.SETTABLE) or fact.range is None:
            return None
        if value in (self._number(end, fact) for end in fact.range):
            return Truth.EVERYWHERE, f"Microsoft allows {self._allowed(fact)} for {fact.label}."
        if found.mode is Mode.EVERYWHERE:
            return Truth.WRONG, f"Not every tenant has it: Microsoft allows {self._allowed(fact)} for {fact.label}."
        return None

    def _held_here(self, found: Found, fact: Fact, value: Fraction, here: Fraction, default: Fraction) -> Judged:
        shown = f"In this tenant {fact.label} is {self._shown(here, fact)}"
        if value == here:
            return Truth.HERE, f"{shown}."
        reading = found.use.reading
        if reading and reading.between and found.mode is not Mode.BY_DEFAULT:
            low, high = (self._here_number(name, self.grammar.facts[name]) for name in reading.between)
            if low is not None and high is not None and low <= value <= high:
                return Truth.UNSURE, f"{shown}, and another may be chosen each time, up to {self._shown(high, fact)}."
            if low is not None and high is not None:
                return Truth.WRONG, f"This tenant allows {self._shown(low, fact)} to {self._shown(high, fact)}."
        elif found.mode is Mode.BY_DEFAULT and value == default and not (reading and reading.between):
            return Truth.BY_DEFAULT, f"{shown}; what the text says is Microsoft's default."
        return Truth.WRONG, f"{shown}."

    def _range(self, found: Found, fact: Fact) -> Judged | None:
        amount = found.amounts[0]
        if (amount.low, amount.high) == self._bounds(fact):
            return Truth.EVERYWHERE, f"Microsoft allows {self._allowed(fact)} for {fact.label}."
        if not (self._is_possible(amount.low, fact) and self._is_possible(amount.high, fact)):
            return Truth.WRONG, f"No tenant can have this: Microsoft allows {self._allowed(fact)} for {fact.label}."
        if found.mode is Mode.EVERYWHERE:
            return Truth.WRONG, f"Microsoft allows {self._allowed(fact)} for {fact.label}, the same for every tenant."
        return self._between(found, fact, amount)

    def _between(self, found: Found, fact: Fact, amount: Amount) -> Judged | None:
        reading, facts = found.use.reading, self.grammar.facts
        if not (reading and reading.between):
            return Truth.UNSURE, f"Each tenant sets {fact.label}; Microsoft allows {self._allowed(fact)}."
        ends = [(name, facts[name]) for name in reading.between]
        if self.snapshot:
            low, high = (self._here_number(name, each) for name, each in ends)
            if low is None or high is None:
                return Truth.UNSURE, f"What this tenant allows for {fact.label} was not read."
            truth = Truth.HERE if (amount.low, amount.high) == (low, high) else Truth.WRONG
            return truth, f"This tenant allows {self._shown(low, fact)} to {self._shown(high, fact)}."
        low, high = (self._number(each.default, each) for _, each in ends)
        allowed = f"By default it is {self._shown(low, fact)} to {self._shown(high, fact)}; each tenant sets it."
        return (Truth.BY_DEFAULT if (amount.low, amount.high) == (low, high) else Truth.UNSURE), allowed

    def impossible(self, about: str, figure: int) -> str:
        """Return why no tenant could have a figure that stands in code, or nothing."""
        fact = self.grammar.facts[about]
        if self._is_possible(self._number(figure, fact), fact):
            return ""
        return f"No tenant can have this: Microsoft allows {self._allowed(fact)} for {fact.label}."

    def _never(self, fact: Fact) -> str:
        return f"No tenant can have this: Microsoft allows {self._allowed(fact)} for {fact.label}."

    def _default_is(self, fact: Fact, default: Fraction) -> str:
        return f"Microsoft's default of {fact.label} is {self._shown(default, fact)}."

    def _here(self, about: str) -> Value | None:
        facts: Mapping[str, Value] = self.snapshot.facts if self.snapshot else {}
        return facts.get(about)

    def _here_number(self, about: str, fact: Fact) -> Fraction | None:
        here = self._here(about)
        return None if here is None else self._number(here, fact)

    def _number(self, value: object, fact: Fact) -> Fraction:
        number = value if isinstance(value, int) else 0
        return Fraction(in_minutes(number, fact) if fact.kind is Kind.DURATION else number)

    def _bounds(self, fact: Fact) -> tuple[Fraction, Fraction] | None:
        return (self._number(fact.range[0], fact), self._number(fact.range[1], fact)) if fact.range else None

    def _is_possible(self, value: Fraction, fact: Fact) -> bool:
        bounds = self._bounds(fact)
        return bounds is None or bounds[0] <= value <= bounds[1]

    def _allowed(self, fact: Fact) -> str:
        bounds = self._bounds(fact)
        return f"{self._shown(bounds[0], fact)} to {self._shown(bounds[1], fact)}" if bounds else "any value"

    def _shown(self, number: Fraction, fact: Fact) -> str:
        if fact.kind is Kind.DURATION:
            return duration_in_words(int(number), self.grammar.locale)
        return in_words(int(number), fact, self.grammar.locale, self.grammar.words)

    def _words(self, value: Value, fact: Fact) -> str:
        return in_words(value, fact, self.grammar.locale, self.grammar.words)
