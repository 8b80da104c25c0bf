"""Texts composed so far are found by asking the same questions in the same order, and only then."""

from collections.abc import Mapping

import pytest

from tenantbook.model.snapshot import Target, Value
from tenantbook.pages.decisions import Answers, Memory, Operand, Question

ENABLED, ONCE = Question("holds", "tap.enabled"), Question("holds", "tap.once")
LONG = Question(">", "tap.maximum", Operand(None, 480))
ONE_LENGTH = Question("==", "tap.minimum", Operand("tap.maximum", None))
PHONE = Question("given", "helpdesk.phone")


def _answers(facts: Mapping[str, Value], phone: str | None = None) -> Answers:
    return Answers(facts, {"helpdesk.phone": phone})


def test_nothing_is_found_before_anything_is_kept() -> None:
    assert Memory[str]().find("client", _answers({})) is None


def test_a_text_is_found_by_whoever_answers_as_its_first_reader_did() -> None:
    memory = Memory[str]()
    memory.keep("client", {ENABLED: True, LONG: False}, "enabled and short")
    assert memory.find("client", _answers({"tap.enabled": True, "tap.maximum": 60})) == "enabled and short"


def test_an_answer_that_nobody_gave_before_finds_nothing() -> None:
    memory = Memory[str]()
    memory.keep("client", {ENABLED: True, LONG: False}, "enabled and short")
    found = [
        memory.find("client", _answers({"tap.enabled": enabled, "tap.maximum": maximum}))
        for enabled, maximum in ((False, 60), (True, 481), (False, 481))
    ]
    assert found == [None, None, None]


def test_each_start_has_texts_of_its_own() -> None:
    memory = Memory[str]()
    memory.keep(("client", "en"), {}, "for all who begin here")
    answers = _answers({})
    assert (memory.find(("client", "en"), answers), memory.find(("client", "fr"), answers)) == (
        "for all who begin here",
        None,
    )


def test_after_different_answers_different_questions_may_come() -> None:
    memory = Memory[str]()
    memory.keep("client", {ENABLED: False}, "off")
    memory.keep("client", {ENABLED: True, ONCE: True}, "once")
    memory.keep("client", {ENABLED: True, ONCE: False, LONG: True}, "long")
    # Nothing but what is asked has to be known: whoever is off is never asked for more.
    found = [
        memory.find("client", _answers(facts))
        for facts in (
            {"tap.enabled": False},
            {"tap.enabled": True, "tap.once": True},
            {"tap.enabled": True, "tap.once": False, "tap.maximum": 900},
            {"tap.enabled": True, "tap.once": False, "tap.maximum": 90},
        )
    ]
    assert found == ["off", "once", "long", None]


def test_a_text_kept_again_takes_the_place_of_the_first() -> None:
    memory = Memory[str]()
    memory.keep("client", {ENABLED: True}, "first")
    memory.keep("client", {ENABLED: True}, "second")
    assert memory.find("client", _answers({"tap.enabled": True})) == "second"


@pytest.mark.parametrize(
    ("question", "facts", "phone", "expected"),
    [
        (ENABLED, {"tap.enabled": False}, None, False),
        (LONG, {"tap.maximum": 480}, None, False),
        (LONG, {"tap.maximum": 481}, None, True),
        (ONE_LENGTH, {"tap.minimum": 60, "tap.maximum": 60}, None, True),
        (ONE_LENGTH, {"tap.minimum": 60, "tap.maximum": 61}, None, False),
        (PHONE, {}, "+1 555 0100", True),
        (PHONE, {}, "", False),
        (PHONE, {}, None, False),
        (Question("everyone", "who"), {"who": (Target(group="Staff"), Target(everyone=True))}, None, True),
        (Question("everyone", "who"), {"who": (Target(group="Staff"), Target(unnamed="a-user"))}, None, False),
        (Question("everyone", "who"), {"who": ()}, None, False),
    ],
)
def test_a_question_is_answered_from_facts_and_what_is_given(
    question: Question, facts: Mapping[str, Value], phone: str | None, expected: bool
) -> None:
    assert expected == _answers(facts, phone).answer(question)


def test_a_fact_that_is_not_declared_has_no_answer() -> None:
    with pytest.raises(KeyError, match=r"tap\.gone"):
        _answers({}).answer(Question("holds", "tap.gone"))
