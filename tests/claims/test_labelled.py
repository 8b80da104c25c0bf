"""How well prose is read, counted over sentences that were labelled before anything read them."""

import pytest
from labelled import english, labelled, score


def test_sentences_are_read_with_few_false_alarms_and_few_misses(capsys: pytest.CaptureFixture[str]) -> None:
    entries, grammar = labelled(), english()
    looked_at, _ = score(entries[0::2], grammar)
    counted_only, _ = score(entries[1::2], grammar)

    whole, missed = score(entries, grammar)

    with capsys.disabled():
        print(f"\nlooked at: {looked_at}\ncounted only: {counted_only}\nwhole: {whole}")
    assert whole.precision >= 0.95, missed
    assert whole.recall >= 0.85, missed


def test_the_labelled_set_is_large_and_holds_many_near_misses() -> None:
    entries = labelled()

    assert len(entries) >= 170
    assert sum(not entry.expected for entry in entries) >= 60
    assert len({entry.says for entry in entries}) == len(entries)
