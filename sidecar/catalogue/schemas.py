"""Trees of PROTOCOL.md as JSON Schema 2020-12."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from sidecar.catalogue.errors import TreeError
from sidecar.catalogue.param_types import JsonSchema, argument_type, result_type
from sidecar.results.cleaning import one_line

_REQUIRED, _DEFAULT = 1, 0
_MAX_DEPTH = 32
_MAX_DESCRIPTION_CHARS = 300

Tree = Mapping[str, Any]


def argument_schema(tree: Tree) -> JsonSchema:
    """Return the schema of a function's arguments: exact, an unknown name is refused.

    Raises ``TreeError`` when ``tree`` is not one.
    """
    if tree.get("t") != "s":
        raise TreeError("the arguments of a function are a structure")
    return _Writer(value_type=argument_type, closed=True).schema(tree, depth=0)


def result_schema(tree: Tree | None) -> JsonSchema:
    """Return the schema of a function's result; ``None`` is a function that returns nothing.

    As tolerant as Moodle is: more keys than declared are no fault. Raises ``TreeError``.
    """
    if tree is None:
        return {"type": "null"}
    return _Writer(value_type=result_type, closed=False).schema(tree, depth=0)


@dataclass(frozen=True, kw_only=True, slots=True)
class _Writer:
    value_type: Callable[[str], JsonSchema]
    closed: bool

    def schema(self, tree: Tree, *, depth: int) -> JsonSchema:
        if depth > _MAX_DEPTH:
            raise TreeError(f"a tree is deeper than {_MAX_DEPTH}")
        schema = self._bare(tree, depth)
        if tree.get("null"):
            schema["type"] = _nullable(schema["type"])
        if description := one_line(str(tree.get("desc") or ""), max_chars=_MAX_DESCRIPTION_CHARS):
            schema["description"] = description
        if tree.get("req") == _DEFAULT and "default" in tree:
            _set_default(schema, tree["default"])
        return schema

    def _bare(self, tree: Tree, depth: int) -> JsonSchema:
        match tree.get("t"):
            case "v":
                return self.value_type(str(tree.get("type")))
            case "s":
                return self._structure(_subtrees(tree), depth)
            case "m":
                return {"type": "array", "items": self.schema(_subtree(tree.get("content")), depth=depth + 1)}
            case other:
                raise TreeError(f"a node is neither value, structure nor list: {other!r}")

    def _structure(self, keys: Mapping[str, Tree], depth: int) -> JsonSchema:
        schema: JsonSchema = {
            "type": "object",
            "properties": {name: self.schema(tree, depth=depth + 1) for name, tree in keys.items()},
        }
        if required := [name for name, tree in keys.items() if tree.get("req") == _REQUIRED]:
            schema["required"] = required
        if self.closed:
            schema["additionalProperties"] = False
        return schema


def _subtrees(tree: Tree) -> dict[str, Tree]:
    keys = tree.get("keys")
    if not isinstance(keys, Mapping):
        raise TreeError("the keys of a structure are an object")
    return {str(name): _subtree(node) for name, node in keys.items()}


def _subtree(node: object) -> Tree:
    if not isinstance(node, Mapping):
        raise TreeError("a node of a tree is an object")
    return node


def _nullable(json_type: str | list[str]) -> list[str]:
    return [*([json_type] if isinstance(json_type, str) else json_type), "null"]


def _set_default(schema: JsonSchema, default: object) -> None:
    types = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
    for json_type in types:
        value = _as_type(default, json_type)
        if value is not _NO_DEFAULT:
            schema["default"] = value
            return


_NO_DEFAULT = object()


def _as_type(value: object, json_type: str) -> object:
    """Return Moodle's default as the JSON type clients use, which PHP is not strict about."""
    match json_type, value:
        case "null", None:
            return None
        case "boolean", bool() | 0 | 1 | "0" | "1":
            return value in (True, 1, "1")
        case "integer" | "number", bool():
            return int(value)
        case "integer", str() if value.removeprefix("-").isdecimal():
            return int(value)
        case ("integer", int()) | ("number", int() | float()) | ("string", str()) | ("array", list()):
            return value
        case "string", bool():
            return _NO_DEFAULT
        case "string", int() | float():
            return str(value)
        case "object", dict():
            return value
        case "object", []:
            return {}
        case _:
            return _NO_DEFAULT
