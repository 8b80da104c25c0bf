"""A block's markup: its HTML between two comments that name it."""

import json
from collections.abc import Iterable, Mapping, Sequence

#: What the editor escapes in a block's attributes, so that nothing in them ends the comment.
_ESCAPES = {"--": "\\u002d\\u002d", "<": "\\u003c", ">": "\\u003e", "&": "\\u0026", '\\"': "\\u0022"}

#: What an attribute may be; a mapping holds others.
Attribute = str | int | bool | None | Mapping[str, "Attribute"]


def block(name: str, html: str, **attributes: Attribute) -> str:
    """Return a block as the editor would save it; attributes in the order given, those that are None left out."""
    said = {key: value for key, value in attributes.items() if value is not None}
    between = f" {_as_json(said)}" if said else ""
    return f"<!-- wp:{name}{between} -->\n{html}\n<!-- /wp:{name} -->"


def joined(blocks: Iterable[str]) -> str:
    """Return blocks one below the other, as the editor parts them."""
    return "\n\n".join(blocks)


def class_list(*names: str) -> str:
    """Return a class attribute, with a space before it; nothing where there are no names."""
    said = " ".join(name for name in names if name)
    return f' class="{said}"' if said else ""


def custom(names: Sequence[str]) -> str | None:
    """Return the classes that a block has besides its own, as the attribute that holds them."""
    return " ".join(names) or None


def _as_json(attributes: Mapping[str, Attribute]) -> str:
    text = json.dumps(attributes, ensure_ascii=False, separators=(",", ":"))
    for plain, escaped in _ESCAPES.items():
        text = text.replace(plain, escaped)
    return text
