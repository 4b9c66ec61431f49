"""Answers against the output schema of their tool, fast enough to look at every one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from pydantic_core import CoreSchema, SchemaValidator, ValidationError, core_schema

_NOTES = frozenset({"title", "description"})
_OF_KIND: Mapping[str | None, frozenset[str]] = {
    "object": frozenset({"properties", "required"}),
    "array": frozenset({"items"}),
}
_SIMPLE: Mapping[str | None, Callable[[], CoreSchema]] = {
    None: core_schema.any_schema,
    "string": core_schema.str_schema,
    "integer": core_schema.int_schema,
    "boolean": core_schema.bool_schema,
}


class AnswerShape:
    """A JSON Schema of the few keywords our own answers need; ``ValueError`` for any other.

    jsonschema takes milliseconds for a page of functions; this takes microseconds.
    """

    def __init__(self, schema: Mapping[str, Any]) -> None:
        self._validator = SchemaValidator(_compiled(schema))

    def problem(self, answer: Mapping[str, Any]) -> str | None:
        """Return where ``answer`` does not fit and why, never a value of it; ``None`` when it fits."""
        try:
            self._validator.validate_python(answer, strict=True)
        except ValidationError as error:
            first = error.errors(include_url=False, include_context=False, include_input=False)[0]
            return f"{'.'.join(map(str, first['loc']))}: {first['msg']}"
        return None


def _compiled(schema: Mapping[str, Any]) -> CoreSchema:
    kind = schema.get("type")
    if isinstance(kind, str | None) and schema.keys() <= {"type"} | _NOTES | _OF_KIND.get(kind, frozenset()):
        if kind == "object":
            return _object(schema.get("properties", {}), schema.get("required", ()))
        if kind == "array":
            return core_schema.list_schema(_compiled(schema.get("items", {})))
        if kind in _SIMPLE:
            return _SIMPLE[kind]()
    raise ValueError(f"an answer's schema cannot be checked: {sorted(schema)} of type {kind}")


def _object(properties: Mapping[str, Any], required: list[str]) -> CoreSchema:
    fields = {
        name: core_schema.typed_dict_field(_compiled(properties.get(name, {})), required=name in required)
        for name in {**properties, **dict.fromkeys(required)}
    }
    return core_schema.typed_dict_schema(fields, extra_behavior="allow")
