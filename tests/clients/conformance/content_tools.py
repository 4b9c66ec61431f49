"""Tools that answer at once, with each kind of content."""

from __future__ import annotations

from typing import Any

import mcp_types as types
from mcp.server.subscriptions import PromptsListChanged, ToolsListChanged
from mcp.shared.exceptions import MCPError

from tests.clients.conformance.materials import AUDIO, IMAGE, embedded, text
from tests.clients.conformance.tool_fixture import ToolAnswer, ToolCall, ToolFixture, result

SCHEMA_2020_12: dict[str, Any] = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "type": "object",
    "$defs": {
        "address": {
            "$anchor": "addressDef",
            "type": "object",
            "properties": {"street": {"type": "string"}, "city": {"type": "string"}},
        }
    },
    "properties": {
        "name": {"type": "string"},
        "address": {"$ref": "#/$defs/address"},
        "contactMethod": {"type": "string", "enum": ["phone", "email"]},
        "phone": {"type": "string"},
        "email": {"type": "string"},
    },
    "allOf": [{"anyOf": [{"required": ["phone"]}, {"required": ["email"]}]}],
    "if": {"properties": {"contactMethod": {"const": "phone"}}, "required": ["contactMethod"]},
    "then": {"required": ["phone"]},
    "else": {"required": ["email"]},
    "additionalProperties": False,
}
HEADER_SCHEMA: dict[str, Any] = {
    "type": "object",
    "properties": {"region": {"type": "string", "x-mcp-header": "Region"}},
    "required": ["region"],
}


async def _simple(call: ToolCall) -> ToolAnswer:
    return result(text("This is a simple text response for testing."))


async def _image(call: ToolCall) -> ToolAnswer:
    return result(IMAGE)


async def _audio(call: ToolCall) -> ToolAnswer:
    return result(AUDIO)


async def _embedded(call: ToolCall) -> ToolAnswer:
    return result(embedded("test://embedded-resource", "This is an embedded resource content."))


async def _mixed(call: ToolCall) -> ToolAnswer:
    data = embedded("test://mixed-content-resource", '{"test":"data","value":123}', "application/json")
    return result(text("Multiple content types test:"), IMAGE, data)


async def _error(call: ToolCall) -> ToolAnswer:
    return result(text("This tool intentionally returns an error for testing"), is_error=True)


async def _schema(call: ToolCall) -> ToolAnswer:
    return result(text(f"Called with {sorted(call.arguments)}"))


async def _header(call: ToolCall) -> ToolAnswer:
    return result(text(f"Region: {call.arguments.get('region')}"))


async def _needs_sampling(call: ToolCall) -> ToolAnswer:
    capabilities = call.context.session.client_capabilities
    if capabilities is None or capabilities.sampling is None:
        needed: dict[str, Any] = {"requiredCapabilities": {"sampling": {}}}
        raise MCPError(types.MISSING_REQUIRED_CLIENT_CAPABILITY, "This tool needs sampling", needed)
    return result(text("The client can sample."))


async def _change_tools(call: ToolCall) -> ToolAnswer:
    await call.listeners.publish(ToolsListChanged())
    return result(text("Told of changed tools."))


async def _change_prompts(call: ToolCall) -> ToolAnswer:
    await call.listeners.publish(PromptsListChanged())
    return result(text("Told of changed prompts."))


CONTENT_TOOLS = (
    ToolFixture(name="test_simple_text", description="Answers with a text", run=_simple),
    ToolFixture(name="test_image_content", description="Answers with an image", run=_image),
    ToolFixture(name="test_audio_content", description="Answers with a sound", run=_audio),
    ToolFixture(name="test_embedded_resource", description="Answers with a resource", run=_embedded),
    ToolFixture(name="test_multiple_content_types", description="Answers with several kinds of content", run=_mixed),
    ToolFixture(name="test_error_handling", description="Answers with an error", run=_error),
    ToolFixture(
        name="json_schema_2020_12_tool",
        description="Tool with JSON Schema 2020-12 features",
        run=_schema,
        input_schema=SCHEMA_2020_12,
    ),
    ToolFixture(
        name="test_custom_header",
        description="Takes an argument that a header repeats",
        run=_header,
        input_schema=HEADER_SCHEMA,
    ),
    ToolFixture(name="test_missing_capability", description="Needs a client that samples", run=_needs_sampling),
    ToolFixture(name="test_trigger_tool_change", description="Tells listeners of changed tools", run=_change_tools),
    ToolFixture(
        name="test_trigger_prompt_change", description="Tells listeners of changed prompts", run=_change_prompts
    ),
)
