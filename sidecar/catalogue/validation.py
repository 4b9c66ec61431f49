"""Arguments against their schema, with an answer a model can act on."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from jsonschema import Draft202012Validator, ValidationError
from jsonschema.exceptions import best_match

_MAX_PROBLEMS = 50
_MAX_NAMES = 20
_MAX_SHOWN_CHARS = 120


@dataclass(frozen=True, kw_only=True, slots=True)
class ArgumentProblem:
    """Where arguments are wrong and what was expected there; never the value."""

    path: str
    expected: str


def first_problem(validator: Draft202012Validator, arguments: Mapping[str, Any]) -> ArgumentProblem | None:
    """Return the most telling of the first problems of ``arguments``, or ``None`` when they are fine."""
    error = best_match(itertools.islice(validator.iter_errors(arguments), _MAX_PROBLEMS))
    return None if error is None else ArgumentProblem(path=_path(error), expected=_expected(error))


def _path(error: ValidationError) -> str:
    steps = [f"[{step}]" if isinstance(step, int) else f".{step}" for step in error.absolute_path]
    return ("".join(steps).removeprefix(".") or "arguments")[:_MAX_SHOWN_CHARS]


def _expected(error: ValidationError) -> str:
    rule: Any = error.validator_value
    schema: Any = error.schema
    instance: Any = error.instance
    match error.validator:
        case "type":
            return f"expected {_either(rule)}, got {_type_of(instance)}"
        case "required":
            return f"missing: {_names(name for name in rule if name not in instance)}"
        case "additionalProperties":
            return f"unknown names are not accepted; known: {_names(schema.get('properties', {}))}"
        case "enum":
            return f"expected one of {_names(rule)}"
        case validator:
            return f"expected {validator} {str(rule)[:_MAX_SHOWN_CHARS]}"


def _either(types: str | Iterable[str]) -> str:
    return types if isinstance(types, str) else " or ".join(types)


def _names(names: Iterable[object]) -> str:
    shown = [str(name) for name in names]
    more = f" and {len(shown) - _MAX_NAMES} more" if len(shown) > _MAX_NAMES else ""
    return (", ".join(shown[:_MAX_NAMES]) or "none") + more


def _type_of(value: object) -> str:
    match value:
        case None:
            return "null"
        case bool():
            return "boolean"
        case int() | float():
            return "number"
        case str():
            return "string"
        case list():
            return "array"
        case _:
            return "object"
