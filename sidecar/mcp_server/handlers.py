"""What answers the requests of MCP, for every revision from 2025-03-26 to 2026-07-28."""

from __future__ import annotations

from typing import Any, ClassVar, Protocol

import mcp_types as types
from mcp.server import Server, ServerRequestContext
from mcp.server.caching import CacheHint
from mcp.shared.exceptions import MCPError

from sidecar import __version__
from sidecar.mcp_server.exchange import Exchange
from sidecar.mcp_server.instructions import INSTRUCTIONS
from sidecar.mcp_server.listeners import Listeners
from sidecar.mcp_server.progress import ProgressPace, progress_reported
from sidecar.mcp_server.tool_runner import ToolRunner
from sidecar.resource_server.standing import may_write
from sidecar.site.status import Site

Context = ServerRequestContext[Any, Any]
_PRIVATE = CacheHint(ttl_ms=60_000, scope="private")


class Handlers:
    """Answers requests the gate let through; what a caller sees depends on its connection alone.

    ``asks`` says that handlers ask the client for something in between; ``streaming`` names the
    tools that send messages while they run even if the request does not ask for any.
    """

    asks: ClassVar[bool] = False
    streaming: ClassVar[frozenset[str]] = frozenset()

    def __init__(
        self, *, runner: ToolRunner, site: Site, listeners: Listeners, progress_pace: ProgressPace | None = None
    ) -> None:
        self._runner = runner
        self._site = site
        self._listeners = listeners
        self._progress_pace = progress_pace or ProgressPace()
        self._tool_lists = {
            writes: types.ListToolsResult(
                tools=[tool.face.definition(reads_only=not (writes and tool.can_write)) for tool in runner.tools]
            )
            for writes in (False, True)
        }

    def server(self) -> Server[Any]:
        """Return an MCP server that answers with these handlers."""
        return Server(
            "moodle-mcp",
            title="Moodle",
            version=__version__,
            instructions=INSTRUCTIONS,
            cache_hints={
                "server/discover": _PRIVATE,
                "tools/list": _PRIVATE,
                "resources/list": _PRIVATE,
                "resources/templates/list": _PRIVATE,
                "resources/read": _PRIVATE,
                "prompts/list": _PRIVATE,
            },
            get_tool_input_schema=self.header_schema,
            on_list_tools=self.list_tools,
            on_call_tool=self.call_tool,
            on_list_resources=self.list_resources,
            on_list_resource_templates=self.list_resource_templates,
            on_read_resource=self.read_resource,
            on_list_prompts=self.list_prompts,
            on_get_prompt=self.get_prompt,
            on_subscriptions_listen=self._listeners,
        )

    def header_schema(self, name: str) -> dict[str, Any] | None:
        """Return the input schema of a tool that binds headers to arguments; no tool of Moodle's does.

        Without an answer the SDK would list the tools before every call.
        """
        return None

    async def list_tools(self, context: Context, params: types.PaginatedRequestParams | None) -> types.ListToolsResult:
        only_page(params)
        return self._tool_lists[may_write(Exchange.of(context).caller.connection, self._site.state)]

    async def call_tool(
        self, context: Context, params: types.CallToolRequestParams
    ) -> types.CallToolResult | types.InputRequiredResult:
        async with progress_reported(context, self._progress_pace):
            result = await self._runner.run(Exchange.of(context), params.name, params.arguments or {})
        if result is None:
            names = [tool.face.name for tool in self._runner.tools]
            raise MCPError(types.INVALID_PARAMS, "Unknown tool", {"code": "tool_unknown", "tools": names})
        return result

    async def list_resources(
        self, context: Context, params: types.PaginatedRequestParams | None
    ) -> types.ListResourcesResult:
        only_page(params)
        return types.ListResourcesResult(resources=[])

    async def list_resource_templates(
        self, context: Context, params: types.PaginatedRequestParams | None
    ) -> types.ListResourceTemplatesResult:
        only_page(params)
        return types.ListResourceTemplatesResult(resource_templates=[])

    async def read_resource(
        self, context: Context, params: types.ReadResourceRequestParams
    ) -> types.ReadResourceResult | types.InputRequiredResult:
        raise MCPError(types.INVALID_PARAMS, "Unknown resource", {"code": "resource_unknown", "uri": params.uri})

    async def list_prompts(
        self, context: Context, params: types.PaginatedRequestParams | None
    ) -> types.ListPromptsResult:
        only_page(params)
        return types.ListPromptsResult(prompts=[])

    async def get_prompt(
        self, context: Context, params: types.GetPromptRequestParams
    ) -> types.GetPromptResult | types.InputRequiredResult:
        raise MCPError(types.INVALID_PARAMS, "Unknown prompt", {"code": "prompt_unknown"})


class MakeHandlers(Protocol):
    """Makes the handlers of an endpoint; ``Handlers`` itself is one."""

    def __call__(self, *, runner: ToolRunner, site: Site, listeners: Listeners) -> Handlers: ...


def only_page(params: types.PaginatedRequestParams | None) -> None:
    """Refuse a cursor: these lists have one page, so none was ever given out."""
    if params is not None and params.cursor is not None:
        raise MCPError(types.INVALID_PARAMS, "Unknown cursor", {"code": "cursor_invalid"})
