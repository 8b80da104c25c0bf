"""Claims found in one sentence, before anybody asks whether they are true."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from tenantbook.claims.grammar import Cue, Grammar, Topic, Use
from tenantbook.claims.sentence import Mention, Sentence
from tenantbook.claims.words import Amount

#: How far before a claim a word still denies it, in words.
_REACH = 4

#: How far after a claim "by default" still belongs to it, in words.
_AFTER = 4

#: A clause of so few words before the first claim ("By default,") speaks for the whole sentence.
_OPENING = 8


class Mode(StrEnum):
    """How a claim is meant."""

    PLAIN = "plain"
    LOOSE = "loose"
    SETTABLE = "settable"
    EVERYWHERE = "everywhere"
    BY_DEFAULT = "by default"
    FACTORY = "factory"


@dataclass(frozen=True, slots=True)
class Found:
    """A claim as it stands: by which pattern, from which word to which, with which amounts, and how it is meant."""

    use: Use
    first: int
    last: int
    amounts: tuple[Amount, ...]
    mode: Mode
    denied: bool


def may_claim(sentence: Sentence, topic: Topic) -> bool:
    """Return whether a sentence is worth a closer look. Most are not."""
    return bool(not sentence.is_asked and sentence.spoken.words and topic.uses_in(sentence.spoken.line))


def found_in(sentence: Sentence, topic: Topic, about: Mention | None) -> list[Found]:
    """Return the claims of a sentence about a topic, in order: of those that share words, the longest.

    `about` is what was spoken of just before the sentence, None where that is open.
    """
    mentions = sentence.mentions(topic)
    uses = topic.uses_in(sentence.spoken.line)
    candidates = [found for use in uses for found in _by(use, sentence, mentions, about)]
    candidates.sort(key=lambda found: (found.first - found.last, found.first))
    kept: list[Found] = []
    for found in candidates:
        if not any(_compete(found, other) for other in kept):
            kept.append(found)
    return sorted(kept, key=lambda found: (found.first, found.last))


def _compete(one: Found, other: Found) -> bool:
    if one.use.about == other.use.about:
        same = one.use.reading is None or not one.amounts or one.amounts == other.amounts
        return same or (one.first <= other.last and other.first <= one.last)
    if one.use.reading is None or other.use.reading is None or not (one.amounts and other.amounts):
        return False
    return one.first <= other.last and other.first <= one.last and bool({*one.amounts} & {*other.amounts})


def _by(
    use: Use, sentence: Sentence, mentions: Sequence[tuple[int, Mention]], about: Mention | None
) -> Iterator[Found]:
    spoken = sentence.spoken
    for match in use.pattern.matches(spoken.line):
        first, last = spoken.at(match.start()), spoken.at(match.end() - 2)
        clause, _ = spoken.clause(first)
        amounts = tuple(word.amount for word in spoken.words[first : last + 1] if word.amount)
        if _is_of_another(use, sentence.part(_after_amount(sentence, clause, first), first), match):
            continue
        named = _named(sentence, mentions, first, last, use)
        if not _is_told_apart(use, amounts) or (named or about) not in _OURS:
            continue
        denied = _is_denied(sentence, match, clause, first)
        mode = _mode(sentence, clause, first, last, of_amount=bool(amounts))
        if _counts(use, sentence, mode, clause, first, last, denied=denied):
            yield Found(use, first, last, amounts, mode, denied)


def _after_amount(sentence: Sentence, clause: int, first: int) -> int:
    """Return where a claim's own words begin: "at least 1 hour and at most 8" makes two claims in one clause."""
    words = sentence.spoken.words
    return next((number + 1 for number in range(first - 1, clause - 1, -1) if words[number].amount), clause)


def _is_of_another(use: Use, before: str, match: re.Match[str]) -> bool:
    """Return whether the words before a claim, or those in its gaps, make it one about something else."""
    gaps = (f" {gap}" for gap in match.groups() if gap)
    return use.unless is not None and any(use.unless.search(line) for line in (before, *gaps))


def _is_told_apart(use: Use, amounts: Sequence[Amount]) -> bool:
    """Return whether a belief about two amounts, that they differ, finds them different."""
    return use.reading is not None or len(amounts) < 2 or len(set(amounts)) > 1  # noqa: PLR2004 # one differs from none


def _counts(use: Use, sentence: Sentence, mode: Mode, clause: int, first: int, last: int, *, denied: bool) -> bool:
    """Return whether somebody claims it: not in the past, on a condition, or as what to do."""
    flag = use.reading is not None and use.reading.means is not None
    if use.reading is None:
        return not denied
    if sentence.has(Cue.PAST, clause, last + 1) or sentence.has(Cue.PAST, 0, min(first, 2)):
        return False
    if flag:
        conditional = sentence.has(Cue.CONDITIONAL, clause, first + 1) or sentence.has(
            Cue.CONDITIONAL, 0, min(first, 2)
        )
        return mode is not Mode.LOOSE and not conditional
    return not denied


