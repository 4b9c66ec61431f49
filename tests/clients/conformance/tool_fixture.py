"""A tool the conformance suite calls."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

import mcp_types as types

from sidecar.mcp_server.handlers import Context
from sidecar.mcp_server.listeners import Listeners

NO_ARGUMENTS: dict[str, Any] = {"type": "object", "properties": {}, "additionalProperties": False}
ToolAnswer = types.CallToolResult | types.InputRequiredResult


@dataclass(frozen=True, kw_only=True, slots=True)
class ToolCall:
    """One call of a fixture."""

    context: Context
    params: types.CallToolRequestParams
    listeners: Listeners

    @property
    def arguments(self) -> dict[str, Any]:
        return self.params.arguments or {}

    @property
    def answered(self) -> dict[str, Any]:
        """What the client was asked for and gave, by the key it was asked under."""
        return dict(self.params.input_responses or {})


@dataclass(frozen=True, kw_only=True, slots=True)
class ToolFixture:
    """A tool's entry in the list, and what it does."""

    name: str
    description: str
    run: Callable[[ToolCall], Awaitable[ToolAnswer]]
    input_schema: dict[str, Any] = field(default_factory=lambda: NO_ARGUMENTS)

    @property
    def definition(self) -> types.Tool:
        return types.Tool(name=self.name, description=self.description, input_schema=self.input_schema)


def result(*content: types.ContentBlock, is_error: bool = False) -> types.CallToolResult:
    return types.CallToolResult(content=list(content), is_error=is_error)
