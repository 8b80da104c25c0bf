"""Numbers of things, in words."""


def counted(number: int, one: str, more: str = "") -> str:
    """Return a number with its noun: "1 page", "1,200 pages"; `more` where adding an s does not make the plural."""
    return f"{number:,} {one if number == 1 else more or f'{one}s'}"
