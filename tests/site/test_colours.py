"""A client's colour always leaves text on it readable."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenantbook.site.colours import contrast, stylesheet, text_on

colours = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")


@given(colours)
def test_text_on_any_colour_has_the_contrast_that_wcag_asks_of_text(colour: str) -> None:
    assert contrast(colour, text_on(colour)) >= 4.5


@given(colours, colours)
def test_contrast_is_the_same_both_ways_and_within_its_bounds(one: str, other: str) -> None:
    assert contrast(one, other) == contrast(other, one)
    assert 1 <= contrast(one, other) <= 21.0000001


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("#000000", "#ffffff", 21.0),
        ("#777777", "#ffffff", 4.48),
        ("#ff0000", "#ffffff", 4.0),
        ("#abcdef", "#abcdef", 1),
    ],
)
def test_contrast_is_what_wcag_s_formula_gives(one: str, other: str, expected: float) -> None:
    assert expected == pytest.approx(contrast(one, other), abs=0.005)


def test_a_site_gets_its_colour_and_the_text_on_it() -> None:
    expected = ":root {\n  --tb-colour: #F6C453;\n  --tb-on-colour: #000000;\n}\n"
    assert expected == stylesheet("#F6C453")
