"""What a message carries of an earlier round (MCP 2026-07-28, multi round-trip requests)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import mcp_types as types
from mcp.server import ServerRequestContext
from mcp.server.context import CallNext, HandlerResult
from mcp.server.request_state import RequestStateBoundary, RequestStateSecurity
from mcp.shared.exceptions import MCPError
from mcp_types.methods import INPUT_REQUIRED_METHODS
from mcp_types.version import MODERN_PROTOCOL_VERSIONS

from sidecar.mcp_server.exchange import Exchange
from sidecar.mcp_server.protocol_refusals import ProtocolRefusals
from sidecar.site.keyring import KeyRing

TTL_S = 600
"""A person has to find the question and answer it."""
_PURPOSE = "request-state/v1"
_CARRIED = ("requestState", "inputResponses")
_REFUSED_BY_BOUNDARY = {"reason": "invalid_request_state"}
_WORDS = "What this message carries of an earlier round was not given out for it, or too long ago; send it anew without"


class CarriedState:
    """Middleware that seals the state a handler gives out, and opens only what a sidecar of this site sealed.

    A state is good for minutes, for the connection it was given to, and for the very request it
    answered. Where nothing is ever asked back (``asks`` is false, an older revision, another
    method), nothing may be carried. Every refusal is on record.
    """

    def __init__(self, *, tokens: KeyRing, resource: str, asks: bool, refusals: ProtocolRefusals) -> None:
        security = RequestStateSecurity(keys=tokens.derive(_PURPOSE), ttl=TTL_S, bind_principal=_principal)
        self._boundary = RequestStateBoundary(security, default_audience=resource)
        self._asks = asks
        self._refusals = refusals

    async def __call__(self, ctx: ServerRequestContext[Any, Any], call_next: CallNext) -> HandlerResult:
        if self._may_ask(ctx):
            try:
                return await self._boundary(ctx, call_next)
            except MCPError as error:
                if error.error.data != _REFUSED_BY_BOUNDARY:
                    raise
                raise await self._refusal(ctx) from None
        if _carries(ctx.params):
            raise await self._refusal(ctx)
        return await call_next(ctx)

    def _may_ask(self, context: ServerRequestContext[Any, Any]) -> bool:
        return (
            self._asks
            and context.protocol_version in MODERN_PROTOCOL_VERSIONS
            and context.method in INPUT_REQUIRED_METHODS
        )

    async def _refusal(self, context: ServerRequestContext[Any, Any]) -> MCPError:
        return await self._refusals.refuse(
            Exchange.of(context),
            kind="auth_failed",
            code="request_state_unknown",
            rpc_code=types.INVALID_PARAMS,
            message=_WORDS,
        )


def _principal(context: ServerRequestContext[Any, Any]) -> str:
    connection = Exchange.of(context).caller.connection
    return f"{connection.id} {connection.client_id}"


def _carries(params: Mapping[str, Any] | None) -> bool:
    return params is not None and any(params.get(name) is not None for name in _CARRIED)