def _is_denied(sentence: Sentence, match: re.Match[str], clause: int, first: int) -> bool:
    gaps = (f" {gap}" for gap in match.groups() if gap)
    return sentence.has(Cue.DENIED, max(clause, first - _REACH), first) or any(
        sentence.grammar.cue(Cue.DENIED, gap) for gap in gaps
    )


def _mode(sentence: Sentence, clause: int, first: int, last: int, *, of_amount: bool) -> Mode:
    """Return how a claim is meant, by the words around it: those before it, the nearest first, else those after."""
    _, end = sentence.spoken.clause(last)
    if sentence.has(Cue.EXAMPLE, 0, last + 1):
        return Mode.LOOSE
    if sentence.has(Cue.ADVISED, clause, end) or sentence.has(Cue.TOLD, clause, clause + 1):
        # Telling somebody to choose within a range says what the range is.
        return Mode.LOOSE
    start = 0 if clause <= _OPENING and _opens(sentence, clause) else clause
    if sentence.has(Cue.EVERYWHERE, start, end):
        return Mode.EVERYWHERE
    before = sentence.part(start, last + 1)
    # A claim on the default is no claim by default: what stands in the claim itself does not count.
    own = len(before) - len(sentence.part(first, last + 1))
    nearest = [(_last(sentence.grammar, cue, before), cue) for cue in (Cue.SETTABLE, Cue.BY_DEFAULT, Cue.FACTORY)]
    place, cue = max(each for each in nearest if not of_amount or each[1] is Cue.SETTABLE or each[0] <= own)
    if place < 0:
        after = range(last + 1, min(end, last + 1 + _AFTER))
        cues = (cue for cue in (Cue.FACTORY, Cue.BY_DEFAULT) if sentence.has(cue, after.start, after.stop))
        return Mode(_MODES[next(cues, Cue.LIGHT)])
    return _MODES[cue]


_MODES = {
    Cue.SETTABLE: Mode.SETTABLE,
    Cue.BY_DEFAULT: Mode.BY_DEFAULT,
    Cue.FACTORY: Mode.FACTORY,
    Cue.LIGHT: Mode.PLAIN,
}


def _opens(sentence: Sentence, clause: int) -> bool:
    return any(sentence.has(cue, 0, clause) for cue in (Cue.SETTABLE, Cue.BY_DEFAULT, Cue.FACTORY, Cue.EVERYWHERE))


def _last(grammar: Grammar, cue: Cue, line: str) -> int:
    expression = grammar.cues[cue]
    return max((each.start() for each in expression.finditer(line)), default=-1) if expression else -1


#: What a claim about the topic is said of.
_OURS = frozenset({Mention.NAMED, Mention.SHORT})


def _named(
    sentence: Sentence, mentions: Sequence[tuple[int, Mention]], first: int, last: int, use: Use
) -> Mention | None:
    """Return what a claim is about: the nearest mention; None where it goes on about what was spoken of before."""
    clause, _ = sentence.spoken.clause(first)
    _, end = sentence.spoken.clause(last)
    here = [each for each in mentions if clause <= each[0] < end and not _is_own_word(each, first, last)]
    before = [mention for number, mention in here if number <= last]
    ours = next((mention for _, mention in mentions if mention in _OURS), None)
    if use.reading is None and ours:
        return ours
    if here:
        return _nearest(before) if before else here[0][1]
    if not _goes_on(sentence, clause, first):
        return Mention.OTHER
    earlier = [mention for number, mention in mentions if number < clause]
    return earlier[-1] if earlier else None


def _is_own_word(each: tuple[int, Mention], first: int, last: int) -> bool:
    """Return whether a pattern itself names something else: "like a password" is no sentence about passwords."""
    return each[1] is Mention.OTHER and first <= each[0] <= last


def _nearest(before: Sequence[Mention]) -> Mention:
    """Return what is spoken of: "the text message with the code" is about the message."""
    if before[-1] is Mention.SHORT and Mention.OTHER in before and Mention.NAMED not in before:
        return Mention.OTHER
    return before[-1]


def _goes_on(sentence: Sentence, clause: int, first: int) -> bool:
    """Return whether only words that name nothing stand between the beginning of the clause and the claim."""
    light = sentence.grammar.cues[Cue.LIGHT]
    return not (light.sub("", sentence.part(clause, first)) if light else sentence.part(clause, first)).strip()
