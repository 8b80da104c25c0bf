"""JSON Schemas of the content files, so that editors complete and check as one types."""

import json
from typing import Any

from tenantbook.content.kinds import KINDS
from tenantbook.content.library import Library


def schemas(library: Library) -> dict[str, str]:
    """Return each schema's file name and text. Names that the library knows are offered as choices."""
    by_name = {kind.schema: kind.model for kind in KINDS}
    return {f"{name}.json": _written(model.model_json_schema(), library) for name, model in by_name.items()}


def _written(schema: dict[str, Any], library: Library) -> str:
    offered = {
        "audiences": list(library.audiences),
        "facts": sorted(library.facts),
        "requires": sorted(library.facts),
        "language": sorted(library.languages),
        "like": list(library.audiences),
    }
    for part in (schema, *schema.get("$defs", {}).values()):
        for key, form in part.get("properties", {}).items():
            _offer(form, offered.get(key, []))
    schema = {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"


def _offer(form: dict[str, Any], names: list[str]) -> None:
    """Name the known choices where a form takes a name or a list of names."""
    if not names:
        return
    for option in (form, *form.get("anyOf", [])):
        target = option.get("items", option)
        if isinstance(target, dict) and target.get("type") == "string":
            target["enum"] = names
            target.pop("pattern", None)
