"""Text that was made to hurt: reading it ends, and raises nothing."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st
from languages import grammar

from tenantbook.claims.patterns import BadPatternError, compile_pattern
from tenantbook.claims.read import claims_in
from tenantbook.model.claim import Form, Prose

HOSTILE = {
    "a megabyte of one word": "a " * 500_000,
    "amounts": "8 hours " * 40_000,
    "figures": "9" * 300_000,
    "dashes between figures": "1-" * 100_000,
    "one endless word": "a" * 1_000_000,
    "open tags": "<b>" * 100_000,
    "tags that are never ended": "<a " * 100_000,
    "quotes that are never closed": "<a href='" * 100_000,
    "comments that are never closed": "<!-- " * 100_000,
    "scripts that are never closed": "<script>" * 100_000,
    "deep lists": "<ul><li>" * 50_000,
    "deep tables": "<table><tr><td>" * 30_000,
    "deep quotes": "> " * 100_000,
    "brackets": "[" * 50_000,
    "wide rows": f"{'|a' * 20_000}\n{'|-' * 20_000}\n",
    "stars": "*a **b " * 30_000,
    "links": "[outlook.com](http://example.com) " * 5_000,
    "hosts": "a." * 100_000,
    "steps": "Protection > " * 20_000,
    "what the patterns begin with": "the maximum of the pass is not longer than " * 8_000,
    "entities": "&amp" * 100_000,
    "boxes": "!!! note\n    " * 20_000,
}


@pytest.mark.parametrize("form", list(Form))
@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_text_ends_and_raises_nothing(text: str, form: Form) -> None:
    assert isinstance(claims_in(f"TAP {text}", form, grammar(), title="Temporary Access Pass"), Prose)


SPOKEN = (
    "the pass TAP is valid for 8 hours max up to 1h30 not ( ) , . ? – > Protection <b> </b> <a * ** | # - ` [ ]( "
    "&amp; § \ue010 ½ ² between and half an if e.g. one-time MFA bypasses"
)
WORDS = st.sampled_from([*SPOKEN.split(), "\n"])


@given(st.lists(WORDS, max_size=40), st.sampled_from(list(Form)))
def test_any_words_are_read(words: list[str], form: Form) -> None:
    text = " ".join(words)

    prose = claims_in(f"TAP {text}", form, grammar(), title="Temporary Access Pass")

    assert [claim for claim in prose.claims if not 1 <= claim.line <= text.count("\n") + 1] == []


@given(st.text(), st.sampled_from(list(Form)))
def test_any_text_is_read(text: str, form: Form) -> None:
    assert isinstance(claims_in(text, form, grammar(), title="TAP"), Prose)


@given(st.text("ab {}()[]|.*…,duration\\+?^$-", max_size=60))
def test_any_pattern_is_compiled_or_refused(source: str) -> None:
    with suppress(BadPatternError):
        pattern = compile_pattern(source)

        assert len(list(pattern.matches(" a b c "))) <= 3
