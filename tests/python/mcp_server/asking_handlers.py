"""Handlers that ask the client before they answer, for what the product's own never do."""

from __future__ import annotations

import mcp_types as types

from sidecar.mcp_server.handlers import Context, Handlers

STATE = "what the handler must remember"
QUESTION = types.ElicitRequest(
    params=types.ElicitRequestFormParams(message="Sure?", requested_schema={"type": "object", "properties": {}})
)


class AskingHandlers(Handlers):
    """Answers every tool call with a question and a state, and tells the state it gets back."""

    asks = True

    async def call_tool(
        self, context: Context, params: types.CallToolRequestParams
    ) -> types.CallToolResult | types.InputRequiredResult:
        if params.request_state is None:
            return types.InputRequiredResult(input_requests={"sure": QUESTION}, request_state=STATE)
        return types.CallToolResult(content=[types.TextContent(text=params.request_state)])
