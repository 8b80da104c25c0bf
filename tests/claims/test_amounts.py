"""Durations and counts as people write them. A new way of writing is an entry in `amounts.yml`."""

from fractions import Fraction
from pathlib import Path

import pytest
import yaml
from languages import grammar

from tenantbook.claims.amounts import with_amounts
from tenantbook.claims.words import COUNT, COUNTS, words_in

HERE = Path(__file__).parent
CASES = yaml.safe_load((HERE / "amounts.yml").read_text(encoding="utf-8"))


def read(says: str, language: str) -> list[tuple[bool, Fraction, Fraction]]:
    entry = grammar(language)
    words = with_amounts(words_in(says, entry.spelled, entry.breaks), entry.counting)
    return [(each.text in (COUNT, COUNTS), each.amount.low, each.amount.high) for each in words if each.amount]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["says"])
def test_an_amount_is_read_as_it_is_meant(case: dict[str, object]) -> None:
    key = "figures" if "figures" in case else "minutes"
    wanted = case[key]
    low, high = wanted if isinstance(wanted, list) else (wanted, wanted)

    found = [each for each in read(str(case["says"]), str(case.get("language", "en"))) if each[0] is (key == "figures")]

    expected = [] if wanted is None else [(key == "figures", Fraction(low), Fraction(high))]
    assert expected == found
