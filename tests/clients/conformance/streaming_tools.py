"""Tools that send messages while they run, and tools that would ask the client on the way."""

from __future__ import annotations

import warnings
from typing import Any

import mcp_types as types
from mcp.shared.exceptions import MCPDeprecationWarning

from tests.clients.conformance.materials import text
from tests.clients.conformance.questions import CONTACT, DEFAULTS, ENUMS
from tests.clients.conformance.tool_fixture import ToolAnswer, ToolCall, ToolFixture, result

_ONE_TEXT: dict[str, dict[str, Any]] = {
    name: {"type": "object", "properties": {name: {"type": "string"}}, "required": [name]}
    for name in ("prompt", "message")
}


async def _log(call: ToolCall, words: str) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", MCPDeprecationWarning)
        await call.context.session.send_log_message("info", words, related_request_id=call.context.request_id)


async def _logging(call: ToolCall) -> ToolAnswer:
    for words in ("Tool execution started", "Tool processing data", "Tool execution completed"):
        await _log(call, words)
    return result(text("Logged three messages."))


async def _progress(call: ToolCall) -> ToolAnswer:
    for percent in (0, 50, 100):
        await call.context.session.report_progress(percent, 100, f"Completed {percent} of 100")
    return result(text("Reported three times."))


async def _sampling(call: ToolCall) -> ToolAnswer:
    message = types.SamplingMessage(role="user", content=text(str(call.arguments.get("prompt"))))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", MCPDeprecationWarning)
        answer = await call.context.session.create_message(
            messages=[message], max_tokens=100, related_request_id=call.context.request_id
        )
    return result(text(f"LLM response: {answer.content}"))


async def _elicit(call: ToolCall, message: str, schema: dict[str, Any]) -> ToolAnswer:
    answer = await call.context.session.elicit_form(message, schema, call.context.request_id)
    return result(text(f"Elicitation completed: action={answer.action}, content={answer.content}"))


async def _elicitation(call: ToolCall) -> ToolAnswer:
    return await _elicit(call, str(call.arguments.get("message")), CONTACT)


async def _elicitation_defaults(call: ToolCall) -> ToolAnswer:
    return await _elicit(call, "Check what is filled in", DEFAULTS)


async def _elicitation_enums(call: ToolCall) -> ToolAnswer:
    return await _elicit(call, "Choose", ENUMS)


async def _streaming(call: ToolCall) -> ToolAnswer:
    await call.context.session.report_progress(1, 1, "Nothing is asked on this stream")
    return result(text("Done without a question."))


STREAMING_TOOLS = (
    ToolFixture(name="test_tool_with_logging", description="Logs while it runs", run=_logging),
    ToolFixture(name="test_logging_tool", description="Logs where it was asked to", run=_logging),
    ToolFixture(name="test_tool_with_progress", description="Reports progress", run=_progress),
    ToolFixture(name="test_streaming_elicitation", description="Asks nothing on its stream", run=_streaming),
    ToolFixture(name="test_reconnection", description="Logs, and keeps its stream open to the end", run=_logging),
    ToolFixture(
        name="test_sampling",
        description="Asks the client's model",
        run=_sampling,
        input_schema=_ONE_TEXT["prompt"],
    ),
    ToolFixture(
        name="test_elicitation",
        description="Asks the person",
        run=_elicitation,
        input_schema=_ONE_TEXT["message"],
    ),
    ToolFixture(name="test_elicitation_sep1034_defaults", description="Asks with defaults", run=_elicitation_defaults),
    ToolFixture(name="test_elicitation_sep1330_enums", description="Asks with choices", run=_elicitation_enums),
)
