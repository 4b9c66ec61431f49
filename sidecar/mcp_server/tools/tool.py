"""What every tool is."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Protocol

import mcp_types as types
from jsonschema import Draft202012Validator

from sidecar.catalogue.contract import declared_keys
from sidecar.catalogue.validation import ArgumentProblem, first_problem
from sidecar.mcp_server.exchange import Exchange
from sidecar.mcp_server.tools.answer_shape import AnswerShape


@dataclass(frozen=True, kw_only=True)
class ToolFace:
    """What clients see of a tool; ``reads_only`` where it cannot change anything for this caller."""

    name: str
    title: str
    description: str
    input_schema: dict[str, Any]
    output_schema: dict[str, Any]

    @cached_property
    def _validator(self) -> Draft202012Validator:
        return Draft202012Validator(self.input_schema)

    def problem(self, arguments: dict[str, Any]) -> ArgumentProblem | None:
        """Return what is wrong with ``arguments`` first, or ``None``."""
        return first_problem(self._validator, arguments)

    @cached_property
    def _shape(self) -> AnswerShape:
        return AnswerShape(self.output_schema)

    def misfit(self, answer: dict[str, Any]) -> str | None:
        """Return where ``answer`` is not what this tool promises, or ``None``."""
        return self._shape.problem(answer)

    def argument_keys(self, arguments: dict[str, Any]) -> tuple[str, ...]:
        """Return the names the record keeps."""
        return declared_keys(self.input_schema, arguments)

    def definition(self, *, reads_only: bool) -> types.Tool:
        """Return the entry of ``tools/list``."""
        annotations = types.ToolAnnotations(
            title=self.title,
            read_only_hint=reads_only,
            destructive_hint=not reads_only,
            idempotent_hint=reads_only,
            open_world_hint=False,
        )
        return types.Tool(
            name=self.name,
            title=self.title,
            description=self.description,
            input_schema=self.input_schema,
            output_schema=self.output_schema,
            annotations=annotations,
        )


@dataclass(kw_only=True, slots=True)
class Attempt:
    """What becomes known of an attempt while it is served, for its one row in the record.

    ``recordid`` is the same for Moodle and for us, so that neither row doubles the other;
    ``recorded`` once Moodle wrote it.
    """

    recordid: str
    function: str | None = None
    argumentkeys: tuple[str, ...] = field(default_factory=tuple)
    recorded: bool = False


class Tool(Protocol):
    """Answers one tool's calls; raises ``ToolFailureError``."""

    face: ToolFace
    can_write: bool

    async def run(self, exchange: Exchange, arguments: dict[str, Any], attempt: Attempt) -> dict[str, Any]:
        """Return the structured answer to ``arguments``, which fit the input schema."""
        ...
