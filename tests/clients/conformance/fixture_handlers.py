"""What the conformance suite calls, served in place of Moodle's tools by the same server."""

from __future__ import annotations

from typing import Any, ClassVar

import mcp_types as types
from mcp.server import Server
from mcp.shared.exceptions import MCPError, NoBackChannelError

from sidecar.mcp_server.handlers import Context, Handlers, only_page
from tests.clients.conformance.asking_tools import ASKING_TOOLS
from tests.clients.conformance.content_tools import CONTENT_TOOLS
from tests.clients.conformance.materials import text
from tests.clients.conformance.prompts import PROMPTS, prompt
from tests.clients.conformance.resources import RESOURCES, TEMPLATES, resource
from tests.clients.conformance.streaming_tools import STREAMING_TOOLS
from tests.clients.conformance.tool_fixture import ToolCall, result

TOOLS = {tool.name: tool for tool in (*CONTENT_TOOLS, *STREAMING_TOOLS, *ASKING_TOOLS)}


class FixtureHandlers(Handlers):
    """Tools, prompts and resources of the suite's own making; whatever it does not name is the product's."""

    asks: ClassVar[bool] = True
    streaming: ClassVar[frozenset[str]] = frozenset(tool.name for tool in STREAMING_TOOLS)

    def server(self) -> Server[Any]:
        server = super().server()
        server.add_request_handler("completion/complete", types.CompleteRequestParams, self.complete)
        server.add_request_handler("logging/setLevel", types.SetLevelRequestParams, self.accept)
        server.add_request_handler("resources/subscribe", types.SubscribeRequestParams, self.accept)
        server.add_request_handler("resources/unsubscribe", types.UnsubscribeRequestParams, self.accept)
        return server

    def header_schema(self, name: str) -> dict[str, Any] | None:
        return TOOLS[name].input_schema if name in TOOLS else None

    async def list_tools(self, context: Context, params: types.PaginatedRequestParams | None) -> types.ListToolsResult:
        only_page(params)
        return types.ListToolsResult(tools=[tool.definition for tool in TOOLS.values()])

    async def call_tool(
        self, context: Context, params: types.CallToolRequestParams
    ) -> types.CallToolResult | types.InputRequiredResult:
        tool = TOOLS.get(params.name)
        if tool is None:
            return await super().call_tool(context, params)
        try:
            return await tool.run(ToolCall(context=context, params=params, listeners=self._listeners))
        except NoBackChannelError as error:
            return result(text(f"This server is stateless and cannot ask: {error}"), is_error=True)

    async def list_resources(
        self, context: Context, params: types.PaginatedRequestParams | None
    ) -> types.ListResourcesResult:
        only_page(params)
        return types.ListResourcesResult(resources=RESOURCES)

    async def list_resource_templates(
        self, context: Context, params: types.PaginatedRequestParams | None
    ) -> types.ListResourceTemplatesResult:
        only_page(params)
        return types.ListResourceTemplatesResult(resource_templates=TEMPLATES)

    async def read_resource(
        self, context: Context, params: types.ReadResourceRequestParams
    ) -> types.ReadResourceResult | types.InputRequiredResult:
        return resource(params.uri) or await super().read_resource(context, params)

    async def list_prompts(
        self, context: Context, params: types.PaginatedRequestParams | None
    ) -> types.ListPromptsResult:
        only_page(params)
        return types.ListPromptsResult(prompts=PROMPTS)

    async def get_prompt(
        self, context: Context, params: types.GetPromptRequestParams
    ) -> types.GetPromptResult | types.InputRequiredResult:
        return prompt(params) or await super().get_prompt(context, params)

    async def complete(self, context: Context, params: types.CompleteRequestParams) -> types.CompleteResult:
        if isinstance(params.ref, types.PromptReference) and prompt_named(params.ref.name) is None:
            raise MCPError(types.INVALID_PARAMS, "Unknown prompt", {"code": "prompt_unknown"})
        return types.CompleteResult(completion=types.Completion(values=[], total=0, has_more=False))

    async def accept(self, context: Context, params: types.RequestParams) -> types.EmptyResult:
        """Take note: there is nothing to log below, nor any change to tell of, in a request of its own."""
        return types.EmptyResult()


def prompt_named(name: str) -> types.Prompt | None:
    return next((one for one in PROMPTS if one.name == name), None)
