"""Values in words: exact, in one language, and read back as they were written."""

import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from support.content import CONTENT, read_files, sound
from tenantbook.content.library import Library
from tenantbook.model.policy import Fact, Kind
from tenantbook.model.snapshot import Target, Value
from tenantbook.values import day_in_words, decode_value, duration_in_words, encode_value, in_words, is_worded

MINUTES = {"day": 1440, "hour": 60, "minute": 1}

#: How each language begins its words for days, hours and minutes.
UNITS = {
    "en_GB": ("day", "hour", "minute"),
    "de_DE": ("Tag", "Stunde", "Minute"),
    "fr_FR": ("jour", "heure", "minute"),
    "nl_NL": ("dag", "uur", "minu"),
    "es_ES": ("día", "hora", "minuto"),
    "pl_PL": ("d", "godzin", "minut"),
}


def fact(kind: Kind, **more: object) -> Fact:
    plain = {"at": "x", "kind": kind, "default": 0, "source": "Made up", "label": "X", "means": "X."}
    return Fact.model_validate({**plain, **more})


@pytest.mark.parametrize(
    ("minutes", "words"),
    [
        (0, "0 minutes"),
        (1, "1 minute"),
        (10, "10 minutes"),
        (59, "59 minutes"),
        (60, "1 hour"),
        (61, "1 hour 1 minute"),
        (90, "1 hour 30 minutes"),
        (480, "8 hours"),
        (1439, "23 hours 59 minutes"),
        (1440, "1 day"),
        (1441, "1 day 1 minute"),
        (1500, "1 day 1 hour"),
        (2880, "2 days"),
        (43199, "29 days 23 hours 59 minutes"),
        (43200, "30 days"),
        (600000, "416 days 16 hours"),
    ],
)
def test_a_duration_is_exact(minutes: int, words: str) -> None:
    assert words == duration_in_words(minutes, "en_GB")


@given(st.integers(1, 1_000_000))
def test_every_count_of_minutes_can_be_read_back(minutes: int) -> None:
    words = duration_in_words(minutes, "en_GB")
    parts = re.findall(r"(\d+) (day|hour|minute)(s?)", words)

    assert minutes == sum(int(number) * MINUTES[unit] for number, unit, _ in parts)
    assert words == " ".join(f"{number} {unit}{plural}" for number, unit, plural in parts)
    assert all((plural == "") == (number == "1") for number, _, plural in parts)


@pytest.mark.parametrize("locale", UNITS)
@given(minutes=st.integers(1, 43200))
def test_a_duration_is_all_in_one_language(locale: str, minutes: int) -> None:
    words = duration_in_words(minutes, locale).split()
    days, hours, rest = minutes // 1440, minutes % 1440 // 60, minutes % 60

    assert [str(number) for number in (days, hours, rest) if number] == words[::2]
    expected = [unit for unit, number in zip(UNITS[locale], (days, hours, rest), strict=True) if number]
    assert len(expected) == len(words[1::2])
    assert all(word.startswith(unit) for word, unit in zip(words[1::2], expected, strict=True))


def test_one_language_leaves_nothing_behind_for_the_next() -> None:
    assert [duration_in_words(60, each) for each in ("de_DE", "en_GB", "fr_FR")] == ["1 Stunde", "1 hour", "1 heure"]


def test_a_date_is_written_as_in_its_language() -> None:
    day = date(2026, 11, 3)

    assert [day_in_words(day, locale) for locale in ("en_GB", "de_DE")] == ["3 November 2026", "3. November 2026"]


@pytest.mark.parametrize(("locale", "worded"), [("en_GB", True), ("de_DE", True), ("xx_XX", False), ("de_AT", False)])
def test_a_locale_without_words_is_known_before_a_page_needs_it(locale: str, worded: object) -> None:
    assert worded == is_worded(locale)


@pytest.mark.parametrize(
    ("value", "of", "words"),
    [
        (True, fact(Kind.FLAG, choices={"true": "on", "false": "off"}), "on"),
        (False, fact(Kind.FLAG), "no"),
        (2, fact(Kind.DURATION, unit="hours"), "2 hours"),
        (3, fact(Kind.DURATION, unit="days"), "3 days"),
        (8, fact(Kind.COUNT, unit="characters"), "8 characters"),
        (8, fact(Kind.COUNT), "8"),
        ("a", fact(Kind.CHOICE, choices={"a": "the first"}), "the first"),
        ("a {{ b }}", fact(Kind.TEXT), "a {{ b }}"),
        ((), fact(Kind.TARGETS), "nobody"),
        ((Target(group="A"), Target(everyone=True)), fact(Kind.TARGETS), "everyone"),
        ((Target(group="A"),), fact(Kind.TARGETS), "members of A"),
        ((Target(group="A"), Target(group="B"), Target(group="C")), fact(Kind.TARGETS), "members of A, B and C"),
        ((Target(unnamed="a-user"),), fact(Kind.TARGETS), "a person named one by one"),
    ],
)
def test_a_value_of_each_kind_has_words(value: Value, of: Fact, words: str) -> None:
    assert words == in_words(value, of, "en_GB", english())


def english() -> dict[str, str]:
    return dict(sound(read_files(CONTENT)).languages["en"].words)


@pytest.fixture(scope="module")
def library() -> Library:
    return sound(read_files(CONTENT))


def test_targets_that_could_not_be_named_never_show_an_id(library: Library) -> None:
    targets = (Target(unnamed="a-hidden-group"), Target(unnamed="a-user"), Target(group="Pilots"))
    words = in_words(targets, library.facts["tap.included"], "en_GB", library.languages["en"].words)

    assert library.languages["en"].words["a-hidden-group"] in words
    assert "a-" not in words


@pytest.mark.parametrize(
    ("plain", "of", "says"),
    [
        (1, fact(Kind.FLAG), "expected true or false, found 1"),
        ("true", fact(Kind.FLAG), "expected true or false, found 'true'"),
        (None, fact(Kind.FLAG), "expected true or false, found nothing"),
        (True, fact(Kind.COUNT), "expected a whole number, found True"),
        (60.0, fact(Kind.DURATION), "expected a whole number, found 60.0"),
        ("60", fact(Kind.DURATION), "expected a whole number, found '60'"),
        (float("nan"), fact(Kind.COUNT), "expected a whole number, found nan"),
        (9, fact(Kind.COUNT, range=(10, 20)), "9 is outside what the platform allows, 10 to 20"),
        (21, fact(Kind.COUNT, range=(10, 20)), "21 is outside what the platform allows, 10 to 20"),
        ("c", fact(Kind.CHOICE, choices={"a": "A", "b": "B"}), "'c' is none of a, b"),
        (7, fact(Kind.TEXT), "expected a text, found 7"),
        ({}, fact(Kind.TARGETS), "expected a list of targets, found {}"),
        ([{"everyone": False}], fact(Kind.TARGETS), "{'everyone': False} is no target"),
        ([{"group": 7}], fact(Kind.TARGETS), "{'group': 7} is no target"),
    ],
)
def test_what_is_no_value_of_a_fact_is_refused(plain: object, of: Fact, says: str) -> None:
    with pytest.raises(ValueError, match=re.escape(says)):
        decode_value(plain, of)


@given(
    st.lists(
        st.builds(Target, group=st.text())
        | st.builds(Target, unnamed=st.sampled_from(["a-hidden-group", "a-user"]))
        | st.just(Target(everyone=True))
    )
)
def test_targets_are_read_back_as_they_were_written(targets: list[Target]) -> None:
    of = fact(Kind.TARGETS)

    assert tuple(targets) == decode_value(encode_value(tuple(targets)), of)
