"""Tool results on the wire, built in one place."""

from __future__ import annotations

from typing import Any

import mcp_types as types

from sidecar.mcp_server.failure import ToolFailureError
from sidecar.results.budget import to_json


def answered(answer: dict[str, Any]) -> types.CallToolResult:
    """Return ``answer`` as structured content and as the same JSON in one text."""
    return types.CallToolResult(content=[_text(answer)], structured_content=answer)


def failed(failure: ToolFailureError) -> types.CallToolResult:
    """Return the failure as text alone: clients that find structured content show nothing else."""
    return types.CallToolResult(content=[_text(failure.to_json())], is_error=True)


def answer_bytes(result: types.CallToolResult) -> int:
    """Return the size of what the model reads."""
    return sum(len(item.text.encode()) for item in result.content if isinstance(item, types.TextContent))


def _text(value: dict[str, Any]) -> types.TextContent:
    return types.TextContent(type="text", text=to_json(value))
