"""One request as a tool sees it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from mcp.server import ServerRequestContext

from sidecar.mcp_server.withheld import WithheldAnswer
from sidecar.resource_server.caller import CALLER, Caller

ANSWER = "mcpgate.answer"
"""Where the endpoint leaves the answer's way out in the ASGI scope."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Exchange:
    """Who asks, let in by the gate, in which protocol version, and the answer on its way out."""

    caller: Caller
    protocol: str
    answer: WithheldAnswer

    @classmethod
    def of(cls, context: ServerRequestContext[Any, Any]) -> Exchange:
        """Return the exchange of a request the gate let through; without a gate there is none."""
        if context.request is None:
            raise RuntimeError("a request reached the MCP server without HTTP")
        scope = context.request.scope
        return cls(caller=scope[CALLER], protocol=context.protocol_version, answer=scope[ANSWER])
