"""JSON Schemas of the content files, so that editors complete and check as one types."""

import json
from typing import Any

from pydantic.json_schema import models_json_schema

from tenantbook.content.kinds import KINDS
from tenantbook.content.library import Library
from tenantbook.model.target import Target, target_model


def schemas(library: Library) -> dict[str, str]:
    """Return each schema's file name and text. Names that the library knows are offered as choices."""
    by_name = {kind.schema: kind.model for kind in KINDS}
    forms = {
        name: _target_schema(library) if model is Target else model.model_json_schema()
        for name, model in by_name.items()
    }
    return {f"{name}.json": _written(form, library) for name, form in forms.items()}


def _target_schema(library: Library) -> dict[str, Any]:
    """Return the schema of a target: the form that the publisher it names decides."""
    models = {name: target_model(kind.settings) for name, kind in sorted(library.publishers.items())}
    refs, schema = models_json_schema([(model, "validation") for model in models.values()], title="Target")
    forms = [
        {"if": {"properties": {"publisher": {"const": name}}}, "then": refs[model, "validation"]}
        for name, model in models.items()
    ]
    known = {"publisher": {"enum": list(models)}}
    return {**schema, "type": "object", "required": ["publisher"], "properties": known, "allOf": forms}


def _written(schema: dict[str, Any], library: Library) -> str:
    offered = {
        "audiences": list(library.audiences),
        "facts": sorted(library.facts),
        "requires": sorted({*library.facts, *library.derived}),
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
