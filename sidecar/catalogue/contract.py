"""What one function takes and gives."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from jsonschema import Draft202012Validator

from sidecar.bridge.messages import FunctionDescription
from sidecar.catalogue.param_types import JsonSchema
from sidecar.catalogue.schemas import argument_schema, result_schema
from sidecar.catalogue.validation import ArgumentProblem, first_problem


@dataclass(frozen=True, kw_only=True, slots=True)
class FunctionContract:
    """The schemas of a function and the check of its arguments."""

    description: str
    arguments: JsonSchema
    result: JsonSchema
    validator: Draft202012Validator

    @classmethod
    def of(cls, function: FunctionDescription) -> FunctionContract:
        """Return the contract; raises ``TreeError`` when the function's trees are none."""
        arguments = argument_schema(function.parameters)
        return cls(
            description=function.description,
            arguments=arguments,
            result=result_schema(function.returns),
            validator=Draft202012Validator(arguments),
        )

    def problem(self, arguments: Mapping[str, Any]) -> ArgumentProblem | None:
        """Return what is wrong with ``arguments`` first, or ``None``."""
        return first_problem(self.validator, arguments)

    def argument_keys(self, arguments: Mapping[str, Any]) -> tuple[str, ...]:
        """Return the names of ``arguments`` that the function declares, and how many others there are."""
        return declared_keys(self.arguments, arguments)


def declared_keys(schema: JsonSchema, arguments: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the declared names among ``arguments``; the others, which a caller made up, as ``+n``."""
    declared = tuple(name for name in schema["properties"] if name in arguments)
    others = len(arguments) - len(declared)
    return (*declared, f"+{others}") if others else declared
