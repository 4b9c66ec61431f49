"""The protocol handlers, for every revision from 2025-03-26 to 2026-07-28."""

from __future__ import annotations

from typing import Any

import mcp_types as types
from mcp.server import Server, ServerRequestContext
from mcp.server.caching import CacheHint
from mcp.server.subscriptions import InMemorySubscriptionBus, ListenHandler
from mcp.shared.exceptions import MCPError

from sidecar import __version__
from sidecar.mcp_server.exchange import Exchange
from sidecar.mcp_server.instructions import INSTRUCTIONS
from sidecar.mcp_server.tool_runner import ToolRunner
from sidecar.policy.scopes import Scope
from sidecar.resource_server.standing import standing_of
from sidecar.site.status import Site

_Context = ServerRequestContext[Any, Any]
_MAX_LISTENERS = 256
_PRIVATE = CacheHint(ttl_ms=60_000, scope="private")


class Handlers:
    """Answers the requests of MCP; what a caller sees depends on its connection alone."""

    def __init__(self, *, runner: ToolRunner, site: Site) -> None:
        self._runner = runner
        self._site = site
        self._tool_lists = {
            writes: types.ListToolsResult(
                tools=[tool.face.definition(reads_only=not (writes and tool.can_write)) for tool in runner.tools]
            )
            for writes in (False, True)
        }

    async def list_tools(self, context: _Context, params: types.PaginatedRequestParams | None) -> types.ListToolsResult:
        _only_page(params)
        standing = standing_of(Exchange.of(context).caller.connection, self._site.state)
        return self._tool_lists[standing.site.site_mode == "write" and Scope.WRITE in standing.connection.scopes]

    async def call_tool(self, context: _Context, params: types.CallToolRequestParams) -> types.CallToolResult:
        result = await self._runner.run(Exchange.of(context), params.name, params.arguments or {})
        if result is None:
            names = [tool.face.name for tool in self._runner.tools]
            raise MCPError(types.INVALID_PARAMS, "Unknown tool", {"code": "tool_unknown", "tools": names})
        return result

    async def list_resources(
        self, context: _Context, params: types.PaginatedRequestParams | None
    ) -> types.ListResourcesResult:
        _only_page(params)
        return types.ListResourcesResult(resources=[])

    async def list_resource_templates(
        self, context: _Context, params: types.PaginatedRequestParams | None
    ) -> types.ListResourceTemplatesResult:
        _only_page(params)
        return types.ListResourceTemplatesResult(resource_templates=[])

    async def read_resource(
        self, context: _Context, params: types.ReadResourceRequestParams
    ) -> types.ReadResourceResult:
        raise MCPError(types.INVALID_PARAMS, "Unknown resource", {"code": "resource_unknown"})

    async def list_prompts(
        self, context: _Context, params: types.PaginatedRequestParams | None
    ) -> types.ListPromptsResult:
        _only_page(params)
        return types.ListPromptsResult(prompts=[])

    async def get_prompt(self, context: _Context, params: types.GetPromptRequestParams) -> types.GetPromptResult:
        raise MCPError(types.INVALID_PARAMS, "Unknown prompt", {"code": "prompt_unknown"})


def build_server(handlers: Handlers) -> Server[Any]:
    """Return the MCP server around ``handlers``."""
    server: Server[Any] = Server(
        "moodle-mcp",
        title="Moodle",
        version=__version__,
        instructions=INSTRUCTIONS,
        cache_hints={
            "server/discover": _PRIVATE,
            "tools/list": _PRIVATE,
            "resources/list": _PRIVATE,
            "resources/templates/list": _PRIVATE,
            "prompts/list": _PRIVATE,
        },
        # No tool binds a header to an argument; without this every call would list the tools first.
        get_tool_input_schema=lambda name: None,
        on_list_tools=handlers.list_tools,
        on_call_tool=handlers.call_tool,
        on_list_resources=handlers.list_resources,
        on_list_resource_templates=handlers.list_resource_templates,
        on_read_resource=handlers.read_resource,
        on_list_prompts=handlers.list_prompts,
        on_get_prompt=handlers.get_prompt,
        on_subscriptions_listen=ListenHandler(InMemorySubscriptionBus(), max_subscriptions=_MAX_LISTENERS),
    )
    # The tracing span around each message costs a sixth of a call and has no exporter here.
    server.middleware.clear()
    return server


def _only_page(params: types.PaginatedRequestParams | None) -> None:
    """Refuse a cursor: these lists have one page, so none was ever given out."""
    if params is not None and params.cursor is not None:
        raise MCPError(types.INVALID_PARAMS, "Unknown cursor", {"code": "cursor_invalid"})
