"""A client's colour, with text on it that can be read."""

#: Text on a dark and on a light colour. Pure black: with a softer one, some colours allow no readable text.
WHITE, BLACK = "#ffffff", "#000000"


def stylesheet(colour: str) -> str:
    """Return the style sheet that gives a site its client's colour."""
    return f":root {{\n  --tb-colour: {colour};\n  --tb-on-colour: {text_on(colour)};\n}}\n"


def text_on(colour: str) -> str:
    """Return the text colour with the better contrast on `colour`, by WCAG 2's formula."""
    return max((WHITE, BLACK), key=lambda text: contrast(colour, text))


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two colours, 1 to 21 (WCAG 2.2, definition of contrast ratio)."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(int(colour[start : start + 2], 16) / 255) for start in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4  # noqa: PLR2004 -- WCAG's figures
