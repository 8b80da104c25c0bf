"""What the provider recommends: whether a value departs from it, how it reads, and what is wrong with it."""

from collections.abc import Iterator, Mapping

from tenantbook.model.policy import Fact, Kind, Recommendation
from tenantbook.model.snapshot import Target, Value
from tenantbook.values import decode_value, in_words

#: The ways to recommend; a recommendation takes exactly one.
WAYS = ("value", "range", "one_of")

#: Kinds of which one value is larger than another.
_NUMBERS = (Kind.COUNT, Kind.DURATION)


def departs(recommendation: Recommendation, fact: Fact, value: Value) -> bool:
    """Return whether a tenant's value is not what is recommended."""
    if recommendation.range is not None:
        low, high = recommendation.range
        return not (isinstance(value, int) and low <= value <= high)
    return _settled(value) not in map(_settled, _recommended(recommendation, fact))


def _settled(value: Value) -> Value:
    """Return a value without what makes no difference: groups beside everyone, and the order of groups."""
    if not isinstance(value, tuple):
        return value
    if any(target.everyone for target in value):
        return (Target(everyone=True),)
    return tuple(sorted(value, key=lambda target: (target.group or "", target.unnamed or "")))


def advice_in_words(recommendation: Recommendation, fact: Fact, locale: str, words: Mapping[str, str]) -> str:
    """Return what is recommended as a page prints it: "8 hours", "1 hour to 8 hours", "8 hours or 1 day"."""
    if recommendation.range is not None:
        return f" {words['range-to']} ".join(in_words(end, fact, locale, words) for end in recommendation.range)
    *first, last = (in_words(value, fact, locale, words) for value in _recommended(recommendation, fact))
    return f"{', '.join(first)} {words['or']} {last}" if first else last


def _recommended(recommendation: Recommendation, fact: Fact) -> tuple[Value, ...]:
    """Return the values of a recommendation that names them."""
    literals = (recommendation.value,) if recommendation.one_of is None else recommendation.one_of
    return tuple(decode_value(literal, fact) for literal in literals)


def mistakes_in_advice(recommendation: Recommendation, fact: Fact) -> Iterator[tuple[str, str]]:
    """Yield what is wrong with a recommendation: the key it stands under, and the mistake."""
    given = [way for way in WAYS if getattr(recommendation, way) is not None]
    if len(given) != 1:
        yield "", f"give exactly one of {', '.join(WAYS)}{'; found ' if given else ''}{' and '.join(given)}"
    if recommendation.value is not None:
        yield from _mistakes_in_value("value", recommendation.value, fact)
    if recommendation.range is not None:
        yield from _mistakes_in_range(recommendation.range, fact)
    if recommendation.one_of is not None:
        yield from _mistakes_in_choice(recommendation.one_of, fact)


def _mistakes_in_value(key: str, literal: object, fact: Fact) -> Iterator[tuple[str, str]]:
    try:
        decode_value(literal, fact)
    except ValueError as error:
        yield key, str(error)


def _mistakes_in_range(ends: tuple[int, ...], fact: Fact) -> Iterator[tuple[str, str]]:
    if fact.kind not in _NUMBERS:
        yield "range", "only a count or a duration has one; give a value or one_of"
        return
    for end in ends:
        yield from _mistakes_in_value("range", end, fact)
    low, high = ends
    if low > high:
        yield "range", f"{low} is more than {high}; write the smaller one first"
    if low == high:
        yield "range", f"from {low} to {high} is one value; write value: {low}"


def _mistakes_in_choice(literals: tuple[object, ...], fact: Fact) -> Iterator[tuple[str, str]]:
    if fact.kind is Kind.FLAG:
        yield "one_of", "true and false are all there is of a flag; give a value"
        return
    if len(literals) < 2:  # noqa: PLR2004 -- of one there is no choice
        yield "one_of", "expected at least 2 values; a single one goes under value"
    for literal in literals:
        yield from _mistakes_in_value("one_of", literal, fact)
    if len(set(literals)) < len(literals):
        yield "one_of", "a value stands here twice"
