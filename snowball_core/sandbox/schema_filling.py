"""The least JSON value that fits a JSON schema."""

from __future__ import annotations

MOST_NESTED = 12


def least_value(schema: object) -> object:
    """The smallest value that a schema of objects, lists, strings, numbers and references allows."""
    return _least(schema, schema, MOST_NESTED)


def _least(schema: object, root: object, depth: int) -> object:
    if not isinstance(schema, dict) or depth == 0:
        return None
    if isinstance(schema.get("$ref"), str):
        return _least(_resolved(schema["$ref"], root), root, depth - 1)
    for name in ("const", "default"):
        if name in schema:
            return schema[name]
    for name in ("enum", "anyOf", "oneOf", "allOf"):
        if isinstance(schema.get(name), list) and schema[name]:
            return schema[name][0] if name == "enum" else _least(schema[name][0], root, depth - 1)
    return _by_type(schema, root, depth)


def _by_type(schema: dict[str, object], root: object, depth: int) -> object:
    match schema.get("type"):
        case "object":
            return _least_object(schema, root, depth)
        case "array":
            return [_least(schema.get("items"), root, depth - 1)] * _size(schema, "minItems")
        case "string":
            return "-" * _size(schema, "minLength")
        case "integer" | "number":
            return _size(schema, "minimum")
        case "boolean":
            return False
    return None


def _least_object(schema: dict[str, object], root: object, depth: int) -> dict[str, object]:
    properties, required = schema.get("properties"), schema.get("required")
    if not isinstance(properties, dict) or not isinstance(required, list):
        return {}
    return {name: _least(properties.get(name), root, depth - 1) for name in required}


def _size(schema: dict[str, object], name: str) -> int:
    value = schema.get(name, 0)
    return int(value) if isinstance(value, int | float) else 0


def _resolved(reference: str, root: object) -> object:
    value = root
    for part in reference.removeprefix("#/").split("/"):
        value = value.get(part) if isinstance(value, dict) else None
    return value
